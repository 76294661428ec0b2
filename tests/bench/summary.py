#!/usr/bin/env python3
"""summary.py — a table and a picture of what strata-bench printed as JSON.

    strata-bench --json --threads 1 >run1.json      (several times)
    summary.py run1.json run2.json … --svg speed.svg >speed.md

Each layer counts with the median of its runs, each group with the geometric
mean of its layers. Python's own library is all that it needs.

SPDX-License-Identifier: LGPL-2.1-or-later
"""

import argparse
import csv
import json
import math
import pathlib
import statistics
from html import escape

L2_BYTES = 1 << 20  # where the machine does not tell
HERE = pathlib.Path(__file__).parent

GROUPS = [
    ("3×3, fits in L2", "3x3"),
    ("3×3, stride 2", "stride"),
    ("3×3, larger than L2", "large"),
    ("5×5 and 7×7", "wide"),
    ("depth multiplier 2 and 4", "multiplier"),
    ("dilated", "dilated"),
    ("channels first (NCHW)", "nchw"),
    ("pointwise", "pointwise"),
    ("separable", "separable"),
    ("separable, NCHW", "separable-nchw"),
]


def read_geometry():
    """What the tables of layers say of each name."""
    rows = {}
    for path in sorted((HERE / "layers").glob("*.csv")):
        with open(path, encoding="utf-8", newline="") as file:
            for row in csv.DictReader(file):
                rows[row["name"]] = row
    return rows


def layer_bytes(row):
    """Input and output, in float32."""
    stride = int(row["strides"].split("x")[0])
    pixels = int(row["height"]) * int(row["width"])
    channels = int(row["channels"])
    outputs = channels * int(row["multiplier"])
    return 4 * (pixels * channels + pixels * outputs // stride**2)


def group_of(row, l2_bytes):
    """The key of GROUPS that a layer belongs to."""
    nchw = row["format"] == "nchw"
    if row["kernel"] == "none":
        return "pointwise"
    if row["filters"]:
        return "separable-nchw" if nchw else "separable"
    if nchw:
        return "nchw"
    if row["multiplier"] != "1":
        return "multiplier"
    if row["dilation"] != "1x1":
        return "dilated"
    if row["kernel"] != "3x3":
        return "wide"
    if row["strides"] != "1x1":
        return "stride"
    return "large" if layer_bytes(row) > l2_bytes else "3x3"


def geomean(values):
    return math.exp(statistics.fmean(map(math.log, values)))


def best_ratio(layer, same_format):
    """How many times longer the best peer takes; None without one."""
    ratio = layer["ratio_same_format" if same_format else "ratio_any"]
    return ratio if ratio and ratio > 0 else None


def summarize(runs):
    """For each group: the names of its layers with three medians each."""
    geometry = read_geometry()
    l2_bytes = next((level["bytes"] for level in runs[0]["machine"]["levels"]
                     if level["name"] == "L2"), None) or L2_BYTES
    groups = {}
    for layer in runs[0]["layers"]:
        name = layer["name"]
        if name not in geometry or "gradient" in layer["kind"]:
            continue
        same = [other for run in runs for other in run["layers"]
                if (other["name"], other["kind"]) == (name, layer["kind"])]
        figures = []
        for pick in (lambda l: best_ratio(l, True),
                     lambda l: best_ratio(l, False),
                     lambda l: l["bound_fraction"]):
            values = [pick(other) for other in same]
            values = [value for value in values if value]
            figures.append(statistics.median(values) if values else None)
        key = group_of(geometry[name], l2_bytes)
        groups.setdefault(key, []).append((name, figures))
    return groups


def mean_of(layers, i):
    values = [figures[i] for _, figures in layers if figures[i]]
    return geomean(values) if values else None


def worst_of(layers):
    pairs = [(figures[0], name) for name, figures in layers if figures[0]]
    return min(pairs) if pairs else (None, "")


def number(value, unit=""):
    if value is None:
        return "–"
    return f"{value * 100:.0f} %" if unit == "%" else f"{value:.2f}"


def print_table(groups):
    print("| group | layers | best peer, same format | best peer, any layout "
          "| share of the bound | slowest layer |")
    print("| --- | --: | --: | --: | --: | --- |")
    for title, key in GROUPS:
        layers = groups.get(key)
        if not layers:
            continue
        ratio, name = worst_of(layers)
        print(f"| {title} | {len(layers)} | {number(mean_of(layers, 0))} "
              f"| {number(mean_of(layers, 1))} "
              f"| {number(mean_of(layers, 2), '%')} "
              f"| {number(ratio)} ({name}) |")


def print_layers(groups):
    print("\n| layer | same format | any layout | of the bound |")
    print("| --- | --: | --: | --: |")
    for _, key in GROUPS:
        for name, figures in groups.get(key, []):
            print(f"| {name} | {number(figures[0])} | {number(figures[1])} "
                  f"| {number(figures[2], '%')} |")


# The picture.

LEFT, WIDTH, BAR, GAP, TOP = 190, 760, 13, 16, 58
COLORS = ("#1c71d8", "#99c1f1")


def bar(x, y, value, scale, color):
    length = value * scale
    return (f'<rect x="{x}" y="{y}" width="{length:.1f}" height="{BAR - 1}" '
            f'rx="2" fill="{color}"/>'
            f'<text x="{x + length + 5:.1f}" y="{y + BAR - 3}" font-size="11" '
            f'paint-order="stroke" stroke="#ffffff" stroke-width="3">'
            f'{value:.2f}</text>')


def svg(groups, caption):
    shown = [(title, groups[key]) for title, key in GROUPS if key in groups]
    height = TOP + len(shown) * (2 * BAR + GAP) + 34
    most = max(mean_of(layers, i) or 1 for _, layers in shown for i in (0, 1))
    scale = (WIDTH - LEFT - 70) / most
    one = LEFT + scale
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH}" '
        f'height="{height}" viewBox="0 0 {WIDTH} {height}" '
        'font-family="sans-serif" fill="#241f31">',
        f'<rect width="{WIDTH}" height="{height}" rx="8" fill="#ffffff"/>',
        '<text x="16" y="24" font-size="14" font-weight="bold">'
        "Time of the best other library, divided by Strata's</text>",
    ]
    for x, color, text in ((16, COLORS[0], "that reads and writes this format"),
                           (250, COLORS[1], "of any layout of memory")):
        parts.append(f'<rect x="{x}" y="35" width="12" height="12" rx="2" '
                     f'fill="{color}"/><text x="{x + 18}" y="45" '
                     f'font-size="12">{text}</text>')
    bottom = TOP + len(shown) * (2 * BAR + GAP)
    parts.append(f'<line x1="{one:.1f}" y1="{TOP}" x2="{one:.1f}" '
                 f'y2="{bottom}" stroke="#c01c28" stroke-width="1.5" '
                 'stroke-dasharray="4 3"/>')
    for i, (title, layers) in enumerate(shown):
        y = TOP + i * (2 * BAR + GAP) + 6
        parts.append(f'<text x="{LEFT - 10}" y="{y + BAR + 3}" '
                     f'font-size="12" text-anchor="end">{escape(title)}</text>')
        for j in range(2):
            value = mean_of(layers, j)
            if value:
                parts.append(bar(LEFT, y + j * BAR, value, scale, COLORS[j]))
    parts.append(f'<text x="16" y="{height - 12}" font-size="11" '
                 f'fill="#5e5c64">{escape(caption)}</text></svg>')
    return "\n".join(parts) + "\n"


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("runs", nargs="+", metavar="RUN.json")
    parser.add_argument("--svg", metavar="FILE", help="write the picture here")
    parser.add_argument("--date", default="", help="said under the picture")
    options = parser.parse_args()

    runs = []
    for path in options.runs:
        with open(path, encoding="utf-8") as file:
            runs.append(json.load(file))
    groups = summarize(runs)
    machine = runs[0]["machine"]
    threads = runs[0]["threads"]
    isa = runs[0]["layers"][0]["isa"]
    caption = (f"{machine['model']}, {isa}, {threads} "
               f"thread{'s' if threads != 1 else ''}, float32; geometric means "
               f"of medians of {len(runs)} runs"
               + (f"; {options.date}" if options.date else ""))
    print(caption + ".\n")
    print_table(groups)
    print_layers(groups)
    if options.svg:
        pathlib.Path(options.svg).write_text(svg(groups, caption),
                                             encoding="utf-8")


if __name__ == "__main__":
    main()
