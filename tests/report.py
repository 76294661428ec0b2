#!/usr/bin/env python3
"""report.py — every test case of a test run by name, and the counts.

Reads the testlog.json of `meson test`. A program that speaks TAP counts as the
cases that it reports, any other as one; one that ends badly without a failed
case to show for it counts as one failed case more.

SPDX-License-Identifier: LGPL-2.1-or-later
"""

import json
import re
import sys

TAP_LINE = re.compile(r"(not )?ok\b\s*(?:\d+\s*)?(?:-\s*)?(.*)")
GOOD_RESULTS = {"OK": "passed", "EXPECTEDFAIL": "passed", "SKIP": "skipped"}


def tap_cases(program, output):
    for line in output.splitlines():
        match = TAP_LINE.fullmatch(line.rstrip())
        if not match:
            continue
        name, _, directive = match[2].partition("#")
        word = directive.strip().lower()
        if word.startswith("skip"):
            verdict = "skipped"
        elif match[1] and not word.startswith("todo"):
            verdict = "failed"
        else:
            verdict = "passed"
        yield f"{program}: {name.strip()}", verdict


def program_cases(record):
    name = record["name"].split(" / ")[-1]
    cases = list(tap_cases(name, record.get("stdout", "")))
    result = record["result"]
    verdict = GOOD_RESULTS.get(result, "failed")
    if not cases:
        return [(name, verdict)]
    if verdict == "failed" and "failed" not in dict(cases).values():
        cases.append((f"{name}: ended with {result.lower()}", "failed"))
    return cases


def main(paths):
    counts = {"passed": 0, "failed": 0, "skipped": 0}
    for path in paths:
        try:
            with open(path, encoding="utf-8") as log:
                records = [json.loads(line) for line in log]
        except OSError as error:
            print(f"no test log: {error.strerror}: {path}")
            records = []
        records.sort(key=lambda record: record["name"])
        for record in records:
            for name, verdict in program_cases(record):
                counts[verdict] += 1
                print(f"{verdict:7}  {name}")
    if not any(counts.values()):
        counts["failed"] = 1
        print("failed   no test was run")
    summary = "{passed} passed, {failed} failed".format(**counts)
    if counts["skipped"]:
        summary += f", {counts['skipped']} skipped"
    print(summary)
    return 1 if counts["failed"] else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
