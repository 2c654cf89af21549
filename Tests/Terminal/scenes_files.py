"""What `eval` reads and writes: real files, pipes, devices and a full disk."""
import os
import resource
import signal
import struct
import subprocess
import tempfile

from tutor_in_tmux import PROGRAM, Failed, scene, tmux

FILES = os.path.join(os.path.dirname(__file__), "..", "InterchangeTests", "Files")


def evaluate(*arguments, says="", status=0, complains="", **options):
    """Runs eval; what it prints and complains about is as told, word by word."""
    end = subprocess.run([PROGRAM, "eval", *arguments], capture_output=True, text=True, timeout=10, **options)
    if (end.returncode, end.stdout, end.stderr) != (status, says, complains):
        raise Failed(f"eval {arguments} ended with {end}")


@scene("eval reads arrays and pictures, and says once that whole numbers were rounded")
def files_read(start):
    for name, shape in [("types.npz:>u2 F", "[2, 3]"), ("png/6-16-1.png", "[3, 5, 9]"), ("grey.jpg", "[20, 24]")]:
        evaluate("--set", f"x={FILES}/{name}", "print(x.shape)", says=f"{shape}\n")
    evaluate("--set", f"x={FILES}/rounded.npz:signed", "print(x.shape)", says="[5]\n",
             complains="x: 3 of 5 whole numbers were rounded to the nearest Float.\n")


@scene("eval refuses pipes, devices, folders and nonsense with a sentence, and waits for none")
def files_refused(start):
    with tempfile.TemporaryDirectory() as folder:
        pipe, broken, huge = (os.path.join(folder, name) for name in ("pipe.swift", "broken.npy", "huge.npy"))
        os.mkfifo(pipe)
        header = b"{'descr': '<f4', 'fortran_order': False, 'shape': (4611686018427387904, 4, 0), }\n"
        with open(huge, "wb") as file:
            file.write(b"\x93NUMPY\1\0" + struct.pack("<H", len(header)) + header)
        with open(broken, "wb") as file:
            file.write(b"\x93NUMPY\1\0\5\0\x1b[2J\n")
        evaluate(pipe, status=1, complains=f"Error: {pipe}: this is a pipe, not a file\n")
        for path, reason in [
            (pipe, "this is a pipe, not a file"), ("/dev/zero", "this is a device, not a file"),
            (folder, "this is a folder, not a file"), (broken, "the header cannot be read: '{' is missing"),
            (huge, "the shape [4611686018427387904, 4, 0] is not one that fits in memory: at most 268435456 entries are read"),
        ]:
            evaluate("--set", f"x={path}", "1", status=1, complains=f"Error: {path}: {reason}\n")
        evaluate("--save", "x=/dev/null", "let x = ones(2)", status=1,
                 complains="Error: /dev/null: this is a device, not a file\n")


@scene("a file that eval cannot write whole stays as it was, with nothing beside it")
def files_kept(start):
    def small_files():
        resource.setrlimit(resource.RLIMIT_FSIZE, (1000, 1000))

    # Python ignores this signal, and so would what it starts.
    signal.signal(signal.SIGXFSZ, signal.SIG_DFL)
    with tempfile.TemporaryDirectory() as folder:
        for name in ("x.npy", "x.npz"):
            path = os.path.join(folder, name)
            evaluate("--save", f"x={path}", "let x = ones(2)")
            evaluate("--save", f"x={path}", "let x = ones(1000)", status=1, preexec_fn=small_files,
                     complains=f"Error: {path}: File too large\n")
            evaluate("--set", f"x={path}", "print(x)", says="[1.0, 1.0]\n")
        if sorted(os.listdir(folder)) != ["x.npy", "x.npz"]:
            raise Failed(f"left behind: {os.listdir(folder)}")


@scene("s saves a figure, S the screen, y copies a cell's text; no file is overwritten")
def taken_along(start):
    with tempfile.TemporaryDirectory() as folder:
        tutor = start("1.3", env=f"cd {folder};")
        tmux("set-option", "-s", "set-clipboard", "on")
        tutor.sees("1.3 The definition")
        tutor.type("S")
        tutor.sees(r"Saved as .*page-1\.3-screen\.svg")
        tutor.type("Tab", "Tab")
        tutor.sees("cell, row 0, column 0")
        for key, number in [("s", ""), ("Up", ""), ("s", "-2"), ("s", "-2")]:
            tutor.type(key)
            if key == "s":
                tutor.sees(rf"Saved as .*page-1\.3-[a-z0-9]+{number}\.svg")
        tutor.type("y")
        tutor.sees("Copied to the clipboard")
        if "let k" not in tmux("show-buffer"):
            raise Failed("the clipboard holds: " + tmux("show-buffer"))
        found = sorted(os.listdir(folder))
        if len(found) != 3 or not all(open(f"{folder}/{name}").read().startswith("<svg") for name in found):
            raise Failed(f"saved were {found}")
        tutor.close()
    # Nobody writes here, not even root.
    tutor = start("1.3", env="cd /proc;")
    tutor.sees("1.3 The definition")
    tutor.type("S")
    tutor.sees(r"the current\s+folder takes")
    if "page-1.3-screen.svg" not in os.listdir(f"{tutor.folder}/state"):
        raise Failed(f"kept were {os.listdir(tutor.folder + '/state')}")
