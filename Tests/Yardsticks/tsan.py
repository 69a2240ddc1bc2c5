#!/usr/bin/env python3
"""Reads the reports of a run under the thread sanitizer and names those that are races.

    tsan.py FILE...

The slow path of Synchronization.Mutex lies in a library without instruments: where two threads wait for one lock, the sanitizer does
not see that one came after the other and reports both. A report is left out when both of its accesses happen inside of a closure that
a lock gives its value to (`withLock`, "YuYT" in the mangled name: inout sending in, sending out), and counted.
Exit code 0 without a race, 1 with one.
"""
import re, sys

ACCESS = re.compile(r"^  (?:Previous )?(?:\w+ )*(?:[Rr]ead|[Ww]rite|[Mm]odifying access)[^\n]*:\n((?:    #\d[^\n]*\n)+)", re.M)
LOCKED = re.compile(r"zYuYT|Vyx_GzYuYT|_GzYuYT")


def is_locked(stack):
    return any(LOCKED.search(frame) for frame in stack.split("\n")[:8])


def main():
    races, left_out = [], 0
    for path in sys.argv[1:]:
        with open(path, errors="replace") as file:
            for report in file.read().split("WARNING: ThreadSanitizer: ")[1:]:
                stacks = ACCESS.findall(report)[:2]
                if len(stacks) == 2 and all(map(is_locked, stacks)):
                    left_out += 1
                else:
                    races.append(report)
    for report in races:
        print("WARNING: ThreadSanitizer: " + report)
    print(f"{len(races)} races; {left_out} reports of two accesses under a contended lock left out")
    return 1 if races else 0


if __name__ == "__main__":
    sys.exit(main())
