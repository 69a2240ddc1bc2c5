"""One account in every state that a page shows. Names are made up."""

import copy

PEOPLE = {
    "manager": {"id": "p-man", "name": "Rosa Okafor"},
    "owner": {"id": "p-own", "name": "Jonas Weber"},
    "reviewer": {"id": "p-rev", "name": "Ilse Brandt"},
    "successor": {"id": "p-suc", "name": "Tom Akiyama"},
}
MAY = {"manager": ["lock", "ask", "manage"], "owner": ["answer"], "reviewer": ["review"], "successor": ["ask", "review"]}
CLONE = {
    "id": "k1",
    "account": {"id": "a2", "name": "Halden Maritime"},
    "version": 2,
    "locked_at": "2026-11-18T09:12:00Z",
    "locked_by": PEOPLE["manager"],
    "edition": "account",
    "passages": 4,
}
ROOT = "9f2c4be1a7705d6c33b8e0914fd2ab6790c15e38d4467fa2b01c9ed85573fe1a"


PLAN = {
    "owner": PEOPLE["owner"],
    "last_working_day": "2026-12-04",
    "working_days": 10,
    "sittings_a_week": 2,
    "pace_is": "assumed",
    "minutes_a_sitting": 30,
    "needed_a_week": 4,
    "pace": "At 2 sittings a week, 1 of 3 accounts will not be done by 4 December 2026: Fjord Fisk. 4 a week would do.",
    "warns": True,
    "total": 3,
    "accounts": [
        {
            "transfer_id": "t1",
            "id": "a1",
            "name": "Bergmann Logistik",
            "tier": "top",
            "interview_id": "c1",
            "minutes": 55,
            "sittings": 2,
            "reached": 100,
            "reasons": [
                "Top tier: the whole bank.",
                "It renews on 31 January 2027, soon after the last working day.",
                "It is worth EUR 240,000.",
                "12 points are open; the weightiest is “Who decides on the renewal”.",
            ],
        },
        {
            "transfer_id": "t1",
            "id": "a3",
            "name": "Fjord Fisk",
            "tier": "tail",
            "interview_id": "c3",
            "minutes": 10,
            "sittings": 1,
            "reached": 40,
            "reasons": ["Tail: a written pass.", "9 points are open; the weightiest is “Commitments outside the contract”."],
        },
    ],
}
WRITTEN = [
    {
        "number": 1,
        "key": "contradiction:c3.c1",
        "chapter": "co",
        "text": "The CRM says “renewal 2027-03-01”, the contract says “1 May 2027”. Which one is right?",
        "why": "Asked because two lines of the record do not agree.",
    },
    {
        "number": 2,
        "key": "bank:pb01",
        "chapter": "re",
        "text": "Who really decides about the renewal, and whom do they ask first?",
        "why": "Asked because “Who decides” matters a great deal to whoever takes over (weight 10 of 10).",
        "hint": {"name": "crm.csv", "place": "row 4", "quote": "Decision maker: P. Lund"},
    },
    {"number": 3, "key": "bank:pb10", "chapter": "co", "text": "Why might they leave us?", "why": "Asked because nothing in the record tells it."},
]
OWNER_QUESTIONS = [
    {
        "id": "ow01",
        "text": "Across all of your accounts: which are at highest risk for churn, and why?",
        "probes": ["Rank the first three."],
        "answered": False,
        "filed": [],
    },
    {"id": "ow02", "text": "Which product feedback was never formally reported?", "probes": [], "answered": False, "filed": []},
]
REFERRAL = {
    "id": "c1.x1",
    "account_id": "a1",
    "field": "im.sla",
    "title": "Support terms",
    "question": "Which special support terms does this customer expect?",
    "name": "Jonas Holt",
    "status": "open",
}


def transfer(role, state):
    accounts = [
        {
            "id": "a1",
            "name": "Bergmann Logistik",
            "tier": "top",
            "segment": "Logistics",
            "renewal_date": "2027-01-31",
            "value": "EUR 240,000",
            "state": state,
            "missing": ["12 fields are still open", "the owner's pass"],
            "interview_id": "c1",
            "completeness": 46,
        },
        {
            "id": "a2",
            "name": "Halden Maritime",
            "tier": "mid",
            "segment": "Shipping",
            "renewal_date": "2027-06-30",
            "value": "EUR 90,000",
            "state": "locked",
            "missing": ["the successor's sign-off"],
            "interview_id": "c2",
            "completeness": 88,
            "clone": {"id": "k1", "version": 2},
        },
        {
            "id": "a3",
            "name": "Fjord Fisk",
            "tier": "tail",
            "segment": "Food",
            "renewal_date": None,
            "value": None,
            "state": "capturing",
            "missing": ["The interview is open."],
            "interview_id": "c3",
            "completeness": 12,
        },
    ]
    people = [
        {**PEOPLE["manager"], "email": "rosa@example.com", "roles": ["manager"], "routes": [], "hired": True, "joined": True},
        {**PEOPLE["owner"], "email": "jonas@example.com", "roles": ["owner"], "routes": [], "hired": True, "joined": True},
        {
            **PEOPLE["reviewer"],
            "email": "ilse@example.com",
            "roles": ["reviewer", "sponsor"],
            "routes": ["customer-facing", "regulated"],
            "hired": True,
            "joined": False,
        },
        {**PEOPLE["successor"], "roles": ["successor"], "routes": ["receiving"], "hired": True, "joined": True},
        {"id": "p-x", "name": "New CSM (north)", "roles": ["interim_holder"], "routes": [], "hired": False, "joined": False},
    ]
    return {
        "id": "t1",
        "title": "Jonas Weber leaves",
        "template": "csm-departure",
        "scope": "Two logistics accounts",
        "reason": "Jonas moves to another company.",
        "last_working_day": "2026-12-04",
        "language": "en",
        "state": state,
        "accounts": accounts,
        "people": people,
        "source_count": 3,
        "warnings": [PLAN["owner"]["name"] + ": " + PLAN["pace"]] if role == "manager" else [],
        "you": {**PEOPLE[role], "roles": [role], "routes": [], "may": MAY[role]},
    }


def statement(id, field, chapter, title, text, kind="fact", status="proposed", label="internal", severity=None, evidence=True):
    return {
        "id": id,
        "account_id": "a1",
        "field": field,
        "title": title,
        "chapter": chapter,
        "kind": kind,
        "severity": severity,
        "text": text,
        "confidence": 80,
        "label": label,
        "routes": ["receiving"],
        "speaker": PEOPLE["owner"],
        "said_on": "2026-11-19",
        "revision": 1,
        "status": status,
        "decisions": [],
        "evidence": (
            [{"kind": "excerpt", "name": "mails.eml", "place": "message 14", "quote": "We only talk to Petra about money, please."}]
            if evidence
            else []
        ),
    }


STATEMENTS = [
    statement(
        "s1",
        "re.decider",
        "re",
        "Who decides",
        "Petra Lang decides on every renewal, although the contract names the head of IT.",
        "person",
    ),
    statement(
        "s2",
        "st.health_true",
        "st",
        "True health",
        "The health score is green, but the warehouse team has not used the planner since August.",
        "risk",
        severity="high",
    ),
    statement(
        "s3",
        "co.price_story",
        "co",
        "Why the price is what it is",
        "They got 12 % off in 2024 in exchange for being a reference.",
        "decision",
        label="commercial",
    ),
    statement(
        "s4",
        "im.workaround",
        "im",
        "Workarounds",
        "Every Friday the export is restarted by hand, or Monday's import fails.",
        "process",
        evidence=False,
    ),
]
CONTRADICTION = {
    "id": "x1",
    "rule": "date_mismatch",
    "field": "co.renewal",
    "a": {"name": "crm.csv", "place": "row 4, column renewal", "quote": "2027-01-31"},
    "b": {"name": "contract.md", "place": "line 88", "quote": "This agreement renews on 31 March 2027 unless …"},
    "status": "unresolved",
}
GAPS = {
    "fields": [
        {
            "id": "re.decider",
            "title": "Who really decides",
            "chapter": "re",
            "weight": 9,
            "confidence": 0.3,
            "state": "hinted",
            "hint": {"name": "mails.eml", "place": "message 14", "quote": "We only talk to Petra about money, please."},
        },
        {"id": "st.origin", "title": "Why they bought", "chapter": "st", "weight": 6, "confidence": 0, "state": "open"},
        {"id": "co.renewal", "title": "Renewal date", "chapter": "co", "weight": 8, "confidence": 0.9, "state": "known"},
        {
            "id": "im.tools",
            "title": "Tools connected",
            "chapter": "im",
            "weight": 4,
            "confidence": 0.4,
            "state": "hinted",
            "hint": {"name": "tickets.csv", "place": "row 31", "quote": "SFTP drop fails when the file is larger than 2 GB"},
        },
    ],
    "contradictions": [CONTRADICTION],
    "gaps": [
        {
            "id": "g1",
            "kind": "refused_question",
            "account_id": "a1",
            "question": "Who may sign an order above EUR 50,000?",
            "status": "open",
            "count": 3,
        }
    ],
}
TURNS = [
    {
        "kind": "opening",
        "chapter": "st",
        "text": "Imagine that your successor has ten minutes before the first call with Bergmann. What must they hear from you?",
        "probes": [],
        "why": "An open beginning brings up what no list would ask for.",
    },
    {
        "kind": "contradiction",
        "chapter": "co",
        "text": "The CRM says the contract renews on 31 January 2027, the contract itself says 31 March. Which one holds, and how did the other come about?",
        "probes": ["who set the date in the CRM", "whether the customer has been told"],
        "why": "Two records disagree, and the renewal is the nearest date that can hurt.",
    },
    {
        "kind": "bank",
        "chapter": "re",
        "text": "Who at Bergmann can stop a decision without appearing in any meeting?",
        "probes": [],
        "why": "Worth most per minute before your last day; the record gives only a hint.",
    },
    {
        "kind": "closing",
        "chapter": "st",
        "text": "What have I not asked that you would want to know in their place?",
        "probes": [],
        "why": "The last question of every sitting.",
    },
]


def passage(id, chapter, title, text, kind="fact", label="internal", **more):
    return {
        "id": id,
        "text": text,
        "field": f"{chapter}.x",
        "title": title,
        "chapter": chapter,
        "kind": kind,
        "severity": None,
        "label": label,
        "said_by": "Jonas Weber",
        "said_on": "2026-11-10",
        "approved_by": [{"name": "Ilse Brandt", "route": "receiving", "on": "2026-11-16"}],
        "expires_on": None,
        "age_days": 11,
        "blessed": None,
        "evidence": [
            {"kind": "excerpt", "name": "call-2026-09.vtt", "place": "00:14:07", "quote": "Sverre signs, but he asks Mette first."}
        ],
        **more,
    }


PASSAGES = [
    passage("q1", "re", "Who decides", "Mette Dahl decides on the renewal. Sverre signs, but he asks her first.", "person"),
    passage(
        "q2",
        "st",
        "True health",
        "Use has fallen by a third since the port moved. Nobody has told their board yet.",
        "risk",
        severity="high",
        expires_on="2026-11-01",
    ),
    passage(
        "q3",
        "co",
        "Price story",
        "The price was frozen for two years in exchange for a case study – “naïve”, as Mette says today.",
        "decision",
        "commercial",
    ),
    passage(
        "q4",
        "im",
        "What may be said about the outage",
        "We know about the September outage and have added a second link.",
        "fact",
        "open",
        blessed="may be said to the customer: We know about the September outage and have added a second link.",
    ),
]
VERSION = {
    "clone_id": "k1",
    "account": CLONE["account"],
    "root": ROOT,
    "parent_root": "4b" * 32,
    "edition": "account",
    "locked_by": PEOPLE["manager"],
    "locked_at": CLONE["locked_at"],
    "counts": {"passages": 4, "people": 3, "contradictions": 0},
    "verification": "whole",
    "broken": [],
}


def reviews():
    first, second = copy.deepcopy(STATEMENTS[1]), copy.deepcopy(STATEMENTS[2])
    third = {
        **copy.deepcopy(STATEMENTS[0]),
        "status": "approved",
        "decisions": [
            {
                "route": "receiving",
                "decision": "edit",
                "by": PEOPLE["reviewer"],
                "on": "2026-11-20",
                "before": "Petra decides on renewals.",
            }
        ],
    }
    return [
        {"id": "r1", "route": "customer-facing", "statement": first, "question": "How are they really doing?", "state": "waiting"},
        {"id": "r2", "route": "regulated", "statement": second, "question": "Why is the price what it is?", "state": "waiting"},
        {"id": "r3", "route": "receiving", "statement": third, "question": "Who decides?", "state": "decided"},
    ]
