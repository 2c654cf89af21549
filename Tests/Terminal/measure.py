#!/usr/bin/env python3
"""Measures the tutor as a reader feels it, in a pseudo-terminal of 120×40.

usage: measure.py PROGRAM [--slack FACTOR] [--starts N] [--keys N] [--chapter N] [--pages P …] [--training | --reading | --cells]

Prints a table of figure, measured value and limit; exits with 1 when a limit times the slack is passed. The limits are
those of a release build; a debug build gets --slack 3.
"""
import argparse
import os
import re
import subprocess
import sys
import tempfile
import time

from pseudo_terminal import Program

LIMITS = {
    "start to complete first paint, ms": 40.0,
    "key to repaint, scrolling, median, ms": 1.0,
    "key to repaint, scrolling, 95 %, ms": 3.0,
    "knob to repaint, slowest page's 95 %, ms": 16.0,
    "resident memory, MB": 30.0,
    "wake-ups a second when idle": 0.0,
    "quit, ms": 50.0,
    "digits network trained, s": 3.0,
    "its errors on held-out pictures, %": 2.0,
    "key to echo while training, 95 %, ms": 16.0,
    "quit while training, ms": 100.0,
    "key to echo while a cell computes, 95 %, ms": 16.0,
    "threads left by three cells overtaken": 0.0,
    "endless cell ended by Esc, ms": 100.0,
}

# A run that goes on for a minute or so, beside which keys are measured.
LONG_RUN = """# A long run

```cell run
let network = Sequential(
  Conv2D(inputChannels: 1, outputChannels: 16, kernelSize: 3, padding: 1), ReLU(),
  Conv2D(inputChannels: 16, outputChannels: 32, kernelSize: 3, padding: 1), ReLU(),
  MaxPool2D(size: 2), Flatten(),
  Dense(inputs: 512, outputs: 64), ReLU(), Dense(inputs: 64, outputs: 10))
let trained = train(network, on: normalized(digits), epochs: EPOCHS, rate: 0.05)
```

```cell look
print(trained(normalized(digits).images.part(3)).argmax())
```
"""


# A cell that computes for about three seconds for each step of its first knob; from two on it would not end in time.
LONG_CELL = """# A long cell

```cell long
let rounds = 0
var x = ones(3000, 3000)
for _ in 0..<rounds * 130 { x = x * 1.0 }
print("rounds", rounds)
```
"""


def share(values, part):
    values = sorted(values)
    return values[min(len(values) - 1, int(part * len(values)))]


def repaint(program, key, quiet=0.03):
    """Milliseconds from a key to the last byte of the answer, or None when nothing changed."""
    begin = time.perf_counter()
    program.type(key)
    last, data = program.read(quiet, 1.0)
    return None if last is None else (last - begin) * 1000


def echoes(program, count):
    """Milliseconds from each of so many letters in an open field until it is drawn; it is taken away again."""
    times = []
    for i in range(count):
        letter = b"XZ"[i % 2:i % 2 + 1]
        begin, seen = time.perf_counter(), b""
        program.type(letter)
        while letter not in seen and time.perf_counter() - begin < 2:
            seen += program.read(0.0005, 0.002)[1]
        times.append((time.perf_counter() - begin) * 1000)
        program.type(b"\x7f")
        program.read(0.02, 0.06)
    return times


def begin_run(program):
    """Gives the run the focus and starts it."""
    program.read(0.3, 5.0)
    program.type("\t")
    program.read(0.1, 1.0)
    program.type("\t")
    program.read(0.1, 1.0)
    program.type("\r")


def measure_training(start, folder, keys):
    """The network on the page, and keys while a run goes on."""
    found = {}
    chapter = os.path.join(folder, "chapters", "01-run")
    os.makedirs(chapter)
    with open(os.path.join(chapter, "chapter.md"), "w") as file:
        file.write("# Runs\n\nFor measuring.\n")
    for number, epochs in (("01", "12"), ("02", "4000")):
        with open(os.path.join(chapter, number + "-run.md"), "w") as file:
            file.write(LONG_RUN.replace("EPOCHS", epochs))
    chapters = ("--chapters", os.path.join(folder, "chapters"))

    program = start("1.1", *chapters)
    begin_run(program)
    begin, seen = time.perf_counter(), b""
    result = None
    while result is None and time.perf_counter() - begin < 30:
        seen += program.read(0.02, 0.1)[1]
        result = re.search(rb"([0-9.]+) % of", seen)
    found["digits network trained, s"] = time.perf_counter() - begin
    found["its errors on held-out pictures, %"] = 100 - float(result.group(1)) if result else 100.0
    program.type("\x1b")
    program.read(0.1, 0.5)
    program.type("q")
    program.wait(5)
    program.end()

    program = start("1.2", *chapters)
    begin_run(program)
    program.read(0.2, 0.5)
    # In the search field a letter is echoed; what the run draws beside it are digits.
    program.type("/")
    program.read(0.1, 0.3)
    times = echoes(program, keys)
    found["key to echo while training, 95 %, ms"] = share(times, 0.95)
    program.type("\x1b")
    program.read(0.1, 0.3)
    program.type("\x1b")
    program.read(0.1, 0.3)
    begin = time.perf_counter()
    program.type("q")
    program.wait(5)
    found["quit while training, ms"] = (time.perf_counter() - begin) * 1000
    program.end()
    return found


def processor_ticks(program):
    with open(f"/proc/{program.pid}/stat") as file:
        return sum(map(int, file.read().rsplit(")", 1)[1].split()[11:13]))


def seconds_to_rest(program):
    """Seconds until the program uses no processor any more, to a hundredth."""
    begin = last = time.perf_counter()
    ticks = processor_ticks(program)
    while time.perf_counter() - last < 0.1 and time.perf_counter() - begin < 10:
        program.read(0.002, 0.005)
        now = processor_ticks(program)
        if now != ticks:
            last, ticks = time.perf_counter(), now
    return last - begin


def need_busy(program):
    before = processor_ticks(program)
    program.read(0.2, 0.2)
    if processor_ticks(program) == before:
        sys.exit("No cell computes: there is nothing to measure.")


def threads(program):
    return len(os.listdir(f"/proc/{program.pid}/task"))


def measure_cells(start, folder, keys):
    """Keys beside a cell that computes for seconds, cells that are overtaken, and one that Esc ends."""
    found = {}
    chapter = os.path.join(folder, "cells", "01-cells")
    os.makedirs(chapter)
    with open(os.path.join(chapter, "chapter.md"), "w") as file:
        file.write("# Cells\n\nFor measuring.\n")
    with open(os.path.join(chapter, "01-long.md"), "w") as file:
        file.write(LONG_CELL)
    program = start("1.1", "--chapters", os.path.join(folder, "cells"))
    program.read(0.3, 5.0)
    before = threads(program)
    program.type("\t")
    program.read(0.1, 1.0)
    times = []
    while len(times) < keys:
        program.type("+")
        program.read(0.1, 0.3)
        program.type("/")
        program.read(0.1, 0.3)
        need_busy(program)
        times += echoes(program, min(20, keys - len(times)))
        # Esc would stop the cell first, and leave the search where it is.
        seconds_to_rest(program)
        program.type("\x1b")
        program.read(0.1, 0.3)
        program.type("-")
        program.read(0.1, 0.3)
    found["key to echo while a cell computes, 95 %, ms"] = share(times, 0.95)
    for _ in range(3):
        program.type("+")
        program.read(0.3, 0.5)
    need_busy(program)
    program.type("---")
    seconds_to_rest(program)
    time.sleep(1)
    found["threads left by three cells overtaken"] = threads(program) - before
    ends = []
    for _ in range(9):
        program.type("++")
        program.read(0.5, 1.0)
        need_busy(program)
        program.type("\x1b")
        ends.append(seconds_to_rest(program) * 1000)
        program.type("--")
        program.read(0.2, 0.5)
    found["endless cell ended by Esc, ms"] = max(ends)
    program.type("\x1b")
    program.read(0.1, 0.3)
    program.type("q")
    program.wait(5)
    program.end()
    return found


def measure_reading(start, options):
    """First paint, scrolling, rest and quitting."""
    found = {}
    starts = []
    for _ in range(options.starts + 1):
        program = start("1.1")
        last, _ = program.read(0.25, 5.0)
        starts.append((last - program.started) * 1000)
        program.type("q")
        program.wait(5)
        program.end()
    found["start to complete first paint, ms"] = share(starts[1:], 0.5)

    program = start("1.2")
    program.read(0.3, 5.0)
    times = [repaint(program, "jjkk"[i % 4]) for i in range(options.keys)]
    times = [t for t in times if t is not None]
    if not times:
        sys.exit("Scrolling repaints nothing: the page is shorter than the screen.")
    found["key to repaint, scrolling, median, ms"] = share(times, 0.5)
    found["key to repaint, scrolling, 95 %, ms"] = share(times, 0.95)
    program.read(1.0, 2.0)
    before, begin = program.switches(), time.perf_counter()
    program.read(5.0, 5.0)
    idle = (program.switches() - before) / (time.perf_counter() - begin)
    found["wake-ups a second when idle"] = round(idle, 1)
    begin = time.perf_counter()
    program.type("q")
    program.wait(5)
    found["quit, ms"] = (time.perf_counter() - begin) * 1000
    program.end()
    return found


def measure_knobs(start, pages):
    """Every knob of the pages: the slowest with its page, and the most memory."""
    slowest, memory, turned = (0.0, "none"), 0.0, 0
    for page in pages:
        program = start(page)
        program.read(0.3, 5.0)
        # Every cell of the page: Tab goes round what can have the focus, and a knob is what + and - change.
        for tab in range(12):
            program.type("\t")
            program.read(0.08, 1.0)
            first = repaint(program, b"+")
            if first is None or repaint(program, b"-") is None:
                program.type("\x1b[Z\t")
                program.read(0.08, 1.0)
                continue
            times = [repaint(program, b"+" if i % 2 else b"-") for i in range(20)]
            times = [t for t in times if t is not None]
            if len(times) >= 10:
                turned += 1
                slowest = max(slowest, (share(times, 0.95), page))
                if share(times, 0.95) > LIMITS["knob to repaint, slowest page's 95 %, ms"]:
                    print(f"page {page}, Tab {tab + 1}: a knob repaints in {share(times, 0.95):.1f} ms", flush=True)
        memory = max(memory, program.resident())
        program.type("\x1b")
        program.read(0.06, 0.5)
        program.type("q")
        program.wait(5)
        program.end()
    print(f"{turned} knobs on {len(pages)} pages, slowest on {slowest[1]}")
    return {"knob to repaint, slowest page's 95 %, ms": slowest[0], "resident memory, MB": memory}


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("program")
    parser.add_argument("--slack", type=float, default=1.0)
    parser.add_argument("--starts", type=int, default=9)
    parser.add_argument("--keys", type=int, default=60)
    parser.add_argument("--chapter", type=int, default=1, help="the chapter whose knobs are turned")
    parser.add_argument("--pages", nargs="+", help="only the knobs of these pages, such as 2.9 2.16")
    parser.add_argument("--training", action="store_true", help="only what concerns training")
    parser.add_argument("--reading", action="store_true", help="only first paint, scrolling, rest and quitting")
    parser.add_argument("--cells", action="store_true", help="only what concerns cells that compute for seconds")
    options = parser.parse_args()
    contents = subprocess.run([options.program, "contents"], capture_output=True, text=True, check=True).stdout
    pages = [line.split()[0] for line in contents.splitlines() if line.startswith(f"{options.chapter}.")]
    with tempfile.TemporaryDirectory() as folder:
        def start(*arguments):
            return Program([options.program, "--state", folder, *arguments])

        if options.pages:
            sys.exit(report(measure_knobs(start, options.pages), options))
        if options.reading:
            sys.exit(report(measure_reading(start, options), options))
        if options.cells:
            sys.exit(report(measure_cells(start, folder, options.keys), options))
        found = measure_training(start, folder, options.keys)
        if options.training:
            sys.exit(report(found, options))
        found.update(measure_cells(start, folder, options.keys))
        found.update(measure_reading(start, options))
        found.update(measure_knobs(start, pages))
    print(f"{options.program}; knobs of chapter {options.chapter}")
    sys.exit(report(found, options))


def report(found, options):
    """Prints the table; 1 when a limit is passed."""
    failed = False
    for name, limit in LIMITS.items():
        if name not in found:
            continue
        bound = limit * options.slack
        isOver = found[name] > bound
        failed |= isOver
        print(f"{name:44} {found[name]:9.2f}   limit {bound:6.1f}{'   OVER' if isOver else ''}")
    return 1 if failed else 0


main()
