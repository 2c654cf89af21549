"""A program in a pseudo-terminal of its own: start it, type, wait for what it shows. Standard library only."""
import fcntl
import os
import pty
import select
import signal
import struct
import termios
import time


class Program:
    """One run of a program. Output is kept in `output`; `screen` is not emulated here."""

    def __init__(self, argv, columns=120, rows=40, env=None):
        base = {
            "PATH": os.environ["PATH"],
            "HOME": os.environ.get("HOME", "/"),
            "TERM": "xterm-256color",
            "COLORTERM": "truecolor",
            "LANG": "C.UTF-8",
        }
        base.update(env or {})
        # The program begins once the terminal's first modes are noted here.
        waits, begins = os.pipe()
        self.pid, self.fd = pty.fork()
        if self.pid == 0:
            os.close(begins)
            os.read(waits, 1)
            os.close(waits)
            fcntl.ioctl(0, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))
            os.execve(argv[0], argv, base)
        os.close(waits)
        self.first_modes = termios.tcgetattr(self.fd)
        self.resize(columns, rows, tell=False)
        self.started = time.perf_counter()
        os.close(begins)
        os.set_blocking(self.fd, False)
        self.status = None

    def resize(self, columns, rows, tell=True):
        fcntl.ioctl(self.fd, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))
        if tell:
            os.kill(self.pid, signal.SIGWINCH)

    def type(self, keys):
        os.write(self.fd, keys if isinstance(keys, bytes) else keys.encode())

    def read(self, quiet, longest):
        """Reads until nothing came for `quiet` seconds: (time of the last byte, bytes)."""
        begin = time.perf_counter()
        last, data = None, b""
        while True:
            now = time.perf_counter()
            limit = min(begin + longest, last + quiet if last else begin + longest)
            if now >= limit:
                return last, data
            ready, _, _ = select.select([self.fd], [], [], limit - now)
            if ready:
                try:
                    piece = os.read(self.fd, 1 << 16)
                except OSError:
                    return last, data
                if not piece:
                    return last, data
                last = time.perf_counter()
                data += piece

    def resident(self):
        """Resident memory in MB."""
        with open(f"/proc/{self.pid}/status") as file:
            return next(int(line.split()[1]) for line in file if line.startswith("VmRSS")) / 1024

    def switches(self):
        """Context switches of all threads so far: each wake-up is one."""
        total = 0
        for thread in os.listdir(f"/proc/{self.pid}/task"):
            with open(f"/proc/{self.pid}/task/{thread}/status") as file:
                total += sum(int(line.split()[1]) for line in file if "ctxt_switches" in line)
        return total

    def wait(self, seconds):
        """Waits for the end: the status as `os.waitpid` gives it, or None."""
        limit = time.perf_counter() + seconds
        while True:
            pid, status = os.waitpid(self.pid, os.WNOHANG)
            if pid:
                self.status = status
                return status
            if time.perf_counter() >= limit:
                return None
            self.read(0.002, 0.002)

    def end(self):
        """Ends what this object started, if it still runs."""
        if self.status is None:
            try:
                os.kill(self.pid, signal.SIGKILL)
                os.waitpid(self.pid, 0)
            except (ProcessLookupError, ChildProcessError):
                pass
        os.close(self.fd)
