#!/usr/bin/env python3
"""Plays accounts of a generator against a running server, answered by a simulated owner, through the real protocol.

  fera token create --data DIR --person Manager --roles manager      (before the server starts)
  python3 interview_sim.py --base http://127.0.0.1:8080 --token fera_… --sim DIR [--n 20] [--seed 1001] [--nq 30] [--ws] [--json]

DIR holds generator.py (make(seed) → account with .name, .docs, .facts, .head, .contradictions, .cast) and owner.py
(Owner(account, seed, profile) with say(text, kind), .log, .curve, .level, .resolved). The owner's own ledger says what a question
was worth, so the server cannot look better by claiming coverage. Only the standard library is used. Exit code 1: something broke.
"""
import argparse, base64, csv, datetime, hashlib, http.client, io, json, os, re, statistics, struct, sys, urllib.parse, uuid

DOCS = ["crm.csv", "contacts.csv", "tickets.csv", "usage.csv", "success_plan.md", "contract.md", "emails.txt"]
TYPES = {"csv": "text/csv", "md": "text/markdown", "txt": "text/plain"}
SHORT = {"in record": "in_record", "duplicates": "twice", "contradictions": "of", "hints right": "quoted", "hints": "of", "nonsense answered": "nonsense"}
NONSENSE = ["Which colour is the roof of their second lighthouse?", "How many penguins did the zoo lend them?"]


class Refused(Exception):
    def __init__(self, what, status, problem):
        super().__init__("%s was answered with %s %s: %s" % (what, status, problem.get("code"), problem.get("detail")))
        self.status, self.problem = status, problem


class Client:
    """Somebody at the server: a bearer token, or a session that a join link opened."""

    def __init__(self, base, token=None):
        self.url = urllib.parse.urlparse(base)
        self.base, self.token, self.cookie, self.csrf = base.rstrip("/"), token, None, None
        self.connection = http.client.HTTPConnection(self.url.hostname, self.url.port or 80, timeout=60)

    def identity(self):
        if self.token:
            return {"Authorization": "Bearer " + self.token}
        headers = {"Origin": self.base}
        if self.cookie:
            headers["Cookie"] = self.cookie
        if self.csrf:
            headers["X-Fera-CSRF"] = self.csrf
        return headers

    def call(self, method, path, body=None, headers=None, raw=None):
        data = raw if raw is not None else None if body is None else json.dumps(body).encode()
        head = {**self.identity(), **({"Content-Type": "application/json"} if body is not None else {}), **(headers or {})}
        for attempt in (0, 1):
            try:
                self.connection.request(method, path, data, head)
                reply = self.connection.getresponse()
                break
            except (http.client.RemoteDisconnected, BrokenPipeError, ConnectionResetError):
                self.connection.close()
                if attempt:
                    raise
        text = reply.read()
        value = json.loads(text) if text and "json" in (reply.getheader("Content-Type") or "") else {}
        if reply.status >= 400:
            raise Refused("%s %s" % (method, path), reply.status, value)
        if reply.getheader("Set-Cookie"):
            self.cookie = reply.getheader("Set-Cookie").split(";")[0]
        return value

    def get(self, path): return self.call("GET", path)
    def post(self, path, body): return self.call("POST", path, body)

    def join(self, url):
        self.csrf = self.post("/v1/sessions", {"secret": url.split("#join=")[1]})["csrf"]
        return self

    def upload(self, path, name, text, account):
        edge = "edge-" + uuid.uuid4().hex
        part = '--%s\r\nContent-Disposition: form-data; name="account_id"\r\n\r\n%s\r\n' % (edge, account)
        part += '--%s\r\nContent-Disposition: form-data; name="file"; filename="%s"\r\nContent-Type: %s\r\n\r\n' % (edge, name, TYPES[name.split(".")[-1]])
        raw = part.encode() + text.encode() + ("\r\n--%s--\r\n" % edge).encode()
        return self.call("POST", path, headers={"Content-Type": "multipart/form-data; boundary=" + edge}, raw=raw)


class Socket:
    """A conversation's WebSocket (RFC 6455), text only."""

    def __init__(self, client, path):
        import socket
        self.socket = socket.create_connection((client.url.hostname, client.url.port or 80), 60)
        key = base64.b64encode(os.urandom(16)).decode()
        head = "".join("%s: %s\r\n" % item for item in client.identity().items() if item[0] != "X-Fera-CSRF")
        self.socket.sendall(("GET %s HTTP/1.1\r\nHost: %s\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
                             "Sec-WebSocket-Key: %s\r\n%s\r\n" % (path, client.url.netloc, key, head)).encode())
        self.buffer = b""
        while b"\r\n\r\n" not in self.buffer:
            self.more()
        head, self.buffer = self.buffer.split(b"\r\n\r\n", 1)
        accept = base64.b64encode(hashlib.sha1((key + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11").encode()).digest())
        if b" 101 " not in head.split(b"\r\n")[0] or accept not in head:
            raise ConnectionError(head.decode("latin1"))

    def more(self):
        data = self.socket.recv(65536)
        if not data:
            raise ConnectionError("the server closed the socket")
        self.buffer += data

    def take(self, count):
        while len(self.buffer) < count:
            self.more()
        data, self.buffer = self.buffer[:count], self.buffer[count:]
        return data

    def frame(self, opcode, payload):
        size = len(payload)
        head = bytes([0x80 | opcode]) + (bytes([0x80 | size]) if size < 126 else bytes([0xFE]) + struct.pack(">H", size) if size < 65536 else bytes([0xFF]) + struct.pack(">Q", size))
        mask = os.urandom(4)
        self.socket.sendall(head + mask + bytes(b ^ mask[i & 3] for i, b in enumerate(payload)))

    def send(self, packet): self.frame(1, json.dumps(packet).encode())

    def next(self):
        while True:
            first, second = self.take(2)
            size = second & 127
            size = struct.unpack(">H", self.take(2))[0] if size == 126 else struct.unpack(">Q", self.take(8))[0] if size == 127 else size
            payload = self.take(size)
            if first & 15 == 9:
                self.frame(10, payload)
            elif first & 15 == 8:
                raise ConnectionError("the server closed the socket: %r" % payload)
            elif first & 15 == 1:
                return json.loads(payload)

    def close(self):
        self.frame(8, b"\x03\xe8")
        self.socket.close()


def message(turn, text):
    return {"type": "message", "client_message_id": str(uuid.uuid4()), "turn_id": turn["turn_id"], "text": text}


def over_http(client, conversation, answer, limit):
    """Answers turns by POST until the interview closes; the rest is stopped."""
    turn, count = client.get("/v1/conversations/" + conversation).get("turn"), 0
    while turn and count < limit:
        count += 1
        packets = client.post("/v1/conversations/%s/messages" % conversation, message(turn, answer(turn)))["packets"]
        turns = [p for p in packets if p["type"] == "turn"]
        turn = turns[-1] if turns else client.get("/v1/conversations/" + conversation).get("turn")
    if turn:
        client.post("/v1/conversations/%s/messages" % conversation, {"type": "action", "client_message_id": str(uuid.uuid4()), "action": "stop"})


def over_socket(client, conversation, answer, limit):
    """The same over the WebSocket; in the middle the connection is dropped and taken up after the last packet seen."""
    seen, count, dropped = 0, 0, False
    socket = Socket(client, "/v1/conversations/%s/socket?after=0" % conversation)
    while True:
        packet = socket.next()
        if packet["type"] == "error":
            raise Refused("a packet", packet.get("code"), {"code": packet.get("code"), "detail": packet.get("message")})
        if packet["type"] in ("accepted", "snapshot", "progress") or "seq" not in packet:
            continue
        if packet["seq"] <= seen:
            raise AssertionError("packet %s came twice" % packet["seq"])
        seen = packet["seq"]
        if packet["type"] == "notice" and packet.get("code") in ("closed", "expired"):
            return socket.close()
        if packet["type"] == "message" and not packet.get("author") and count:
            # A reply may leave the question open; then no turn follows and it is answered again.
            now = client.get("/v1/conversations/" + conversation)
            if now["last_seq"] != seen or not now.get("turn"):
                continue
            packet = now["turn"]
        elif packet["type"] != "turn":
            continue
        if count >= limit:
            socket.send({"type": "action", "client_message_id": str(uuid.uuid4()), "action": "stop"})
            continue
        count += 1
        words = message(packet, answer(packet))
        socket.send(words)
        if count == 5 and not dropped:
            # Whether the answer arrived is not known, so it is sent again under its id: it must count once.
            dropped = True
            socket.socket.close()
            socket = Socket(client, "/v1/conversations/%s/socket?after=%d" % (conversation, seen))
            socket.send(words)


def flat(text): return " ".join(text.split())


def places(docs):
    """Document → what a quote of it may be part of: its lines, and its rows as `column: value …`."""
    result = {}
    for name, text in docs.items():
        lines = [flat(line) for line in text.splitlines()] + [flat(text)]
        if name.endswith(".csv"):
            for row in csv.DictReader(io.StringIO(text)):
                lines.append(flat(" ".join("%s: %s" % (k, v) for k, v in row.items())))
                lines.append(flat(" ".join("%s: %s" % (k, v) for k, v in row.items() if v)))
        result[name] = lines
    return result


def hints(turn, docs, said):
    """(right, all): quotes of the record in a question that stand verbatim in a document that the question names."""
    if turn["kind"] == "followup":
        return 0, 0
    text = turn["text"]
    named = [d for d in docs if d in text] or list(docs)
    right = total = 0
    for quote in re.findall(r"“([^”]+)”", text):
        body = flat(quote.strip("… "))
        if body.startswith("(") or any(body in flat(s) for s in said):
            continue
        total += 1
        right += any(body in line for d in named for line in docs[d])
    return right, total


def play(base, token, seed, options, generator, owner_module):
    account = generator.make(seed)
    owner = owner_module.Owner(account, 1, options.profile)
    manager = Client(base, token)
    last = (datetime.date.today() + datetime.timedelta(days=30)).isoformat()
    people = [("Owner", ["owner"], []), ("Reviewer", ["reviewer"], ["customer-facing", "regulated", "people", "security", "support"]), ("Successor", ["successor"], ["receiving"])]
    names = {"Owner": account.cast["owner"]}
    transfer = manager.post("/v1/transfers", {
        "template": "account-handoff", "scope": "all of " + account.name, "reason": "the owner leaves", "last_working_day": last,
        "people": [{"name": names.get(n, n), "roles": r, "routes": t} for n, r, t in people], "accounts": [{"name": account.name, "external_id": account.id, "tier": "top"}]})
    tid, aid = transfer["id"], transfer["accounts"][0]["id"]
    ids = {role: p["id"] for p in transfer["people"] for role in p["roles"]}
    seats = {role: Client(base).join(manager.post("/v1/people/%s/links" % ids[role], {"transfer_id": tid})["url"]) for role in ("owner", "reviewer", "successor")}
    failed = 0
    for name in DOCS:
        for source in manager.upload("/v1/transfers/%s/sources" % tid, name, account.docs[name], aid)["items"]:
            failed += source["counts"]["failed"]
    opened = manager.post("/v1/transfers/%s/interviews" % tid, {"account_id": aid, "max_questions": options.nq, "budget_minutes": 60})
    conversation = opened.get("conversation_id") or opened["id"]
    gaps_url = "/v1/transfers/%s/gaps?account_id=%s" % (tid, aid)
    gaps = manager.get(gaps_url)
    lines, quoted, said = places(account.docs), [0, 0], []

    def answer(turn):
        right, total = hints(turn, lines, said)
        quoted[0] += right
        quoted[1] += total
        if right < total and options.verbose:
            print("   quote not found: [%s] %s" % (turn["kind"], turn["text"]))
        text = owner.say(turn["text"], turn["kind"])
        if options.verbose and owner.log[-1]["cls"] in ("in_record", "stuffed"):
            print("   %s: [%s] %s" % (owner.log[-1]["cls"], turn["kind"], turn["text"]))
        said.append(text)
        return text

    (over_socket if options.ws else over_http)(seats["owner"], conversation, answer, options.nq)
    found = {c["rule"] for c in gaps["contradictions"]}
    true = {c["type"]: c["fact"] for c in account.contradictions}
    # The owner's pass, the reviews, the lock.
    for statement in seats["owner"].get("/v1/transfers/%s/statements?account_id=%s" % (tid, aid))["items"]:
        if statement["status"] == "proposed":
            seats["owner"].call("PATCH", "/v1/statements/" + statement["id"], {"action": "confirm"}, {"If-Match": '"%d"' % statement["revision"]})
    seats["owner"].post("/v1/transfers/%s/owners-pass" % tid, {"account_id": aid, "action": "finish"})
    for _ in range(5):
        waiting = 0
        for seat in [*seats.values(), manager]:
            for item in seat.get("/v1/reviews?transfer_id=" + tid)["items"]:
                if item["state"] == "waiting":
                    waiting += 1
                    seat.post("/v1/reviews/%s/decision" % urllib.parse.quote(item["id"]), {"decision": "approve", "revision": item["statement"]["revision"]})
        if not waiting:
            break
    for contradiction in manager.get(gaps_url)["contradictions"]:
        if contradiction["status"] in ("open", "unresolved"):
            manager.post("/v1/contradictions/%s/decision" % contradiction["id"], {"decision": "accept", "reason": "nobody could say which is right"})
    preview = manager.get("/v1/transfers/%s/lock?account_id=%s" % (tid, aid))
    result = {"locked": 0, "asked": 0, "refused": 0, "nonsense answered": 0, "blockers": [b["code"] for b in preview["blockers"]]}
    refused = []
    if preview["ready"]:
        version = manager.post("/v1/transfers/%s/lock" % tid, {"account_id": aid})
        result["locked"] = preview["approved"]
        # What the owner told specifically, asked by the title of its field: "Who decides the renewal?"
        titles = {f["id"]: f["title"] for f in gaps["fields"]}
        told = [f["field"] for f in account.facts if owner.level.get(f["id"]) == 1 and f["field"] in titles]
        asked = ["%s?" % titles[field] for field in dict.fromkeys(told)][:10]
        for question in asked + NONSENSE:
            reply = seats["successor"].post("/v1/asks", {"clone_id": version["clone_id"], "question": question, "client_message_id": str(uuid.uuid4())})
            answered = any(p["type"] == "sentence" for p in reply["packets"])
            if question in NONSENSE:
                result["nonsense answered"] += answered
            else:
                result["asked"] += 1
                result["refused"] += not answered
                if not answered:
                    refused.append(question)
    classes = [log["cls"] for log in owner.log]
    coverage = [x for _, _, x in owner.curve]
    coverage += [coverage[-1] if coverage else 0] * (options.nq - len(coverage))
    return {
        "account": account.name, "files": len(DOCS), "failed rows": failed, "gaps": sum(f["state"] == "open" for f in gaps["fields"]), "questions": len(classes),
        "in record": classes.count("in_record"), "duplicates": classes.count("duplicate"), "stuffed": classes.count("stuffed"), "empty": classes.count("empty"),
        "auc": sum(coverage) / max(1, options.nq), "end": coverage[-1] if coverage else 0, "contradictions": len(true), "found": len(found & set(true)),
        "false": len(found - set(true)), "resolved": len([t for t in true if t in found and true[t] in owner.resolved]),
        "hints": quoted[1], "hints right": quoted[0], **result, "refusals": refused, "missed": sorted(set(true) - found), "untrue": sorted(found - set(true)),
    }


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    for name, kind, default in (("--base", str, "http://127.0.0.1:8080"), ("--n", int, 5), ("--seed", int, 1001), ("--nq", int, 30), ("--profile", str, "normal")):
        parser.add_argument(name, type=kind, default=default)
    parser.add_argument("--token", required=True)
    parser.add_argument("--sim", required=True, help="the folder with generator.py and owner.py")
    for name in ("--ws", "--json", "--verbose"):
        parser.add_argument(name, action="store_true")
    options = parser.parse_args()
    sys.path.insert(0, options.sim)
    sys.dont_write_bytecode = True
    import generator, owner
    rows, broken = [], 0
    columns = ["files", "gaps", "questions", "in record", "duplicates", "stuffed", "empty", "auc", "found", "contradictions", "false", "resolved", "hints right",
               "hints", "locked", "asked", "refused", "nonsense answered"]
    if not options.json:
        print("%-22s %s" % ("account", " ".join("%9s" % SHORT.get(c, c) for c in columns)))
    for seed in range(options.seed, options.seed + options.n):
        try:
            row = play(options.base, options.token, seed, options, generator, owner)
        except (Refused, ConnectionError, AssertionError) as error:
            broken += 1
            print("seed %d: %s" % (seed, error), file=sys.stderr)
            continue
        rows.append(row)
        if not options.json:
            print("%-22s %s" % (row["account"][:22], " ".join("%9s" % (round(row[c], 3) if isinstance(row[c], float) else row[c]) for c in columns)))
            for key in ("missed", "untrue", "blockers"):
                if row[key]:
                    print("%-22s %s: %s" % ("", key, ", ".join(row[key])))
            if options.verbose:
                for question in row["refusals"]:
                    print("%-22s refused: %s" % ("", question))
    means = {c: round(statistics.mean(r[c] for r in rows), 3) for c in columns} if rows else {}
    if options.json:
        print(json.dumps({"accounts": rows, "means": means, "broken": broken}, indent=1))
    elif rows:
        print("%-22s %s" % ("mean of %d" % len(rows), " ".join("%9s" % means[c] for c in columns)))
    return 1 if broken or not rows else 0


if __name__ == "__main__":
    sys.exit(main())
