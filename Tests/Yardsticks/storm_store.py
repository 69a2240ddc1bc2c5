#!/usr/bin/env python3
"""Kills, full disks and failing syncs in random order, for minutes: what was told and what is in the log must agree exactly.

usage: storm_store.py FERA_BENCH [FERA] [--minutes 10] [--seed N]

The disk is the real one; a small library loaded before the C library (faulty_disk.c, compiled with cc) lets the n-th write fail with
ENOSPC or EIO, or the n-th sync with EIO, so many times. With FERA half of the time goes to the real server: owners who answer over HTTP,
send again what was refused, and find after each restart every accepted answer once and in its place (kill_server.py). The rest goes to
`fera-bench store --storm`: 64 writers; after each round the log must hold what was accepted where it was said to be, nothing that was
refused for good, and beyond that at most what heard nothing. Prints counts; exits 1 at the first violation.
"""
import argparse
import http.client
import json
import mmap
import os
import random
import shutil
import struct
import subprocess
import sys
import tempfile
import threading
import time

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import kill_server  # noqa: E402

FULL, WRITE_ERROR, SYNC_ERROR = 1, 2, 3
NAMES = {FULL: "full disks", WRITE_ERROR: "failing writes", SYNC_ERROR: "failing syncs"}


class Disk:
    """The control file of the shim, and the environment that loads it."""

    def __init__(self, folder, data):
        self.library = folder + "/faulty_disk.so"
        source = os.path.join(os.path.dirname(os.path.abspath(__file__)), "faulty_disk.c")
        subprocess.run(["cc", "-O2", "-shared", "-fPIC", "-o", self.library, source, "-ldl"], check=True)
        path = folder + "/control"
        with open(path, "wb") as file:
            file.write(bytes(16))
        self.file = open(path, "r+b")
        self.numbers = mmap.mmap(self.file.fileno(), 16)
        os.makedirs(data, mode=0o700, exist_ok=True)
        self.environment = {"LD_PRELOAD": self.library, "FAULTY_CONTROL": path, "FAULTY_FOLDER": data}
        self.armed = {kind: 0 for kind in NAMES}
        self.met = 0

    def arm(self, kind):
        self.armed[kind] += 1
        struct.pack_into("<III", self.numbers, 0, kind, random.choice([0, 1, 2, 3, random.randrange(60)]), random.choice([1, 1, 2, 3, random.randrange(60)]))

    def heal(self):
        self.numbers[0:4] = bytes(4)
        self.met += struct.unpack_from("<I", self.numbers, 12)[0]
        self.numbers[12:16] = bytes(4)

    def rage(self, seconds):
        """Arms and heals until the time is over; leaves it armed now and then, so that a kill falls into a fault."""
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            self.arm(random.choice(list(NAMES)))
            time.sleep(random.uniform(0.002, 0.12))
            if random.random() < 0.7:
                self.heal()
                time.sleep(random.uniform(0, 0.08))


def storm(bench, folder, end):
    """Rounds of the store alone. Each writes on in the same folder."""
    data, ledger = folder + "/store", folder + "/ledger"
    disk = Disk(folder, data)
    open(ledger, "w").close()
    rounds, last = 0, ""
    while time.monotonic() < end:
        rounds += 1
        with open(folder + "/round", "wb") as out:
            process = subprocess.Popen([bench, "store", "--storm", data, ledger], stdout=out, stderr=subprocess.PIPE, env={**os.environ, **disk.environment})
        disk.rage(random.uniform(0.3, 3))
        if process.poll() is not None:
            kill_server.violation(f"the store ended by itself: {process.stderr.read().decode()}")
            return
        process.kill()
        process.wait()
        disk.heal()
        with open(folder + "/round", "rb") as file:
            heard = file.read()
        with open(ledger, "ab") as file:
            file.write(heard[:heard.rfind(b"\n") + 1])
        settled = subprocess.run([bench, "store", "--settle", data, ledger], capture_output=True, text=True)
        if settled.returncode:
            kill_server.violation(f"round {rounds}: {settled.stdout}{settled.stderr}")
            return
        last = settled.stdout.strip()
        # A folder of its own again before checks take longer than storms.
        if os.path.getsize(data + "/fera.sqlite") > 150 << 20:
            print(f"store: {last}", flush=True)
            shutil.rmtree(data)
            os.makedirs(data, mode=0o700)
            open(ledger, "w").close()
    print(f"store: {rounds} kills, {describe(disk)}: {last}, {len(kill_server.violations)} violations", flush=True)


def describe(disk):
    return f"{', '.join(f'{disk.armed[kind]} {name}' for kind, name in NAMES.items())} armed, {disk.met} calls failed"


class Owner(kill_server.Client):
    """Answers as fast as they are asked; what was refused is sent again with the same id until it is heard."""

    refused = 0

    def burst(self):
        while True:
            if self.pending is None:
                self.compose()
            try:
                status, reply = self.post(self.pending)
            except (OSError, http.client.HTTPException, ValueError):
                return
            if status in (429, 500, 503):
                self.refused += 1
                time.sleep(0.005)
                continue
            self.pending = None
            if status == 409:
                return
            if status != 200:
                return kill_server.violation(f"{self.name}: {status} {reply}")


def serve(binary, folder, end):
    """Rounds of the real server."""
    data = folder + "/data"
    disk = Disk(folder, data)
    server = kill_server.Server(binary, folder)
    made = json.loads(server.run("token", "create", "--data", data, "--person", "The manager", "--roles", "manager,admin", "--json"))
    server.environment.update(disk.environment)
    server.start()
    try:
        manager = kill_server.Caller(server, made["token"])
        owners = [Owner(server, manager, f"o{n}") for n in range(8)]
        rounds = 0
        while time.monotonic() < end and not kill_server.violations:
            rounds += 1
            threads = [threading.Thread(target=owner.burst) for owner in owners]
            for thread in threads:
                thread.start()
            disk.rage(random.uniform(0.3, 2))
            server.kill()
            for thread in threads:
                thread.join()
            disk.heal()
            server.start()
            for owner in owners:
                owner.owner.close()
            manager.close()
            for owner in owners:
                owner.check()
        server.stop()
        done = subprocess.run([binary, "doctor", "--data", data], capture_output=True, text=True, env=server.environment)
        if any(line.startswith("✗") for line in done.stdout.splitlines()):
            kill_server.violation(done.stdout)
        accepted, refused = sum(len(owner.accepted) for owner in owners), sum(owner.refused for owner in owners)
        print(f"server: {rounds} kills, {describe(disk)}: {sum(owner.sent for owner in owners)} answers sent, {refused} refusals, "
              f"{accepted} accepted in the last interviews, {len(kill_server.violations)} violations", flush=True)
    finally:
        if server.process and server.process.poll() is None:
            server.kill()


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("bench")
    parser.add_argument("fera", nargs="?")
    parser.add_argument("--minutes", type=float, default=10)
    parser.add_argument("--seed", type=int, default=None)
    options = parser.parse_args()
    seed = options.seed if options.seed is not None else random.randrange(1 << 30)
    random.seed(seed)
    print(f"seed {seed}", flush=True)
    seconds = options.minutes * 60
    folders = []
    for run, binary in ((serve, options.fera), (storm, options.bench)):
        if binary is None or kill_server.violations:
            continue
        folders.append(tempfile.mkdtemp(prefix="fera-storm-"))
        share = seconds / 2 if options.fera else seconds
        run(os.path.abspath(binary), folders[-1], time.monotonic() + share)
    if kill_server.violations:
        print(f"what is there is left in {' '.join(folders)}", file=sys.stderr)
        sys.exit(1)
    for folder in folders:
        shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    main()
