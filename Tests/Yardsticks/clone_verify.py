#!/usr/bin/env python3
"""Reads and verifies a clone file, written from docs/clone-format.md alone.

    clone_verify.py FILE [--trust KEY]... [--parent ROOT]

Prints one JSON object with the verdict (whole, signer_unknown, broken), the root, the manifest and the rows.
Exit code 0 when whole or when only the signer is unknown, 1 when broken, 2 for wrong usage.
"""
import hashlib, json, sys

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

PAGE = 4096
LABELS = ["open", "internal", "commercial", "personnel", "security"]
EDITIONS = {"open": {0}, "team": {0, 1}, "account": {0, 1, 2}, "lead": {0, 1, 2, 3}, "security": {4}}
KINDS = {1: "passage", 2: "person", 3: "relation", 4: "contradiction", 5: "gap", 6: "acceptance"}
ID = set("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-.:")


class Broken(Exception):
    pass


def need(holds, what):
    if not holds:
        raise Broken(what)


def sha(*parts):
    return hashlib.sha256(b"".join(parts)).digest()


class Fields:
    def __init__(self, data):
        self.data, self.at = data, 0

    def take(self, count):
        need(count <= len(self.data) - self.at, "a field reaches past its end")
        self.at += count
        return self.data[self.at - count:self.at]

    def end(self):
        need(self.at == len(self.data), "bytes follow the last field")

    def number(self, size, signed=False):
        return int.from_bytes(self.take(size), "big", signed=signed)

    def u8(self): return self.number(1)
    def u32(self): return self.number(4)
    def int(self): return self.number(8, True)
    def hash(self): return self.take(32).hex()

    def bool(self):
        value = self.u8()
        need(value < 2, "a yes or no is neither 0 nor 1")
        return value == 1

    def text(self):
        try:
            return self.take(self.u32()).decode("utf-8")
        except UnicodeDecodeError:
            raise Broken("a text is not UTF-8")

    def id(self):
        text = self.text()
        need(1 <= len(text) <= 96 and set(text) <= ID and text[0] != ".", "an id is none")
        return text

    def word(self, words):
        text = self.text()
        need(text in words.split(), "an unknown word: " + text)
        return text

    def label(self):
        value = self.u8()
        need(value < 5, "an unknown label")
        return LABELS[value]

    def day(self):
        value = self.number(4, True)
        need(-719162 <= value <= 2932896, "a day outside the calendar")
        return value

    def time(self):
        value = self.int()
        need(-62135596800000 <= value <= 253402300799999, "a time outside the calendar")
        return value

    def opt(self, read):
        return read() if self.bool() else None

    def list(self, read):
        return [read() for _ in range(self.u32())]

    def place(self):
        kind = self.u8()
        need(kind < 8, "an unknown place")
        if kind == 0: return None
        if kind in (1, 5): return [kind, self.int(), self.int()]
        if kind == 2: return [kind, self.int(), self.opt(self.text)]
        if kind == 6: return [kind, self.int(), self.text()]
        return [kind, self.text() if kind == 7 else self.int()]


def passage(f):
    return {
        "text": f.text(), "blessed_wording": f.opt(f.id), "blessed": f.bool(), "chapter": f.word("st re im co"), "field": f.id(),
        "field_title": f.text(), "kind": f.word("fact decision risk warning commitment process person open_item"),
        "severity": f.opt(lambda: f.word("low medium high critical")), "said_by": f.text(), "said_on": f.day(),
        "approvals": f.list(lambda: [f.text(), f.word("receiving customer-facing regulated people security support"), f.day(), f.bool()]),
        "expires_on": f.opt(f.day), "waived": f.opt(f.text), "revision": f.u32(),
        "evidence": f.list(lambda: [f.word("excerpt answer stated"), f.text(), f.opt(f.hash), f.place(), f.text()]), "model": f.opt(f.text)}


def person(f):
    return {
        "name": f.text(), "title": f.opt(f.text), "organisation": f.opt(f.text), "side": f.word("customer ours third"), "role": f.text(),
        "influence": f.opt(lambda: f.word("low medium high decisive")),
        "stance": f.opt(lambda: f.word("champion supporter neutral sceptic blocker")), "passages": f.list(f.id)}


def relation(f):
    return {"from": f.id(), "to": f.id(), "kind": f.word("reports_to deputy_of influences peer informal conflict"), "passages": f.list(f.id)}


def contradiction(f):
    side = lambda: [f.text(), f.opt(f.hash), f.place(), f.text()]
    rules = ("status_vs_sentiment date_mismatch amount_mismatch owner_mismatch promise_without_contract adoption_vs_usage "
             "contact_mismatch ticket_state_mismatch promise_overdue seats_mismatch")
    return {
        "rule": f.word(rules), "field": f.id(), "field_title": f.text(), "a": side(), "b": side(),
        "status": f.word("open explained unresolved accepted"), "resolution": f.opt(f.text), "resolved_by": f.opt(f.text)}


def gap(f):
    return {
        "kind": f.word("thin_field refused_question"), "question": f.text(), "field": f.opt(f.id),
        "status": f.word("open asked answered closed")}


def acceptance(f):
    row = {"question": f.text()}
    expected = f.u8()
    need(expected < 2, "an acceptance question expects neither answer nor refusal")
    if expected:
        row["passages"], row["value"] = f.list(f.id), f.opt(f.text)
    return row


READERS = {1: passage, 2: person, 3: relation, 4: contradiction, 5: gap, 6: acceptance}


def aligned(offset):
    return -(-offset // PAGE) * PAGE


def container(data):
    need(len(data) >= PAGE, "shorter than a header")
    f = Fields(data[:PAGE])
    need(f.take(8) == bytes.fromhex("FE466572610D0A1A"), "no clone")
    need(f.u32() == 1, "another format")
    count = f.u32()
    need(count <= 64, "too many sections")
    need(f.number(8) == len(data), "another size than the header says")
    signature, length = f.number(8), f.number(8)
    need(f.number(8) == 0, "reserved bytes")
    root, sections, end = f.take(32), {}, PAGE
    for _ in range(count):
        kind, version, offset, size, digest = f.take(4), f.u32(), f.number(8), f.number(8), f.take(32)
        need(kind.isalpha() and kind.isascii(), "a section's kind")
        need(offset == end and offset + size <= len(data), "a section's place")
        need(sha(data[offset:offset + size]) == digest, "section %s: hash" % kind.decode())
        end = aligned(offset + size)
        need(not any(data[offset + size:end]), "padding after %s" % kind.decode())
        name = kind.decode()
        need(name in ("MANI", "TREE", "ROWS", "INDX") or name[0].islower(), "unknown section " + name)
        need(name not in sections or name[0].islower(), "section %s twice" % name)
        need(version == 1 or name[0].islower(), "section %s: version" % name)
        sections[name] = data[offset:offset + size]
    need(not any(data[f.at:PAGE]), "padding of the header")
    need(signature == end and signature + length == len(data) and length in (104, 200), "the signature block's place")
    need({"MANI", "TREE", "ROWS", "INDX"} <= set(sections), "a section is missing")
    return root, sections, data[signature:]


def manifest(data):
    f = Fields(data)
    m = {
        "clone": f.id(), "account": f.id(), "account_name": f.text(), "version": f.u32(), "edition": f.word(" ".join(EDITIONS)),
        "parent": f.opt(f.hash), "template": f.text(), "language": f.text(), "locked_by": f.text(), "locked_at": f.time(),
        "counts": [f.u32() for _ in range(6)], "audit_head": f.hash(), "signers": f.list(f.text), "program": f.text(),
        "redaction": f.opt(lambda: [f.u32(), f.text(), f.time()])}
    f.end()
    return m


def tree(leaves):
    if not leaves: return sha()
    if len(leaves) == 1: return leaves[0]
    k = 1 << (len(leaves) - 1).bit_length() - 1
    return sha(b"\1", tree(leaves[:k]), tree(leaves[k:]))


def rows(data, held):
    f = Fields(data)
    count, present = f.u32(), f.u32()
    need(8 + 80 * count + 4 * present <= len(data), "the directory is larger than its section")
    end, last, found, leaves = 8 + 80 * count + 4 * present, 1, {}, {label: [] for label in held}
    for number in range(count):
        kind, label, state, zero, length, offset = f.u8(), f.u8(), f.u8(), f.u8(), f.u32(), f.number(8)
        salt, leaf = f.take(32), f.take(32)
        need(kind in KINDS and kind >= last and label in held and state < 2 and zero == 0, "row %d: directory" % number)
        need(offset == end and offset + length <= len(data), "row %d: place" % number)
        last, end = kind, offset + length
        leaves[label].append(leaf)
        if state == 1:
            need(length == 0 and not any(salt), "row %d: redacted and not empty" % number)
            continue
        stored = data[offset:end]
        need(sha(b"\0fera.clone.row.1\0", salt, stored) == leaf, "row %d: changed" % number)
        r = Fields(stored)
        need(r.u8() == kind and r.u8() == 1 and r.label() == LABELS[label], "row %d: kind, schema or label" % number)
        row = {"row": KINDS[kind], "id": r.id(), "label": LABELS[label]}
        row.update(READERS[kind](r))
        r.end()
        found[number] = (kind, row)
    need(end == len(data), "bytes that belong to no row")
    table = [f.u32() for _ in range(present)]
    order = sorted(found, key=lambda n: (found[n][0], found[n][1]["id"].encode()))
    need(table == order, "the id table")
    need(len({(kind, row["id"]) for kind, row in found.values()}) == len(found), "a row twice")
    return [row for _, row in found.values()], leaves, count - present


def verify(data, trust, parent):
    root, sections, block = container(data)
    m = manifest(sections["MANI"])
    held = EDITIONS[m["edition"]]
    found, leaves, redacted = rows(sections["ROWS"], held)
    need(m["counts"] == [sum(r["row"] == k for r in found) for k in KINDS.values()], "the manifest's counts")
    need(m["version"] >= 1 and (m["parent"] is None) == (m["version"] == 1), "parent and version")
    need(redacted == 0 or m["redaction"], "redacted without saying so")
    need(parent is None or m["parent"] == parent, "another parent")
    f, label_roots = Fields(sections["TREE"]), []
    for label in range(5):
        need(f.u8() == label and f.u8() == (label in held) and not any(f.take(6)), "the tree section")
        salt, label_root = f.take(32), f.take(32)
        if label in held:
            need(sha(b"\2fera.clone.label.1\0", bytes([label]), salt, tree(leaves[label])) == label_root, "tree of " + LABELS[label])
        else:
            need(not any(salt), "the salt of a label that is not held")
        label_roots.append(label_root)
    f.end()
    need(sha(b"\3fera.clone.root.1\0", *label_roots) == root, "the root")
    f = Fields(block)
    count = f.u32()
    need(len(block) == 8 + 96 * count and f.u32() == 0, "the signature block")
    message = b"fera.clone.signature.1\0" + sha(data[:PAGE]) + root + sha(sections["MANI"]) + bytes.fromhex(m["parent"] or "00" * 32)
    keys = []
    for _ in range(count):
        key, signature = f.take(32), f.take(64)
        try:
            Ed25519PublicKey.from_public_bytes(key).verify(signature, message)
        except (InvalidSignature, ValueError):
            raise Broken("a signature")
        keys.append(key)
    need(len(set(keys)) == count and [sha(k).hex()[:16] for k in keys] == m["signers"], "the signers")
    verdict = "whole" if any(k.hex() in trust for k in keys) else "signer_unknown"
    return {"verdict": verdict, "root": root.hex(), "manifest": m, "rows": found}


def main(arguments):
    trust, parent, files = set(), None, []
    while arguments:
        word = arguments.pop(0)
        if word in ("--trust", "--parent"):
            if not arguments: sys.exit(__doc__)
            if word == "--trust": trust.add(arguments.pop(0).lower())
            else: parent = arguments.pop(0).lower()
        else:
            files.append(word)
    if len(files) != 1:
        print(__doc__, file=sys.stderr)
        return 2
    with open(files[0], "rb") as file:
        data = file.read()
    try:
        print(json.dumps(verify(data, trust, parent), ensure_ascii=False))
        return 0
    except Broken as broken:
        print(json.dumps({"verdict": "broken", "why": str(broken)}))
        return 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
