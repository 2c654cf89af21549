"""The terminal around it: sizes, the mouse, signals, broken states, looks."""
import os
import signal
import subprocess
import time

from tutor_in_tmux import PROGRAM, Failed, scene, tmux


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


@scene("continued after a stop from outside, the screen is whole at the size that it has then")
def continued(start):
    for number in (signal.SIGTSTP, signal.SIGSTOP):
        tutor = start("1.6", "--no-save")
        tutor.sees("1.6 Stride and dilation")
        tutor.type("Space")
        before = tutor.sees("more ↓ [1-9]")
        os.kill(tutor.process(), number)
        if number == signal.SIGTSTP:
            tutor.lacks("1.6 Stride and dilation")
            if tutor.flags() != ("0", "0", "1"):
                raise Failed(f"alternate screen, mouse, cursor: {tutor.flags()}")
        pane = tmux("display-message", "-p", "-t", "w", "#{pane_tty}").strip()
        with open(pane, "w") as terminal:
            terminal.write("\x1b[2J\x1b[3;3Hsomebody wrote this\x1b[?25h\x1b[?1000l")
        tutor.sees("somebody wrote this")
        tutor.resize(70, 20)
        os.kill(tutor.process(), signal.SIGCONT)
        tutor.sees("1.6 Stride and dilation")
        tutor.lacks("somebody wrote this")
        tutor.resize(80, 24)
        limit = time.time() + 5
        while tutor.screen() != before and time.time() < limit:
            time.sleep(0.05)
        if tutor.screen() != before:
            raise Failed(f"not as before:\n{tutor.screen()}\nbut before:\n{before}")
        if tutor.flags()[:2] != ("1", "1"):
            raise Failed(f"alternate screen, mouse, cursor: {tutor.flags()}")
        tutor.type("q")
        tutor.ended(0)
        tutor.close()


@scene("after kill -9 the next start and `restore` put the terminal right")
def broken(start):
    for line in ("restore", "--no-save --no-mouse"):
        tutor = start("1.6", shell=True)
        tutor.sees("1.6 Stride")
        os.kill(tutor.process(), signal.SIGKILL)
        tutor.sees("illed")
        if tutor.flags()[:2] != ("1", "1"):
            raise Failed("it was not broken: " + str(tutor.flags()))
        tutor.text(f"{PROGRAM} {line}")
        tutor.type("Enter")
        if line != "restore":
            tutor.sees("1.[0-9]* [A-Z].*Convolution mathematics")
            tutor.type("q")
        tutor.sees(r"[$#]\s*$")
        limit = time.time() + 5
        while tutor.flags() != ("0", "0", "1") and time.time() < limit:
            time.sleep(0.05)
        if tutor.flags() != ("0", "0", "1"):
            raise Failed(f"alternate screen, mouse, cursor: {tutor.flags()}")
        tutor.close()


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
    tutor.sees("1.0 Four keys")
    os.kill(tutor.process(), signal.SIGILL)
    tutor.ended(128 + signal.SIGILL)


@scene("a page on which the program died opens with its cells not run, and says what to press")
def died(start):
    for number in (signal.SIGILL, signal.SIGKILL):
        tutor = start("1.2")
        tutor.sees("1.2 Sliding", "let x", r"[╭│┃]")
        # A cell that goes on until it is given up: the program dies in it.
        tutor.type("<", "Tab", "Tab", "e")
        tutor.sees("editing")
        tutor.type("Home")
        tutor.text("while true { let z = zeros(9000000) }; ")
        tutor.type("Escape")
        tutor.sees("computing")
        os.kill(tutor.process(), number)
        tutor.sees(f"ended with {128 + number}")
        tutor.close()
        tutor = start()
        tutor.sees("1.2 Sliding", "died while page 1.2 ran; R runs", "while true", "has not run, R runs the cells")
        other = subprocess.run(["ls", tutor.folder + "/state"], capture_output=True, text=True).stdout
        time.sleep(0.3)
        tutor.lacks("computing")
        # It waits over an orderly end, too, and other pages run.
        tutor.type("q")
        tutor.ended(0)
        tutor.close()
        tutor = start()
        tutor.sees("died while page 1.2 ran; R runs")
        tutor.type("n")
        tutor.sees("1.3 ")
        tutor.lacks("has not run")
        tutor.type("p")
        tutor.sees("has not run")
        tutor.type("R")
        tutor.sees("computing")
        tutor.type("Escape", "Tab", "Tab", "r")
        tutor.lacks("while true")
        tutor.lacks("computing")
        tutor.type("Escape", "q")
        tutor.ended(0)
        if [name for name in os.listdir(tutor.folder + "/state") if name.startswith("underway")]:
            raise Failed("a marker was left behind: " + other)
        tutor.close()
        tutor = start()
        tutor.sees("1.2 Sliding")
        tutor.lacks("died while")
        tutor.type("q")
        tutor.ended(0)
        tutor.close()


@scene("a program that starts while another computes runs its page")
def beside(start):
    one = start("1.2", columns=70)
    one.sees("1.2 Sliding")
    process = one.process()
    one.type("Tab", "Tab", "e")
    one.type("Home")
    one.text("while true { let z = zeros(9000000) }; ")
    one.type("Escape")
    one.sees("computing")
    two = subprocess.run(
        ["script", "-qec", f"stty rows 24 cols 80; {PROGRAM} --state {one.folder}/state 1.2", "/dev/null"],
        input="q", capture_output=True, text=True, timeout=20, env={**os.environ, "TERM": "xterm-256color", "LANG": "C.UTF-8"})
    if "died while" in two.stdout:
        raise Failed("it took a living program for a dead one")
    os.kill(process, signal.SIGKILL)
    one.sees("ended with 137")
    one.close()
    one = start()
    one.sees("died while page 1.2 ran")


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
    tutor.sees("1.0 Four keys")
    folder = tutor.folder + "/state"
    tutor.type("q")
    tutor.ended(0)
    tutor.close()
    for name in os.listdir(folder):
        os.remove(f"{folder}/{name}")
    with open(f"{folder}/progress.sqlite", "w") as file:
        file.write("this is no database" * 100)
    tutor = start()
    tutor.sees("1.0 Four keys", "set aside|damaged")
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
