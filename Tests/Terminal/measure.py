#!/usr/bin/env python3
"""Measures the tutor as a reader feels it, in a pseudo-terminal of 120×40.

usage: measure.py PROGRAM [--slack FACTOR] [--starts N] [--keys N]

Prints a table of figure, measured value and limit; exits with 1 when a limit times the slack is passed. The limits are
those of a release build; a debug build gets --slack 3.
"""
import argparse
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
}


def share(values, part):
    values = sorted(values)
    return values[min(len(values) - 1, int(part * len(values)))]


def repaint(program, key, quiet=0.03):
    """Milliseconds from a key to the last byte of the answer, or None when nothing changed."""
    begin = time.perf_counter()
    program.type(key)
    last, data = program.read(quiet, 1.0)
    return None if last is None else (last - begin) * 1000


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("program")
    parser.add_argument("--slack", type=float, default=1.0)
    parser.add_argument("--starts", type=int, default=9)
    parser.add_argument("--keys", type=int, default=60)
    options = parser.parse_args()
    contents = subprocess.run([options.program, "contents"], capture_output=True, text=True, check=True).stdout
    pages = [line.split()[0] for line in contents.splitlines() if line.startswith("1.")]
    found = {}
    with tempfile.TemporaryDirectory() as folder:
        def start(*arguments):
            return Program([options.program, "--state", folder, *arguments])

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

        slowest, memory, turned = (0.0, "none"), 0.0, 0
        for page in pages:
            program = start(page)
            program.read(0.3, 5.0)
            # Every cell of the page: Tab goes round what can have the focus, and a knob is what + and - change.
            for _ in range(12):
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
            memory = max(memory, program.resident())
            program.type("\x1b")
            program.read(0.06, 0.5)
            program.type("q")
            program.wait(5)
            program.end()
        found["knob to repaint, slowest page's 95 %, ms"] = slowest[0]
        found["resident memory, MB"] = memory
    print(f"{options.program}; {turned} knobs on {len(pages)} pages of chapter 1, slowest on {slowest[1]}")
    failed = False
    for name, limit in LIMITS.items():
        bound = limit * options.slack
        isOver = found[name] > bound
        failed |= isOver
        print(f"{name:44} {found[name]:9.2f}   limit {bound:6.1f}{'   OVER' if isOver else ''}")
    sys.exit(1 if failed else 0)


main()
