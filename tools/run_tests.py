#!/usr/bin/env python3
"""The whole test run: build, unit tests, black-box tests on both databases, the web app in a browser,
TSan, fuzz smoke, tidy.

Names on the command line pick steps (see STEPS); without any, all run, a few at a time.
The last line is `N passed, N failed`; the exit status is 0 when nothing failed."""
import os
import re
import signal
import subprocess
import sys
import tempfile
import threading
import time
import traceback

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
LOGS = os.path.join(ROOT, "build", "logs")
STEPS = {"unit", "api", "web", "tsan", "fuzz", "tidy"}
COUNTERS = [  # (pattern, group that passed, group that failed): one per kind of runner
    (re.compile(r"^\[  PASSED  \] (\d+) test", re.M), 1, 0),
    (re.compile(r"^\[  FAILED  \] (?:tests: )?(\d+) test", re.M), 0, 1),
    (re.compile(r"^# pass (\d+)$", re.M), 1, 0),
    (re.compile(r"^# fail (\d+)$", re.M), 0, 1),
    (re.compile(r"^ℹ pass (\d+)$", re.M), 1, 0),
    (re.compile(r"^ℹ fail (\d+)$", re.M), 0, 1),
    (re.compile(r"^ +Tests +.*?(\d+) passed", re.M), 1, 0),  # vitest
    (re.compile(r"^ +Tests +(\d+) failed", re.M), 0, 1),
    (re.compile(r"^(\d+) passed, (\d+) failed$", re.M), 1, 2),
]


def unit_tests(flavour, suites=None):
    """Paths of the unit test programs of one build flavour."""
    folder = os.path.join(ROOT, "build", flavour)
    names = sorted(n for n in os.listdir(folder) if n.endswith("_test"))
    if suites:
        names = [n for n in names if n in suites]
    return [os.path.join(folder, n) for n in names]


class Run:
    """Counts of the whole run; one job prints its output only when it fails."""

    def __init__(self):
        self.passed = 0
        self.failed = 0
        self.lock = threading.Lock()

    def job(self, name, command, environment=None, limit_s=600):
        started = time.monotonic()
        log = os.path.join(LOGS, re.sub(r"\W+", "-", name) + ".log")
        with open(log, "wb") as out:
            code, cpu_s = run_limited(command, {**os.environ, **(environment or {})}, out, limit_s)
        with open(log, encoding="utf-8", errors="replace") as file:
            text = file.read()
        passed, failed = count(text)
        if code != 0 and failed == 0:
            failed = 1
        if passed + failed == 0:
            passed = 1
        with self.lock:
            self.passed += passed
            self.failed += failed
            mark = "ok  " if failed == 0 else "FAIL"
            print(f"{mark} {name}: {passed} passed, {failed} failed, "
                  f"{time.monotonic() - started:.1f} s ({cpu_s:.1f} s CPU)", flush=True)
            if failed:
                print(f"---- {name} ended with {code}; the end of {os.path.relpath(log, ROOT)}:")
                print(text[-6000:], flush=True)
        return failed == 0


def run_limited(command, environment, out, limit_s):
    """What a command ended with, and the CPU seconds of it and of what it waited for."""
    child = subprocess.Popen(command, cwd=ROOT, stdout=out, stderr=subprocess.STDOUT,
                             stdin=subprocess.DEVNULL, env=environment)
    late = threading.Event()

    def end():
        late.set()
        os.kill(child.pid, signal.SIGKILL)  # not child.kill(), which may wait for it first

    timer = threading.Timer(limit_s, end)
    timer.start()
    _, status, usage = os.wait4(child.pid, 0)
    timer.cancel()
    child.returncode = os.waitstatus_to_exitcode(status)
    return "time limit" if late.is_set() else child.returncode, usage.ru_utime + usage.ru_stime


def count(text):
    passed = failed = 0
    for pattern, good, bad in COUNTERS:
        for match in pattern.finditer(text):
            passed += int(match.group(good)) if good else 0
            failed += int(match.group(bad)) if bad else 0
    return passed, failed


def in_parallel(jobs, width=(os.cpu_count() or 2) + 1):
    """Runs thunks, at most `width` at a time: one more than there are cores, for much of it waits.
    Returns how many broke off."""
    queue = list(jobs)
    broken = []
    lock = threading.Lock()

    def work():
        while True:
            with lock:
                if not queue:
                    return
                job = queue.pop(0)
            try:
                job()
            except Exception:  # the lane goes on with the next
                traceback.print_exc()
                broken.append(job)

    threads = [threading.Thread(target=work) for _ in range(width)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return len(broken)


def start_postgres(folder):
    text = subprocess.run(["tools/postgres", "start", folder, "--no-fsync"], cwd=ROOT, check=True,
                          stdout=subprocess.PIPE, text=True).stdout
    return text.strip().split("\n")[-1]


def make_template(run, connection):
    """A database that has its tables already, for others to be copied from: its name, or none."""
    name = "docket_template"
    script = 'psql "$1" -q -c "CREATE DATABASE $2" && build/asan/docket migrate --data "$3" --database "$4"'
    with tempfile.TemporaryDirectory(prefix="docket-template-") as folder:
        made = run.job("tables to copy", ["sh", "-c", script, "sh", connection, name, folder,
                                          re.sub(r"dbname=\S+", f"dbname={name}", connection)])
    return name if made else ""


def api_jobs(run, connection):
    """Every black-box file, once on each database."""
    template = make_template(run, connection)
    folder = os.path.join(ROOT, "test", "api")
    files = sorted(n for n in os.listdir(folder) if n.endswith(".test.mjs"))
    for store in ("sqlite", "postgres"):
        for name in files:
            with open(os.path.join(folder, name), encoding="utf-8") as file:
                only = re.search(r"^// stores: (\w+)$", file.read(), re.M)
            if only and only.group(1) != store:
                continue
            yield lambda store=store, name=name: run.job(
                f"api {store} {name}", ["node", "--test", "--test-reporter=tap",
                                        os.path.join("test", "api", name)],
                {"DOCKET_TEST_STORE": store, "DOCKET_TEST_POSTGRES": connection,
                 "DOCKET_TEST_TEMPLATE": template})


def web_jobs(run):
    """The web app: types, lint, components, and Chromium against the release binary."""
    in_web = ["tools/with_node", "npm", "--prefix", "web", "run", "--silent"]
    folder = os.path.join(ROOT, "test", "web")
    names = [n for n in os.listdir(folder) if n.endswith(".test.mjs") and n not in ALONE]
    yield lambda: run.job("web components", in_web + ["test"], {"NO_COLOR": "1"})
    for name in sorted(names, key=lambda n: LONGEST.index(n) if n in LONGEST else len(LONGEST)):
        yield lambda name=name: browser_job(run, name)
    yield lambda: run.job("web check", in_web + ["check"])


ALONE = ["lighthouse.test.mjs"]  # measures: nothing else runs beside it
LONGEST = [name + ".test.mjs" for name in ("screens", "states", "moments", "journeys", "holds", "calendar", "hours", "session", "newcomer")]


def browser_job(run, name):
    return run.job(f"web {name}", ["tools/with_node", "node", "--test", "--test-reporter=tap",
                                   os.path.join("test", "web", name)],
                   {"DOCKET_BINARY": os.path.join(ROOT, "build", "release", "docket")}, limit_s=1200)


TSAN_TESTS = {"sqlite_test", "db_test", "recall_test", "journal_test", "timers_test", "run_test", "rush_test",
              "rush_look_test", "rush_together_test", "workers_test", "memory_test", "rate_test", "http_park_test", "account_test"}


def main():
    os.makedirs(LOGS, exist_ok=True)
    wanted = set(sys.argv[1:]) or STEPS
    if wanted - STEPS:
        print(f"no such step: {', '.join(sorted(wanted - STEPS))}; there are {', '.join(sorted(STEPS))}")
        return 2
    run = Run()
    with tempfile.TemporaryDirectory(prefix="docket-pg-", ignore_cleanup_errors=True) as folder:
        connection = start_postgres(folder)
        environment = {"DOCKET_TEST_POSTGRES": connection, "DOCKET_SOURCE": ROOT}
        try:
            built = True
            flavours = ["asan"] + [name for name, step in (("tsan", "tsan"), ("release", "web"))
                                   if step in wanted]
            for flavour in flavours:
                only = ["docket", *sorted(TSAN_TESTS)] if flavour == "tsan" else []
                built = run.job(f"build {flavour}", ["tools/build", flavour, *only]) and built
            if built:
                # The longest first, so that no lane is left with it at the end.
                browser = list(web_jobs(run)) if "web" in wanted else []
                jobs = browser[:1]
                if "tidy" in wanted:
                    jobs.append(lambda: run.job("tidy", ["python3", "tools/tidy.py"]))
                if "unit" in wanted:
                    jobs += [lambda path=path: run.job("unit " + os.path.basename(path), [path],
                                                       environment)
                             for path in unit_tests("asan")]
                if "tsan" in wanted:
                    jobs += [lambda path=path: run.job("tsan " + os.path.basename(path), [path],
                                                       {**environment, "DOCKET_TEST_QUICK": "1"})
                             for path in unit_tests("tsan", TSAN_TESTS)]
                    jobs.append(lambda: run.job(
                        "tsan storm", ["node", "--test", "--test-reporter=tap",
                                       "test/api/storm.test.mjs"],
                        {"DOCKET_BINARY": os.path.join(ROOT, "build", "tsan", "docket"),
                         "DOCKET_TEST_STORE": "sqlite", "DOCKET_TEST_QUICK": "1",
                         "DOCKET_TEST_POSTGRES": connection,
                         "TSAN_OPTIONS": "halt_on_error=1"}))
                if "api" in wanted:
                    jobs += list(api_jobs(run, connection))
                if "fuzz" in wanted:
                    jobs.append(lambda: run.job("fuzz", ["tools/fuzz", "--smoke"]))
                run.failed += in_parallel(jobs + browser[1:])
                for name in ALONE if "web" in wanted else []:
                    browser_job(run, name)
        finally:
            subprocess.run(["tools/postgres", "stop", folder], cwd=ROOT, check=False)
    print(f"{run.passed} passed, {run.failed} failed", flush=True)
    return 0 if run.failed == 0 else 1


if __name__ == "__main__":
    sys.exit(main())
