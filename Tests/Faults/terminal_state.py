"""The book in a pseudo-terminal, and the state that its bytes and calls leave a terminal in."""
import os
import re
import signal
import termios
import time

from faults import need
from pseudo_terminal import Program

# What the book turns on and must turn off: mouse (clicks, drags, all, its form), focus, pasting, the other screen.
MODES = (1000, 1002, 1003, 1006, 1004, 2004, 1049)


class Book(Program):
    """`output` is all that came; `wait` drains it."""

    def __init__(self, argv, columns, rows, env):
        super().__init__(argv, columns=columns, rows=rows, env=env)
        self.output = b""

    def read(self, quiet, longest):
        last, data = super().read(quiet, longest)
        self.output += data
        return last, data

    def shows(self, *texts, seconds=10.0):
        """Waits until all of the texts have come since this call; each must be drawn in one run."""
        limit = time.time() + seconds
        seen = b""
        while any(text.encode() not in seen for text in texts):
            need(time.time() < limit, f"{texts} did not come; the end of what came: {seen[-300:]!r}")
            seen += self.read(0.02, 0.1)[1]
        return self

    def child(self):
        """The process that a shell started, or this one."""
        limit = time.time() + 5
        while time.time() < limit:
            with open(f"/proc/{self.pid}/task/{self.pid}/children") as file:
                children = file.read().split()
            if children:
                return int(children[-1])
            self.read(0.01, 0.05)
        return self.pid

    def peak(self):
        """The most memory that it has held, in megabytes."""
        try:
            with open(f"/proc/{self.pid}/status") as file:
                return next((int(line.split()[1]) for line in file if line.startswith("VmHWM")), 0) / 1024
        except FileNotFoundError:
            return 0.0

    def has_ended(self, seconds, keys=b""):
        """Types, and waits a while for the end; what ^Z has stopped is continued, as a shell does."""
        if self.status is None:
            if self.is_stopped():
                self.signal(signal.SIGCONT)
            try:
                if keys:
                    self.type(keys)
            except OSError:
                # It takes nothing now, or has ended.
                pass
            self.wait(seconds)
        return self.status is not None

    def is_stopped(self):
        with open(f"/proc/{self.pid}/stat") as file:
            return file.read().rsplit(")", 1)[1].split()[0] == "T"

    def ends_by(self, number, seconds=3.0):
        """Dies by a signal (0: leaves by itself) within a time."""
        status = self.wait(seconds)
        need(status is not None, f"still runs {seconds} s after signal {number}")
        self.drain()
        ended = os.WTERMSIG(status) if os.WIFSIGNALED(status) else 0
        need(ended == number, f"ended by {ended}, not by {number}; status {status}")

    def drain(self):
        self.read(0.05, 0.5)

    def modes_on(self):
        """The private modes that are on after all that was sent."""
        on = set()
        for numbers, what in re.findall(rb"\x1b\[\?([0-9;]+)([hl])", self.output):
            for number in numbers.split(b";"):
                (on.add if what == b"h" else on.discard)(int(number))
        return on & set(MODES)

    def cursor_is_on(self):
        shown = re.findall(rb"\x1b\[\?[0-9;]*\b25([hl])", self.output)
        return not shown or shown[-1] == b"h"

    def is_given_back(self, modes=None):
        """Modes, mouse, pasting, cursor and screen are as a shell wants them."""
        now = termios.tcgetattr(self.fd)
        need(now == (modes or self.first_modes), f"the modes are not as they were: {now}, {self.first_modes}")
        need(not self.modes_on(), f"left on: {self.modes_on()}")
        need(self.cursor_is_on(), "the cursor is hidden")

    def is_taken(self, modes=None):
        """The book has the terminal, with its modes, or with some of them."""
        need(not termios.tcgetattr(self.fd)[3] & termios.ECHO, "typing is echoed")
        need((modes or {2004, 1002, 1006, 1049}) <= self.modes_on(), f"on are only {self.modes_on()}")

    def signal(self, number):
        os.kill(self.pid, number)
