#!/usr/bin/env python3
"""Drives the real program in tmux as a reader does, and checks what the screen shows.

usage: walk.py PROGRAM [SCENE …]

Every scene starts from an empty state folder of its own. A check waits for its condition, 10 seconds at most, and prints
the screen when it does not come. The closing line is `N passed, N failed`; the exit status is 1 when a scene failed.
"""
import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time

PROGRAM = os.path.abspath(sys.argv[1])
SOCKET = [f"cnn-tutor-walk-{os.getpid()}", 0]
SCENES = []


class Failed(Exception):
    pass


def tmux(*arguments):
    return subprocess.run(["tmux", "-L", f"{SOCKET[0]}-{SOCKET[1]}", "-f", "/dev/null", *arguments], capture_output=True, text=True).stdout


class Tutor:
    """The program in a pane, with a shell around it that says how it ended."""

    def __init__(self, folder, *arguments, columns=80, rows=24, env="", shell=False):
        self.folder = folder
        if shell:
            # Job control needs a shell that someone types to.
            tmux("new-session", "-d", "-s", "w", "-x", str(columns), "-y", str(rows),
                 "env LANG=C.UTF-8 TERM=xterm-256color bash --norc -i")
            self.sees(r"[$#]")
            self.text(f"{PROGRAM} --state {folder}/state {' '.join(arguments)}")
            self.type("Enter")
            return
        line = f"{env} {PROGRAM} --state {folder}/state {' '.join(arguments)}"
        shell = f"stty -a > {folder}/before; {line}; s=$?; stty -a > {folder}/after; echo ended with $s; exec cat"
        tmux("new-session", "-d", "-s", "w", "-x", str(columns), "-y", str(rows),
             f"env LANG=C.UTF-8 TERM=xterm-256color COLORTERM=truecolor bash -c '{shell}'")

    def type(self, *keys):
        for key in keys:
            tmux("send-keys", "-t", "w", key)
            if key == "Escape":
                # A key right behind it would be taken for Alt and that key.
                time.sleep(0.06)

    def text(self, text):
        tmux("send-keys", "-t", "w", "-l", text)

    def screen(self):
        return tmux("capture-pane", "-p", "-t", "w")

    def sees(self, *patterns, within=10.0):
        """Waits until every pattern is on the screen."""
        limit = time.time() + within
        while True:
            screen = self.screen()
            missing = [p for p in patterns if not re.search(p, screen)]
            if not missing:
                return screen
            if time.time() > limit:
                raise Failed(f"not on the screen: {missing}\n{screen}")
            time.sleep(0.02)

    def lacks(self, pattern, within=10.0):
        limit = time.time() + within
        while re.search(pattern, self.screen()):
            if time.time() > limit:
                raise Failed(f"still on the screen: {pattern}\n{self.screen()}")
            time.sleep(0.02)

    def resize(self, columns, rows):
        tmux("resize-window", "-t", "w", "-x", str(columns), "-y", str(rows))

    def process(self):
        """The program's own process."""
        pane = tmux("list-panes", "-t", "w", "-F", "#{pane_pid}").strip()
        limit = time.time() + 5
        while time.time() < limit:
            for entry in os.listdir("/proc"):
                if not entry.isdigit():
                    continue
                try:
                    with open(f"/proc/{entry}/cmdline") as file:
                        if file.read().split("\0")[0] == PROGRAM and self.descends(entry, pane):
                            return int(entry)
                except OSError:
                    continue
            time.sleep(0.02)
        raise Failed("the program does not run")

    def descends(self, process, ancestor):
        while process not in ("0", "1", ""):
            if process == ancestor:
                return True
            with open(f"/proc/{process}/stat") as file:
                process = file.read().rsplit(")", 1)[1].split()[1]
        return False

    def ended(self, status):
        self.sees(f"ended with {status}")
        with open(f"{self.folder}/before") as before, open(f"{self.folder}/after") as after:
            if before.read() != after.read():
                raise Failed("the terminal's modes are not as they were")

    def close(self):
        """Ends the pane; the next one gets a server of its own."""
        tmux("kill-server")
        SOCKET[1] += 1


def scene(name):
    def register(function):
        SCENES.append((name, function))
        return function
    return register


@scene("opens at page 1.1, and the last page is reached page by page")
def pages(start):
    tutor = start()
    tutor.sees("1.1 Pictures are numbers")
    contents = subprocess.run([PROGRAM, "contents"], capture_output=True, text=True).stdout.splitlines()
    for line in contents[1:]:
        tutor.type("n")
        tutor.sees(r"(?m)^ " + re.escape(line.split()[0]) + " ")
    tutor.type("n")
    tutor.sees("This is the last page")


@scene("a knob turns and the figure follows; undo, reset")
def knob(start):
    tutor = start("1.3")
    tutor.sees("1.3 The definition")
    tutor.type("Tab", "Tab")
    tutor.sees("cell row 0, column 0")
    tutor.type("Up")
    tutor.sees("changed by you", r"\[\[1, 0, 0")
    tutor.type("Up", "Up", "u")
    tutor.sees(r"\[\[0, 0, 0")
    tutor.type("Up", "r")
    tutor.sees("Back to the book", r"\[\[0, 0, 0")
    tutor.type("7")
    tutor.sees(r"\[\[7, 0, 0")
    tutor.type("Enter", "m")
    tutor.sees("matrix row 0, column 0")
    tutor.type("Right", "+")
    tutor.sees(r"\[\[7, 1, 0")


@scene("a cell's text is edited, and a mistake is told with its cure")
def edit(start):
    tutor = start("1.12")
    tutor.sees("1.12 One matrix product")
    tutor.type("Tab", "Tab", "e")
    tutor.sees("editing")
    tutor.type("Down", "C-e", "Enter")
    tutor.text("conv2d(x, k, strid: 2)")
    tutor.type("Escape")
    tutor.sees("did you mean `stride`")


@scene("the stepper walks and plays")
def stepper(start):
    tutor = start("1.2", rows=40)
    tutor.sees("1.2 Sliding a kernel")
    tutor.type("Tab", "5", "Enter")
    tutor.sees("Right: 5")
    tutor.type("Tab", "Tab")
    tutor.sees("Space play")
    tutor.type("Right", "Down")
    tutor.sees(r"y\[1, 1\] +0")
    tutor.type("Space")
    tutor.sees(r"y\[1, 1\] +-?−?\d", r"…|\?|·|y\[1, 2\]")
    tutor.type("Escape")


@scene("a prediction answered wrongly names the slip, rightly shows why; it stands after a restart")
def predict(start):
    tutor = start("1.2")
    tutor.sees(r"Predict")
    tutor.type("Tab", "4", "Enter")
    tutor.sees(r"Not 4\.")
    tutor.type("H")
    tutor.sees("Hint 1 of")
    tutor.type("5", "Enter")
    tutor.sees("Right: 5", "one under the 8, three under −1")
    tutor.type("q", "q")
    tutor.ended(0)
    tutor.close()
    tutor = start()
    tutor.sees("1.2 Sliding a kernel", "Answered before")


@scene("contents, search, go to, bookmark, back, help")
def lists(start):
    tutor = start()
    tutor.sees("1.1 Pictures")
    tutor.type("t")
    tutor.sees("Contents", "1.2 +Sliding a kernel")
    tutor.text("skip")
    tutor.type("Enter")
    tutor.sees("7.4 The mathematics of skip")
    tutor.type("o")
    tutor.sees("1.1 Pictures")
    tutor.type("/")
    tutor.text("toeplitz")
    tutor.sees(r"Search: \d+ place")
    tutor.type("Enter")
    tutor.sees("1.12 One matrix product")
    tutor.type("B")
    tutor.sees("Bookmark set")
    tutor.type("g")
    tutor.text("3.4")
    tutor.type("Enter")
    tutor.sees("3.4 ResNet")
    tutor.type("M")
    tutor.sees("Bookmarks", "1.12")
    tutor.type("Enter")
    tutor.sees("1.12 One matrix")
    tutor.type("?")
    tutor.sees("Keys", "one row down")
    tutor.type("Escape")
    tutor.lacks("Keys  ")


@scene("the console knows the page's variables, completes names, and remembers its lines")
def console(start):
    tutor = start("1.2")
    tutor.sees("1.2")
    tutor.type(":")
    tutor.sees("page 1.2's variables")
    tutor.text("y.su")
    tutor.type("Tab")
    tutor.sees(r": y\.sum")
    tutor.text("()")
    tutor.type("Enter")
    tutor.sees("32.0")
    tutor.text("zeros(100000, 100000)")
    tutor.type("Enter")
    tutor.sees("this needs 10,000,000,000 numbers")
    tutor.type("Escape", "q")
    tutor.ended(0)
    tutor.close()
    tutor = start()
    tutor.sees("1.2")
    tutor.type(":", "Up", "Up")
    tutor.sees(r": y\.sum\(\)")


@scene("any size, and the page stays")
def sizes(start):
    tutor = start("1.5")
    tutor.sees("1.5 Padding")
    tutor.type("Space", "Space")
    for columns, rows in [(40, 12), (2, 2), (200, 60), (13, 5), (120, 40)]:
        tutor.resize(columns, rows)
        time.sleep(0.1)
    tutor.resize(80, 24)
    tutor.sees("1.5 Padding and borders", "Esc|Space")


@scene("the wheel scrolls, a click gives the focus, and W leaves the mouse to the terminal")
def mouse(start):
    tutor = start("1.2")
    tutor.sees("1.2 Sliding", "Below is a picture")
    for _ in range(3):
        tmux("send-keys", "-t", "w", "-l", "\x1b[<65;10;10M")
    tutor.lacks("Below is a picture")
    for _ in range(3):
        tmux("send-keys", "-t", "w", "-l", "\x1b[<64;10;10M")
    row = next(y for y, line in enumerate(tutor.sees("Below is a picture", "Predict").split("\n")) if "Predict" in line)
    tmux("send-keys", "-t", "w", "-l", f"\x1b[<0;10;{row + 1}M\x1b[<0;10;{row + 1}m")
    tutor.sees("Enter answer")
    tutor.type("W")
    tutor.sees("terminal's own again")


@scene("Ctrl-Z gives the terminal back, fg brings the page again")
def suspend(start):
    tutor = start("1.6", shell=True)
    tutor.sees("1.6 Stride")
    tutor.type("C-z")
    tutor.sees("Stopped")
    tutor.lacks("1.6 Stride and dilation")
    tutor.text("echo $((6 * 7)) stty $(stty -a | grep -c ' icanon')")
    tutor.type("Enter")
    tutor.sees("42 stty 1")
    tutor.text("fg")
    tutor.type("Enter")
    tutor.sees("1.6 Stride and dilation")
    tutor.type("n")
    tutor.sees("1.7 The output size")


@scene("SIGTERM, SIGHUP, SIGINT end it by that signal, terminal and place kept")
def signals(start):
    for number in (signal.SIGTERM, signal.SIGHUP, signal.SIGINT):
        tutor = start("1.7")
        tutor.sees("1.7 The output size")
        os.kill(tutor.process(), number)
        tutor.ended(128 + number)
        tutor.close()
    tutor = start()
    tutor.sees("1.7 The output size")


@scene("a trap gives the terminal back")
def trap(start):
    tutor = start()
    tutor.sees("1.1 Pictures")
    os.kill(tutor.process(), signal.SIGILL)
    tutor.ended(128 + signal.SIGILL)


@scene("kill -9 loses no answer and no place")
def kill(start):
    tutor = start("1.2")
    tutor.sees("Predict")
    tutor.type("Tab", "5", "Enter")
    tutor.sees("Right: 5")
    tutor.type("Escape", "n", "n")
    tutor.sees("1.4 A gallery")
    time.sleep(0.2)
    os.kill(tutor.process(), signal.SIGKILL)
    tutor.sees("ended with 137")
    tutor.close()
    tutor = start()
    tutor.sees("1.4 A gallery")
    tutor.type("p", "p")
    tutor.sees("1.2 Sliding", "Answered before")


@scene("nothing typed or pasted reaches the terminal as an escape sequence")
def hostile(start):
    tutor = start("1.2")
    tutor.sees("1.2")
    tutor.type(":")
    tmux("set-buffer", "\x1b]0;owned\x07\x1b[31mred\u202e")
    tmux("paste-buffer", "-t", "w", "-p")
    tutor.type("Enter")
    tutor.sees("red")
    if "owned" in tmux("display-message", "-p", "-t", "w", "#{pane_title}"):
        raise Failed("the title was set")


@scene("a state that is corrupt is set aside, one that cannot be written is told")
def states(start):
    tutor = start()
    tutor.sees("1.1")
    folder = tutor.folder + "/state"
    tutor.type("q")
    tutor.ended(0)
    tutor.close()
    for name in os.listdir(folder):
        os.remove(f"{folder}/{name}")
    with open(f"{folder}/progress.sqlite", "w") as file:
        file.write("this is no database" * 100)
    tutor = start()
    tutor.sees("1.1 Pictures", "set aside|damaged")
    if len(os.listdir(folder)) < 2:
        raise Failed(f"nothing was set aside: {os.listdir(folder)}")
    tutor.close()


@scene("no colour, 256 colours, ASCII, an unknown terminal")
def looks(start):
    for env, option in [("NO_COLOR=1", ""), ("", "--color 256"), ("", "--color mono"), ("TERM=no-such-thing", "")]:
        tutor = start("1.4", option, env=env)
        tutor.sees("1.4 A gallery of kernels")
        tutor.close()
    tutor = start("1.4", "--ascii")
    screen = tutor.sees("1.4 A gallery of kernels")
    if not screen.isascii():
        raise Failed("not ASCII alone: " + screen)


@scene("the four exercises are missed and solved, the questions marked, and all stands after a restart")
def exercises(start):
    root = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
    folder = f"{root}/Chapters/05-exercises"
    solved = 0
    tutor = start("5.1", rows=40)
    for name in sorted(os.listdir(folder)):
        if name == "chapter.md":
            continue
        source = open(f"{folder}/{name}").read()
        page = f"5.{int(name[:2])}"
        tutor.type("g")
        tutor.text(page)
        tutor.type("Enter")
        tutor.sees(rf"(?m)^ {page} ")
        for block in re.findall(r"```exercise\n(.*?)```", source, re.S):
            solution = re.search(r"^solution: \|\n((?:  .*\n|\n)+)", block, re.M).group(1)
            program = "\n".join(line[2:] for line in solution.rstrip("\n").split("\n"))
            for _ in range(12):
                tutor.type("Tab")
                time.sleep(0.05)
                if re.search("Enter try it", tutor.screen()):
                    break
            tutor.type("Enter")
            tutor.sees("Not yet|line \\d|needs|not known|must")
            tutor.type("e")
            for _ in range(60):
                tutor.type("C-e", "C-u", "C-k", "Up")
            for _ in range(60):
                tutor.type("C-e", "C-u", "C-k")
            tmux("set-buffer", program)
            tmux("paste-buffer", "-t", "w", "-p")
            tutor.type("Escape", "Enter")
            tutor.sees("Right: every check agrees")
            solved += 1
            tutor.type("Escape")
    if solved < 4:
        raise Failed(f"only {solved} exercises were found")
    for number in range(1, 8):
        tutor.type("g")
        tutor.text(f"7.{number}")
        tutor.type("Enter")
        tutor.sees(rf"(?m)^ 7.{number} ")
        for _ in range(8):
            tutor.type("Tab")
            time.sleep(0.05)
            if re.search("had it", tutor.screen()):
                break
        tutor.type("s")
        for _ in range(12):
            tutor.type("y")
        tutor.sees(r"You had \d+ of \d+ points")
        tutor.type("Escape")
    tutor.type("q")
    tutor.ended(0)
    tutor.close()
    tutor = start("5.1", rows=40)
    tutor.sees("5.1")
    tutor.type("End")
    tutor.sees("Solved before")
    tutor.type("g")
    tutor.text("7.7")
    tutor.type("Enter", "End")
    tutor.sees(r"You had \d+ of")


def focus_run(tutor):
    """Tabs to the run of training on the page: the footer then names its keys."""
    for _ in range(12):
        tutor.type("Tab")
        limit = time.time() + 1
        while time.time() < limit:
            if re.search("x stop", tutor.screen()):
                return
            time.sleep(0.02)
            if re.search("e edit|Enter answer", tutor.screen()) and time.time() > limit - 0.7:
                break
    raise Failed("the run is not among what Tab goes round\n" + tutor.screen())


def lengthen_run(tutor):
    """Gives the run 400 epochs, so that it is met on its way however fast the machine is."""
    focus_run(tutor)
    tutor.type("BTab")
    tutor.sees("e edit", "epochs: 8,")
    tutor.text("400")
    tutor.type("Enter")
    tutor.sees("epochs: 400,")
    tutor.type("Tab")
    tutor.sees("x stop")


@scene("a network learns on its page, and names at least 97 % of the digits that were held out")
def training(start):
    tutor = start("2.19", rows=40)
    tutor.sees(r"2\.19 Train it here", within=30)
    focus_run(tutor)
    tutor.type("Enter")
    screen = tutor.sees(r"trained +8 epochs", r"of the +(┃ +)?held-out", "loss over epochs", "accuracy over epochs",
                        "● training batch", "▲ held out", "100 %", within=120)
    share = float(re.search(r"([\d.]+)\s%\s+(?:┃\s+)?of the", screen).group(1))
    if share < 97:
        raise Failed(f"only {share} % of the held-out pictures are right\n{screen}")


@scene("a long run moves its curves, is paused, read beside, taken up, stopped, and quit in the middle")
def run(start):
    tutor = start("2.19", rows=40)
    tutor.sees(r"2\.19 Train it here", within=30)
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
    tutor.type("Space")
    tutor.sees("training network")
    tutor.type("x")
    tutor.sees(r"stopped +at epoch")
    tutor.type("Enter")
    tutor.sees("training network", "■ before", within=60)
    tutor.type("Escape", "q")
    tutor.ended(0)


def main():
    wanted = sys.argv[2:]
    passed, failed = 0, 0
    for name, function in SCENES:
        if wanted and function.__name__ not in wanted:
            continue
        folder = tempfile.mkdtemp(prefix="cnn-tutor-walk-")
        SOCKET[1] += 1
        try:
            function(lambda *arguments, **options: Tutor(folder, *arguments, **options))
            passed += 1
            print(f"ok      {name}", flush=True)
        except Failed as failure:
            failed += 1
            print(f"FAILED  {name}\n{failure}", flush=True)
        finally:
            tmux("kill-server")
            shutil.rmtree(folder, ignore_errors=True)
    print(f"{passed} passed, {failed} failed")
    sys.exit(1 if failed else 0)


main()
