"""What a row of the table of faults is made of: the program, what may be asked of it, what must hold."""
import os
import re
import resource
import shlex
import signal
import subprocess
import sys
import tempfile
import time

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "Terminal"))

# No run of a row may take longer, in seconds, or more memory, in megabytes, unless the row says so.
SECONDS = 10.0
MEGABYTES = 1024
FAULTS = []


class Failed(Exception):
    """What did not hold, in a sentence."""


def fault(done, holds):
    """Enters a function into the table: what is done, what must hold. It is called with an `Attack`."""
    def register(function):
        FAULTS.append((function.__name__, done, holds, function))
        return function
    return register


def need(condition, sentence):
    if not condition:
        raise Failed(sentence)


class Result:
    """What came of a run: `status` as a shell tells it (a signal is negative), bytes of both outputs, cost."""

    def __init__(self, argv, status, out, err, seconds, megabytes, processor):
        self.argv, self.status, self.out, self.err = argv, status, out, err
        self.seconds, self.megabytes, self.processor = seconds, megabytes, processor

    def __str__(self):
        line = " ".join(shlex.quote(part if len(part) < 120 else part[:120] + "…") for part in self.argv[1:])
        return f"{line}: status {self.status}, {self.seconds:.1f} s, {self.megabytes} MB, {self.err[:300]!r}"

    def is_well(self):
        """Nothing trapped, nothing was frozen, nothing raw got through; an error is one sentence."""
        need(self.status in (0, 1, 64), f"ended by a signal or an unknown status: {self}")
        need(self.seconds < SECONDS, f"took too long: {self}")
        need(self.megabytes < MEGABYTES, f"took too much memory: {self}")
        for bytes in (self.out, self.err):
            need(not raw(bytes), f"control characters got through {raw(bytes)}: {self}")
        return self

    def says(self, *words):
        """Failed with one sentence in which these words stand."""
        self.is_well()
        need(self.status == 1, f"did not fail: {self}")
        text = self.err.decode(errors="replace")
        need(text.count("\n") <= 2 and len(text) < 1000, f"the error is no sentence: {self}")
        for word in words:
            need(word in text, f"the error has no `{word}`: {self}")
        return self


def raw(bytes):
    """Control characters but tabs and line ends, C1, bidirectional and invisible ones."""
    text = bytes.decode(errors="replace")
    return re.findall("[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]", text)


def no_core():
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


class Attack:
    """The program under one row's attack, with a folder that vanishes afterwards."""

    def __init__(self, program, folder):
        self.program, self.folder = program, folder
        self.books = []

    def path(self, name):
        return os.path.join(self.folder, name)

    def file(self, name, content=b""):
        """Writes a file into the row's folder: its path."""
        path = self.path(name)
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with open(path, "wb") as file:
            file.write(content if isinstance(content, bytes) else content.encode())
        return path

    def run(self, *arguments, input=b"", env=None, seconds=SECONDS, before=no_core):
        """Runs a command to its end; one that does not end within `seconds` is killed. The child calls `before` first."""
        argv = [self.program, *arguments]
        base = {"PATH": os.environ["PATH"], "HOME": self.folder, "LANG": "C.UTF-8", "TERM": "xterm-256color"}
        with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as err, tempfile.TemporaryFile() as stdin:
            stdin.write(input)
            stdin.seek(0)
            begin = time.perf_counter()
            process = subprocess.Popen(
                argv, stdin=stdin, stdout=out, stderr=err, env={**base, **(env or {})}, cwd=self.folder,
                preexec_fn=before)
            while True:
                pid, status, usage = os.wait4(process.pid, os.WNOHANG)
                if pid:
                    break
                if time.perf_counter() - begin > seconds + 1:
                    process.send_signal(signal.SIGKILL)
                time.sleep(0.002)
            process.returncode = os.waitstatus_to_exitcode(status)
            out.seek(0)
            err.seek(0)
            return Result(argv, process.returncode, out.read(), err.read(), time.perf_counter() - begin,
                          usage.ru_maxrss // 1024, usage.ru_utime + usage.ru_stime)

    def eval(self, program, *arguments, **options):
        return self.run("eval", *arguments, program, **options)

    def book(self, *arguments, shell=None, columns=80, rows=24):
        """Opens the book in a pseudo-terminal, or a line of a shell in which `$BOOK` opens it."""
        from terminal_state import Book
        line = [self.program, "--state", self.path("state"), *arguments]
        argv = ["/bin/sh", "-c", shell] if shell else line
        book = Book(argv, columns, rows, {"HOME": self.folder, "BOOK": shlex.join(line), "PROGRAM": self.program})
        self.books.append(book)
        return book

    def close(self):
        for book in self.books:
            book.end()
