#!/usr/bin/env python3
"""Kills the server with SIGKILL in a burst of interview answers and during locks, and holds what it kept against a ledger.

usage: kill_server.py BINARY [--kills 20] [--locks 10] [--clients 8] [--trace]

Every client writes down what was accepted. After each restart every accepted answer must be there once, at the place it was
given, the packets it was shown must be the same, the open turn must be the last one told, and nothing may be doubled. A kill
during a lock leaves no clone, or one whole clone with one root. --trace runs one more round under strace and sees that a sync
lies before each acknowledgement. Prints counts; exits 1 on any violation.
"""
import argparse
import http.client
import json
import os
import random
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time

ROUTES = ["receiving", "customer-facing", "regulated", "people", "security", "support"]
violations = []


def violation(text):
    violations.append(text)
    print("VIOLATION:", text, file=sys.stderr)


class Server:
    """The real program in a folder, started again and again."""

    def __init__(self, binary, folder):
        self.binary, self.folder, self.process, self.port = binary, folder, None, None
        self.environment = dict(os.environ, FERA_DATA_KEYS_DIR=folder + "/keys", FERA_LIMITS_REQUESTS_PER_PERSON="0")

    def run(self, *words):
        done = subprocess.run([self.binary, *words], capture_output=True, text=True, env=self.environment)
        if done.returncode:
            raise RuntimeError(f"{words}: {done.stderr or done.stdout}")
        return done.stdout

    def start(self, before=(), **more):
        words = [*before, self.binary, "serve", "--data", self.folder + "/data", "--port", "0"]
        self.process = subprocess.Popen(words, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, env=self.environment, **more)
        for line in self.process.stdout:
            found = re.search(r"http://127\.0\.0\.1:(\d+)", line)
            if found:
                self.port = int(found.group(1))
                threading.Thread(target=self.process.stdout.read, daemon=True).start()
                return
        raise RuntimeError("the server did not start")

    def kill(self):
        self.process.send_signal(signal.SIGKILL)
        self.process.wait()

    def stop(self):
        self.process.send_signal(signal.SIGTERM)
        return self.process.wait(timeout=30)


class Caller:
    """Somebody with a token, over one connection that is opened again when it breaks."""

    def __init__(self, server, token):
        self.server, self.token, self.connection = server, token, None

    def send(self, method, path, body=None, headers=None):
        for attempt in (0, 1):
            try:
                if self.connection is None:
                    self.connection = http.client.HTTPConnection("127.0.0.1", self.server.port, timeout=30)
                all_headers = {"Authorization": "Bearer " + self.token} if self.token else {}
                if body is not None:
                    all_headers["Content-Type"] = "application/json"
                self.connection.request(method, path, None if body is None else json.dumps(body), {**all_headers, **(headers or {})})
                reply = self.connection.getresponse()
                text = reply.read()
                return reply.status, json.loads(text) if text else None, reply.headers
            except (OSError, http.client.HTTPException):
                self.close()
                if method != "GET" or attempt:
                    raise

    def close(self):
        if self.connection:
            self.connection.close()
        self.connection = None

    def must(self, method, path, body=None, status=None):
        got, value, _ = self.send(method, path, body)
        if got not in ([status] if status else [200, 201]):
            raise RuntimeError(f"{method} {path}: {got} {value}")
        return value


def token_of(server, manager, transfer, person):
    """Comes in by a link like a person does, and makes a token."""
    link = manager.must("POST", f"/v1/people/{person}/links", {"transfer_id": transfer})["url"]
    guest = Caller(server, None)
    status, session, headers = guest.send("POST", "/v1/sessions", {"secret": link.split("#join=")[1]})
    assert status == 201, session
    headers = {"Cookie": headers["Set-Cookie"].split(";")[0], "X-Fera-CSRF": session["csrf"], "Origin": f"http://127.0.0.1:{server.port}"}
    status, made, _ = guest.send("POST", "/v1/tokens", {"label": "yardstick"}, headers)
    assert status == 201, made
    return made["token"]


def open_transfer(server, manager, accounts, questions):
    people = [{"name": "The owner", "roles": ["owner"]}, {"name": "The successor", "roles": ["successor"], "routes": ROUTES}]
    view = manager.must("POST", "/v1/transfers", {
        "template": "account-handoff", "scope": "all", "reason": "a new job", "last_working_day": "2099-01-31", "people": people,
        "accounts": [{"name": f"Account {n}", "tier": "top"} for n in range(accounts)]})
    ids = {role: person["id"] for person in view["people"] for role in person["roles"]}
    callers = {role: Caller(server, token_of(server, manager, view["id"], ids[role])) for role in ("owner", "successor")}
    rooms = []
    for account in view["accounts"]:
        form = {"account_id": account["id"], "max_questions": questions, "budget_minutes": 100000}
        rooms.append((account["id"], manager.must("POST", f"/v1/transfers/{view['id']}/interviews", form)["id"]))
    return view["id"], callers, rooms


class Client:
    """One owner who answers as fast as they are asked, and keeps the ledger."""

    def __init__(self, server, manager, name):
        self.server, self.manager, self.name = server, manager, name
        self.sent = 0
        self.begin()

    def begin(self):
        _, callers, rooms = open_transfer(self.server, self.manager, 1, 200)
        self.owner, self.room = callers["owner"], rooms[0][1]
        self.accepted, self.shown, self.turn, self.pending = {}, {}, None, None
        snapshot = self.owner.must("GET", f"/v1/conversations/{self.room}")
        self.turn = (snapshot.get("turn") or {}).get("turn_id")

    def post(self, message):
        status, reply, _ = self.owner.send("POST", f"/v1/conversations/{self.room}/messages", message)
        if status == 200:
            self.accepted[message["client_message_id"]] = reply["accepted"]["seq"]
            for packet in reply["packets"]:
                if packet.get("seq"):
                    self.shown[packet["seq"]] = packet
                if packet["type"] == "turn":
                    self.turn = packet["turn_id"]
                if packet["type"] == "notice" and packet["code"] == "closed":
                    self.turn = None
        return status, reply

    def compose(self):
        """The next thing to say, with an id of its own."""
        self.sent += 1
        words = "Could you say that again?" if self.sent % 3 else f"Petra told us in June that point {self.sent} matters, because the export fails."
        self.pending = {"type": "message", "client_message_id": f"{self.name}-{self.sent}", "text": words}

    def burst(self):
        while True:
            self.compose()
            try:
                status, reply = self.post(self.pending)
            except (OSError, http.client.HTTPException, ValueError):
                return
            self.pending = None
            if status == 409:
                return
            if status not in (200, 429):
                return violation(f"{self.name}: {status} {reply}")

    def log(self):
        packets, after = [], 0
        while True:
            page = self.owner.must("GET", f"/v1/conversations/{self.room}/messages?limit=500&after={after}")
            packets += page["packets"]
            if page["last_seq"] == after:
                return packets
            after = page["last_seq"]

    def check(self):
        packets = self.log()
        if [packet["seq"] for packet in packets] != list(range(1, len(packets) + 1)):
            violation(f"{self.name}: the places do not rise by one")
        places = {}
        for packet in packets:
            if packet["type"] == "message" and packet.get("client_message_id"):
                places.setdefault(packet["client_message_id"], []).append(packet["seq"])
        for message, seq in self.accepted.items():
            if places.get(message) != [seq]:
                violation(f"{self.name}: {message} was accepted at {seq} and stands at {places.get(message)}")
        for message, seqs in places.items():
            if len(seqs) > 1:
                violation(f"{self.name}: {message} is doubled")
        for seq, packet in self.shown.items():
            told = {key: value for key, value in packet.items() if packet["type"] != "statements"}
            kept = {key: packets[seq - 1].get(key) for key in told} if seq <= len(packets) else None
            if told and kept != told:
                violation(f"{self.name}: packet {seq} was {packet} and is {packets[seq - 1] if seq <= len(packets) else None}")
        snapshot = self.owner.must("GET", f"/v1/conversations/{self.room}")
        turn = (snapshot.get("turn") or {}).get("turn_id")
        arrived = self.pending is not None and self.pending["client_message_id"] in places
        if not arrived and turn != self.turn:
            violation(f"{self.name}: the open turn is {turn} and was {self.turn}")
        asked = [packet["turn_id"] for packet in packets if packet["type"] == "turn"]
        if turn is not None and turn != asked[-1]:
            violation(f"{self.name}: the open turn is {turn}, the last one asked {asked[-1]}")
        if self.pending is not None and turn is not None or arrived:
            status, reply = self.post(self.pending)
            if status != 200:
                violation(f"{self.name}: what was sent again got {status} {reply}")
            elif arrived and [reply["accepted"]["seq"]] != places[self.pending["client_message_id"]]:
                violation(f"{self.name}: what was sent again was not known again")
        if self.pending is not None:
            self.pending = None
        now = self.owner.must("GET", f"/v1/conversations/{self.room}").get("turn") or {}
        self.turn = now.get("turn_id")
        if self.turn is None:
            self.begin()


def answers(server, manager, options):
    clients = [Client(server, manager, f"c{n}") for n in range(options.clients)]
    total = 0
    for round_ in range(options.kills):
        before = sum(client.sent for client in clients)
        threads = [threading.Thread(target=client.burst) for client in clients]
        for thread in threads:
            thread.start()
        time.sleep(random.uniform(0.05, 0.8))
        server.kill()
        for thread in threads:
            thread.join()
        total += sum(client.sent for client in clients) - before
        server.start()
        for client in clients:
            client.owner.close()
        manager.close()
        for client in clients:
            client.check()
    print(f"{options.kills} kills in bursts: {total} answers sent, {len(violations)} violations")


def finish_interview(owner, successor, manager, transfer, account, room):
    number = 0
    while True:
        snapshot = owner.must("GET", f"/v1/conversations/{room}")
        if not snapshot.get("turn"):
            break
        number += 1
        words = "Petra wants a call every week, because the export failed in June." if number == 1 else "I don't know."
        owner.must("POST", f"/v1/conversations/{room}/messages", {"type": "message", "client_message_id": f"f{number}", "text": words})
    for line in owner.must("GET", f"/v1/transfers/{transfer}/statements?account_id={account}")["items"]:
        owner.must("PATCH", f"/v1/statements/{line['id']}", {"action": "confirm"})
    owner.must("POST", f"/v1/transfers/{transfer}/owners-pass", {"account_id": account, "action": "finish"})
    for who in (successor, manager):
        for item in who.must("GET", f"/v1/reviews?transfer_id={transfer}")["items"]:
            if item["state"] == "waiting" and item["statement"]["account_id"] == account:
                who.must("POST", f"/v1/reviews/{item['id']}/decision", {"decision": "approve", "revision": item["statement"]["revision"]})


def locks(server, manager, options):
    transfer, callers, rooms = open_transfer(server, manager, options.locks, 1)
    owner, successor = callers["owner"], callers["successor"]
    whole = none = told = 0
    for account, room in rooms:
        finish_interview(owner, successor, manager, transfer, account, room)
        heard = []

        def lock():
            try:
                heard.append(manager.send("POST", f"/v1/transfers/{transfer}/lock", {"account_id": account}))
            except (OSError, http.client.HTTPException, ValueError):
                pass

        thread = threading.Thread(target=lock)
        thread.start()
        time.sleep(random.uniform(0, 0.3) ** 2 * 3)
        server.kill()
        thread.join()
        server.start()
        for caller in (owner, successor, manager):
            caller.close()
        found = [clone for clone in manager.must("GET", "/v1/clones")["items"] if clone["account"]["id"] == account]
        if heard and heard[0][0] == 201:
            told += 1
            if not found:
                violation(f"{account}: a lock was acknowledged and its clone is gone")
        elif heard:
            violation(f"{account}: the lock got {heard[0][:2]}")
        if not found:
            none += 1
            manager.must("POST", f"/v1/transfers/{transfer}/lock", {"account_id": account}, 201)
            found = [clone for clone in manager.must("GET", "/v1/clones")["items"] if clone["account"]["id"] == account]
        else:
            whole += 1
        version = manager.must("GET", f"/v1/clones/{found[0]['id']}/versions/1")
        if heard and heard[0][0] == 201 and heard[0][1]["root"] != version["root"]:
            violation(f"{account}: the root was {heard[0][1]['root']} and is {version['root']}")
        if found[0]["version"] != 1:
            violation(f"{account}: one lock gave version {found[0]['version']}")
        folder = f"{server.folder}/data/clones/{found[0]['id']}"
        versions = sorted(os.listdir(folder))
        if len(versions) != 1:
            violation(f"{account}: the clone's folder holds {versions}")
        files = sorted(os.listdir(f"{folder}/{versions[0]}"))
        if len([name for name in files if name.endswith('.fera')]) != 5 or len(files) != 5:
            violation(f"{account}: the version's folder holds {files}")
        for name in files:
            done = subprocess.run([server.binary, "clone", "verify", f"{folder}/{versions[0]}/{name}"], capture_output=True, text=True)
            if done.returncode and "signer" not in done.stdout + done.stderr:
                violation(f"{account}: {name}: {done.stdout}{done.stderr}")
            if version["root"] not in done.stdout + done.stderr:
                violation(f"{account}: {name} has another root")
    print(f"{options.locks} kills during locks: {whole} whole clones ({told} told), {none} without a clone and locked again, {len(violations)} violations")


def trace(server, manager, count=40):
    """Sequential answers under strace: since the acknowledgement before, a sync must have ended."""
    path = server.folder + "/trace"
    # One trace for all threads, so that its lines stand in the order in which the calls ended.
    words = ["strace", "-f", "-s", "4096", "-o", path, "-e", "trace=fdatasync,fsync,sendto,sendmsg,write,writev"]
    server.start(words)
    client = Client(server, manager, "traced")
    client.owner.close()
    for _ in range(count):
        client.sent += 1
        status, reply = client.post({"type": "message", "client_message_id": f"traced-{client.sent}", "text": "Could you say that again?"})
        if status != 200:
            violation(f"traced: {status} {reply}")
    for child in open(f"/proc/{server.process.pid}/task/{server.process.pid}/children").read().split():
        os.kill(int(child), signal.SIGTERM)
    server.process.wait(timeout=60)
    acknowledged = synced = 0
    is_synced = False
    for line in open(path, errors="replace"):
        if re.search(r"f(data)?sync(\(| resumed)", line) and line.rstrip().endswith("= 0"):
            is_synced = True
            synced += 1
        elif "accepted" in line and "traced-" in line and "HTTP/1.1 200" in line:
            acknowledged += 1
            if not is_synced:
                violation(f"no sync before the acknowledgement: {line[:160]}")
            is_synced = False
    if acknowledged != count:
        violation(f"{acknowledged} of {count} acknowledgements were seen in the trace")
    print(f"traced: {acknowledged} acknowledgements, each behind one of {synced} syncs, {len(violations)} violations")


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("binary")
    parser.add_argument("--kills", type=int, default=20)
    parser.add_argument("--locks", type=int, default=10)
    parser.add_argument("--clients", type=int, default=8)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--trace", action="store_true")
    options = parser.parse_args()
    random.seed(options.seed)
    folder = tempfile.mkdtemp(prefix="fera-kill-")
    server = Server(os.path.abspath(options.binary), folder)
    try:
        made = json.loads(server.run("token", "create", "--data", folder + "/data", "--person", "The manager", "--roles", "manager,admin", "--json"))
        server.start()
        manager = Caller(server, made["token"])
        if options.kills:
            answers(server, manager, options)
        if options.locks:
            locks(server, manager, options)
        server.stop()
        if options.trace:
            manager.close()
            trace(server, manager)
    finally:
        if server.process and server.process.poll() is None:
            server.kill()
        shutil.rmtree(folder, ignore_errors=True)
    sys.exit(1 if violations else 0)


if __name__ == "__main__":
    main()
