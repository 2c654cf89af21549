"""Files that the reader gives: whatever is in them, a tensor or a sentence."""
import os
import struct
import zlib

from faults import fault, need


def npy(shape, entries=b"", kind="<f4"):
    """A NumPy file whose header says a shape that its entries need not fill."""
    header = f"{{'descr': '{kind}', 'fortran_order': False, 'shape': {shape}, }}".encode()
    header += b" " * (63 - (10 + len(header)) % 64) + b"\n"
    return b"\x93NUMPY\x01\x00" + struct.pack("<H", len(header)) + header + entries


def png(width, height):
    """A PNG file that says a size and holds no picture."""
    def chunk(kind, data):
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
    head = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(b"")) + chunk(b"IEND", b"")


def idx(*sizes):
    return struct.pack(">BBBB", 0, 0, 8, len(sizes)) + b"".join(struct.pack(">I", size) for size in sizes)


HOSTILE = {
    "huge.npy": npy("(4611686018427387904, 4611686018427387904)"),
    "huge-and-none.npy": npy("(4611686018427387904, 4611686018427387904, 0)"),
    "minus.npy": npy("(-1, 3)"),
    "none.npy": npy("(1000000000000, 0)"),
    "terabyte.npy": npy("(1000000, 1000000)", b"\0" * 64),
    "object.npy": npy("(1,)", b"\0" * 64, "|O"),
    "escape.npy": npy("(1, \x1b[31m)"),
    "huge.png": png(2**31 - 1, 2**31 - 1),
    "flat.png": png(0, 5),
    "one.idx": idx(4) + b"1234",
    "two.idx": idx(2, 2) + b"1234",
    "none.idx": idx(5, 0),
    "short.idx": idx(100, 28, 28),
    "huge.idx": idx(2**32 - 1, 2**32 - 1, 2**32 - 1),
    "rank.idx": b"\0\0\x08\xff",
    "empty": b"",
    "noise": bytes(range(256)) * 40,
    "line\x1b[31m\u202e.npy": npy("(2,)", b"\0" * 8),
    "grey.pgm": b"P5 99999999 99999999 255\n",
    "cut.npz": b"PK\x03\x04" + b"\0" * 40,
}


@fault("arrays and pictures that say more than they hold", "a tensor or a sentence, never a trap")
def traps_in_files(attack):
    for name, content in HOSTILE.items():
        path = attack.file(name, content)
        attack.eval("x.shape", "--set", f"x={path}").is_well()


@fault("files that cannot be read or written", "a sentence")
def unreadable_files(attack):
    for path in (attack.path("missing.npy"), attack.folder, "/proc/self/mem"):
        attack.eval("x", "--set", f"x={path}").says()
    attack.eval("let y = ones(2)", "--save", f"y={attack.path('no/such/folder.npy')}").says()
    old = attack.file("old.npy", npy("(1,)", b"\0" * 4))
    before = open(old, "rb").read()
    attack.eval("let z = 1", "--save", f"y={old}").says()
    need(open(old, "rb").read() == before, "the old file changed")


@fault("a course folder that is none", "a sentence")
def no_course(attack):
    attack.run("contents", "--chapters", attack.path("missing")).says()
    os.makedirs(attack.path("nothing"))
    attack.run("page", "1.1", "--chapters", attack.path("nothing")).says()
