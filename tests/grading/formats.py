"""formats.py SCHEMAS FORMAT FILE: reads what an exporter wrote, as the format's description says, and fails on the first
thing that its readers would refuse."""
import csv
import json
import pathlib
import re
import sys

from json_schema import problems


def none_of(found):
    found = list(found)
    assert not found, "\n".join(found)


def only(value, allowed, required=()):
    assert set(value) <= set(allowed), set(value) - set(allowed)
    assert set(required) <= set(value), set(required) - set(value)


def report(text, schemas):
    none_of(problems(json.loads(text), json.loads((schemas / "report.schema.json").read_text())))


def results(text, schemas):
    none_of(problems(json.loads(text), json.loads((schemas / "results.schema.json").read_text())))


def sarif(text, _):
    """SARIF 2.1.0, and what GitHub code scanning asks for beyond it."""
    log = json.loads(text)
    only(log, ["$schema", "version", "runs"], ["version", "runs"])
    assert log["version"] == "2.1.0"
    for run in log["runs"]:
        only(run, ["tool", "results", "columnKind"], ["tool", "results"])
        driver = run["tool"]["driver"]
        only(driver, ["name", "semanticVersion", "rules"], ["name", "rules"])
        assert re.fullmatch(r"\d+\.\d+\.\d+(-[\w.]+)?", driver.get("semanticVersion", "0.0.0"))
        ids = [rule["id"] for rule in driver["rules"]]
        assert len(set(ids)) == len(ids), "two rules have one id"
        for rule in driver["rules"]:
            only(rule, ["id", "name", "shortDescription", "fullDescription", "help", "defaultConfiguration"], ["id", "shortDescription", "fullDescription", "help"])
            for key in ("shortDescription", "fullDescription", "help"):
                assert rule[key]["text"].strip()
            assert rule["defaultConfiguration"]["level"] in ("none", "note", "warning", "error")
        for result in run["results"]:
            only(result, ["ruleId", "ruleIndex", "level", "message", "locations", "partialFingerprints"], ["message", "locations"])
            assert ids[result["ruleIndex"]] == result["ruleId"]
            assert result["level"] in ("none", "note", "warning", "error")
            assert result["message"]["text"].strip()
            assert len(result["locations"]) == 1
            place = result["locations"][0]["physicalLocation"]
            uri = place["artifactLocation"]["uri"]
            assert re.fullmatch(r"(?:[\w.~!$&'()*+,;=@:/-]|%[0-9A-F]{2})+", uri, re.ASCII), uri  # RFC 3986
            assert not uri.startswith("/") and ":" not in uri.split("/")[0] and ".." not in uri.split("/"), uri
            assert place["region"]["startLine"] >= 1
            for key, value in result["partialFingerprints"].items():
                assert isinstance(value, str) and value, key
    return [result for run in log["runs"] for result in run["results"]]


def gradescope(text, _):
    log = json.loads(text)
    only(log, ["score", "execution_time", "output", "output_format", "test_output_format", "test_name_format", "visibility",
               "stdout_visibility", "extra_data", "tests", "leaderboard"], ["tests"])
    visible = ("hidden", "after_due_date", "after_published", "visible")
    formats = ("text", "html", "simple_format", "md", "ansi")
    assert log["visibility"] in visible and log["stdout_visibility"] in visible and log["output_format"] in formats
    assert isinstance(log["score"], (int, float))
    for test in log["tests"]:
        only(test, ["score", "max_score", "status", "name", "name_format", "number", "output", "output_format", "tags",
                    "visibility", "extra_data"], ["score", "max_score", "name"])
        assert 0 <= test["score"] <= test["max_score"]
        assert test["status"] in ("passed", "failed") and test["visibility"] in visible
        assert isinstance(test["number"], str) and all(isinstance(tag, str) for tag in test["tags"])


def classroom(text, _):
    log = json.loads(text)
    only(log, ["version", "status", "max_score", "tests"], ["version", "status", "tests"])
    assert log["version"] == 1 and log["status"] in ("pass", "fail", "error")
    for test in log["tests"]:
        only(test, ["name", "status", "score", "message", "test_code", "filename", "line_no", "execution_time"], ["name", "status"])
        assert test["status"] in ("pass", "fail", "error") and isinstance(test["score"], (int, float))


def tap(text, _):
    """TAP 14: the plan holds, numbers follow each other, and every block of YAML is closed and flat."""
    lines = text.split("\n")
    assert lines[0] == "TAP version 14" and lines[-1] == "", lines[:1]
    count = int(re.fullmatch(r"1\.\.(\d+)", lines[1]).group(1))
    number, inside = 0, False
    for line in lines[2:-1]:
        if inside:
            inside = line != "  ..."
            quoted = r"'(?:[^']|'')*'"
            assert not inside or re.fullmatch(rf"  \w+: (?:\w+|{quoted}|\{{\w+: {quoted}, \w+: (?:\d+|{quoted})\}})", line), line
        elif line == "  ---":
            inside = True
        else:
            point = re.fullmatch(r"(not ok|ok) (\d+) - ((?:[^#\\]|\\[#\\])+)(# SKIP .*)?", line)
            assert point and int(point.group(2)) == number + 1, line
            number += 1
    assert number == count and not inside


def annotations(text, _):
    """GitHub's workflow commands: one a line, properties without a bare comma or colon."""
    lines = text.split("\n")
    assert lines.pop() == ""
    for line in lines:
        assert re.fullmatch(r"::(?:error|warning) (?:file=[^,:\r]+,line=\d+,)?title=[^,:\r]+::[^\r]*", line), line
        assert not re.search(r"%(?!25|0A|0D|3A|2C)", line), line
    for kind in ("error", "warning"):
        assert sum(line.startswith(f"::{kind} ") for line in lines) <= 10


def table(text, _):
    """CSV: every row as wide as the first, and nothing that a spreadsheet would run."""
    rows = list(csv.reader(text.splitlines(keepends=True)))
    assert len(rows) >= 1 and len({len(row) for row in rows}) == 1, rows
    assert len(set(rows[0])) == len(rows[0]), rows[0]
    for field in (field for row in rows for field in row):
        assert field[:1] not in tuple("=+-@\t\r") or not field or re.fullmatch(r"-?\d+(\.\d+)?", field), field
    return rows


FORMATS = {"report": report, "json": results, "sarif": sarif, "gradescope": gradescope, "classroom": classroom, "tap": tap,
           "annotations": annotations, "csv": table, "class-csv": table}

if __name__ == "__main__":
    schemas, name, file = sys.argv[1:]
    with open(file, encoding="utf-8", newline="") as stream:
        FORMATS[name](stream.read(), pathlib.Path(schemas))
