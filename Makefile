# Docket: make run | make test | make bench. Everything else is for people who work on it.
.PHONY: run build asan tsan test tidy bench fuzz clean format

EDITION ?=
LISTEN ?= 127.0.0.1:8080
# Each edition keeps its own people.
DATA ?= docket-data$(if $(EDITION),-$(EDITION))

run: build
	build/docket serve --demo$(if $(EDITION),=$(EDITION)) --listen $(LISTEN) --data $(DATA)

# A release binary at build/docket; installs compilers and libraries when they are missing.
build:
	@tools/install build
	@tools/build release
	@cp -f build/release/docket build/docket # -f: a server may be running from it

# The same with AddressSanitizer and UBSan, or ThreadSanitizer, as the tests use it.
asan tsan:
	@tools/install build test
	@tools/build $@

# Unit tests, black-box tests with real clients on SQLite and PostgreSQL, sanitizers, tidy.
test:
	@tools/install build test
	@python3 tools/run_tests.py $(TESTS)

tidy:
	@python3 tools/tidy.py

# Our path and its peers side by side, interleaved; results in bench/results/. BENCH="month storm": those alone.
bench: build
	@tools/install test bench
	@node bench/run.mjs $(BENCH)

# Each fuzzer for FUZZ_SECONDS (default 60).
fuzz:
	@tools/install build test
	@tools/fuzz $(FUZZ)

format:
	@git ls-files 'src/*.c' 'src/*.h' 'fuzz/*.c' | xargs clang-format -i

clean:
	rm -rf build
