# report.awk — every test case of a test run by name, and the counts.
#
# Reads the testlog.txt of `meson test`. A program that speaks TAP counts as the
# cases that it reports, any other as one; one that ends badly without a failed
# case to show for it counts as one failed case more.
#
# SPDX-License-Identifier: LGPL-2.1-or-later

function begin_log() {
  split("", result)
  n_programs = closed = 0
  part = "head"
}

function begin_program() {
  full_name[++n_programs] = ""
  exit_text[n_programs] = ""
  planned[n_programs] = 0
  n_cases[n_programs] = 0
  part = "about"
}

function read_about(line) {
  if (sub(/^test: +/, "", line))
    full_name[n_programs] = line
  else if (sub(/^result: +/, "", line))
    exit_text[n_programs] = line
}

# What GLib and others write after the name: "# SKIP why" or "# TODO why".
function verdict_of(good, directive) {
  sub(/^[ \t]+/, "", directive)
  directive = tolower(directive)
  if (directive ~ /^skip/)
    return "skipped"
  return good || directive ~ /^todo/ ? "passed" : "failed"
}

function read_output(line,   good, directive, hash, i) {
  if (line ~ /^1\.\.[0-9]/)
    planned[n_programs] = 1
  if (line !~ /^(not )?ok($|[^A-Za-z0-9_])/)
    return
  good = line ~ /^ok/
  sub(/^(not )?ok[ \t]*/, "", line)
  sub(/^[0-9]+[ \t]*/, "", line)
  sub(/^-[ \t]*/, "", line)
  hash = index(line, "#")
  if (hash) {
    directive = substr(line, hash + 1)
    line = substr(line, 1, hash - 1)
    sub(/[ \t]+$/, "", line)
  }
  i = ++n_cases[n_programs]
  case_name[n_programs, i] = line
  case_verdict[n_programs, i] = verdict_of(good, directive)
}

# " 3/14 name   TIMEOUT   1.02s": only what ended badly has such a line.
function read_summary(line,   number, name, words) {
  number = line + 0
  if (line !~ /^ *[0-9]+\/[0-9]+ / || number > n_programs)
    return
  name = full_name[number]
  split(substr(line, index(line, name) + length(name)), words)
  result[number] = tolower(words[1])
}

# A test's output may look like anything, so that a heading counts only after
# the line that closes the block before it, and with the number that is due.
function read_line(line) {
  sub(/[ \t\r]+$/, "", line)
  if (line == "")
    return
  if ((closed || part == "head") && line ~ /^=+ [0-9]+\/[0-9]+ =+$/ &&
      index(line, "= " (n_programs + 1) "/"))
    begin_program()
  else if (closed && line == "Summary of Failures:")
    part = "summary"
  else if ((closed || part == "summary") && line ~ /^Ok: +[0-9]+$/)
    part = "end"
  else if (part == "about" && line ~ /^-+ (stdout|output) -+$/)
    part = "output"
  else if ((part == "about" || part == "output") && line ~ /^-+ stderr -+$/)
    part = "errors"
  else if (part == "about")
    read_about(line)
  else if (part == "output")
    read_output(line)
  else if (part == "summary")
    read_summary(line)
  closed = line ~ /^=+$/ && length(line) == 78
}

function sort_programs(   i, j) {
  for (i = 1; i <= n_programs; i++) {
    for (j = i; j > 1 && full_name[order[j - 1]] > full_name[i]; j--)
      order[j] = order[j - 1]
    order[j] = i
  }
}

function count(verdict, name) {
  counts[verdict]++
  printf "%-7s  %s\n", verdict, name
}

# What stands for a program that reports no cases.
function program_verdict(program) {
  if (program in result)
    return "failed"
  if (planned[program] || exit_text[program] == "exit status 77")
    return "skipped"
  return "passed"
}

function report_program(program,   name, i, failed) {
  name = full_name[program]
  sub(/^.* \/ /, "", name)
  if (n_cases[program] == 0) {
    count(program_verdict(program), name)
    return
  }
  for (i = 1; i <= n_cases[program]; i++) {
    count(case_verdict[program, i], name ": " case_name[program, i])
    failed = failed || case_verdict[program, i] == "failed"
  }
  if (program in result && !failed)
    count("failed", name ": ended with " result[program])
}

function report_log(path,   line, status, i) {
  begin_log()
  while ((status = (getline line < path)) > 0)
    read_line(line)
  if (status < 0) {
    print "no test log: " path
    return
  }
  close(path)
  sort_programs()
  for (i = 1; i <= n_programs; i++)
    report_program(order[i])
  # Which programs ended badly stands at the end only.
  if (n_programs > 0 && part != "end")
    count("failed", "the test log breaks off")
}

BEGIN {
  counts["passed"] = counts["failed"] = counts["skipped"] = 0
  for (argument = 1; argument < ARGC; argument++)
    report_log(ARGV[argument])
  if (counts["passed"] + counts["failed"] + counts["skipped"] == 0)
    count("failed", "no test was run")
  printf "%d passed, %d failed", counts["passed"], counts["failed"]
  if (counts["skipped"])
    printf ", %d skipped", counts["skipped"]
  printf "\n"
  exit counts["failed"] > 0
}
