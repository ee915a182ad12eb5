"""Every exercise as a project, on the real SQLModel: the exported test passes for the solutions, and fails for answers that
return something else or send too much. Needs Debian's python3-sqlmodel, python3-aiosqlite and python3-pytest."""
import concurrent.futures
import os
import pathlib
import subprocess
import sys
import tempfile

relata, source = sys.argv[1], pathlib.Path(sys.argv[2])
exercises = source / "exercises"
work = pathlib.Path(tempfile.mkdtemp())
# Debian's packages are for Debian's Python, which need not be the first one in PATH.
python = "/usr/bin/python3" if pathlib.Path("/usr/bin/python3").exists() else sys.executable
# What fails in Relata by the result or by the number of SELECTs fails on the real SQLModel too.
WRONG = [("mend-the-loop", "still-lazy"), ("mend-the-loop", "inner-join"), ("bills", "those-who-bought"), ("atlas", "one-link"),
         ("two-workers", "left-alone"), ("expired-object", "refresh-too-early"), ("row-explosion", "lazy"), ("on-tour", "unique-rows")]


def test(job):
    name, answer, passes = job
    project = work / f"{name}-{answer.name}"
    made = subprocess.run([relata, "export", name, project, "--answer", answer, "--exercises", exercises], capture_output=True, text=True)
    if made.returncode:
        return f"{name}: {made.stderr}"
    done = subprocess.run([python, "-m", "pytest", "-q", "-p", "no:cacheprovider"], cwd=project, capture_output=True, text=True,
                          env={**os.environ, "PYTHONDONTWRITEBYTECODE": "1"})
    if (done.returncode == 0) != passes or done.returncode > 1 and passes:
        return f"{name}, {answer.name}: pytest ends with {done.returncode}\n{done.stdout[-2000:]}{done.stderr[-500:]}"
    return ""


versions = subprocess.run([python, "-c", "import aiosqlite, pytest, sqlalchemy, sqlmodel; print(f'SQLModel {sqlmodel.__version__}, SQLAlchemy {sqlalchemy.__version__}')"],
                          capture_output=True, text=True)
assert versions.returncode == 0, f"python3-sqlmodel, python3-aiosqlite and python3-pytest are needed\n{versions.stderr}"
jobs = [(manifest.parent.name, sorted((manifest.parent / "solutions").iterdir())[0], True) for manifest in sorted(exercises.glob("*/exercise.yaml"))]
jobs += [(name, exercises / name / "wrong" / wrong, False) for name, wrong in WRONG]
with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
    problems = [problem for problem in pool.map(test, jobs) if problem]
print(f"{len(jobs)} projects on {versions.stdout.strip()}")
assert not problems, "\n".join(problems)
