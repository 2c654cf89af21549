"""Training in front of the reader."""
import re
import time

from tutor_in_tmux import Failed, scene


# The footer of a run that stands still begins with what Enter does.
STARTS = r"(?m)^ Enter (start|start anew|go on)  "


def focus_run(tutor):
    """Tabs to the run of training on the page: the footer then names its keys."""
    for _ in range(12):
        tutor.type("Tab")
        limit = time.time() + 1
        while time.time() < limit:
            if re.search(STARTS, tutor.screen()):
                return
            time.sleep(0.02)
            if re.search("e edit|Enter edit|Enter grid|Enter answer", tutor.screen()) and time.time() > limit - 0.7:
                break
    raise Failed("the run is not among what Tab goes round\n" + tutor.screen())


def lengthen_run(tutor):
    """Gives the focused run 400 epochs, so that it is met on its way however fast the machine is."""
    tutor.type("BTab")
    tutor.sees("e edit", "epochs: 8,")
    tutor.text("400")
    tutor.type("Enter")
    tutor.sees("epochs: 400,")
    tutor.type("Tab")
    tutor.sees(STARTS)


@scene("a network learns on its page, and names at least 97 % of the digits that were held out")
def training(start):
    tutor = start("train-it-here", rows=40)
    tutor.sees(r"Train it here", within=30)
    focus_run(tutor)
    tutor.type("Enter")
    screen = tutor.sees(r"trained +8 epochs", r"of the +(┃ +)?held-out", "loss over epochs", "accuracy over epochs",
                        "● training batch", "▲ held out", "100 %", within=120)
    share = float(re.search(r"([\d.]+)\s%\s+(?:┃\s+)?of the", screen).group(1))
    if share < 97:
        raise Failed(f"only {share} % of the held-out pictures are right\n{screen}")


@scene("a long run moves its curves, is paused, read beside, taken up, stopped, and quit in the middle")
def run(start):
    tutor = start("train-it-here", rows=40)
    tutor.sees(r"Train it here", within=30)
    focus_run(tutor)
    lengthen_run(tutor)
    tutor.type("Enter")
    epoch = lambda screen: float(re.search(r"epoch ([\d.]+) of 400", screen).group(1))
    first = tutor.sees(r"training network +epoch [\d.]+ of 400", "loss over epochs", "s left", within=60)
    limit = time.time() + 60
    while epoch(tutor.sees(r"epoch [\d.]+ of 400")) <= epoch(first) + 1:
        if time.time() > limit:
            raise Failed("the run stands still\n" + tutor.screen())
        time.sleep(0.02)
    # Reading goes on beside it.
    tutor.type("PageDown")
    tutor.lacks("loss over epochs")
    tutor.sees(r"training \d+ %")
    tutor.type("PageUp")
    tutor.sees("loss over epochs")
    tutor.type("Enter")
    tutor.sees(r"paused +epoch")
    # What was on its way has come once two looks agree; then nothing moves.
    before = epoch(tutor.sees(r"paused +epoch"))
    for _ in range(20):
        time.sleep(0.2)
        now = epoch(tutor.screen())
        if now == before:
            break
        before = now
    else:
        raise Failed("a paused run goes on\n" + tutor.screen())
    tutor.type("Enter")
    tutor.sees("training network")
    tutor.type("x")
    tutor.sees(r"stopped +at epoch", "Enter goes on")
    tutor.type("Enter")
    tutor.sees("training network", within=60)
    tutor.type("Escape", "q")
    tutor.ended(0)


@scene("a run is there again after a restart, goes on from where it stood, and is forgotten with x")
def kept(start):
    tutor = start("train-it-here", rows=40)
    tutor.sees(r"Train it here", within=30)
    focus_run(tutor)
    tutor.type("Enter")
    share = r"([\d.]+)\s%\s+(?:┃\s+)?of the"
    trained = re.search(share, tutor.sees(r"trained +8 epochs", share, within=120)).group(1)
    tutor.type("Escape", "q")
    tutor.ended(0)
    tutor.close()
    tutor = start("train-it-here", rows=40)
    focus_run(tutor)
    again = re.search(share, tutor.sees(r"trained +8 epochs", share)).group(1)
    if again != trained:
        raise Failed(f"{trained} % were right, after the restart {again} %")
    # A longer run is another one; quit in the middle, it goes on later from the end of an epoch.
    lengthen_run(tutor)
    tutor.type("Enter")
    tutor.sees(r"training network +epoch [1-9][\d.]* of 400", within=60)
    tutor.type("x")
    tutor.sees(r"stopped +at epoch", "Enter goes on")
    tutor.type("Escape", "q")
    tutor.ended(0)
    tutor.close()
    tutor = start("train-it-here", rows=40)
    focus_run(tutor)
    place = float(re.search(r"at epoch ([\d.]+) of 400", tutor.sees(r"stopped +at epoch")).group(1))
    tutor.type("Enter")
    now = float(re.search(r"epoch ([\d.]+) of 400", tutor.sees("training network", "loss over epochs")).group(1))
    if now < place:
        raise Failed(f"the run was kept at epoch {place} and goes on at {now}")
    tutor.type("x")
    tutor.sees(r"stopped +at epoch", "x forgets the run")
    tutor.type("x")
    tutor.sees("x again forgets it")
    tutor.type("x")
    tutor.sees("is not trained yet")
    tutor.type("Escape", "q")
    tutor.ended(0)
    tutor.close()
    tutor = start("train-it-here", rows=40)
    focus_run(tutor)
    tutor.sees("is not trained yet")


@scene("a run goes slowly, by epochs and by batches, and is shown again without being trained")
def pace(start):
    tutor = start("train-it-here", rows=40, columns=100)
    tutor.sees(r"Train it here", within=30)
    focus_run(tutor)
    tutor.sees("v pace: fast")
    tutor.type("v")
    tutor.sees("v pace: slow", r"Pace:\s+(┃\s+)?slow\.")
    tutor.type("Enter")
    epoch = lambda screen: float(re.search(r"epoch ([\d.]+) of 8", screen).group(1))
    first, began = epoch(tutor.sees(r"training network +epoch [\d.]+ of 8", "pace: slow", within=60)), time.time()
    while epoch(tutor.sees(r"epoch [\d.]+ of 8")) < first + 0.8:
        if time.time() > began + 20:
            raise Failed("the slow run stands still\n" + tutor.screen())
        time.sleep(0.02)
    if time.time() < began + 0.6:
        raise Failed(f"0.8 epochs took {time.time() - began:.2f} s\n{tutor.screen()}")
    # By epochs it does not get further by itself than the last key press let it.
    tutor.type("v")
    place = epoch(tutor.sees(r"paused +epoch [\d.]+ of 8; Enter does the next epoch", "Enter next epoch"))
    time.sleep(0.3)
    if epoch(tutor.screen()) != place:
        raise Failed("it goes on without a key\n" + tutor.screen())
    tutor.type("Enter")
    tutor.sees(rf"paused +epoch {int(place) + 1}\.0 of 8")
    tutor.type("v")
    tutor.sees("Enter does the next batch", "Enter next batch")
    tutor.type("Enter")
    tutor.sees(rf"paused +epoch {int(place) + 1}\.0 of 8", r"\d+ %")
    for _ in range(8):
        tutor.type("Enter")
    tutor.sees(rf"paused +epoch {int(place) + 1}\.[1-4] of 8")
    # As fast as it goes, it comes to its end.
    tutor.type("v")
    screen = tutor.sees(r"trained +8 epochs", "r replay", within=120)
    result = re.search(r"([\d.]+)\s%\s+(?:┃\s+)?of the", screen).group(1)
    tutor.type("r")
    shown = epoch(tutor.sees(r"replay +epoch [\d.]+ of 8", "Any key ends the replay", "Esc end the replay"))
    limit = time.time() + 10
    while epoch(tutor.sees(r"replay +epoch [\d.]+ of 8")) < shown + 1:
        if time.time() > limit:
            raise Failed("the replay stands still\n" + tutor.screen())
        time.sleep(0.02)
    tutor.type("Enter")
    tutor.sees(r"trained +8 epochs", rf"{result}\s%\s+(?:┃\s+)?of the")
    tutor.lacks("training network")
    tutor.type("Escape", "q")
    tutor.ended(0)
