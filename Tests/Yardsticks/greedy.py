#!/usr/bin/env python3
"""Attacks `fera serve` in every slow and greedy way at once, while somebody else asks, pings and looks whether it is alive.

usage: greedy.py BINARY [--seconds 60] [--only NAME,NAME] [--quiet-first 10] [--nice 5]

The workspace is a played demonstration. Attackers come from addresses of 127.0.0.0/8 that the limits concern, in processes of
their own at a lower priority, as their machines would not take this one's processor. Prints the probe's times before and during
the attack, what each attack got, and the server's resident memory; exits 1 when a probe fails or a p99 is 20 ms or more.
"""
import argparse
import errno
import json
import multiprocessing
import os
import random
import re
import select
import shutil
import signal
import socket
import struct
import subprocess
import sys
import tempfile
import threading
import time

GOAL_MS = 20.0


def connect(port, source=None, timeout=10):
    sock = socket.socket()
    sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    if source:
        sock.bind((source, 0))
    sock.settimeout(timeout)
    sock.connect(("127.0.0.1", port))
    return sock


def frame(opcode, payload=b"", final=True):
    head = bytes([(0x80 if final else 0) | opcode])
    if len(payload) < 126:
        head += bytes([0x80 | len(payload)])
    elif len(payload) < 65536:
        head += struct.pack("!BH", 0x80 | 126, len(payload))
    else:
        head += struct.pack("!BQ", 0x80 | 127, len(payload))
    return head + b"\0\0\0\0" + payload


def upgrade(port, path, token, source=None):
    sock = connect(port, source)
    sock.sendall((f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer {token}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                  "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n").encode())
    head = b""
    while b"\r\n\r\n" not in head:
        more = sock.recv(1)
        if not more:
            raise ConnectionError(head[:80])
        head += more
    if b" 101 " not in head:
        sock.close()
        raise ConnectionError(head[:80])
    return sock


class Swarm:
    """Non-blocking sockets of one attack; those that are shed are counted and replaced."""

    def __init__(self, port, count, tally, source, opening=b""):
        self.port, self.count, self.tally, self.source, self.opening = port, count, tally, source, opening
        self.socks = {}

    def fill(self, most=50):
        for _ in range(min(most, self.count - len(self.socks))):
            try:
                sock = connect(self.port, self.source(), 2)
                if self.opening:
                    sock.sendall(self.opening)
                sock.setblocking(False)
                self.socks[sock.fileno()] = sock
                self.tally["opened"] = self.tally.get("opened", 0) + 1
            except OSError as error:
                self.note(f"no connection {errno.errorcode.get(error.errno, error.errno)}")
                return

    def note(self, what):
        self.tally[what] = self.tally.get(what, 0) + 1

    def drop(self, sock, why):
        self.note(why)
        self.socks.pop(sock.fileno(), None)
        sock.close()

    def listen(self, read=65536):
        """Reads what came and finds out who was shed."""
        poll = select.poll()
        for number in self.socks:
            poll.register(number, select.POLLIN)
        for number, _ in poll.poll(0):
            sock = self.socks[number]
            try:
                data = sock.recv(read)
            except OSError:
                data = b""
            found = re.search(rb"HTTP/1\.1 (4\d\d|5\d\d)", data)
            if found:
                self.note("answered " + found.group(1).decode())
            if not data:
                self.drop(sock, "closed")

    def send(self, data):
        for sock in list(self.socks.values()):
            try:
                sock.send(data)
            except BlockingIOError:
                pass
            except OSError:
                self.drop(sock, "closed")


def one(address):
    return lambda: address


def many(low):
    """Another address each time."""
    return lambda: f"127.{low}.{random.randrange(1, 250)}.{random.randrange(1, 250)}"


def drip_heads(facts, tally, until):
    swarm = Swarm(facts["port"], 300, tally, many(1), b"GET /livez HT")
    while time.time() < until:
        swarm.fill()
        swarm.send(b"x")
        swarm.listen()
        time.sleep(0.5)


def drip_bodies(facts, tally, until):
    opening = b"POST /v1/sessions HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\nContent-Length: 60000\r\n\r\n{"
    swarm = Swarm(facts["port"], 300, tally, many(2), opening)
    while time.time() < until:
        swarm.fill()
        swarm.send(b" ")
        swarm.listen()
        time.sleep(0.5)


def never_read(facts, tally, until):
    request = b"GET /assets/js/main.js HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n"
    swarm = Swarm(facts["port"], 100, tally, many(3), request * 300)
    while time.time() < until:
        swarm.fill()
        for sock in list(swarm.socks.values()):
            try:
                sock.send(request * 50)
            except BlockingIOError:
                pass
            except OSError:
                swarm.drop(sock, "closed")
        time.sleep(0.3)


def half_open(facts, tally, until):
    swarm = Swarm(facts["port"], 3000, tally, many(4))
    while time.time() < until:
        swarm.fill(200)
        swarm.listen()
        time.sleep(0.1)


def one_address(facts, tally, until):
    swarm = Swarm(facts["port"], 2000, tally, one("127.5.0.1"))
    while time.time() < until:
        swarm.fill(50)
        swarm.listen()
        time.sleep(0.02)


def pipelining(facts, tally, until):
    swarm = Swarm(facts["port"], 8, tally, many(6))
    burst = b"GET /livez HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n" * 400
    while time.time() < until:
        swarm.fill()
        swarm.send(burst)
        swarm.listen()
        time.sleep(0.001)


def sockets(facts, count, tally, low):
    socks = []
    for number in range(count):
        try:
            sock = upgrade(facts["port"], facts["socket"], facts["mallory"], f"127.{low}.0.{number + 1}")
            sock.setblocking(False)
            socks.append(sock)
            tally["opened"] = tally.get("opened", 0) + 1
        except OSError as error:
            tally["refused"] = tally.get("refused", 0) + 1
            tally["why"] = str(error)[:60]
    return socks


def flood(socks, tally, until, data, read=True, pause=0.001):
    """Sends the same bytes on every socket for ever; what the kernel does not take is sent on from where it stopped."""
    rest = {sock: b"" for sock in socks}
    while time.time() < until and rest:
        for sock in list(rest):
            try:
                piece = rest[sock] or (data() if callable(data) else data)
                sent = sock.send(piece)
                rest[sock] = piece[sent:]
                tally["bytes"] = tally.get("bytes", 0) + sent
                if read:
                    while True:
                        got = sock.recv(65536)
                        if not got:
                            raise ConnectionError
                        tally["read"] = tally.get("read", 0) + len(got)
            except BlockingIOError:
                pass
            except OSError:
                tally["closed"] = tally.get("closed", 0) + 1
                del rest[sock]
        time.sleep(pause)


def never_pong(facts, tally, until):
    socks = sockets(facts, 100, tally, 7)
    while time.time() < until:
        for sock in list(socks):
            try:
                if not sock.recv(65536):
                    raise ConnectionError
            except BlockingIOError:
                pass
            except OSError:
                tally["closed"] = tally.get("closed", 0) + 1
                socks.remove(sock)
        time.sleep(0.5)


def tiny_frames(facts, tally, until):
    flood(sockets(facts, 10, tally, 8), tally, until, frame(9) * 5000)


def tiny_messages(facts, tally, until):
    flood(sockets(facts, 10, tally, 9), tally, until, frame(1, b'{"type":"ping"}') * 2000)


def tiny_messages_unread(facts, tally, until):
    flood(sockets(facts, 10, tally, 10), tally, until, frame(1, b'{"type":"ping"}') * 2000, read=False)


def huge_fragments(facts, tally, until):
    while time.time() < until:
        flood(sockets(facts, 10, tally, 11), tally, min(until, time.time() + 5), frame(1, b"A" * 30000, False) + frame(0, b"A" * 30000, False) * 20)


def detection(facts, tally, until):
    """Interviews are opened one after the other on a large record, so that the compute thread never rests."""
    for account in facts["accounts"]:
        if time.time() > until:
            break
        start = time.time()
        status, reply = call(facts["port"], facts["manager"], "POST", f"/v1/transfers/{facts['transfer']}/interviews", {"account_id": account})
        tally[f"answered {status}"] = tally.get(f"answered {status}", 0) + 1
        tally["longest ms"] = max(tally.get("longest ms", 0), int((time.time() - start) * 1000))


ATTACKS = [drip_heads, drip_bodies, never_read, half_open, one_address, pipelining, never_pong, tiny_frames, tiny_messages,
           tiny_messages_unread, huge_fragments, detection]


def call(port, token, method, path, body=None, sock=None, raw=None, kind="application/json"):
    data = raw if raw is not None else (b"" if body is None else json.dumps(body).encode())
    own = sock is None
    sock = sock or connect(port, timeout=60)
    sock.sendall(f"{method} {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer {token}\r\nContent-Type: {kind}\r\n"
                 f"Content-Length: {len(data)}\r\n\r\n".encode() + data)
    reply = b""
    while b"\r\n\r\n" not in reply:
        more = sock.recv(65536)
        if not more:
            raise ConnectionError("closed")
        reply += more
    head, _, rest = reply.partition(b"\r\n\r\n")
    length = int((re.search(rb"(?i)content-length: (\d+)", head) or [0, 0])[1])
    while len(rest) < length:
        rest += sock.recv(65536)
    if own:
        sock.close()
    return int(head[9:12]), json.loads(rest) if rest[:1] in b"{[" and rest else rest


class Probe:
    """One good client: is it alive, a ping over a socket, a question."""

    def __init__(self, facts):
        self.facts = facts
        self.http = connect(facts["port"], timeout=20)
        self.socket = upgrade(facts["port"], facts["probe_socket"], facts["asker"])
        self.socket.settimeout(20)
        self.buffer = b""
        self.failures = []
        self.pinged = 0

    def pong(self):
        self.socket.sendall(frame(1, b'{"type":"ping"}'))
        while b'"pong"' not in self.buffer:
            more = self.socket.recv(65536)
            if not more:
                raise ConnectionError("the socket was closed")
            self.buffer += more
        # The server's own pings are answered by the next message.
        self.buffer = b""

    def run(self, seconds):
        times = {"livez": [], "socket ping": [], "ask": []}
        end, number = time.time() + seconds, 0
        while time.time() < end:
            for name in times:
                start = time.perf_counter()
                try:
                    if name == "livez":
                        assert call(0, self.facts["asker"], "GET", "/livez", sock=self.http)[0] == 200
                    elif name == "socket ping":
                        # Slower than limits.frames_per_second: a good client is not held back.
                        if start - self.pinged < 0.06:
                            continue
                        self.pinged = start
                        self.pong()
                    elif number % 3 == 0:
                        status, reply = call(0, self.facts["asker"], "POST", "/v1/asks", {
                            "clone_id": self.facts["clone"], "question": "How often is their sandbox refreshed, and who does it?"}, sock=self.http)
                        assert status == 200, reply
                    else:
                        continue
                except Exception as error:
                    self.failures.append(f"{name}: {error!r}")
                    return times
                times[name].append((time.perf_counter() - start) * 1000)
            number += 1
            time.sleep(0.01)
        return times


def summary(times):
    worst, lines = 0.0, []
    for name, values in times.items():
        values.sort()
        if values:
            p99 = values[min(len(values) - 1, int(len(values) * 0.99))]
            worst = max(worst, p99)
            lines.append(f"{name} p50 {values[len(values) // 2]:.1f} p99 {p99:.1f} max {values[-1]:.1f} ms ({len(values)})")
    return worst, "; ".join(lines)


def resident(pid):
    found = re.search(r"VmRSS:\s+(\d+)", open(f"/proc/{pid}/status").read())
    return int(found.group(1)) // 1024


def processor(pid):
    fields = open(f"/proc/{pid}/stat").read().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def attack(function, facts, tally, until, nice):
    os.nice(nice)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    own = {}
    try:
        function(facts, own, until)
    except Exception as error:
        own["error"] = repr(error)[:200]
    tally.update(own)


def prepare(binary, folder):
    environment = dict(os.environ, FERA_DATA_KEYS_DIR=folder + "/keys")
    data = folder + "/data"
    config = folder + "/fera.json5"
    # The probe's address is exempt, the attackers' are not.
    open(config, "w").write('{limits: {exempt_addresses: ["127.0.0.1"]}, server: {drain_seconds: 1}}')

    def run(*words):
        done = subprocess.run([binary, *words, "--config", config], capture_output=True, text=True, env=environment)
        if done.returncode:
            raise RuntimeError(f"{words}: {done.stderr or done.stdout}")
        return done.stdout

    run("demo", "--no-serve", "--data", data)
    tokens = {name: json.loads(run("token", "create", "--data", data, "--person", person, "--json"))["token"]
              for name, person in [("asker", "Yusuf Demirel"), ("mallory", "Martin Oyelaran")]}
    tokens["manager"] = json.loads(run("token", "create", "--data", data, "--person", "A manager", "--roles", "manager", "--json"))["token"]
    process = subprocess.Popen([binary, "serve", "--data", data, "--port", "0", "--config", config], stdout=subprocess.PIPE, text=True, env=environment)
    port = None
    for line in process.stdout:
        found = re.search(r"http://127\.0\.0\.1:(\d+)", line)
        if found:
            port = int(found.group(1))
            threading.Thread(target=process.stdout.read, daemon=True).start()
            break
    facts = dict(tokens, port=port)
    status, clones = call(port, facts["asker"], "GET", "/v1/clones")
    facts["clone"] = clones["items"][0]["id"]
    for who, key in [("asker", "probe_socket"), ("mallory", "socket")]:
        status, reply = call(port, facts[who], "POST", "/v1/asks", {"clone_id": facts["clone"], "question": "Who is the champion?"})
        if status != 200:
            raise RuntimeError(f"{who} may not ask: {reply}")
        facts[key] = f"/v1/conversations/{reply['conversation_id']}/socket"
    prepare_record(facts)
    return process, facts


def prepare_record(facts, accounts=300, lines=4000):
    """A transfer of many accounts over one large record, for interviews to be opened one after the other."""
    status, view = call(facts["port"], facts["manager"], "POST", "/v1/transfers", {
        "template": "account-handoff", "scope": "all", "reason": "a new job", "last_working_day": "2099-01-31",
        "people": [{"name": "Another owner", "roles": ["owner"]}], "accounts": [{"name": f"Account {n}", "tier": "top"} for n in range(accounts)]})
    if status != 201:
        raise RuntimeError(view)
    facts["transfer"], facts["accounts"] = view["id"], [account["id"] for account in view["accounts"]]
    words = ["renewal", "discount", "workaround", "export", "champion", "audit", "budget", "sponsor", "rollout", "escalation", "contract"]
    random.seed(3)
    text = "# Notes\n" + "".join(
        f"Petra Lindqvist{n % 97} told us on {n % 28 + 1} May 2025 that the {random.choice(words)} and the {random.choice(words)} are late, "
        f"because {random.choice(words)} was not signed.\n\n" for n in range(lines))
    body = (b"--b0\r\nContent-Disposition: form-data; name=\"file\"; filename=\"notes.md\"\r\n\r\n" + text.encode() + b"\r\n--b0--\r\n")
    status, reply = call(facts["port"], facts["manager"], "POST", f"/v1/transfers/{view['id']}/sources", raw=body, kind="multipart/form-data; boundary=b0")
    if status != 201:
        raise RuntimeError(reply)
    start = time.time()
    status, reply = call(facts["port"], facts["manager"], "POST", f"/v1/transfers/{view['id']}/interviews", {"account_id": facts["accounts"].pop()})
    print(f"one reading of the large record takes {(time.time() - start) * 1000:.0f} ms ({status})")


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("binary")
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--quiet-first", type=float, default=10)
    parser.add_argument("--only", default="")
    parser.add_argument("--nice", type=int, default=5)
    options = parser.parse_args()
    folder = tempfile.mkdtemp(prefix="fera-greedy-")
    process = None
    try:
        process, facts = prepare(os.path.abspath(options.binary), folder)
        probe = Probe(facts)
        _, text = summary(probe.run(options.quiet_first))
        print("before:", text)
        before = resident(process.pid)
        manager = multiprocessing.Manager()
        until = time.time() + options.seconds
        chosen = [function for function in ATTACKS if not options.only or function.__name__ in options.only.split(",")]
        tallies = {function.__name__: manager.dict() for function in chosen}
        workers = [multiprocessing.Process(target=attack, args=(function, facts, tallies[function.__name__], until, options.nice)) for function in chosen]
        spent = processor(process.pid)
        for worker in workers:
            worker.start()
        most, over = [before], threading.Event()

        def watch():
            while not over.wait(0.2):
                most.append(resident(process.pid))
        threading.Thread(target=watch, daemon=True).start()
        worst, text = summary(probe.run(options.seconds))
        spent = processor(process.pid) - spent
        print("during:", text)
        for worker in workers:
            worker.join(timeout=20)
        over.set()
        for name, tally in tallies.items():
            print(f"  {name}: " + ", ".join(f"{key} {value}" for key, value in sorted(dict(tally).items())))
        metrics = call(facts["port"], facts["asker"], "GET", "/metrics")[1].decode()
        shed = re.search(r"^fera_http_shed (\d+)", metrics, re.M).group(1)
        print(f"resident {before} MB before, at most {max(most)} MB during, {resident(process.pid)} MB after; {shed} shed; "
              f"server {spent:.1f} s of processor time in {options.seconds:.0f} s")
        for failure in probe.failures:
            print("PROBE FAILED:", failure)
        sys.exit(1 if probe.failures or worst >= GOAL_MS else 0)
    finally:
        if process:
            process.kill()
            process.wait()
        shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    main()
