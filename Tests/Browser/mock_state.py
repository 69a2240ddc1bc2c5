"""What the stand-in remembers, and what each request does to it."""

import copy
import re
import threading

import mock_data as data


class Refused(Exception):
    def __init__(self, status, code, **members):
        super().__init__(code)
        self.status, self.code, self.members = status, code, members


class State:
    def __init__(self):
        self.lock = threading.RLock()
        self.news = threading.Condition(self.lock)
        self.sockets, self.busy = True, 0
        self.statements = copy.deepcopy(data.STATEMENTS)
        self.reviews = data.reviews()
        self.contradiction = copy.deepcopy(data.CONTRADICTION)
        self.conversations = {"c1": {"kind": "interview", "state": "asking", "packets": [], "turn": None, "next": 0, "done": {}}}
        self.seen, self.asks, self.locked, self.keys = [], 0, False, {}
        self.put(
            "c1",
            {"type": "message", "author": None, "text": "Hello Jonas. One question at a time; stop whenever you like, your place is kept."},
        )
        self.next_turn("c1")

    # Conversations

    def put(self, id, packet):
        with self.news:
            talk = self.conversations[id]
            talk["packets"].append({"seq": len(talk["packets"]) + 1, **packet})
            self.news.notify_all()
            return talk["packets"][-1]

    def next_turn(self, id):
        talk = self.conversations[id]
        if talk["next"] >= len(data.TURNS):
            talk.update(state="done", turn=None)
            return self.put(id, {"type": "notice", "code": "done", "text": "That was the last question."})
        talk["turn"] = self.put(id, {"type": "turn", "turn_id": f"u{talk['next'] + 1}", **data.TURNS[talk["next"]]})
        talk["next"] += 1
        return talk["turn"]

    def follow(self, id, after):
        """Packets after `after` as they come; None now and then, so that a dead connection is noticed."""
        while True:
            with self.news:
                if id not in self.conversations:
                    return
                packets = self.conversations[id]["packets"][after:]
                if not packets:
                    self.news.wait(1)
            if not packets:
                yield None
            for packet in packets:
                after = packet["seq"]
                yield packet

    def progress(self):
        return {
            "type": "progress",
            "completeness": 46 + 3 * self.conversations["c1"]["next"],
            "chapters": {"st": 61, "re": 40, "im": 35, "co": 52},
            "gaps_open": 12,
            "minutes_left": 25,
        }

    def snapshot(self, id):
        talk = self.conversations[id]
        return {
            "type": "snapshot",
            "conversation_id": id,
            "kind": talk["kind"],
            "state": talk["state"],
            "turn": talk["turn"],
            "last_seq": len(talk["packets"]),
            "account": {"id": "a1", "name": "Bergmann Logistik"} if talk["kind"] == "interview" else data.CLONE["account"],
            "progress": self.progress(),
        }

    def take(self, role, id, packet):
        with self.lock:
            talk, key = self.conversations[id], packet["client_message_id"]
            if key in talk["done"]:
                return talk["done"][key]
            self.seen.append(packet)
            before = len(talk["packets"])
            if packet["type"] == "message":
                if packet.get("turn_id") != talk["turn"]["turn_id"]:
                    raise Refused(409, "stale_turn", turn=talk["turn"], draft_kept=True)
                self.put(id, {"type": "message", "author": data.PEOPLE[role], "text": packet["text"]})
                made = data.statement(f"n{before}", "re.decider", "re", "Who decides", packet["text"])
                self.put(id, {"type": "statements", "added": [made], "revised": []})
                self.next_turn(id)
            else:
                self.action(id, packet, talk)
            talk["done"][key] = {
                "accepted": {"client_message_id": key, "seq": before + 1},
                "packets": talk["packets"][before:] + [self.progress()],
            }
            return talk["done"][key]

    def action(self, id, packet, talk):
        action = packet["action"]
        if action in ("pause", "resume"):
            talk["state"] = "paused" if action == "pause" else "asking"
            self.put(
                id,
                (
                    {"type": "notice", "code": "paused", "text": "Paused."}
                    if action == "pause"
                    else {"type": "turn", **{k: v for k, v in talk["turn"].items() if k not in ("seq", "type")}}
                ),
            )
        elif action in ("correct", "withdraw") and packet.get("statement_id"):
            made = data.statement(
                packet["statement_id"],
                "re.decider",
                "re",
                "Who decides",
                packet.get("text", ""),
                status="withdrawn" if action == "withdraw" else "proposed",
            )
            self.put(id, {"type": "statements", "added": [], "revised": [made]})
        else:
            self.put(id, {"type": "notice", "code": action, "text": {"refer": f"I shall ask {packet.get('to')}."}.get(action, "Noted.")})
            self.next_turn(id)

    def ask(self, role, body):
        id = body.get("conversation_id")
        if not id:
            self.asks += 1
            id = f"q{self.asks}"
            self.conversations[id] = {"kind": "ask", "state": "open", "packets": [], "turn": None, "next": 0, "done": {}}
        question = body["question"]
        before = len(self.conversations[id]["packets"])
        self.put(id, {"type": "message", "author": data.PEOPLE[role], "text": question})
        follow_up = question.lower().startswith("and ")
        self.put(
            id,
            {
                "type": "answer_start",
                "question": question,
                **({"completed_question": "What does Mette Dahl say about the price?"} if follow_up else {}),
            },
        )
        if "parking" in question.lower():
            self.put(
                id,
                {"type": "refused", "reason": "not_in_clone", "gap_id": "g7", "nearest": ["Who decides", "Price story"], "citations": []},
            )
            self.put(id, {"type": "answer_end", "answer_id": f"{id}-{before}"})
        else:
            for n, one in enumerate(data.PASSAGES[2:3] if follow_up else data.PASSAGES[:2], 1):
                quote = one["text"].split(". ")[-1]
                at = len(one["text"][: one["text"].index(quote)].encode())
                self.put(
                    id,
                    {
                        "type": "sentence",
                        "text": quote,
                        "notes": [],
                        "citations": [
                            {
                                "n": n,
                                "clone_id": "k1",
                                "version": 2,
                                "passage_id": one["id"],
                                "quote": quote,
                                "start": at,
                                "end": at + len(quote.encode()),
                                "source": {"name": "call-2026-09.vtt", "place": "00:14:07"},
                                "said_by": "Jonas Weber",
                                "approved_by": "Ilse Brandt",
                                "locked_at": data.CLONE["locked_at"],
                                "age_days": 11,
                            }
                        ],
                    },
                )
            self.put(id, {"type": "answer_end", "answer_id": f"{id}-{before}"})
        return {"conversation_id": id, "packets": self.conversations[id]["packets"][before:]}

    # Requests

    def session(self, role):
        return {
            "person": data.PEOPLE[role],
            "csrf": "csrf",
            "roles": ["manager"] if role == "manager" else [],
            "expires_at": "2026-12-21T10:00:00Z",
        }

    def route(self, role, method, path, query, body, headers):
        with self.lock:
            for pattern, call in ROUTES:
                found = re.fullmatch(pattern, f"{method} {path}")
                if found:
                    result = call(self, role, body, headers, *found.groups())
                    return result if isinstance(result, tuple) else (200, result)
        raise Refused(404, "not_found")

    def patch(self, body, headers, id):
        line = next(one for one in self.statements if one["id"] == id)
        if headers.get("If-Match") != f"\"{line['revision']}\"":
            raise Refused(412, "changed")
        line["status"] = {"confirm": "confirmed", "correct": "confirmed", "private": "private", "withdraw": "withdrawn"}[body["action"]]
        line["revision"] += 1
        line["text"] = body.get("text", line["text"])
        return line

    def decide(self, role, body, id):
        review = next(one for one in self.reviews if one["id"] == id)
        review["state"] = "decided"
        decision = {
            "route": review["route"],
            "decision": body["decision"],
            "by": data.PEOPLE[role],
            "at": "2026-11-21T12:00:00Z",
            "reason": body.get("reason"),
        }
        if body["decision"] == "edit":
            decision["before"], review["statement"]["text"] = review["statement"]["text"], body["text"]
        review["statement"].update(blessed_wording=body.get("blessed_wording"))
        review["statement"]["decisions"].append(decision)
        return review

    def do_lock(self):
        if self.contradiction["status"] == "unresolved":
            raise Refused(409, "lock_blocked", blockers=self.blockers(), detail="1 contradiction is neither resolved nor accepted")
        self.locked = True
        return 201, {**data.VERSION, "account": {"id": "a1", "name": "Bergmann Logistik"}, "version": 1, "parent_root": None}

    def blockers(self):
        return (
            []
            if self.contradiction["status"] == "accepted"
            else [{"code": "contradictions_open", "message": "One contradiction is neither resolved nor accepted.", "ids": ["x1"]}]
        )

    def accept(self, body):
        self.contradiction.update(status="accepted", resolution=body["reason"], resolved_by=data.PEOPLE["manager"])
        return self.contradiction


def page(items):
    return {"items": items, "next_cursor": None}


def upload(state, body):
    if b'filename="bad' in body:
        raise Refused(422, "unreadable", where="line 3", detail="The file is not valid CSV")
    name = re.search(rb'filename="([^"]+)"', body).group(1).decode()
    return 201, page(
        [{"id": "f9", "name": name, "counts": {"read": 41, "skipped": 2, "failed": 0}, "notices": ["1 secret was blacked out."]}]
    )


T = r"/v1/transfers/t1"
EXCERPT = {
    "id": "e1",
    "shape": "message",
    "text": "We only talk to Petra about money, please.",
    "place": "message 14",
    "speaker": "Petra Lang",
    "day": "2026-09-02",
}
ROUTES = [
    (r"GET /v1/sessions/current", lambda s, r, b, h: s.session(r)),
    (r"DELETE /v1/sessions/current", lambda s, r, b, h: (204, None)),
    (r"GET /v1/people", lambda s, r, b, h: page([{**one, "email": None, "roles": []} for one in data.PEOPLE.values()])),
    (r"POST /v1/people", lambda s, r, b, h: (201, {"id": "p-new", **b})),
    (r"POST /v1/people/([\w-]+)/links", lambda s, r, b, h, i: (201, {"url": f"/#join=SECRET-{i}", "expires_at": "2026-11-28T10:00:00Z"})),
    (r"POST /v1/tokens", lambda s, r, b, h: (201, {"id": "k", "token": "fera_example"})),
    (r"POST /v1/relays/links", lambda s, r, b, h: (201, {"code": "H4K-9PQ", "expires_at": "2026-11-21T15:00:00Z"})),
    (
        r"GET /v1/templates",
        lambda s, r, b, h: page(
            [
                {
                    "id": "csm-departure",
                    "title": "CSM departure",
                    "description": "The person who knows the accounts leaves the company.",
                    "roles": [],
                },
                {
                    "id": "account-handoff",
                    "title": "Account handoff",
                    "description": "One account changes hands; both people stay.",
                    "roles": [],
                },
            ]
        ),
    ),
    (r"POST /v1/transfers", lambda s, r, b, h: (201, {**data.transfer(r, "opened"), "opening": b})),
    (r"GET /v1/transfers", lambda s, r, b, h: page([data.transfer(r, "reviewing" if r == "manager" else "capturing")])),
    (rf"GET {T}", lambda s, r, b, h: data.transfer(r, "reviewing" if r == "manager" else "capturing")),
    (rf"POST {T}/(people|owners-pass|sign-off|close)", lambda s, r, b, h, w: data.transfer(r, "reviewing")),
    (
        rf"GET {T}/sources",
        lambda s, r, b, h: page(
            [
                {"id": f"f{i}", "name": n, "counts": {"read": c, "skipped": 0, "failed": 0}, "notices": []}
                for i, (n, c) in enumerate([("mails.eml", 12), ("tickets.csv", 44)])
            ]
        ),
    ),
    (rf"GET {T}/sources/\w+", lambda s, r, b, h: {"id": "f1", "name": "mails.eml", "excerpts": [EXCERPT]}),
    (rf"POST {T}/sources", lambda s, r, b, h: upload(s, b)),
    (rf"GET {T}/gaps", lambda s, r, b, h: {**data.GAPS, "contradictions": [s.contradiction]}),
    (rf"POST {T}/interviews", lambda s, r, b, h: (201, s.snapshot("c1"))),
    (rf"GET {T}/statements", lambda s, r, b, h: page(s.statements)),
    (rf"GET {T}/lock", lambda s, r, b, h: {"ready": not s.blockers(), "blockers": s.blockers(), "approved": 31, "version": 1}),
    (rf"POST {T}/lock", lambda s, r, b, h: s.do_lock()),
    (r"PATCH /v1/statements/(\w+)", lambda s, r, b, h, i: s.patch(b, h, i)),
    (r"GET /v1/reviews", lambda s, r, b, h: page(s.reviews if r in ("reviewer", "successor") else [])),
    (r"POST /v1/reviews/(\w+)/decision", lambda s, r, b, h, i: s.decide(r, b, i)),
    (r"POST /v1/contradictions/x1/decision", lambda s, r, b, h: s.accept(b)),
    (r"GET /v1/conversations/(\w+)", lambda s, r, b, h, i: s.snapshot(i)),
    (
        r"GET /v1/conversations/(\w+)/messages",
        lambda s, r, b, h, i: {"packets": s.conversations[i]["packets"], "last_seq": len(s.conversations[i]["packets"])},
    ),
    (r"POST /v1/conversations/(\w+)/messages", lambda s, r, b, h, i: s.take(r, i, b)),
    (r"GET /v1/clones", lambda s, r, b, h: page([data.CLONE] if r in ("manager", "successor") else [])),
    (r"GET /v1/clones/k1/versions/(\d)", lambda s, r, b, h, n: {**data.VERSION, "version": int(n)}),
    (r"GET /v1/clones/k1/versions/\d/passages", lambda s, r, b, h: page(data.PASSAGES)),
    (r"GET /v1/clones/k1/versions/\d/passages/(\w+)", lambda s, r, b, h, i: next(one for one in data.PASSAGES if one["id"] == i)),
    (
        r"GET /v1/clones/k1/versions/\d/diff",
        lambda s, r, b, h: {
            "added": data.PASSAGES[3:],
            "removed": [],
            "changed": [
                {
                    "before": {**data.PASSAGES[0], "text": "Mette Dahl decides on the renewal."},
                    "after": data.PASSAGES[0],
                    "reasons": ["asked again after a refusal"],
                }
            ],
        },
    ),
    (r"POST /v1/asks", lambda s, r, b, h: s.ask(r, b)),
    (r"POST /v1/asks/[\w-]+/feedback", lambda s, r, b, h: (204, None)),
]
