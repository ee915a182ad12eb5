"""kill -9 at random moments: every result file stays valid, and --resume ends with the bytes of a run that nobody killed."""
import json
import pathlib
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time

relata, source = sys.argv[1], pathlib.Path(sys.argv[2])
rounds = int(sys.argv[3]) if len(sys.argv) > 3 else 50
work = pathlib.Path(tempfile.mkdtemp())
klass = work / "class"
for number in range(4):
    for student in ("ada", "ben", "cleo"):
        answer = source / "exercises" / "samples" / student / "two-workers"
        if answer.is_dir():
            shutil.copytree(answer, klass / f"{student}{number}" / "two-workers")


def command(where, *more):
    return [relata, "grade", str(klass), "--exercises", str(source / "exercises"), "--progress", "none",
            "--out", f"json={where}/all.json", "--out", f"json={where}/each/{{submission}}.json", *more]


def contents(where):
    return {path.name: path.read_bytes() for path in where.rglob("*.json")}


began = time.monotonic()
subprocess.run(command(work / "whole"), check=False)
lasts = time.monotonic() - began
expected = contents(work / "whole")
assert len(expected) == 1 + len(list(klass.iterdir())), sorted(expected)
rng = random.Random(20)
killed = taken = 0
for number in range(rounds):
    where = work / f"run{number}"
    process = subprocess.Popen(command(where, "--jobs", str(1 + number % 2)))
    try:
        process.wait(rng.uniform(0, lasts))
    except subprocess.TimeoutExpired:
        process.send_signal(signal.SIGKILL)
        process.wait()
        killed += 1
    for path in where.rglob("*.json"):
        json.loads(path.read_text(encoding="utf-8"))  # valid at any moment
    journal = where / "all.json.journal"
    taken += journal.exists() and journal.read_bytes().count(b"\n") > 0
    subprocess.run(command(where, "--resume", "--jobs", str(1 + number % 3)), check=False)
    assert contents(where) == expected, f"round {number}: other bytes after --resume"
shutil.rmtree(work)
print(f"{rounds} runs, {killed} killed, {taken} resumed with answers from before")
assert killed > rounds // 3, "too few were killed in time"
