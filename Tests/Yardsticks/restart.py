#!/usr/bin/env python3
"""Restarts the server under load, again and again, on one socket that outlives it, and holds the log against every client's ledger.

usage: restart.py BINARY [--restarts 10] [--owners 16] [--askers 4] [--followers 8] [--every 1.5] [--bound]

As systemd does it: SIGTERM, the old process drains and ends, the next one starts on the same folder and the same listening socket.
Owners answer over HTTP and WebSocket, askers ask a sealed clone, followers read over WebSocket and server-sent events. Whoever got no
answer sends the same client id again. Every accepted message must be in the log once, at the place it was given; what was shown must
be in it as it was shown; followers must get every packet once, in order. With --bound the server binds the port itself, to see what
the socket is worth. Prints refused connections, what was sent again, and pauses; exits 1 on any violation or, without --bound, refusal.
"""
import argparse
import http.client
import json
import os
import random
import shutil
import socket
import struct
import sys
import tempfile
import threading
import time

import greedy
from kill_server import Caller, Client, Server, finish_interview, open_transfer, violation, violations

HELD = 9
quiet, over = threading.Event(), threading.Event()
lock = threading.Lock()
tally = {}
waits = {"answer": [], "ask": [], "follow": []}


def note(what):
    with lock:
        tally[what] = tally.get(what, 0) + 1


def lost(error, what):
    """Counts how a connection ended, and gives the server a moment."""
    if isinstance(error, ConnectionRefusedError):
        note("connections refused")
        time.sleep(0.01)
    elif what:
        note(f"{what} without an answer, sent again")


class Standing(Server):
    """A server behind a socket that this process holds."""

    def hold(self):
        listener = socket.socket()
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind(("127.0.0.1", 0))
        listener.listen(4096)
        os.dup2(listener.fileno(), HELD)
        listener.close()

    def start(self):
        words = ["sh", "-c", f'export LISTEN_FDS=1 LISTEN_PID=$$; exec "$@" 3<&{HELD} {HELD}<&-', "sh"]
        super().start(words, pass_fds=(HELD,))


class Bound(Server):
    """A server that binds the same port at each start, for comparison."""

    def hold(self):
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.environment["FERA_SERVER_PORT"] = str(free.getsockname()[1])

    def start(self):
        super().start(["sh", "-c", 'exec "$1" "$2" "$3" "$4"', "sh"])


def words_of(number):
    return f"Petra told us in June that point {number} matters, because the export fails." if number % 20 == 0 else "Could you say that again?"


class Owner(Client):
    """Answers over HTTP."""

    def run(self):
        while not quiet.is_set() and self.turn:
            self.sent += 1
            message = {"type": "message", "client_message_id": f"{self.name}-{self.sent}", "text": words_of(self.sent)}
            since, done = time.monotonic(), False
            while not done:
                try:
                    status, reply = self.post(message)
                    done = status not in (429, 503)
                    if not done:
                        note(f"{status}, sent again")
                        time.sleep(0.02)
                except (OSError, http.client.HTTPException, ValueError) as error:
                    lost(error, "HTTP answers")
            if status != 200:
                return violation(f"{self.name}: {status} {reply}")
            waits["answer"].append(time.monotonic() - since)


class Line:
    """A conversation's socket that is opened again with the last seq; gives each stored packet once, or says what is wrong."""

    def __init__(self, server, token, room, name):
        self.server, self.token, self.room, self.name = server, token, room, name
        self.seen, self.sock, self.buffer = {}, None, b""

    def open(self):
        if self.sock:
            return
        since = time.monotonic()
        while self.sock is None:
            try:
                self.sock = greedy.upgrade(self.server.port, f"/v1/conversations/{self.room}/socket?after={len(self.seen)}", self.token)
                self.sock.settimeout(60)
                self.buffer = b""
            except OSError as error:
                lost(error, None)
                note("handshakes repeated")
                time.sleep(0.005)
        waits["follow"].append(time.monotonic() - since)

    def close(self):
        if self.sock:
            self.sock.close()
        self.sock = None

    def take(self, count):
        while len(self.buffer) < count:
            more = self.sock.recv(65536)
            if not more:
                raise ConnectionError("closed")
            self.buffer += more
        taken, self.buffer = self.buffer[:count], self.buffer[count:]
        return taken

    def packet(self):
        while True:
            first, length = self.take(2)
            length = struct.unpack("!H", self.take(2))[0] if length == 126 else struct.unpack("!Q", self.take(8))[0] if length == 127 else length
            payload = self.take(length)
            if first & 15 == 9:
                self.sock.sendall(greedy.frame(10, payload))
            elif first & 15 == 8:
                code = struct.unpack("!H", payload[:2])[0] if payload else 1005
                note(f"sockets closed with {code}")
                self.sock.sendall(greedy.frame(8, payload[:2]))
                raise ConnectionError("told to go")
            else:
                return self.keep(json.loads(payload))

    def keep(self, packet):
        seq = packet.get("seq")
        if seq and packet["type"] != "accepted":
            if seq != len(self.seen) + 1:
                violation(f"{self.name}: packet {seq} came after {len(self.seen)}")
            self.seen[seq] = packet
        return packet


class SocketOwner(Client):
    """Answers over a WebSocket, and follows on it."""

    def run(self):
        line = self.line = Line(self.server, self.owner.token, self.room, self.name)
        while not quiet.is_set() and self.turn:
            self.sent += 1
            name = f"{self.name}-{self.sent}"
            message = json.dumps({"type": "message", "client_message_id": name, "text": words_of(self.sent)}).encode()
            since, asked, known = time.monotonic(), False, 0
            while name not in self.accepted:
                try:
                    line.open()
                    line.sock.sendall(greedy.frame(1, message))
                    asked = True
                    while name not in self.accepted:
                        packet = line.packet()
                        if packet["type"] == "snapshot" and asked:
                            known = packet["last_seq"]
                        if packet["type"] == "accepted":
                            if packet["client_message_id"] == name and packet["seq"] <= known:
                                note("of these were kept the first time")
                            self.accepted[packet["client_message_id"]] = packet["seq"]
                        elif packet["type"] == "error":
                            note(f"error {packet['code']}, sent again")
                            if packet["code"] not in ("busy", "draining"):
                                return violation(f"{self.name}: {packet}")
                            break
                except OSError as error:
                    lost(error, "socket messages" if asked else None)
                    line.close()
            waits["answer"].append(time.monotonic() - since)

    def check(self):
        # What was said up to the last acknowledgement may still be on its way.
        last = self.log()[-1]["seq"]
        while len(self.line.seen) < last:
            try:
                self.line.open()
                self.line.packet()
            except OSError:
                self.line.close()
        self.shown = self.line.seen
        self.turn = ([None] + [packet["turn_id"] for packet in self.shown.values() if packet["type"] == "turn"])[-1]
        super().check()


class Follower:
    """Reads somebody's conversation, over a socket or as server-sent events."""

    def __init__(self, server, client, number):
        self.client, self.events = client, number % 2
        self.line = Line(server, client.owner.token, client.room, f"follower {number}")

    def run(self):
        while not over.is_set():
            try:
                if self.events:
                    self.read_events()
                else:
                    self.line.open()
                    self.line.packet()
            except (OSError, http.client.HTTPException):
                self.line.close()

    def read_events(self):
        line, since = self.line, time.monotonic()
        connection = http.client.HTTPConnection("127.0.0.1", line.server.port, timeout=60)
        headers = {"Authorization": "Bearer " + line.token, "Last-Event-ID": str(len(line.seen))}
        try:
            connection.request("GET", f"/v1/conversations/{line.room}/events", None, headers)
            reply = connection.getresponse()
        except (OSError, http.client.HTTPException) as error:
            connection.close()
            lost(error, "event streams")
            raise
        waits["follow"].append(time.monotonic() - since)
        try:
            while reply.status == 200 and not over.is_set():
                text = reply.readline()
                if not text:
                    note("event streams ended")
                    return
                if text.startswith(b"data: "):
                    line.keep(json.loads(text[6:]))
        finally:
            connection.close()

    def check(self):
        log = {packet["seq"]: packet for packet in self.client.log()}
        until = time.monotonic() + 20
        while len(self.line.seen) < len(log) and time.monotonic() < until:
            time.sleep(0.01)
        for seq, packet in log.items():
            told = self.line.seen.get(seq)
            if told != packet and (told is None or packet["type"] != "statements"):
                violation(f"{self.line.name}: packet {seq} is {packet} and was told as {told}")


class Asker:
    """Asks a sealed clone, one conversation for all questions."""

    def __init__(self, server, token, clone, name):
        self.caller, self.clone, self.name = Caller(server, token), clone, name
        self.room, self.accepted, self.sent = None, set(), 0

    def run(self):
        while not quiet.is_set():
            self.sent += 1
            form = {"clone_id": self.clone, "question": f"What does Petra want, number {self.sent}?", "client_message_id": f"{self.name}-{self.sent}"}
            if self.room:
                form["conversation_id"] = self.room
            since, status = time.monotonic(), None
            while status in (None, 429, 503):
                try:
                    status, reply, _ = self.caller.send("POST", "/v1/asks", form)
                except (OSError, http.client.HTTPException, ValueError) as error:
                    lost(error, "HTTP asks")
                if status in (429, 503):
                    note(f"{status}, sent again")
                    time.sleep(0.02)
            if status != 200:
                return violation(f"{self.name}: {status} {reply}")
            self.room = reply["conversation_id"]
            self.accepted.add(form["client_message_id"])
            waits["ask"].append(time.monotonic() - since)

    def check(self):
        packets, after = [], 0
        while True:
            page = self.caller.must("GET", f"/v1/conversations/{self.room}/messages?limit=500&after={after}")
            packets += page["packets"]
            if page["last_seq"] == after:
                break
            after = page["last_seq"]
        if [packet["seq"] for packet in packets] != list(range(1, len(packets) + 1)):
            violation(f"{self.name}: the places do not rise by one")
        # A question without a word of its own in the log is known by its answer.
        asked = [packet["question"] for packet in packets if packet["type"] == "answer_start"]
        if len(asked) != len(self.accepted) or len(set(asked)) != len(asked):
            violation(f"{self.name}: {len(self.accepted)} questions were answered, {len(asked)} stand in the log, {len(set(asked))} different ones")


def spread(times):
    times = sorted(times)
    if not times:
        return "none"
    return f"{len(times)}, median {times[len(times) // 2] * 1e3:.1f} ms, p99 {times[len(times) * 99 // 100] * 1e3:.0f} ms, longest {times[-1] * 1e3:.0f} ms"


def run(server, manager, options):
    transfer, callers, rooms = open_transfer(server, manager, 1, 1)
    finish_interview(callers["owner"], callers["successor"], manager, transfer, *rooms[0])
    manager.must("POST", f"/v1/transfers/{transfer}/lock", {"account_id": rooms[0][0]}, 201)
    clone = manager.must("GET", "/v1/clones")["items"][0]["id"]
    owners = [(Owner, SocketOwner)[n % 2](server, manager, f"o{n}") for n in range(options.owners)]
    askers = [Asker(server, callers["successor"].token, clone, f"a{n}") for n in range(options.askers)]
    followers = [Follower(server, owners[n % len(owners)], n) for n in range(options.followers)]
    speakers = [threading.Thread(target=who.run) for who in owners + askers]
    readers = [threading.Thread(target=who.run, daemon=True) for who in followers]
    for thread in speakers + readers:
        thread.start()
    drains, starts = [], []
    for _ in range(options.restarts):
        time.sleep(random.uniform(0.5, 1.5) * options.every)
        at = time.monotonic()
        code = server.stop()
        ended = time.monotonic()
        if code:
            violation(f"the server ended with {code}")
        server.start()
        drains.append(ended - at)
        starts.append(time.monotonic() - ended)
    time.sleep(options.every)
    quiet.set()
    for thread in speakers:
        thread.join()
    for caller in [manager] + [owner.owner for owner in owners] + [asker.caller for asker in askers]:
        caller.close()
    for who in followers + owners + askers:
        who.check()
    over.set()
    print(f"{options.restarts} restarts under {len(owners)} owners, {len(askers)} askers, {len(followers)} followers: "
          f"{sum(len(owner.accepted) for owner in owners)} answers and {sum(len(asker.accepted) for asker in askers)} asks accepted, "
          f"{sum(len(who.line.seen) for who in followers)} packets followed, {len(violations)} violations")
    print(f"drains {spread(drains)}\nstarts {spread(starts)}")
    for kind, times in waits.items():
        print(f"{kind}: {spread(times)}")
    tally.setdefault("connections refused", 0)
    for what, count in sorted(tally.items()):
        print(f"{what}: {count}")


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("binary")
    parser.add_argument("--restarts", type=int, default=10)
    parser.add_argument("--owners", type=int, default=16)
    parser.add_argument("--askers", type=int, default=4)
    parser.add_argument("--followers", type=int, default=8)
    parser.add_argument("--every", type=float, default=1.5)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--bound", action="store_true")
    options = parser.parse_args()
    random.seed(options.seed)
    folder = tempfile.mkdtemp(prefix="fera-restart-")
    server = (Bound if options.bound else Standing)(os.path.abspath(options.binary), folder)
    server.environment["FERA_LIMITS_FRAMES_PER_SECOND"] = "0"
    server.hold()
    try:
        made = json.loads(server.run("token", "create", "--data", folder + "/data", "--person", "The manager", "--roles", "manager,admin", "--json"))
        server.start()
        run(server, Caller(server, made["token"]), options)
        server.stop()
    finally:
        if server.process and server.process.poll() is None:
            server.kill()
        shutil.rmtree(folder, ignore_errors=True)
    sys.exit(1 if violations or (tally.get("connections refused") and not options.bound) else 0)


if __name__ == "__main__":
    main()
