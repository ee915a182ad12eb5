"""Runs every command of README.md and exercises/README.md, in their order, in a folder of its own.

What upper-case words leave open is a synopsis: then its options must stand in the command's --help. Other commands that
are not run have their reason in LEFT_OUT.
"""
import os
import pathlib
import re
import shlex
import shutil
import subprocess
import sys
import tempfile

relata, source = pathlib.Path(sys.argv[1]).resolve(), pathlib.Path(sys.argv[2])

LEFT_OUT = {
    "bash app/start": "installs packages and opens the window",
    "bash tests/run": "is what runs this test",
    "cmake --preset dev && cmake --build --preset dev && ctest --preset dev": "builds what this test is run with",
    "cmake --workflow --preset ci": "builds what this test is run with",
}
ANSWERS_FAIL = ("relata grade", "relata check")  # exit status 1 says that answers fail, and the sample ones do
SECONDS = 300


def commands(text):
    """Of fenced shell blocks, and of indented blocks that begin with `relata`."""
    for block in re.findall(r"^```sh\n(.*?)^```", text, re.S | re.M):
        yield from block.splitlines()
    for line in text.splitlines():
        if line.startswith("    relata "):
            yield line.strip()


def run(line, where, environment):
    if line.startswith("relata watch"):  # goes on until it is interrupted
        line += " --times 1"
    done = subprocess.run(["bash", "-c", line], cwd=where, env=environment, capture_output=True, text=True, timeout=SECONDS)
    allowed = (0, 1) if line.startswith(ANSWERS_FAIL + ("relata watch",)) else (0,)
    assert done.returncode in allowed, f"{line}\nexit status {done.returncode}\n{done.stdout}{done.stderr}"
    assert done.stdout or done.stderr or not line.startswith("relata") or "--out" in line, f"{line}\nsays nothing"


def main():
    work = pathlib.Path(tempfile.mkdtemp())
    (work / "bin").mkdir()
    (work / "bin" / "relata").symlink_to(relata)
    shutil.copytree(source / "exercises", work / "exercises")
    environment = {**os.environ, "PATH": f"{work / 'bin'}:{os.environ['PATH']}"}
    program = re.search(r"```python\n(.*?)```", (source / "README.md").read_text(), re.S).group(1)
    (work / "program.py").write_text(program)
    helps, ran, left_out = {}, 0, 0
    texts = [(source / name).read_text() for name in ("README.md", "exercises/README.md")]
    inline = [re.sub(r"\s+", " ", match) for text in texts for match in re.findall(r"`(relata [a-z][^`]*)`", text)]
    for line in [line for text in texts for line in commands(text)] + inline:
        line = re.split(r"\s{2,}", line.strip())[0] if not line.strip().startswith("#") else ""
        if not line:
            continue
        if line in LEFT_OUT:
            left_out += 1
        elif re.search(r"(?<![=\w-])[A-Z]{2,}\b", line):
            for synopsis in line.split(" | "):
                name = synopsis.split()[1] if synopsis.startswith("relata ") else synopsis.split()[0]
                if name.isupper():
                    name = "grade"
                if name not in helps:
                    helps[name] = subprocess.run([relata, name, "--help"], capture_output=True, text=True, check=True).stdout
                for option in re.findall(r"--[a-z][a-z-]*", synopsis):
                    assert option in helps[name], f"{synopsis}: {option} is not in relata {name} --help"
        else:
            run(line, work, environment)
            ran += 1
    # The manifest that the guide shows is one: it fits the template that `author new` made.
    manifest = re.search(r"```yaml\n(format_version.*?)```", texts[1], re.S).group(1)
    (work / "exercises" / "my-exercise" / "exercise.yaml").write_text(manifest)
    run("relata show my-exercise", work, environment)
    # Where there are no exercises yet, a new one begins a folder of them, and none is added to those of others.
    empty = pathlib.Path(tempfile.mkdtemp())
    run("relata author new first-of-mine && relata author check first-of-mine --quick && test -f exercises/first-of-mine/exercise.yaml", empty, environment)
    shutil.rmtree(empty)
    shutil.rmtree(work)
    print(f"{ran} commands run, {left_out} left out, {len(helps)} synopses compared with --help")
    assert ran >= 20 and left_out == len(LEFT_OUT), "the READMEs have changed: look at LEFT_OUT"


main()
