"""What the fuzzers share: a try with its chance and its files, and ways to spoil bytes."""
import hashlib
import os
import random
import resource
import shlex
import signal
import time

from faults import Attack, Failed, need, raw

# Other people's files, which nothing may touch: some are called like what the program writes itself.
PLANTED = {
    "notes.txt": b"mine\n", "runs/0123456789abcdef.run": b"CNNRUN1 is how mine begins too\n",
    "state/notes.txt": b"beside the record\n", "state/progress.sqlite.damaged-1.mine": b"mine\n",
    "state/runs/abcdef.run": b"mine\n", "state/runs/project/data": b"\0\1\2",
    "state/runs/fedcba9876543210.run.damaged": b"CNNRUN9\n",
}
ROOT_OF_TESTS = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..")
# No process may take more of the address space: the machine is not the program's alone.
ADDRESS_SPACE = 6 << 30
LARGEST_FILE = 64 << 20


def bounded():
    """Runs in the child: no core, no endless files, no swallowing of the machine."""
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_AS, (ADDRESS_SPACE, ADDRESS_SPACE))
    resource.setrlimit(resource.RLIMIT_FSIZE, (LARGEST_FILE, LARGEST_FILE))
    # A file that is full is an error to be told, not a signal.
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)


class Try(Attack):
    """One try: its folder, its chance, and the worst that it took."""

    def __init__(self, program, folder, seed):
        super().__init__(program, folder)
        self.chance = random.Random(seed)
        self.seconds, self.megabytes = 0.0, 0
        # How often the program was started.
        self.starts = 0
        self.planted = {}

    # MARK: Files

    def plant(self):
        for name, content in PLANTED.items():
            self.file(name, content)
        # What the try itself puts there is not told apart from what was there before: so it is noted now.
        self.planted = {name: hashlib.sha256(content).digest() for name, content in PLANTED.items()}

    def need_untouched(self):
        for name, sum in self.planted.items():
            path = self.path(name)
            need(os.path.isfile(path), f"{name}, which is another's, is gone")
            with open(path, "rb") as file:
                need(hashlib.sha256(file.read()).digest() == sum, f"{name}, which is another's, was changed")

    def outside(self):
        """All that stands beside the state folder: names, and the sums of files."""
        found = {}
        for root, folders, names in os.walk(self.folder):
            if root == self.folder and "state" in folders:
                folders.remove("state")
            for name in folders:
                found[os.path.relpath(os.path.join(root, name), self.folder)] = "folder"
            for name in names:
                path = os.path.join(root, name)
                regular = os.path.isfile(path) and not os.path.islink(path)
                found[os.path.relpath(path, self.folder)] = (
                    hashlib.sha256(open(path, "rb").read()).hexdigest() if regular else "special")
        return found

    def need_nothing_new(self, before):
        """What stands beside the state folder is what stood there before, and the folder that the book was opened in."""
        now = self.outside()
        changed = {name for name in {*before, *now} if before.get(name) != now.get(name)}
        need(changed <= {"work"}, f"beside the state folder changed: {sorted(changed)}")

    # MARK: Runs

    def cost(self, seconds, megabytes):
        self.seconds, self.megabytes = max(self.seconds, seconds), max(self.megabytes, megabytes)

    def bounded_run(self, *arguments, input=b"", seconds=5.0, megabytes=1024):
        """Runs a command that must end by itself: no trap, within a time and a memory, with nothing raw on standard error.

        The seconds are those of the clock or those of the processors, whichever are fewer: other programs run too.
        """
        self.starts += 1
        result = self.run(*arguments, input=input, seconds=6 * seconds, before=bounded)
        taken = min(result.seconds, result.processor)
        self.cost(taken, result.megabytes)
        need(result.status != -signal.SIGKILL, f"did not end: {result}")
        need(result.status in (0, 1), f"ended by a signal or an unknown status: {result}")
        need(taken <= seconds, f"took {taken:.1f} s: {result}")
        need(result.megabytes <= megabytes, f"took too much memory: {result}")
        need(not raw(result.err), f"control characters on standard error, {raw(result.err)}: {result}")
        if result.status == 1:
            need(result.err.strip() or result.out.strip(), f"failed without a word: {result}")
        return result

    def bounded_book(self, *arguments, folder="", shows="?", **options):
        """Opens the book in a pseudo-terminal, within bounds, in a folder below the try's own, until it shows a text."""
        place = self.path(folder)
        os.makedirs(place, exist_ok=True)
        limits = f"ulimit -c 0; ulimit -v {ADDRESS_SPACE >> 10}; cd {shlex.quote(place)}"
        self.starts += 1
        begin = time.perf_counter()
        book = self.book(*arguments, shell=f'{limits}; eval "exec $BOOK"', **options).shows(shows, seconds=30.0)
        self.cost(time.perf_counter() - begin, book.peak())
        need(self.seconds <= 5.0, f"took {self.seconds:.1f} s to open")
        return book

    def leave(self, book, megabytes):
        """Leaves by Esc and q, from wherever it is: status 0, the terminal given back."""
        self.cost(0.0, book.peak())
        need(self.megabytes <= megabytes, f"holds {self.megabytes:.0f} MB")
        for keys in [b"\x1b", b"\x1b", b"q"] * 8 + [b"\x03", b"\x1b", b"q"] * 4:
            if book.has_ended(0.15, keys):
                break
        need(book.status is not None, f"does not leave; the end of what came: {book.output[-300:]!r}")
        self.need_good_end(book)

    def need_good_end(self, book):
        book.drain()
        need(book.status == 0, f"ended with status {book.status} of wait: {book.output[-300:]!r}")
        book.is_given_back()


# MARK: - Spoiling bytes

def flipped(chance, data, most=60):
    """Some bytes changed: a bit, or the whole."""
    data = bytearray(data)
    for _ in range(chance.randint(1, most) if data else 0):
        place = chance.randrange(len(data))
        data[place] = data[place] ^ 1 << chance.randrange(8) if chance.random() < 0.5 else chance.randrange(256)
    return bytes(data)


def cut(chance, data):
    return data[:chance.randrange(len(data) + 1)]


def shuffled(chance, data):
    """A piece put somewhere else, taken out, or said again up to a thousand times."""
    if not data:
        return data
    begin = chance.randrange(len(data))
    end = min(len(data), begin + chance.choice([1, 4, 16, 64, 512, 4096]))
    place, times = chance.randrange(len(data) + 1), chance.choice([0, 1, 1, 2, 10, 100, 1000])
    piece = data[begin:end] * min(times, 200_000 // (end - begin) + 1)
    return data[:place] + piece + data[place:] if chance.random() < 0.7 else data[:begin] + piece + data[end:]


def zeroed(chance, data):
    data = bytearray(data)
    begin = chance.randrange(len(data) + 1)
    end = min(len(data), begin + chance.choice([1, 8, 100, 4096]))
    data[begin:end] = bytes([chance.choice([0, 255])]) * (end - begin)
    return bytes(data)


def spoiled(chance, data):
    """Bytes as a broken disk, a broken transfer or an attacker would leave them."""
    for _ in range(chance.randint(1, 3)):
        data = chance.choice([flipped, flipped, cut, shuffled, zeroed])(chance, data)
    return data


def replace_with_another_kind(chance, attempt, path):
    """In the place of a file: a folder, a pipe, a socket's name, a link to nowhere, to itself, to another's file."""
    if os.path.lexists(path):
        os.remove(path)
    kind = chance.choice(["folder", "full folder", "pipe", "nowhere", "itself", "other", "device", "empty"])
    os.makedirs(os.path.dirname(path), exist_ok=True)
    if kind in ("folder", "full folder"):
        os.mkdir(path)
        if kind == "full folder":
            with open(os.path.join(path, "x"), "w") as file:
                file.write("x")
    elif kind == "pipe":
        os.mkfifo(path)
    elif kind == "empty":
        open(path, "w").close()
    else:
        os.symlink({"nowhere": "/nowhere/at/all", "itself": path, "device": "/dev/zero",
                    "other": attempt.path("notes.txt")}[kind], path)
    return kind
