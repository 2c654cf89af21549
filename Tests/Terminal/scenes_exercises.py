"""Exercises and questions, to their end."""
import os
import re
import time

from tutor_in_tmux import Failed, scene, tmux


def write(tutor, program):
    """Replaces what stands in the exercise with the focus by a program, and tries it."""
    tutor.type("e")
    for _ in range(60):
        tutor.type("C-e", "C-u", "C-k", "Up")
    for _ in range(60):
        tutor.type("C-e", "C-u", "C-k")
    tmux("set-buffer", program)
    tmux("paste-buffer", "-t", "w", "-p")
    tutor.type("Escape", "Enter")


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
            write(tutor, program)
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
            if re.search("Enter answer  s show", tutor.screen()):
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


@scene("a function is refused when it calls the one to be written, told its slip on fresh numbers, and right at last")
def convolution(start):
    tutor = start("the-definition", rows=40)
    tutor.sees("The definition")
    for _ in range(30):
        tutor.type("Tab")
        time.sleep(0.05)
        if re.search("Enter try it", tutor.screen()):
            break
    write(tutor, "func correlate(_ x: Tensor, _ k: Tensor) -> Tensor { conv2d(x, k) }")
    tutor.sees("Write it without conv2d")
    loops = """func correlate(_ x: Tensor, _ k: Tensor) -> Tensor {
  let (R, S) = (k.shape[0], k.shape[1])
  var y = zeros(x.shape[0] - R + 1, x.shape[1] - S + 1)
  for p in 0..<y.shape[0] {
    for q in 0..<y.shape[1] {
      for r in 0..<R {
        for s in 0..<S { y[p, q] += x[p + r, q + s] * k[%s] }
      }
    }
  }
  return y
}"""
    write(tutor, loops % "R - 1 - r, S - 1 - s")
    tutor.sees("turns the kernel by 180°")
    write(tutor, loops % "r, s")
    tutor.sees("Right: every check agrees")


@scene("a letter picks the option beside it, and the answer is the same one at the next sitting")
def options(start):
    def to_the_question(tutor):
        for _ in range(20):
            tutor.type("Tab")
            time.sleep(0.1)
            if "┃ Predict  Each of these makes one map" in tutor.screen():
                return
        raise Failed("the question did not get the focus\n" + tutor.screen())

    for sitting in range(2):
        tutor = start("shift-in-shift-out", rows=40)
        tutor.sees("Shift in, shift out")
        to_the_question(tutor)
        letters = {text: letter for letter, text in re.findall(
            r"([abcd])  (Every entry is|Every entry becomes|The number|The mean)", tutor.screen())}
        if len(letters) != 4:
            raise Failed(f"the options stand as {letters}")
        if sitting == 0:
            tutor.type(letters["Every entry is"])
            tutor.sees("Not this one")
            tutor.type(letters["The number"])
            tutor.sees("Right: A patch that has moved")
        else:
            tutor.sees("Answered before. The answer: The number of its column")
        tutor.type("Escape")
        time.sleep(0.2)
        tutor.type("q")
        tutor.ended(0)
        tutor.close()


@scene("a chapter's check ends with a score, which opens what to reread, and begins again")
def score(start):
    tutor = start("1.18")
    tutor.sees("1.18 Chapter check")
    tutor.type("G", "BTab")
    tutor.sees("Score  While you answer", "18 questions")
    tutor.type("Tab", "0", "Enter")
    tutor.sees(r"Not 0\.")
    tutor.type("BTab")
    tutor.sees("0 of 18 right at the first try, 0 right by now, 17 open", "> 1.1 Pictures are numbers  1 missed", "Enter reread")
    tutor.type("Enter")
    tutor.sees("(?m)^ 1.1 Pictures are numbers")
    tutor.type("o")
    tutor.sees("> 1.1 Pictures are numbers  1 missed")
    tutor.type("r")
    tutor.sees("r once more")
    tutor.type("r")
    tutor.sees("All questions are open again", "Score  While you answer")
    tutor.type("Escape", "q")
    tutor.ended(0)
    tutor.close()
    tutor = start()
    tutor.sees("1.18 Chapter check")
    tutor.type("G")
    tutor.sees("Score  While you answer")
