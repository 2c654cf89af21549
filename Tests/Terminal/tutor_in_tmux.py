"""The real program in a tmux pane, and what a scene may ask of it."""
import os
import re
import subprocess
import sys
import time

SOCKET = [f"cnn-tutor-walk-{os.getpid()}", 0]
SCENES = []
PROGRAM = os.path.abspath(sys.argv[1])


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
        # On a line of its own: after kill -9 the shell's report ends anywhere, and the terminal returns to no margin.
        line = f"{env} {PROGRAM} --state {folder}/state {' '.join(arguments)}"
        shell = f"stty -a > {folder}/before; {line}; s=$?; stty -a > {folder}/after; printf \"\\r\\nended with %s\\r\\n\" $s; exec cat"
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

    def flags(self):
        """Whether the other screen, the mouse and the cursor are on: "0" or "1" each."""
        return tuple(tmux("display-message", "-p", "-t", "w", "#{alternate_on} #{mouse_any_flag} #{cursor_flag}").split())

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
