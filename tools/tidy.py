#!/usr/bin/env python3
"""Taste as a test: arrows between rooms, banned calls, sizes, dead files, numbered schema.

Prints one line per finding and `N passed, N failed` (a check is one test)."""
import os
import re
import statistics
import subprocess
import sys

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
FLOOR = ["base", "db", "net", "journal", "operation"]
ROOMS = ["edition", "account", "listing", "calendar", "search", "booking", "chat", "notify"]
TOP = ["face", "app"]
# Which rooms each may include; a room of ROOMS may also include a sibling's public header.
ARROWS = {
    "base": set(),
    "db": {"base"},
    "net": {"base"},
    "journal": {"base", "db"},
    "operation": {"base", "db", "journal"},
    "face": {"base", "net", "operation", "edition"},
    "app": set(FLOOR + ROOMS + ["face"]),
    **{room: {"base", "db", "journal", "operation"} for room in ROOMS},
    "edition": {"base", "operation"},
}
OUTSIDE = {"sqlite3.h": "db", "libpq-fe.h": "db", "microhttpd.h": "net", "sodium.h": "base",
           "zlib.h": "net", "libical/ical.h": "calendar/rules.c", "curl/curl.h": "net", "wslay/wslay.h": "net"}
BANNED = {  # call → why, and the files that may
    r"\b(strcpy|strcat|sprintf|vsprintf|gets|strtok|atoi|atol|atof|strncpy|strncat)\s*\(":
        ("unbounded or silently wrong", ()),
    r"\b(localtime|gmtime|mktime|strftime|asctime|ctime)(_r)?\s*\(":
        ("zones come from base/zone", ()),
    r"\b(time\s*\(\s*(NULL|0|&)|gettimeofday\s*\(|clock_gettime\s*\()":
        ("the wall clock is base/clock's", ("src/base/clock.c",)),
    r"\b(rand|random|srand|drand48)\s*\(": ("randomness is base/random's", ()),
    r"\b(system|popen)\s*\(": ("no shells", ()),
    r"\b(alloca)\s*\(": ("no unbounded stacks", ()),
    r"\b(strtod|strtof)\s*\(": ("no number passes through a double", ()),
    r"\b(double|float)\b": ("exact numbers; only distances may", (
        "src/listing/listing.c", "src/listing/listing.h", "src/search/",
        "src/calendar/test_travel.h")),
}
SQL = re.compile(r'"\s*(SELECT |INSERT INTO |UPDATE \w+ SET|DELETE FROM |CREATE TABLE|SAVEPOINT)')
LOOSE = re.compile(r"\b(TODO|FIXME|HACK)\b|assert_true\((1|true)\)")


def source_files():
    text = subprocess.run(["git", "ls-files", "-co", "--exclude-standard", "src", "fuzz"], cwd=ROOT,
                          check=True, stdout=subprocess.PIPE, text=True).stdout
    return sorted(p for p in text.split() if p.endswith((".c", ".h"))
                  and os.path.exists(os.path.join(ROOT, p)))


def read(path):
    with open(os.path.join(ROOT, path), encoding="utf-8") as file:
        return file.read()


def code_only(text):
    """The text with comments and string literals blanked, lines kept."""
    def blank(match):
        return re.sub(r"[^\n]", " ", match.group(0))
    return re.sub(r'/\*.*?\*/|//[^\n]*|"(?:\\.|[^"\\\n])*"', blank, text, flags=re.S)


def room_of(path):
    parts = path.split("/")
    return parts[1] if parts[0] == "src" and len(parts) > 2 else None


def check_arrows(files):
    for path, text in files.items():
        room = room_of(path)
        for name in re.findall(r'^#include "([^"]+)"', text, re.M):
            target = name.split("/")[0]
            if room is None or target == room:
                continue
            if room in ROOMS and target in ROOMS:
                if name != f"{target}/{target}.h":
                    yield f"{path}: a sibling's public header only, not {name}"
            elif target not in ARROWS.get(room, set()):
                if not (path.endswith("_test.c") and room in ROOMS + TOP):
                    yield f"{path}: {room} may not include {name}"
        for name in re.findall(r"^#include <([^>]+)>", text, re.M):
            owner = OUTSIDE.get(name)
            own_test = f"src/{owner}".replace(".c", "_test.c")
            if owner and path != own_test and not f"{path}/".startswith(f"src/{owner}/"):
                yield f"{path}: only {owner} includes <{name}>"


def is_test(path):
    """A test, or a header that only tests include (test_store.h)."""
    return path.endswith("_test.c") or os.path.basename(path).startswith("test_")


def check_banned(files):
    for path, text in files.items():
        if is_test(path) or path.startswith("fuzz/"):
            continue
        code = code_only(text)
        for pattern, (why, allowed) in BANNED.items():
            if any(path.startswith(prefix) for prefix in allowed):
                continue
            for match in re.finditer(pattern, code):
                yield f"{path}:{code.count(chr(10), 0, match.start()) + 1}: {match.group(0)} {why}"


def check_sql(files):
    for path, text in files.items():
        if path.endswith("_db.c") or is_test(path) or room_of(path) == "db":
            continue
        for match in SQL.finditer(text):
            yield f"{path}:{text.count(chr(10), 0, match.start()) + 1}: SQL outside *_db.c"


def check_loose_ends(files):
    for path, text in files.items():
        for match in LOOSE.finditer(text):
            yield f"{path}:{text.count(chr(10), 0, match.start()) + 1}: {match.group(0)}"


def check_lines(files):
    for path, text in files.items():
        lines = text.split("\n")
        for number, line in enumerate(lines, 1):
            if len(line) > 100:
                yield f"{path}:{number}: {len(line)} columns"
            if line.rstrip() != line:
                yield f"{path}:{number}: white space at the end"
        limit = 180 if path.endswith(".h") else 800
        if len(lines) > limit:
            yield f"{path}: {len(lines)} lines, at most {limit}"


def function_lengths(files):
    paths = [p for p in files if p.endswith(".c")]
    text = subprocess.run(["ctags", "--c-kinds=f", "--fields=+ne", "-f", "-", *paths], cwd=ROOT,
                          check=True, stdout=subprocess.PIPE, text=True).stdout
    for line in text.splitlines():
        parts = line.split("\t")
        first = re.search(r"\tline:(\d+)", line)
        last = re.search(r"\tend:(\d+)", line)
        if first and last:
            yield parts[1], parts[0], int(last.group(1)) - int(first.group(1)) + 1


def check_functions(files):
    lengths = list(function_lengths(files))
    for path, name, length in lengths:
        if length > 70:
            yield f"{path}: {name} has {length} lines, at most 70"
    ours = sorted(length for path, _, length in lengths if not path.endswith("_test.c"))
    if ours:
        median, p90 = statistics.median(ours), ours[int(len(ours) * 0.9)]
        print(f"     functions: {len(ours)}, median {median:g}, p90 {p90} lines")
        if median > 15 or p90 > 50:
            yield f"functions: median {median:g} (at most 15), p90 {p90} (at most 50)"


def check_dead_headers(files):
    everything = "\n".join(files.values())
    for path in files:
        if path.endswith(".h") and f'#include "{path[len("src/"):]}"' not in everything:
            yield f"{path}: included by nobody"


def check_schema(_files):
    names = sorted(os.listdir(os.path.join(ROOT, "schema")))
    numbers = sorted({name.split("-")[0] for name in names})
    for name in names:
        if not re.fullmatch(r"\d{4}-[a-z-]+(\.(sqlite|pg))?\.sql", name):
            yield f"schema/{name}: not NNNN-name[.sqlite|.pg].sql"
    if numbers != [f"{i:04d}" for i in range(1, len(numbers) + 1)]:
        yield "schema/: numbers are not 0001, 0002 … without gaps"


def check_format(files):
    result = subprocess.run(["clang-format", "--dry-run", "--ferror-limit=1", "-Werror", *files],
                            cwd=ROOT, stderr=subprocess.PIPE, text=True, check=False)
    for match in re.finditer(r"^(\S+?):\d+:\d+: error", result.stderr, re.M):
        yield f"{match.group(1)}: not formatted (make format)"


CHECKS = [check_arrows, check_banned, check_sql, check_loose_ends, check_lines, check_functions,
          check_dead_headers, check_schema, check_format]


def main():
    files = {path: read(path) for path in source_files()}
    passed = failed = 0
    for check in CHECKS:
        findings = list(check(files))
        for finding in findings[:40]:
            print(finding)
        failed += bool(findings)
        passed += not findings
    print(f"{passed} passed, {failed} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
