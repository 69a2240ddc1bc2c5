# Fera's commands. `make demo` and `make test` are all that a fresh machine with Swift 6.3 needs; the rest is for working on it.
#
#   make demo                play one whole handover in the terminal, then serve it on http://127.0.0.1:8080
#   make demo SERVE=0        end after the play
#   make demo FROM=DIR       play a folder of account files of your own
#   make demo PORT=N         serve on another port
#   make test                hold the walls and run every test
#   make build               build the program in release: .build/release/fera
#   make bench               measure: docs/benchmarks.md
#   make format lint         lay the code out, or say where it is not
#   make tsan asan           run the tests under a sanitizer
#   make fuzz SECONDS=60     give invented bytes to every reader of bytes from outside, so long each; TARGET=csv takes one
#   make browser             run the page's tests in a real browser (Playwright, pytest and Chromium have to be there)
#   make assets              rewrite the table of embedded files

SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help
.PHONY: help deps build demo test bench format lint tsan asan fuzz browser assets clean

SERVE ?= 1
FROM ?=
PORT ?=
BENCH ?= all
SECONDS_EACH := $(or $(SECONDS),60)
TARGET ?=
# lld, because the default linker warns of a function that Foundation uses inside and nobody here calls.
RELEASE := -c release --static-swift-stdlib -Xswiftc -use-ld=lld
FORMATTED := Package.swift Sources Tests

help:
	@sed -n 's/^#   //p' Makefile

# The system libraries that Fera is built with. Nothing happens when all are there.
deps:
	@.ci/deps

build: deps
	swift build $(RELEASE) --product fera

demo: build
	.build/release/fera demo $(if $(filter 0,$(SERVE)),--no-serve) $(if $(FROM),--from '$(FROM)') $(if $(PORT),--port $(PORT))

# The compiler lets a room import what only its neighbours declare: the first command exits 1 on that, even where it prints
# "Build complete!". The tests of Tests/WallsTests hold the same from the other side. One test at a time: many of them use both
# cores by themselves, and servers that are starved of time tell nothing. What failed is said again at the end.
test: deps
	swift build --build-tests --explicit-target-dependency-import-check error
	@mkdir -p .build
	swift test --skip-build --no-parallel 2>&1 | tee .build/tests.log || { echo; echo "What failed:"; grep -a '^✘' .build/tests.log; exit 1; }

bench: deps
	swift build $(RELEASE) --product fera-bench
	swift build $(RELEASE) --product fera
	.build/release/fera-bench $(BENCH)

format:
	swift format format --in-place --recursive --parallel $(FORMATTED)

lint:
	swift format lint --strict --recursive --parallel $(FORMATTED)

# Builds of their own, so that the next `make test` does not begin from nothing.
# The thread sanitizer cannot see a lock that is waited for, so its reports are read by a script that knows one by its closures.
tsan: deps
	@mkdir -p .build && rm -f .build/tsan-report.*
	TSAN_OPTIONS="exitcode=0 log_path=$(CURDIR)/.build/tsan-report" swift test --no-parallel --sanitize=thread --scratch-path .build/tsan
	@touch .build/tsan-report.none
	python3 Tests/Yardsticks/tsan.py .build/tsan-report.*

# XCTest leaks by itself, so leaks are not looked for.
asan: deps
	ASAN_OPTIONS=detect_leaks=0 swift test --no-parallel --sanitize=address --scratch-path .build/asan

# A build of its own, with instruments in every room. What was learned stays in .build/fuzz-corpus and is begun with the next time; a
# finding ends it and its input lies in .build/fuzz-found. FERA_FUZZ is what Package.swift looks for.
fuzz: deps
	FERA_FUZZ=1 swift build --product fera-fuzz --scratch-path .build/fuzz
	@for target in $(or $(TARGET),$$(.build/fuzz/debug/fera-fuzz)); do \
	    mkdir -p .build/fuzz-corpus/$$target .build/fuzz-found; \
	    ASAN_OPTIONS=detect_leaks=0 SWIFT_BACKTRACE=enable=no .build/fuzz/debug/fera-fuzz $$target -max_total_time=$(SECONDS_EACH) -timeout=20 \
	        -rss_limit_mb=3000 -artifact_prefix=.build/fuzz-found/$$target- -verbosity=0 -print_final_stats=1 \
	        .build/fuzz-corpus/$$target Tests/Fuzz/$$target > .build/fuzz-found/$$target.log 2>&1 \
	        || { tail -40 .build/fuzz-found/$$target.log; exit 1; }; \
	    echo "$$target: $$(sed -n 's/^stat::number_of_executed_units: *//p' .build/fuzz-found/$$target.log) inputs, no finding"; \
	done

browser:
	python3 -m pytest -q Tests/Browser

assets:
	Sources/CAssets/embed.sh

clean:
	swift package clean
