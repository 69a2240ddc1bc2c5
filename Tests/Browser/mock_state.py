"""What the stand-in remembers, and what each request does to it."""

import copy
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
        self.live = []
        self.sockets, self.busy, self.csrf = True, 0, "csrf"
        self.statements = copy.deepcopy(data.STATEMENTS)
        self.reviews = data.reviews()
        self.tokens = []
        self.contradiction = copy.deepcopy(data.CONTRADICTION)
        self.conversations = {"c1": {"kind": "interview", "state": "asking", "packets": [], "turn": None, "next": 0, "done": {}}}
        self.conversations["c3"] = {"kind": "interview", "state": "ready", "packets": [], "turn": None, "next": 0, "done": {}}
        self.written, self.forms = copy.deepcopy(data.WRITTEN), []
        self.owner_questions, self.referral, self.sittings = copy.deepcopy(data.OWNER_QUESTIONS), copy.deepcopy(data.REFERRAL), []
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
            **({"sittings": self.sittings} if self.sittings and id == "c1" else {}),
            **({"written": True} if id == "c3" else {}),
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

    # The written pass, questions about all accounts, what was passed on, sittings

    def form(self):
        talk = self.conversations["c3"]
        return {
            "conversation_id": "c3",
            "account": {"id": "a3", "name": "Fjord Fisk"},
            "tier": "tail",
            "state": talk["state"],
            "questions": self.written,
            "max_bytes": 65536,
        }

    def write(self, body):
        if not body["answers"] and not body["finish"]:
            raise Refused(400, "invalid", detail="answers: nothing is written in the form.")
        self.forms.append(body)
        for one in self.written:
            one["answer"] = body["answers"].get(one["key"], one.get("answer"))
        if body["finish"]:
            self.conversations["c3"]["state"] = "closing"
        return {"accepted": {"client_message_id": body["client_message_id"], "seq": 2}, "packets": [], "form": self.form()}

    def answer_once(self, body, id):
        one = next(one for one in self.owner_questions if one["id"] == id)
        if "Bergmann" not in body["text"]:
            detail = "text: it names none of your accounts (Bergmann Logistik, Fjord Fisk); begin a sentence with the account that it is about."
            raise Refused(400, "invalid", detail=detail, errors=[{"field": "text", "message": detail}])
        one["answered"] = True
        line = data.statement("w1", "st.churn_risk", "st", "Why they might leave", body["text"])
        one["filed"] = [
            {"transfer_id": "t1", "account": {"id": "a1", "name": "Bergmann Logistik"}, "conversation_id": "c1", "answer_id": "c1.a9", "statements": [line]}
        ]
        return 201, one

    def send_referral(self, body):
        self.referral.update(status="sent", person=data.PEOPLE["successor"], conversation_id="c4")
        self.conversations["c4"] = {"kind": "interview", "state": "asking", "packets": [], "turn": None, "next": 0, "done": {}}
        self.put("c4", {"type": "message", "author": None, "text": "Somebody named you."})
        question = {"kind": "gap", "chapter": "im", "text": self.referral["question"], "probes": [], "why": "Asked because it was passed on."}
        self.conversations["c4"]["turn"] = self.put("c4", {"type": "turn", "turn_id": "v1", **question})
        return 201, {**self.referral, "url": "/#join=SECRET-c4", "expires_at": "2026-11-28T10:00:00Z"}

    def referrals(self, role):
        return [self.referral] if role in ("manager", "owner") or self.referral.get("person") == data.PEOPLE[role] else []

    def plan_sittings(self, role, body):
        self.sittings = body["sittings"]
        return data.transfer(role, "capturing")

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
            "csrf": self.csrf,
            "roles": ["manager"] if role == "manager" else [],
            "expires_at": "2026-12-21T10:00:00Z",
        }

    def make_token(self, body):
        token = {"id": f"k{len(self.tokens)}", "name": body["name"], "label_ceiling": body["label_ceiling"], "expires_at": "2027-02-19T10:00:00Z"}
        self.tokens.append(token)
        return 201, {"id": token["id"], "token": "fera_example"}

    def revoke_token(self, id):
        self.tokens = [one for one in self.tokens if one["id"] != id]
        return 204, None

    def patch(self, body, headers, id):
        line = next(one for one in self.statements if one["id"] == id)
        if headers.get("If-Match") != f"\"{line['revision']}\"":
            raise Refused(412, "changed")
        line["status"] = {"confirm": "confirmed", "correct": "confirmed", "private": "private", "withdraw": "withdrawn"}[body["action"]]
        line["revision"] += 1
        line["text"] = body.get("text", line["text"])
        return line

    def decide(self, role, body, headers, id):
        review = next(one for one in self.reviews if one["id"] == id)
        if headers.get("If-Match") != f"\"{review['statement']['revision']}\"":
            raise Refused(412, "changed", statement=review["statement"], detail="This line was changed meanwhile. Read its new words, then decide.")
        review["state"] = "decided"
        decision = {
            "route": review["route"],
            "decision": body["decision"],
            "by": data.PEOPLE[role],
            "on": "2026-11-21",
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
