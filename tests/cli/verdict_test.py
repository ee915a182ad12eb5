"""One answer, one verdict: the same hash from `check` and from `grade`, alone or among others, with one job or several, and the
same bytes of every result file from each run."""
import json
import pathlib
import re
import subprocess
import sys
import tempfile

relata, source = sys.argv[1], pathlib.Path(sys.argv[2])
exercises = source / "exercises"
work = pathlib.Path(tempfile.mkdtemp())


def run(*arguments):
    return subprocess.run([relata, *map(str, arguments), "--exercises", str(exercises)], capture_output=True, text=True).stdout


def graded(name, *more):
    file = work / f"{name}.json"
    run("grade", exercises / "samples", "--progress", "none", "--out", f"json={file}", "--out", f"csv={file}.csv", "--out", f"junit={file}.xml",
        "--out", f"sarif={file}.sarif", "--out", f"html={file}.html", "--out", f"class-html={file}.class", *more)
    return [pathlib.Path(f"{file}{end}").read_bytes() for end in ("", ".csv", ".xml", ".sarif", ".html", ".class")]


first = graded("first")
for number, more in enumerate([[], ["--jobs", "2"], ["--jobs", "7"], ["--jobs", "0"]]):
    assert graded(f"again{number}", *more) == first, more
results = json.loads(first[0])["results"]
assert len(results) >= 8
for result in results:
    student, exercise = result["submission"].split("/")
    folder = exercises / "samples" / student / exercise
    for told in (run("check", exercise, folder), run("grade", folder, "--exercise", exercise), run("grade", folder, "--exercise", exercise, "--audience", "staff")):
        assert re.search(r"\[([0-9a-f]{16})\]", told).group(1) == result["verdict_hash"], (result["submission"], told)
print(f"{len(results)} answers, {len({result['verdict_hash'] for result in results})} verdicts, the same each time")
