#!/usr/bin/env python3
"""Counts what training steps of ResNet-20 and of a U-Net ask of the system: allocations, and memory over many steps.

Once for a batch that stands, once for a run whose pictures are bytes that chance changes.

Usage: measure.py path/to/cnn-bench [steps]
Fails when a step after the first ten allocates, or memory grows by more than 16 MB: the system may back memory that was
asked for before with larger pages, which is no growth of ours.
"""
import json
import os
import subprocess
import sys
import tempfile

bench = os.path.abspath(sys.argv[1])
steps = sys.argv[2] if len(sys.argv) > 2 else "1000"
source = os.path.join(os.path.dirname(os.path.abspath(__file__)), "allocation_counter.c")
with tempfile.TemporaryDirectory() as folder:
    counter = os.path.join(folder, "counter.so")
    subprocess.run(["cc", "-O2", "-shared", "-fPIC", source, "-o", counter], check=True)
    run = subprocess.run(
        [bench, "memory", "--steps", steps, "--json"],
        env=dict(os.environ, LD_PRELOAD=counter), stdout=subprocess.PIPE, check=True, text=True)
rows = [json.loads(line) for line in run.stdout.splitlines()]
print(run.stdout.strip())
assert len(rows) == 3, f"{len(rows)} rows"
for row in rows:
    name = row["name"]
    assert row["allocations"] == 0, f"{name}: {row['allocations']} allocations after the first ten steps"
    assert row["growthKB"] <= 16 * 1024, f"{name}: memory grew by {row['growthKB']} KB"
    print(f"{name}, {row['steps']} steps: no allocation after the first ten, memory grew by {row['growthKB']} KB")
