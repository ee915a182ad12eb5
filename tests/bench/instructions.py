"""instructions.py budget|growth RELATA BENCH [--write]: instructions under callgrind, which no busy machine disturbs.

budget: instructions per row of each workload and of a cold start, against budgets.json with a margin of 10%. `--write`
        writes the file anew.
growth: the programs of growth/ with 10 ... 10,000 tasks (`--full`: 100,000). What a task costs must not grow: a quadratic step anywhere in
        the identity map, the unit of work, eager loading, unique() or the record would show.

BENCH is relata_bench, which writes the data. Ends with 77 (skipped) where valgrind is not installed.
"""
import argparse
import json
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile

HERE = pathlib.Path(__file__).parent
BUDGETS = HERE / "budgets.json"
MARGIN = 1.10
GROWTH = 1.5  # tables double, trees deepen; a quadratic step makes it 10
ROWS = {"W1": 10_000, "W2": 10_000, "W3": 10_000, "W4": 10_000, "W5": 1_000, "W6": 10_000, "W7": 1_000}
DATABASES = {"W5": "n1.db", "W6": "w6.db"}


def instructions(relata, program, database, folder):
    command = ["valgrind", "--tool=callgrind", "--callgrind-out-file=/dev/null", relata, "run", str(program)]
    command += ["--timeout", "0", "--steps", "0", "--statements", "0", "--memory", "0"]
    if database:
        command += ["--db", f"{database}={folder / database}"]
    result = subprocess.run(command, capture_output=True, text=True)
    collected = re.search(r"Collected : (\d+)", result.stderr)
    if result.returncode != 0 or not collected:
        sys.exit(f"{program.name} failed:\n{result.stdout}{result.stderr}")
    return int(collected[1])


def write_program(folder, source, count):
    models = (HERE / "programs/models.py").read_text()
    program = folder / source.name
    program.write_text(f"{models}COUNT = {count}\n{source.read_text()}")
    return program


def write_data(bench, folder, tasks):
    subprocess.run([bench, "--write-data", str(folder), "--tasks", str(tasks)], check=True)
    shutil.copy(folder / "empty.db", folder / "w6.db")


def measured(relata, bench, folder):
    write_data(bench, folder, 10_000)
    counts = {}
    for name in ["W0", *ROWS, "W8"]:
        program = write_program(folder, HERE / f"programs/{name}.py", ROWS.get(name, 0))
        database = None if name == "W8" else DATABASES.get(name, "bench.db")
        counts[name] = instructions(relata, program, database, folder)
    result = {name: round((counts[name] - counts["W0"]) / rows) for name, rows in ROWS.items()}
    return {"per_row": result, "cold_start": counts["W8"]}


def budget(options, folder):
    now = measured(options.relata, options.bench, folder)
    if options.write:
        BUDGETS.write_text(json.dumps(now, indent=1) + "\n")
    allowed = json.loads(BUDGETS.read_text())
    pairs = [(name, now["per_row"][name], most) for name, most in allowed["per_row"].items()]
    pairs.append(("W8 cold start", now["cold_start"], allowed["cold_start"]))
    failed = 0
    for name, count, most in pairs:
        over = count > most * MARGIN
        failed += over
        print(f"{name:14} {count:12,} of {most:12,}  {count / most:5.2f}{'  OVER BUDGET' if over else ''}")
    return failed


def growth(options, folder):
    failed = 0
    sizes = [10, 100, 1_000, 10_000, 100_000][: 5 if options.full else 4]
    costs = {}
    for tasks in sizes:
        write_data(options.bench, folder, tasks)
        start = instructions(options.relata, write_program(folder, HERE / "programs/W0.py", 0), "bench.db", folder)
        for source in sorted((HERE / "growth").glob("*.py")):
            database = "w6.db" if source.stem == "flush" else "bench.db"
            count = instructions(options.relata, write_program(folder, source, tasks), database, folder)
            costs.setdefault(source.stem, []).append(max(count - start, 0) / tasks)
    for name, per_task in costs.items():
        # The first sizes pay for what happens once.
        grows = any(later > GROWTH * earlier for earlier, later in zip(per_task, per_task[1:]))
        failed += grows
        print(f"{name:8}", *(f"{cost:10,.0f}" for cost in per_task), " instructions a task", "  GROWS" if grows else "")
    return failed


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("what", choices=["budget", "growth"])
    parser.add_argument("relata")
    parser.add_argument("bench")
    parser.add_argument("--write", action="store_true")
    parser.add_argument("--full", action="store_true", help="growth: up to 100,000 tasks, which takes ten minutes")
    options = parser.parse_args()
    if not shutil.which("valgrind"):
        print("skipped: valgrind is not installed, so no instructions can be counted")
        sys.exit(77)
    with tempfile.TemporaryDirectory() as folder:
        sys.exit(1 if {"budget": budget, "growth": growth}[options.what](options, pathlib.Path(folder)) else 0)


if __name__ == "__main__":
    main()
