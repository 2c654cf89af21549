"""Kept runs that are broken, forged or no files: the page with the cell that trains opens, shows, replays and forks."""
import glob
import os
import shutil
import struct
import time

from faults import need
from fuzzing import Try, replace_with_another_kind, spoiled

PAGE = "train-it-here"
MEGABYTES = 500
KEYS = [b"\x1b[D", b"\x1b[D", b"\x1b[C", b"\x1b[A", b"\x1b[B", b"f", b"r", b"v", b"\r", b"\r", b"x", b"n", b"p", b"\t", b"\x1b[Z"]
MULTIPLIER, MASK = 0x100_0000_01B3, (1 << 64) - 1
WORDS = [0, 1, 2, 7, 351, 352, 353, 1000, 1 << 20, 1 << 31, 1 << 40, 1 << 62, (1 << 63) - 1, 1 << 63, MASK]
NUMBERS = [float("nan"), float("inf"), float("-inf"), 0.0, -0.0, 1e-40, 3e38, -1.0]


def checksum(data):
    """FNV-1a, as at the end of the file."""
    sum = 0xCBF2_9CE4_8422_2325
    for byte in data:
        sum = (sum ^ byte) * MULTIPLIER & MASK
    return sum


def reach_training(book, seconds=30.0):
    """Tab until the cell that trains has the focus."""
    limit = time.time() + seconds
    while time.time() < limit:
        book.type(b"\t")
        _, data = book.read(0.03, 0.15)
        # The footer is painted in pieces; this word is said there alone.
        if b"pace" in data or b"start" in data or b"replay" in data:
            return True
    return False


class Runs:
    def __init__(self, program, workshop):
        folder = os.path.join(workshop, "make")
        os.makedirs(folder)
        maker = Try(program, folder, "make")
        self.runs = {}
        try:
            book = maker.bounded_book(PAGE, shows="Train", rows=60)
            book.read(0.2, 3.0)
            need(reach_training(book), "the cell that trains is not reached")
            book.type(b"\r")
            self.wait_for_run(maker, book)
            self.keep(maker)
            # A fork has a form of its own.
            book.type(b"\x1b[D\x1b[D\x1b[D")
            book.read(0.2, 1.0)
            book.type(b"f")
            book.read(1.0, 10.0)
            maker.leave(book, MEGABYTES)
            self.keep(maker)
        finally:
            maker.close()
        need(self.runs, "no run was kept")

    def wait_for_run(self, maker, book):
        limit = time.time() + 120
        while time.time() < limit:
            _, data = book.read(0.5, 2.0)
            if not data and glob.glob(maker.path("state/runs/*.run")):
                return
        need(False, "the run does not end")

    def keep(self, maker):
        for path in glob.glob(maker.path("state/runs/*.run")):
            with open(path, "rb") as file:
                data = file.read()
            self.runs[os.path.basename(path), data[:8]] = data

    def attack(self, attempt):
        chance = attempt.chance
        (name, _), data = chance.choice(sorted(self.runs.items()))
        change = chance.randrange(10)
        path = attempt.file(f"state/runs/{name}", self.forged(chance, data) if change < 7 else spoiled(chance, data))
        if change == 9:
            replace_with_another_kind(chance, attempt, path)
        if chance.random() < 0.1:
            os.makedirs(attempt.path("state/runs"), exist_ok=True)
            attempt.file(f"state/runs/{name}.new", b"mine")
        if chance.random() < 0.03:
            shutil.rmtree(attempt.path("state/runs"))
            attempt.planted = {name: sum for name, sum in attempt.planted.items() if not name.startswith("state/runs")}
            replace_with_another_kind(chance, attempt, attempt.path("state/runs"))
        before = attempt.outside()
        book = attempt.bounded_book(PAGE, folder="work", shows="Train", rows=chance.choice([24, 60]))
        book.read(0.1, 0.4)
        reach_training(book, seconds=1.5)
        for _ in range(chance.randint(3, 15)):
            if not book.has_ended(0.02, chance.choice(KEYS)):
                book.read(0.03, chance.choice([0.05, 0.2]))
        need(book.status is None, f"ended by itself: status {book.status}, {book.output[-300:]!r}")
        attempt.leave(book, MEGABYTES)
        attempt.need_nothing_new(before)

    def forged(self, chance, data):
        """Words and numbers exchanged where they stand, with a checksum that fits: only sense can tell them."""
        body = bytearray(data[:-8])
        key = struct.unpack_from("<Q", body, 8)[0]
        start = 16 + key
        for _ in range(chance.choice([1, 1, 2, 5])):
            change = chance.randrange(6)
            # Numbers of tensors stand at any multiple of 4 behind the key, counts and ranks among them.
            counts = [place for place in range(start, len(body) - 8, 4)
                      if struct.unpack_from("<Q", body, place)[0] < 100_000] if change < 3 else []
            if counts:
                struct.pack_into("<Q", body, chance.choice(counts), chance.choice(WORDS))
            elif change == 3 and len(body) > start + 8:
                struct.pack_into("<f", body, chance.randrange(start, len(body) - 8, 4), chance.choice(NUMBERS))
            elif change == 4:
                body[:] = spoiled(chance, bytes(body[:start])) + body[start:]
            else:
                body[:] = body[:8] + spoiled(chance, bytes(body[8:]))
            if len(body) < 32:
                break
        if chance.random() < 0.05:
            body[:8] = chance.choice([b"CNNRUN1\n", b"CNNRUN2\n", b"CNNRUN3\n"])
        return bytes(body) + struct.pack("<Q", checksum(body))
