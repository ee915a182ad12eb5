"""chart.py REPORT.json [--vm VM.json] [--grading G.json] [--readme README.md] [--svg FILE]: relata_bench --json as a table and a chart.

The chart shows the ratio to raw SQLite of each workload and, where the report has it, the cost of a task against the number of tasks.
`--readme` replaces what stands between the lines `<!-- speed -->` and `<!-- /speed -->`.
"""
import argparse
import json
import math
import pathlib
from xml.sax.saxutils import escape

GATES = {"W1": 1.2, "W2": 1.4, "W3": 0.9, "W4": 0.9, "W5": 0.3, "W6": 1.2, "W7": 1.2, "W8": 2.0}
MEANING = {
    "W1": "load 100,000 tasks", "W2": "the same with assignee and project by selectinload",
    "W3": "projects with their tasks by selectinload", "W4": "the same by joinedload and unique()",
    "W5": "N+1: 10,000 lazy loads", "W6": "insert 100,000 tasks through the session",
    "W7": "1,000 roots and two levels of subtasks", "W8": "cold start of a small program",
}
SHORT = {"W1": "load", "W2": "selectinload, many to one", "W3": "selectinload, one to many", "W4": "joinedload, unique()",
         "W6": "insert"}
COLOURS = {"W1": "#2563a8", "W2": "#b45309", "W3": "#15803d", "W4": "#7e22ce", "W6": "#be123c"}


def table(report, vm, grading):
    rows = [row for row in report["workloads"] if row["name"] in MEANING]
    has_sqlmodel = any("sqlmodel_ms" in row for row in rows)
    head = ["", "workload", "raw ms", "Relata ms", "ratio", "target", "peak MB"] + (["SQLModel ms"] if has_sqlmodel else [])
    lines = ["| " + " | ".join(head) + " |", "|" + "---|" * len(head)]
    for row in rows:
        gate = GATES[row["name"]]
        met = "met" if row["ratio"] <= gate else f"missed by {row['ratio'] / gate:.1f}x"
        cells = [row["name"], MEANING[row["name"]], f"{row['raw_ms']:.1f}", f"{row['relata_ms']:.1f}", f"{row['ratio']:.2f}",
                 f"{gate:g}: {met}", f"{row['peak_mb']:.0f}"]
        if has_sqlmodel:
            cells.append(f"{row.get('sqlmodel_ms', 0):.0f}")
        lines.append("| " + " | ".join(cells) + " |")
    machine = report["machine"]
    lines += ["", f"{machine['cpu']}, {machine['cores']} cores, SQLite {machine['sqlite']}; median of {report['rounds']} rounds."]
    if vm:
        lines += ["", f"The interpreter alone beside CPython {vm['cpython']}, CPU time as a multiple of CPython's:", ""]
        names = [p["name"].replace("_", " ") for p in vm["programs"]]
        lines += ["| " + " | ".join(names) + " |", "|" + "---|" * len(names),
                  "| " + " | ".join(f"{p['ratio']:.2f}" for p in vm["programs"]) + " |"]
    if grading:
        lines += ["", f"Grading {grading['answers']:,} mixed answers (right, wrong, hostile) in one process: "
                      f"{grading['answers_per_second_and_core']:.0f} a second and core, {grading['peak_mb']} MB at most."]
    return "\n".join(lines)


class Svg:
    def __init__(self, width, height):
        self.parts = [f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" font-family="sans-serif" '
                      f'font-size="12"><rect width="{width}" height="{height}" fill="#ffffff"/>']

    def text(self, x, y, text, anchor="start", **more):
        extra = "".join(f' {k.replace("_", "-")}="{v}"' for k, v in more.items())
        self.parts.append(f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}" fill="#1f2937"{extra}>{escape(text)}</text>')

    def add(self, part):
        self.parts.append(part)

    def done(self):
        return "\n".join(self.parts) + "\n</svg>\n"


def draw_ratios(svg, rows, left, top, width):
    svg.text(left, top - 14, "CPU time as a multiple of raw SQLite (less is better)", font_weight="bold")
    most = max(2.5, *(row["ratio"] for row in rows))
    scale = width / most
    for number, row in enumerate(rows):
        y = top + number * 26
        gate = GATES[row["name"]]
        colour = "#15803d" if row["ratio"] <= gate else "#b45309"
        svg.text(left, y + 13, row["name"])
        svg.add(f'<rect x="{left + 34}" y="{y}" width="{max(row["ratio"] * scale, 1):.1f}" height="17" fill="{colour}"/>')
        x = left + 34 + gate * scale
        svg.add(f'<line x1="{x:.1f}" y1="{y - 3}" x2="{x:.1f}" y2="{y + 20}" stroke="#1f2937" stroke-dasharray="3 2"/>')
        svg.text(left + 40 + max(row["ratio"], gate) * scale, y + 13, f"{row['ratio']:.2f}  {MEANING[row['name']]}")
    x = left + 34 + scale
    bottom = top + len(rows) * 26
    svg.add(f'<line x1="{x:.1f}" y1="{top - 6}" x2="{x:.1f}" y2="{bottom}" stroke="#6b7280"/>')
    svg.text(x, bottom + 14, "raw = 1", "middle")
    svg.text(left + 34, bottom + 14, "dashed: target", font_size="11")


def draw_lines(svg, title, unit, lines, left, top, width, height):
    """`lines`: {workload: [(tasks, cost)]}; both axes are logarithmic."""
    svg.text(left, top - 14, title, font_weight="bold")
    low, high = (f(math.log10(tasks) for line in lines.values() for tasks, _ in line) for f in (min, max))
    costs = [math.log10(cost) for line in lines.values() for _, cost in line]
    bottom_cost, top_cost = math.floor(min(costs)), math.ceil(max(costs))

    def place(tasks, cost):
        return (left + (math.log10(tasks) - low) / (high - low or 1) * width,
                top + height - (math.log10(cost) - bottom_cost) / (top_cost - bottom_cost or 1) * height)

    for power in range(bottom_cost, top_cost + 1):
        y = top + height - (power - bottom_cost) / (top_cost - bottom_cost or 1) * height
        svg.add(f'<line x1="{left}" y1="{y:.1f}" x2="{left + width}" y2="{y:.1f}" stroke="#d1d5db"/>')
        svg.text(left - 6, y + 4, f"{10.0 ** power:g} {unit}", "end")
    for power in range(math.ceil(low), math.floor(high) + 1):
        x, _ = place(10 ** power, 10.0 ** bottom_cost)
        svg.text(x, top + height + 16, f"{10 ** power:,}", "middle")
    ends = []
    for name, line in lines.items():
        path = " ".join(f"{x:.1f},{y:.1f}" for x, y in (place(*point) for point in line))
        colour = COLOURS.get(name, "#6b7280")
        svg.add(f'<polyline points="{path}" fill="none" stroke="{colour}" stroke-width="2"/>')
        ends.append((place(*line[-1])[1], name, colour))
    last = -math.inf
    for y, name, colour in sorted(ends):
        last = max(y, last + 14)
        svg.add(f'<text x="{left + width + 8}" y="{last + 4:.1f}" fill="{colour}">{name} {escape(SHORT.get(name, ""))}</text>')


def lines_of(points, cost):
    """{workload: [(tasks, cost)]} of the points that cost something."""
    lines = {}
    for point in sorted(points, key=lambda p: (p["name"], p["tasks"])):
        if cost(point) > 0:
            lines.setdefault(point["name"], []).append((point["tasks"], cost(point)))
    return lines


def chart(report):
    rows = [row for row in report["workloads"] if row["name"] in MEANING]
    growth = report.get("growth", [])
    charts = [("CPU time per task against the number of tasks (both logarithmic)", "µs",
               lines_of(growth, lambda p: p["ms"] * 1000 / p["tasks"])),
              ("Memory per task above the smallest run's, against the number of tasks", "bytes",
               lines_of(growth, lambda p: memory_per_task(growth, p)))]
    charts = [c for c in charts if c[2]]
    upper = 60 + len(rows) * 26 + 30
    svg = Svg(860, upper + 300 * len(charts))
    draw_ratios(svg, rows, 20, 44, 420)
    for number, (title, unit, lines) in enumerate(charts):
        draw_lines(svg, title, unit, lines, 80, upper + 30 + 300 * number, 440, 220)
    return svg.done()


def memory_per_task(points, point):
    """Bytes; 0 below 10,000 tasks, where the process itself hides them."""
    least = min(p["peak_mb"] for p in points)
    return max(0, point["peak_mb"] - least) * 2 ** 20 / point["tasks"] if point["tasks"] >= 10_000 else 0


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("report", type=pathlib.Path)
    parser.add_argument("--vm", type=pathlib.Path)
    parser.add_argument("--grading", type=pathlib.Path)
    parser.add_argument("--readme", type=pathlib.Path)
    parser.add_argument("--svg", type=pathlib.Path)
    options = parser.parse_args()
    report = json.loads(options.report.read_text())
    vm, grading = (json.loads(f.read_text()) if f else None for f in (options.vm, options.grading))
    text = table(report, vm, grading)
    print(text)
    if options.svg:
        options.svg.write_text(chart(report))
    if options.readme:
        begin, end = "<!-- speed -->", "<!-- /speed -->"
        readme = options.readme.read_text()
        before, rest = readme.split(begin)
        options.readme.write_text(before + begin + "\n" + text + "\n" + end + rest.split(end)[1])


if __name__ == "__main__":
    main()
