"""vm.py RELATA [--rounds N] [--json FILE]: pure Python loops on Relata and on this CPython, in turn.

Prints CPU milliseconds of each, start-up taken off, and the ratio Relata / CPython (median of the rounds).
"""
import argparse
import json
import os
import pathlib
import statistics
import subprocess
import sys
import tempfile


def cpu_ms(command):
    read, write = os.pipe()
    child = os.posix_spawn(command[0], command, os.environ,
                           file_actions=[(os.POSIX_SPAWN_DUP2, write, 1), (os.POSIX_SPAWN_CLOSE, read)])
    os.close(write)
    with os.fdopen(read) as stream:
        output = stream.read()
    _, status, usage = os.wait4(child, 0)
    if status != 0:
        sys.exit(f"{' '.join(command)} failed")
    return (usage.ru_utime + usage.ru_stime) * 1000, output


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("relata")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--json", type=pathlib.Path)
    options = parser.parse_args()
    programs = sorted((pathlib.Path(__file__).parent / "vm").glob("*.py"))
    with tempfile.TemporaryDirectory() as folder:
        empty = pathlib.Path(folder) / "empty.py"
        empty.write_text("print(0)\n")
        times = {}
        for _ in range(options.rounds):
            for program in [empty, *programs]:
                ours, our_output = cpu_ms([options.relata, "run", str(program)])
                theirs, their_output = cpu_ms([sys.executable, "-S", str(program)])
                if our_output != their_output:
                    sys.exit(f"{program.name}: CPython printed {their_output!r}, Relata {our_output!r}")
                times.setdefault(program.stem, []).append((ours, theirs))
    start = [statistics.median(column) for column in zip(*times.pop("empty"))]
    rows = []
    for name, measured in times.items():
        ours, theirs = (max(statistics.median(column) - base, 0.01) for column, base in zip(zip(*measured), start))
        rows.append({"name": name, "relata_ms": round(ours, 1), "cpython_ms": round(theirs, 1),
                     "ratio": round(ours / theirs, 2)})
        print(f"{name:16} {ours:8.1f} {theirs:8.1f} {ours / theirs:6.2f}")
    if options.json:
        version = ".".join(map(str, sys.version_info[:3]))
        options.json.write_text(json.dumps({"cpython": version, "programs": rows}, indent=1) + "\n")


if __name__ == "__main__":
    main()
