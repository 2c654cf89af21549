#!/usr/bin/env python3
"""Drives the real program in tmux as a reader does, and checks what the screen shows.

usage: walk.py PROGRAM [SCENE …]

Every scene starts from an empty state folder of its own. A check waits for its condition, 10 seconds at most, and prints
the screen when it does not come. The closing line is `N passed, N failed`; the exit status is 1 when a scene failed.
"""
import os
import shutil
import sys
import tempfile
import time

# Importing the scenes enters them into the list, in this order.
import scenes_reading
import scenes_terminal
import scenes_exercises
import scenes_training
import scenes_files
import scenes_records
from tutor_in_tmux import SCENES, SOCKET, Failed, Tutor, tmux


def wait_for_last_words(folder):
    """A program whose terminal is gone writes its record before it ends: until then its folder is not removed."""
    limit = time.time() + 5
    while time.time() < limit and any(folder.encode() in words for words in command_lines()):
        time.sleep(0.02)


def command_lines():
    for process in filter(str.isdigit, os.listdir("/proc")):
        try:
            with open(f"/proc/{process}/cmdline", "rb") as file:
                yield file.read()
        except OSError:
            pass


def main():
    wanted = sys.argv[2:]
    passed, failed = 0, 0
    for name, function in SCENES:
        if wanted and function.__name__ not in wanted:
            continue
        folder = tempfile.mkdtemp(prefix="cnn-tutor-walk-")
        SOCKET[1] += 1
        try:
            function(lambda *arguments, **options: Tutor(folder, *arguments, **options))
            passed += 1
            print(f"ok      {name}", flush=True)
        except Failed as failure:
            failed += 1
            print(f"FAILED  {name}\n{failure}", flush=True)
        finally:
            tmux("kill-server")
            wait_for_last_words(folder)
            shutil.rmtree(folder, ignore_errors=True)
    print(f"{passed} passed, {failed} failed")
    sys.exit(1 if failed else 0)


main()
