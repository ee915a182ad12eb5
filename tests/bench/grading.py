"""grading.py RELATA [--answers N] [--json FILE]: how many mixed answers are graded per second and core.

Of ten answers five are right (each exercise's solutions in turn), four wrong (its wrong answers) and one is hostile: an endless
loop, a memory bomb, endless recursion or endless output, which its budget ends. All are graded in one process with one
job; the figure is answers per second of CPU time.
"""
import argparse
import json
import os
import pathlib
import shutil
import sys
import tempfile

HERE = pathlib.Path(__file__).parent
EXERCISES = HERE.parent.parent / "exercises"
HOSTILE = [
    "while True:\n    pass\n",
    "rows = []\nwhile True:\n    rows.append('x' * 1_000_000)\n",
    "def again():\n    return again()\n\n\nagain()\n",
    "while True:\n    print('again')\n",
]


def answers_of(exercise, kind):
    folder = exercise / kind
    return sorted(f for f in folder.iterdir() if f.is_dir()) if folder.is_dir() else []


def write_answer(target, exercise, answer, hostile):
    shutil.copytree(exercise / "starter", target)
    if hostile is not None:
        for module in target.glob("*.py"):
            if module.name != "models.py" or len(list(target.glob("*.py"))) == 1:
                module.write_text(hostile + module.read_text())
    else:
        shutil.copytree(answer, target, dirs_exist_ok=True)


def write_class(folder, count):
    exercises = [e for e in sorted(EXERCISES.iterdir())
                 if answers_of(e, "solutions") and answers_of(e, "wrong") and (e / "starter").is_dir()]
    for number in range(count):
        exercise = exercises[number // 10 % len(exercises)]
        place = number % 10
        right, wrong = answers_of(exercise, "solutions"), answers_of(exercise, "wrong")
        answer = (right if place < 5 else wrong)[number % len(right if place < 5 else wrong)]
        hostile = HOSTILE[number // 10 % len(HOSTILE)] if place == 9 else None
        write_answer(folder / f"student{number:04}" / exercise.name, exercise, answer, hostile)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("relata")
    parser.add_argument("--answers", type=int, default=1000)
    parser.add_argument("--json", type=pathlib.Path)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        write_class(pathlib.Path(folder) / "class", options.answers)
        command = [options.relata, "grade", f"{folder}/class", "--exercises", str(EXERCISES), "--jobs", "1", "--exit-zero",
                   "--progress", "none", "--out", f"json={folder}/out.json"]
        child = os.posix_spawn(command[0], command, os.environ)
        _, status, usage = os.wait4(child, 0)
        code = os.waitstatus_to_exitcode(status)
        if code not in (0, 124):  # 124: a hostile answer was ended by time
            sys.exit(f"grading ended with {code}")
        seconds = usage.ru_utime + usage.ru_stime
    result = {"answers": options.answers, "cpu_seconds": round(seconds, 1),
              "answers_per_second_and_core": round(options.answers / seconds, 1), "peak_mb": round(usage.ru_maxrss / 1024)}
    print(json.dumps(result))
    if options.json:
        options.json.write_text(json.dumps(result, indent=1) + "\n")


if __name__ == "__main__":
    main()
