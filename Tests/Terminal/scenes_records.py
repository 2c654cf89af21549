"""The reader's files: what is kept, what is read where nothing can be written, and what is never touched."""
import contextlib
import os
import re
import shutil
import sqlite3
import subprocess
import time

from tutor_in_tmux import PROGRAM, Failed, scene, tmux

# Another user, where the walk is root's own: rights do not bind root.
OTHER = "setpriv --reuid=65534 --regid=65534 --clear-groups" if os.getuid() == 0 else ""


def train(tutor, *keys):
    """Starts the run of the page train-it-here from its cell, after `keys` have changed it."""
    tutor.sees(r"Train it here", within=30)
    for _ in range(12):
        tutor.type("Tab")
        limit = time.time() + 0.5
        while time.time() < limit:
            if re.search("turn  Enter start", tutor.screen()):
                tutor.type(*keys, "Enter")
                return
            time.sleep(0.02)
    raise Failed("the cell is not among what Tab goes round\n" + tutor.screen())


def contents(folder):
    """All files under a folder with their bytes."""
    return {os.path.relpath(os.path.join(root, name), folder): open(os.path.join(root, name), "rb").read()
            for root, _, names in os.walk(folder) for name in names}


@scene("a state folder full of other people's things loses none to training and to reset all")
def foreign(start):
    tutor = start("train-it-here", rows=60)
    state = tutor.folder + "/state"
    runs = state + "/runs"
    os.makedirs(runs)
    for number in range(60):
        os.makedirs(f"{runs}/project-{number}")
        with open(f"{runs}/project-{number}/data", "w") as file:
            file.write(f"{number}")
        with open(f"{runs}/{number + 0xab00:x}.run", "w") as file:
            file.write(f"mine {number}")
    theirs = contents(runs)
    train(tutor)
    tutor.sees(r"trained +8 epochs", within=120)
    tutor.type("Escape", "Escape", "q")
    tutor.ended(0)
    tutor.close()
    if len(contents(runs)) != len(theirs) + 1:
        raise Failed(f"the run was not kept: {sorted(set(contents(runs)) - set(theirs))}")
    end = subprocess.run([PROGRAM, "reset", "all", "--state", state], capture_output=True, text=True, timeout=20)
    if end.returncode != 0 or f"120 files in {runs} cannot be told to be networks that were trained here" not in end.stdout:
        raise Failed(f"reset all ended with {end}")
    if contents(runs) != theirs:
        raise Failed("something of others' was touched")


@scene("a fork is there again after a restart, beside the curve of before")
def fork(start):
    tutor = start("train-it-here", rows=110)
    train(tutor)
    tutor.sees(r"trained +8 epochs", within=120)
    for _ in range(12):
        if re.search("←→ epoch", tutor.screen()):
            break
        tutor.type("Tab")
        time.sleep(0.3)
    tutor.type("Left", "Left", "Left", "Up")
    tutor.sees("f forks: back to the end of epoch 5")
    tutor.type("f")
    tutor.sees("training network", within=30)
    screen = tutor.sees(r"trained +8 epochs", "before", within=120)
    share = re.search(r"([\d.]+)\s%\s+(?:┃\s+)?of the", screen).group(1)
    tutor.type("Escape", "Escape", "q")
    tutor.ended(0)
    tutor.close()
    tutor = start("train-it-here", rows=110)
    again = re.search(r"([\d.]+)\s%\s+(?:┃\s+)?of the", tutor.sees(r"trained +8 epochs", "before", within=30)).group(1)
    if again != share:
        raise Failed(f"{share} % were right, after the restart {again} %")


@scene("a record that can only be read opens the book where it was left, and says that nothing is saved")
def read_only(start):
    tutor = start("1.6")
    tutor.sees("1.6 Stride")
    tutor.type("n")
    tutor.sees("1.7 The output size")
    tutor.type("B")
    tutor.sees("Bookmark set")
    # What was written last stands beside the file when the program is killed.
    os.kill(tutor.process(), 9)
    tutor.sees("ended with 137")
    tutor.close()
    folder = tutor.folder
    state = folder + "/state"
    os.chmod(folder, 0o777)
    for name in os.listdir(state):
        os.chmod(f"{state}/{name}", 0o444)
    os.chmod(state, 0o555)
    before = contents(state)
    try:
        tutor = start(env=OTHER)
        tutor.sees("1.7 The output size", "bookmark", "Progress is not saved")
        tutor.type("n")
        tutor.sees("Valid, same, full", "not saved")
        tutor.type("j")
        tutor.sees("Valid, same, full", "not saved")
        # Once it can be written, what was done meanwhile is saved.
        os.chmod(state, 0o777)
        for name in os.listdir(state):
            os.chmod(f"{state}/{name}", 0o666)
        if contents(state) != before:
            raise Failed("something was written")
        tutor.sees("saved again")
        tutor.lacks("not saved")
        tutor.type("q")
        tutor.ended(0)
        tutor.close()
        tutor = start()
        tutor.sees("Valid, same, full")
    finally:
        os.chmod(state, 0o777)


@scene("a state folder that is taken away is made again with all that was in it")
def taken_away(start):
    tutor = start("1.2")
    tutor.sees("Predict")
    tutor.type("Tab", "5", "Enter")
    tutor.sees("Right: 5")
    time.sleep(0.2)
    shutil.rmtree(tutor.folder + "/state")
    tutor.type("Escape", "n")
    tutor.sees("1.3 The definition")
    tutor.type("q")
    tutor.ended(0)
    tutor.close()
    tutor = start()
    tutor.sees("1.3 The definition")
    tutor.type("p")
    tutor.sees("1.2 Sliding", "Answered before")


@scene("answers typed faster than they are judged are all kept, also the ones before a quit")
def burst(start):
    tutor = start("1.2")
    tutor.sees("Predict")
    tutor.type("Tab")
    tutor.sees("Enter answer")
    # One write, one read: three answers and two keys that leave.
    tmux("set-buffer", "1001\r1002\r1003\rqq")
    tmux("paste-buffer", "-r", "-t", "w")
    tutor.ended(0)
    with contextlib.closing(sqlite3.connect(f"{tutor.folder}/state/progress.sqlite")) as record:
        typed = [text for (text,) in record.execute("select text from entry where kind = 'answer' order by id")]
    if typed != ["1001", "1002", "1003"]:
        raise Failed(f"kept were {typed}")
