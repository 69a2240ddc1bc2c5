"""Which request does what to the stand-in."""

import re

import mock_data as data
from mock_state import Refused


def route(state, role, method, path, body, headers):
    """Status and body of the reply."""
    with state.lock:
        for pattern, call in ROUTES:
            found = re.fullmatch(pattern, f"{method} {path}")
            if found:
                result = call(state, role, body, headers, *found.groups())
                return result if isinstance(result, tuple) else (200, result)
    raise Refused(404, "not_found")


def page(items):
    return {"items": items, "next_cursor": None}


def upload(state, body):
    if b'filename="bad' in body:
        raise Refused(422, "unreadable", where="line 3", detail="The file is not valid CSV")
    name = re.search(rb'filename="([^"]+)"', body).group(1).decode()
    return 201, page(
        [
            {
                "id": "f9",
                "name": name,
                "counts": {"read": 41, "skipped": 2, "failed": 0},
                "notices": ["1 secret was blacked out."],
                "not_read_for": ["a1"] if name.startswith("late") else [],
            }
        ]
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
    (r"GET /v1/tokens", lambda s, r, b, h: page(s.tokens)),
    (r"POST /v1/tokens", lambda s, r, b, h: s.make_token(b)),
    (r"DELETE /v1/tokens/(\w+)", lambda s, r, b, h, i: s.revoke_token(i)),
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
    (r"GET /v1/portfolio", lambda s, r, b, h: page([data.PLAN] if r in ("manager", "owner") else [])),
    (
        r"GET /v1/owner-questions",
        lambda s, r, b, h: (
            {"items": s.owner_questions, "accounts": [{"id": "a1", "name": "Bergmann Logistik"}, {"id": "a3", "name": "Fjord Fisk"}]}
            if r == "owner"
            else {"items": [], "accounts": []}
        ),
    ),
    (r"POST /v1/owner-questions/(\w+)/answer", lambda s, r, b, h, i: s.answer_once(b, i)),
    (r"GET /v1/conversations/c3/written", lambda s, r, b, h: s.form()),
    (r"POST /v1/conversations/c3/written", lambda s, r, b, h: s.write(b)),
    (rf"GET {T}/referrals", lambda s, r, b, h: page(s.referrals(r))),
    (rf"POST {T}/referrals/c1\.x1/send", lambda s, r, b, h: s.send_referral(b)),
    (rf"POST {T}/sittings", lambda s, r, b, h: s.plan_sittings(r, b)),
    (rf"POST {T}/interviews", lambda s, r, b, h: (201, s.snapshot("c1"))),
    (rf"GET {T}/statements", lambda s, r, b, h: page(s.statements)),
    (rf"GET {T}/lock", lambda s, r, b, h: {"ready": not s.blockers(), "blockers": s.blockers(), "approved": 31, "version": 1}),
    (rf"POST {T}/lock", lambda s, r, b, h: s.do_lock()),
    (r"PATCH /v1/statements/(\w+)", lambda s, r, b, h, i: s.patch(b, h, i)),
    (r"GET /v1/reviews", lambda s, r, b, h: page(s.reviews if r in ("reviewer", "successor") else [])),
    (r"POST /v1/reviews/(\w+)/decision", lambda s, r, b, h, i: s.decide(r, b, h, i)),
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
