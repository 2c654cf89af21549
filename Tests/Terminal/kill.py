#!/usr/bin/env python3
"""Kills the real program with -9 at random moments, and checks what the next start finds.

usage: kill.py PROGRAM [TIMES [SEED]]

While it is read in, answered in, trains or is reset: the page that was on the screen, every answer that was judged on
it, a run that had begun, a reset done whole or not at all, and a sound file. The program waits 8 ms for the disk before
it paints; a disk may take longer, so what has been on the screen for a tenth of a second is owed. Prints a line for each
kind; the exit status is 1 where something was lost.
"""
import os
import random
import re
import shutil
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time

from tutor_in_tmux import PROGRAM, SOCKET, Failed, Tutor, tmux


class Life:
    """A state folder, and the program in it from one death to the next."""

    def __init__(self, folder, chance):
        self.folder, self.chance = folder, chance

    def start(self, *arguments, rows=30):
        tutor = Tutor(self.folder, *arguments, rows=rows)
        tutor.sees(r"^ \d+\.\d+ ", within=30)
        self.process = tutor.process()
        return tutor

    def kill(self, tutor):
        """The moment of its death."""
        moment = time.time()
        os.kill(self.process, signal.SIGKILL)
        tutor.sees("ended with 137|Killed", within=10)
        return moment

    def records(self):
        database = sqlite3.connect(f"{self.folder}/state/progress.sqlite")
        try:
            sound = database.execute("PRAGMA integrity_check").fetchall()
            if sound != [("ok",)]:
                raise Failed(f"the file is damaged: {sound}")
            return database.execute("SELECT kind, page, name, text FROM entry ORDER BY id").fetchall()
        finally:
            database.close()


# How long something has been on the screen before it is owed, in seconds.
PATIENCE = 0.1


def owed(seen, killed, patience=PATIENCE):
    """What was seen last that is owed, of pairs of a moment and what was seen then."""
    return [what for moment, what in seen if moment <= killed - patience][-1]


def page_on(screen):
    found = re.match(r"\s*(\d+\.\d+) ", screen)
    if not found:
        raise Failed(f"no page's title on the screen\n{screen}")
    return found[1]


def reading(life):
    """The page that is owed is opened, or one that later keys led to."""
    pages = [line.split()[0] for line in subprocess.run([PROGRAM, "contents"], capture_output=True, text=True).stdout.splitlines()]
    place = pages.index("1.5")
    way = [place]
    tutor = life.start("1.5")
    seen = [(time.time(), "1.5")]
    time.sleep(PATIENCE)
    end = time.time() + life.chance.uniform(0.0, 1.2)
    while time.time() < end:
        key = life.chance.choice("nnnp")
        tutor.type(key)
        place = min(len(pages) - 1, max(0, place + (1 if key == "n" else -1)))
        way.append(place)
        seen.append((time.time(), page_on(tutor.screen())))
    painted = owed(seen, life.kill(tutor))
    tutor.close()
    tutor = life.start()
    opened = page_on(tutor.screen())
    tutor.close()
    life.records()
    ways = [(i, j) for i in range(len(way)) for j in range(i, len(way))]
    if not any(pages[way[i]] == painted and pages[way[j]] == opened for i, j in ways):
        raise Failed(f"page {painted} was on the screen, {opened} is opened")
    return opened != painted


def focus_prompt(tutor):
    """The first prompt of page 1.2, wherever the page was left."""
    tutor.type("Escape", "Escape", "Home", "Tab")
    tutor.sees("> type a number", "Enter answer")


def answering(life):
    """All answers whose verdict was painted are kept, in their order and none twice."""
    before = sum(row[0] == "answer" for row in life.records()) if os.path.exists(f"{life.folder}/state") else 0
    tutor = life.start("1.2")
    focus_prompt(tutor)
    end = time.time() + life.chance.uniform(0.1, 2.0)
    sent = 0
    seen = [(0, 0)]
    while time.time() < end:
        sent += 1
        # Told apart by their digits, all wrong, so that the prompt goes on asking; the next one once this one is judged.
        tutor.text(f"{1000 + sent}")
        tutor.type("Enter")
        while time.time() < end and f"Not {1000 + sent}." not in tutor.screen():
            time.sleep(0.005)
        seen.append((time.time(), sent if time.time() < end else sent - 1))
    painted = owed(seen, life.kill(tutor))
    tutor.close()
    typed = [row[3] for row in life.records() if row[0] == "answer"][before:]
    if typed != [f"{1000 + number}" for number in range(1, len(typed) + 1)]:
        raise Failed(f"kept: {typed}")
    if len(typed) < painted:
        raise Failed(f"answer {painted} was judged on the screen, {len(typed)} are kept")
    return 0


def focus_training_cell(tutor):
    """The cell of the page train-it-here that trains, wherever the page was left."""
    tutor.type("Escape", "Escape", "Home")
    for _ in range(12):
        tutor.type("Tab")
        limit = time.time() + 0.5
        while time.time() < limit:
            if re.search("turn  Enter (start|go on|again|pause)", tutor.screen()):
                return
            time.sleep(0.02)
    raise Failed("the cell is not among what Tab goes round\n" + tutor.screen())


def training(life):
    """A run whose beginning was painted is there again, at most a second behind."""
    shutil.rmtree(f"{life.folder}/state/runs", ignore_errors=True)
    tutor = life.start("train-it-here", rows=60)
    focus_training_cell(tutor)
    tutor.text("400")
    tutor.type("Enter")
    tutor.sees("epochs: 400,")
    tutor.type("Enter")
    tutor.sees(r"training network +epoch [\d.]+ of 400", within=30)
    seen = [(time.time(), 0.0)]
    end = time.time() + life.chance.uniform(0.0, 1.6)
    while time.time() < end:
        found = re.search(r"epoch ([\d.]+) of 400", tutor.screen())
        if found:
            seen.append((time.time(), float(found[1])))
    killed = life.kill(tutor)
    tutor.close()
    tutor = life.start("train-it-here", rows=60)
    screen = tutor.sees(r"stopped +at epoch [\d.]+ of 400", within=20)
    tutor.close()
    life.records()
    kept = float(re.search(r"at epoch ([\d.]+) of 400", screen)[1])
    # One second, and what a loaded machine takes to write.
    epoch = owed([(0, 0.0)] + seen, killed, patience=1.3)
    if kept + 0.1 < epoch:
        raise Failed(f"epoch {epoch} was on the screen 1.3 s before, epoch {kept} is kept")
    return 0


def resetting(life):
    """A reset is done whole or not at all."""
    tutor = life.start("1.2")
    focus_prompt(tutor)
    for number in range(3):
        tutor.text(f"{2000 + number}")
        tutor.type("Enter")
    tutor.sees(r"Not 2002\.")
    tutor.type("Escape", "q")
    tutor.ended(0)
    tutor.close()
    before = [row for row in life.records() if row[0] == "answer"]
    reset = subprocess.Popen([PROGRAM, "reset", "1.2", "--state", f"{life.folder}/state"],
                             stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    time.sleep(life.chance.uniform(0.0, 0.25))
    reset.kill()
    reset.wait()
    after = [row for row in life.records() if row[0] == "answer"]
    if len(before) < 3 or after not in ([], before):
        raise Failed(f"{len(before)} answers before the reset, {len(after)} after it")
    return 0


def main():
    times = int(sys.argv[2]) if len(sys.argv) > 2 else 50
    seed = int(sys.argv[3]) if len(sys.argv) > 3 else random.randrange(1 << 30)
    chance = random.Random(seed)
    print(f"seed {seed}", flush=True)
    failures = 0
    for kind in (reading, answering, training, resetting):
        folder = tempfile.mkdtemp(prefix="cnn-tutor-kill-")
        life = Life(folder, chance)
        ahead = 0
        count = times // 4 + (1 if kind is reading else 0) * (times % 4)
        for number in range(count):
            try:
                ahead += kind(life)
            except Failed as failure:
                failures += 1
                print(f"FAILED  {kind.__name__}, number {number + 1}\n{failure}", flush=True)
            finally:
                tmux("kill-server")
                SOCKET[1] += 1
        print(f"{kind.__name__}: killed {count} times" + (f", {ahead} times beyond what was owed" if ahead else ""), flush=True)
        shutil.rmtree(folder, ignore_errors=True)
    print(f"{failures} failed")
    sys.exit(1 if failures else 0)


main()
