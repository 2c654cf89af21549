#!/usr/bin/env python3
"""Feeds the real program with what chance makes, and checks that it holds.

usage: fuzz.py PROGRAM [--minutes N | --tries N] [--seed S] [--try K] [--keep FOLDER] [KIND …]

Kinds: cells (programs by a grammar, and mutated cells of the book), pages, records, runs, keys. Each gets an equal part
of the minutes, or N tries. A try is made of the seed, the kind and its number alone, but for moments that the program
writes into its files: `--seed S --try K KIND` repeats it. The folder of a try that fails is kept under FOLDER, with what
was found in `what.txt`. The closing table has a row a kind; the exit status is 1 when a try failed.
"""
import argparse
import os
import shutil
import sys
import tempfile
import time

import fuzz_cells
import fuzz_keys
import fuzz_pages
import fuzz_records
import fuzz_runs
from faults import Failed
from fuzzing import Try

KINDS = {"cells": fuzz_cells.Cells, "pages": fuzz_pages.Pages, "records": fuzz_records.Records,
         "runs": fuzz_runs.Runs, "keys": fuzz_keys.Keys}


class Row:
    """What came of a kind's tries."""

    def __init__(self):
        self.tries = self.starts = self.failures = 0
        self.seconds, self.megabytes = (0.0, None), (0, None)

    def add(self, number, attempt, failed):
        self.tries += 1
        self.starts += attempt.starts
        self.failures += failed
        self.seconds = max(self.seconds, (attempt.seconds, number), key=lambda pair: pair[0])
        self.megabytes = max(self.megabytes, (attempt.megabytes, number), key=lambda pair: pair[0])


def carry_out(kind, name, number, options):
    """One try: it, and what failed."""
    folder = tempfile.mkdtemp(prefix=f"cnn-tutor-fuzz-{name}-")
    attempt = Try(options.program, folder, f"{options.seed}/{name}/{number}")
    failure = None
    try:
        attempt.plant()
        kind.attack(attempt)
        attempt.need_untouched()
    except Failed as found:
        failure = str(found)
    finally:
        attempt.close()
    if failure:
        kept = os.path.join(options.keep, f"{name}-{options.seed}-{number}")
        shutil.rmtree(kept, ignore_errors=True)
        os.makedirs(options.keep, exist_ok=True)
        shutil.move(folder, kept)
        with open(os.path.join(kept, "what.txt"), "w", errors="backslashreplace") as file:
            file.write(failure + "\n")
        print(f"FAILED  --seed {options.seed} --try {number} {name}: {failure[:600]}\n        kept in {kept}", flush=True)
    shutil.rmtree(folder, ignore_errors=True)
    return attempt, failure is not None


def fuzz(name, row, options, seconds):
    """All tries of a kind."""
    workshop = tempfile.mkdtemp(prefix="cnn-tutor-fuzz-workshop-")
    number, end = options.only or 0, time.time() + seconds
    try:
        kind = KINDS[name](options.program, workshop)
        while True:
            row.add(number, *carry_out(kind, name, number, options))
            number += 1
            if options.only is not None or (number >= options.tries if options.tries else time.time() > end):
                break
    except Failed as failure:
        row.failures += 1
        print(f"FAILED  {name} cannot begin: {failure}", flush=True)
    finally:
        shutil.rmtree(workshop, ignore_errors=True)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("program", type=os.path.abspath)
    parser.add_argument("kinds", nargs="*", metavar="KIND")
    parser.add_argument("--minutes", type=float, default=1.0)
    parser.add_argument("--tries", type=int)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--try", type=int, dest="only")
    parser.add_argument("--keep", default=os.path.join(tempfile.gettempdir(), "cnn-tutor-fuzz"))
    options = parser.parse_intermixed_args()
    kinds = options.kinds or list(KINDS)
    unknown = set(kinds) - set(KINDS)
    if unknown:
        sys.exit(f"There is no kind {', '.join(sorted(unknown))}.")
    rows, begin = {name: Row() for name in kinds}, time.time()
    try:
        for name in kinds:
            fuzz(name, rows[name], options, 60 * options.minutes / len(kinds))
    except KeyboardInterrupt:
        pass
    print(f"seed {options.seed}, {(time.time() - begin) / 60:.1f} minutes")
    print(f"{'kind':<8} {'tries':>7} {'starts':>7} {'failed':>7}  {'worst seconds':<20} worst MB")
    for name, row in rows.items():
        slowest, largest = [f"{worst:.{digits}f} (try {number})" for (worst, number), digits in ((row.seconds, 2), (row.megabytes, 0))]
        print(f"{name:<8} {row.tries:>7} {row.starts:>7} {row.failures:>7}  {slowest:<20} {largest}")
    sys.exit(1 if any(row.failures for row in rows.values()) else 0)


if __name__ == "__main__":
    main()
