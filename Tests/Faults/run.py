#!/usr/bin/env python3
"""Attacks the real program, a row of the table at a time, and checks that it holds.

usage: run.py PROGRAM [ROW …]

A row is a function in a file `rows_….py` beside this one, entered by `@fault("what is done", "what must hold")` and called
with an `Attack`; it raises `Failed` where something does not hold. The closing line is `N held, N failed, S s`; the exit
status is 1 when a row failed, or when all rows took more than three minutes.
"""
import glob
import importlib
import os
import shutil
import sys
import tempfile
import time

from faults import FAULTS, Attack, Failed

LIMIT = 180.0


def main():
    program, wanted = os.path.abspath(sys.argv[1]), sys.argv[2:]
    here = os.path.dirname(os.path.abspath(__file__))
    for path in sorted(glob.glob(os.path.join(here, "rows_*.py"))):
        importlib.import_module(os.path.basename(path)[:-3])
    unknown = set(wanted) - {name for name, *_ in FAULTS}
    if unknown:
        sys.exit(f"There is no row {', '.join(sorted(unknown))}.")
    held, failed, begin = 0, 0, time.perf_counter()
    for name, done, holds, function in FAULTS:
        if wanted and name not in wanted:
            continue
        folder = tempfile.mkdtemp(prefix="cnn-tutor-faults-")
        attack, start = Attack(program, folder), time.perf_counter()
        try:
            function(attack)
            held += 1
            print(f"held    {time.perf_counter() - start:5.1f} s  {done}: {holds}", flush=True)
        except Failed as failure:
            failed += 1
            print(f"FAILED  {name}: {done}: {holds}\n        {failure}", flush=True)
        finally:
            attack.close()
            shutil.rmtree(folder, ignore_errors=True)
    seconds = time.perf_counter() - begin
    print(f"{held} held, {failed} failed, {seconds:.0f} s")
    sys.exit(1 if failed or seconds > LIMIT else 0)


main()
