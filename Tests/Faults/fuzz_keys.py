"""Keys by chance, bytes by chance: the book lives, paints, and gives the terminal back."""
import signal
import time

from faults import Failed, need

MEGABYTES = 300
SECONDS = 5.0
SUSPEND = b"\x1a"
# What ends it too often, stops it unnoticed, or kills it where the terminal is a shell's again: as it leaves.
NOT_BY_CHANCE = b"\x03\x1a\x1c"
# So many keys between two looks whether it lives.
STRIDE = 40
NAMED = [b"\x1b[A", b"\x1b[B", b"\x1b[C", b"\x1b[D", b"\x1b[H", b"\x1b[F", b"\x1b[5~", b"\x1b[6~", b"\x1b[Z", b"\x1b[3~", b"\x1bOP",
         b"\x1b[1;5C", b"\x1bOA", b"\t", b"\t", b"\t", b"\r", b"\r", b"\x7f", b"\x1b", b" ", b"\x1bv", b"\x1bx", b"\x1b<"]
HOSTILE = [b"\x1b[200~", b"\x1b[201~", b"\x1b[<0;5;5M", b"\x1b[<0;5;5m", b"\x1b[<64;10;10M", b"\x1b[<65;10;10M", b"\x1b[<35;3;9M",
           b"\x1b[<0;99999;-5M", b"\x1b[M !!", b"\x1b]11;rgb:ffff/ffff/ffff\x1b\\", b"\x1b[?62;c", b"\x1b[I", b"\x1b[O", b"\x1bP",
           b"\x1b[", b"\x1b\x1b\x1b", b"\x1b[1;1R", b"\x1b[999999999999999999999~", b"\xff\xfe", b"\xc3", b"\xf0\x9f\x91", b"\xe2\x80\xae",
           b"\xed\xa0\x80", b"\0", SUSPEND, b"\x11", b"\x13", b"\x0c", "é漢👩‍👩‍👧\u0301".encode()]
TYPED = [b":train(Sequential(Flatten(), Dense(inputs: 64, outputs: 10)), on: digits, epochs: 2)\r", b":while true { }\r", b":\x1b[31m\r",
         b"/conv\r", b"/\r", b"gtrain-it-here\r", b"g1.2\r", b"g99.99\r", b"g3.1\r", b"g5.1\r", b"g6.2\r", b"g7.1\r", b"t", b"w",
         b"c", b"L", b"'", b"?", b"S", b"s", b"y",
         b"e\rlet q = zeros(3000, 3000)\x1b", b":let z = (0..<100).map { i in ones(100, 100) }\r", b"9999999999\r", b"-0.5\r", b"gg", b"G"]
LETTERS = [bytes([letter]) for letter in range(33, 127) if letter != ord("q")]


class Keys:
    def __init__(self, program, workshop):
        pass

    def key(self, chance):
        share = chance.random()
        if share < 0.45:
            return chance.choice(NAMED)
        if share < 0.75:
            return chance.choice(LETTERS)
        if share < 0.85:
            return chance.choice(TYPED)
        if share < 0.95:
            return chance.choice(HOSTILE)
        if share < 0.955:
            return chance.choice([b"q", b"\x03"])
        return bytes(chance.randrange(256) for _ in range(chance.choice([1, 3, 20, 200]))).translate(None, NOT_BY_CHANCE)

    def attack(self, attempt):
        chance = attempt.chance
        pages = [[], ["train-it-here"], ["1.2"], ["3.2"], ["5.3"], ["6.2"], ["7.1"]]
        book = attempt.bounded_book(*chance.choice(pages), folder="work")
        self.wait_until_taken(book)
        typed = open(attempt.path("keys"), "wb", buffering=0)
        with typed:
            for _ in range(chance.choice([1, 3, 8])):
                for _ in range(STRIDE):
                    key = self.key(chance)
                    typed.write(key)
                    if book.has_ended(0.0, key):
                        break
                    if key == SUSPEND:
                        self.bring_back(book)
                    book.read(0.003, chance.choice([0.003, 0.003, 0.05]))
                if book.status is not None:
                    break
                self.need_alive(attempt, book)
        attempt.cost(0.0, book.peak())
        if book.status is not None:
            attempt.need_good_end(book)
        else:
            attempt.leave(book, MEGABYTES)

    @staticmethod
    def wait_until_taken(book, modes=None):
        """Until it has the terminal."""
        limit = time.time() + 5
        while True:
            book.read(0.05, 0.2)
            try:
                return book.is_taken(modes)
            except Failed:
                if time.time() > limit:
                    raise

    def bring_back(self, book):
        """As a shell does, which has the terminal meanwhile; within a paste the key is text, and stops nothing."""
        limit = time.time() + 1
        while not book.is_stopped() and time.time() < limit:
            book.read(0.01, 0.02)
        if book.is_stopped():
            book.drain()
            book.is_given_back()
            book.signal(signal.SIGCONT)
            # A key before may have turned the mouse off.
            self.wait_until_taken(book, {2004, 1049})

    def need_alive(self, attempt, book):
        """A terminal of another size is painted: at once, whatever is computed or pasted meanwhile."""
        book.read(0.05, 0.2)
        if book.has_ended(0.0):
            return
        for columns in (81, 80):
            begin, had = time.time(), len(book.output)
            book.resize(columns, 24)
            while len(book.output) - had < 200 and time.time() - begin < SECONDS:
                if book.has_ended(0.01):
                    return
            attempt.cost(time.time() - begin, book.peak())
            came = book.output[had:]
            need(len(came) >= 200, f"is not painted in {SECONDS} s after a resize; it came {came[-100:]!r}")
            book.read(0.02, 0.1)
        need(attempt.megabytes <= MEGABYTES, f"holds {attempt.megabytes:.0f} MB")
