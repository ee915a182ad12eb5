#!/usr/bin/env python3
"""seeds.py SOURCE CORPUS: fills CORPUS/{parser,program,format,json} with the first inputs of the libFuzzer targets."""
import json
import re
import sys
from pathlib import Path

source, corpus = map(Path, sys.argv[1:3])


def put(target, name, text):
    folder = corpus / target
    folder.mkdir(parents=True, exist_ok=True)
    (folder / name).write_text(text, encoding="utf-8", errors="surrogatepass")


programs = sorted((source / "tests/corpus").glob("*.py")) + sorted((source / "tests/python/programs").glob("*.py"))
specs = {"%Y-%m-%d %H:%M:%S", "%-d %B %j %U", "%(a)-10.3f", "{a!r:>{a}}", "{0[0].real}", "$a ${a} $$"}
for program in programs:
    text = program.read_text(encoding="utf-8")
    put("program", program.name, text)
    put("parser", program.name, text)
    for line in text.splitlines():
        specs.update(re.findall(r"\{[^{}\"']*?:([^{}:]{1,12})\}", line))
        specs.update(re.findall(r"f\"([^\"]*\{[^\"]*)\"", line))
for name in ("wrong", "right"):
    for number, row in enumerate(json.loads((source / f"tests/python/recorded/{name}.json").read_text(encoding="utf-8"))):
        put("parser", f"{name}{number}.py", row["source"])
        put("program", f"{name}{number}.py", row["source"])
for number, spec in enumerate(sorted(specs)):
    put("format", str(number), spec)
values = [0, -1.5e-7, "\u00e9\"\\\u0000", None, True, [], {}, [[1, {"a": [2.0]}]], {"a": {"b": [None, False]}}]
for number, value in enumerate(values):
    put("json", str(number), json.dumps(value))
for trace in sorted((source / "tests/corpus").glob("*.json")):
    text = trace.read_text(encoding="utf-8")
    if len(text) < 3000:
        put("json", trace.name, text)
