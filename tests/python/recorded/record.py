"""Records what CPython 3.11 makes of the programs in a file: python3.11 record.py FILE.json...

Each file is a list of {"source": ...}; "stdout" and "stderr" are written beside it. Frames of the standard library are left
out of a traceback, and warnings about a program that does not compile too. Add a program by adding its source, then run this.
"""
import json
import pathlib
import subprocess
import sys
import tempfile


def program_frames(text):
    kept, inside = [], True
    for line in text.split("\n"):
        if line.startswith('  File "'):
            inside = line.startswith('  File "main.py"')
        elif not line.startswith("    ") and not line.startswith("  [Previous"):
            inside = True
        if inside:
            kept.append(line)
    return "\n".join(kept)


def record(source):
    with tempfile.TemporaryDirectory() as folder:
        program = pathlib.Path(folder) / "main.py"
        program.write_text(source, encoding="utf-8")
        run = subprocess.run([sys.executable, "-B", "main.py"], cwd=folder, capture_output=True, timeout=60)
        output, errors = (text.decode("utf-8").replace(str(program), "main.py") for text in (run.stdout, run.stderr))
    return {"source": source, "stdout": output, "stderr": program_frames(errors)}


for name in sys.argv[1:]:
    path = pathlib.Path(name)
    recorded = [record(row["source"]) for row in json.loads(path.read_text(encoding="utf-8"))]
    path.write_text(json.dumps(recorded, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
