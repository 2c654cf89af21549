"""Reading: pages, cells, figures, lists, the console."""
import os
import re
import subprocess
import tempfile

from tutor_in_tmux import PROGRAM, Failed, scene


@scene("opens at page 1.0, and the last page is reached page by page")
def pages(start):
    tutor = start()
    tutor.sees("1.0 Four keys")
    contents = subprocess.run([PROGRAM, "contents"], capture_output=True, text=True).stdout.splitlines()
    for line in contents[1:]:
        tutor.type("n")
        tutor.sees(r"(?m)^ " + re.escape(line.split()[0]) + " ")
    tutor.type("n")
    tutor.sees("This is the last page")


@scene("a page cites its sources by name, opens them, and lists them at its end")
def sources(start):
    tutor = start("3.4")
    tutor.sees(r"\(He and\s+others,\s+Deep\s+residual")
    tutor.type("L", "a")
    tutor.sees("authors +Kaiming He, Xiangyu Zhang", "appeared in +CVPR 2016", "read +The passages", "y copy the address")
    tutor.type("Escape")
    tutor.lacks("appeared in")
    tutor.type("G")
    tutor.sees("Sources:", r"CVPR\s+2016\s+\(arXiv:1512.03385", "In the code: ")


@scene("the first page teaches its four keys: each does what the page says, and is on the screen")
def four_keys(start):
    tutor = start()
    tutor.sees("1.0 Four keys", r"Press Tab", "let n = 3", "Space on")
    tutor.type("Tab")
    tutor.sees("cell, knob 1 of 1", "↑↓ turn", "Esc read on")
    tutor.type("Up")
    tutor.sees("let n = 4", "changed by you", "Press Tab again")
    tutor.type("Tab")
    tutor.sees("type a number", "press Enter", "Enter answer", "Esc read on")
    tutor.type("4", "Enter")
    tutor.sees("Right: 4", "Now press Esc")
    tutor.type("Escape")
    tutor.sees("Space on", "Then Space reads on")
    tutor.type("Space", "Space")
    tutor.sees("1.1 Pictures are numbers")


@scene("a knob turns and the figure follows; undo, reset")
def knob(start):
    tutor = start("1.3")
    tutor.sees("1.3 The definition")
    tutor.type("Tab", "Tab")
    tutor.sees("cell, row 0, column 0")
    tutor.type("Up")
    tutor.sees("changed by you", r"\[\[1, 0, 0")
    tutor.type("Up", "Up", "u")
    tutor.sees(r"\[\[0, 0, 0")
    tutor.type("Up", "r")
    tutor.sees("Back to the book", r"\[\[0, 0, 0")
    tutor.type("7")
    tutor.sees(r"\[\[7, 0, 0")
    tutor.type("Enter", "m")
    tutor.sees("matrix as a grid, row 0, column 0")
    tutor.type("Right", "+")
    tutor.sees(r"\[\[7, 1, 0")


@scene("a pair of numbers is steered with the arrows")
def steered(start):
    with tempfile.TemporaryDirectory() as chapters:
        os.mkdir(f"{chapters}/01-a")
        with open(f"{chapters}/01-a/chapter.md", "w") as file:
            file.write("# A\n")
        with open(f"{chapters}/01-a/01-b.md", "w") as file:
            file.write("# B\n\n```cell\nlet (right, down) = (0, 0)\nprint(right, down)\n```\n")
        tutor = start("--chapters", chapters)
        tutor.sees("1.1 B")
        tutor.type("Tab", "Enter")
        tutor.sees("the arrows steer right and down", "Esc done")
        tutor.type("Right", "Right", "Down", "Up", "Up", "Up")
        tutor.sees(r"\(2, -2\)", r"(?m)^ +2 -2")
        tutor.type("Escape")
        tutor.sees("knob 2 of 2", "Esc read on")
        tutor.type("u")
        tutor.sees(r"Undone: line 1 is `let \(right, down\) = \(0, 0\)` again")
        tutor.close()


@scene("a cell's text is edited, and a mistake is told with its cure")
def edit(start):
    tutor = start("one-matrix-product")
    tutor.sees("One matrix product")
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
    tutor.sees("Enter play")
    tutor.type("Right", "Down")
    tutor.sees(r"y\[1, 1\] +0")
    tutor.type("Enter")
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


@scene("reset begins a page anew, after a copy")
def reset(start):
    tutor = start("1.1")
    state = tutor.folder + "/state"
    program = [PROGRAM, "reset", "--state", state]
    tutor.sees("1.1 Pictures")
    tutor.type("Tab", "Up")
    tutor.sees("changed by you")
    tutor.type("Escape", "q")
    tutor.ended(0)
    tutor.close()
    wrong = subprocess.run([*program, "9.9"], capture_output=True, text=True)
    if wrong.returncode != 1 or "There is no page or chapter 9.9" not in wrong.stderr:
        raise Failed(f"reset 9.9: {wrong}")
    right = subprocess.run([*program, "1.1"], capture_output=True, text=True)
    copy = re.search(r"is in (.*)\.$", right.stdout, re.M)
    if right.returncode != 0 or "Forgotten: page 1.1." not in right.stdout or not os.path.exists(copy.group(1)):
        raise Failed(f"reset 1.1: {right}")
    tutor = start("1.1")
    tutor.sees("1.1 Pictures")
    tutor.type("Tab")
    tutor.sees("edit")
    tutor.lacks("changed by you")


@scene("contents, search, go to, bookmark, back, help")
def lists(start):
    tutor = start()
    tutor.sees("1.0 Four keys")
    tutor.type("t")
    tutor.sees("Contents", "1.2 +Sliding a kernel")
    tutor.text("skip")
    tutor.type("Enter")
    tutor.sees("7.4 The mathematics of skip")
    tutor.type("o")
    tutor.sees("1.0 Four keys")
    tutor.type("/")
    tutor.text("toeplitz")
    tutor.sees(r"Search: \d+ place")
    tutor.type("Enter")
    tutor.sees("One matrix product")
    tutor.type("B")
    tutor.sees("Bookmark set")
    tutor.type("g")
    tutor.text("3.4")
    tutor.type("Enter")
    tutor.sees("3.4 ResNet")
    tutor.type("M")
    tutor.sees("Bookmarks", "One matrix")
    tutor.type("Enter")
    tutor.sees("One matrix")
    tutor.type("?")
    tutor.sees("Keys", "one row down")
    tutor.type("Escape")
    tutor.lacks("Keys  ")


@scene("a search lands on its hit, n and N go on, Esc gives n back to the page, o leads back")
def hits(start):
    tutor = start("1.5", columns=100)
    tutor.sees("1.5 Padding")
    tutor.type("/")
    tutor.text("toeplitz")
    tutor.sees(r"Search: \d+ places")
    tutor.type("Enter")
    tutor.sees("n next hit", r"hit 1 of \d+", "(?i)toeplitz")
    tutor.type("n")
    tutor.sees(r"hit 2 of \d+", "(?i)toeplitz")
    tutor.type("N", "N")
    tutor.sees("Before the first hit: the last")
    tutor.type("Escape")
    tutor.lacks("next hit")
    tutor.type("o")
    tutor.sees("1.5 Padding")


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
    tutor.sees("this needs 40,000 MB of memory")
    tutor.type("Escape", "q")
    tutor.ended(0)
    tutor.close()
    tutor = start()
    tutor.sees("1.2")
    tutor.type(":", "Up", "Up")
    tutor.sees(r": y\.sum\(\)")
