#!/usr/bin/env python3
"""Request smuggling: thousands of mutated requests, each with a second request behind it on the same connection.

    fera-bench echo --port 9000 &
    smuggle.py --port 9000 [--random 1500] [--seed 1] [--show 20]

Each body carries a whole request of its own. `/parsed/…` answers how the server read what was sent. Two readings are held against it:
`rfc9112.py`, written from RFC 9110 and 9112 alone, and h11 (PyPI) where it is there. A finding is a request that the server saw and
the strict reading did not, a body that differs, a refusal after which it read on, or an answer that never came. What the server
refuses and a reading takes is counted and named, not a finding: it may be stricter. h11 differs on purpose in four things, each as
the RFC has it: it keeps no HTTP/1.0 connection alive, takes no empty line before a request and no blank before a chunk extension, and
takes bare LF, folded lines and equal lengths where this server does not.
Exit code 0 without a finding, 1 with one, 2 for wrong usage.
"""
import argparse, base64, collections, json, random, socket, sys

import rfc9112

try:
    import h11
except ImportError:
    h11 = None

INNER = b"GET /parsed/inner HTTP/1.1\r\nHost: inner\r\n\r\n"
NEXT = b"GET /parsed/next HTTP/1.1\r\nHost: next\r\n\r\n"


def chunked(data):
    return b"%x\r\n%s\r\n0\r\n\r\n" % (len(data), data)


def post(*fields, body=INNER, line=b"POST /parsed/outer HTTP/1.1"):
    return b"\r\n".join((line, b"Host: x") + fields) + b"\r\n\r\n" + body


LENGTH = b"Content-Length: %d" % len(INNER)
CODING = b"Transfer-Encoding: chunked"
BASES = [
    post(LENGTH), post(CODING, body=chunked(INNER)), post(CODING, body=b"5;a=b\r\nabcde\r\n" + chunked(INNER)),
    post(CODING, body=chunked(INNER)[:-2] + b"X-Trailer: a\r\n\r\n"), post(LENGTH, b"Expect: 100-continue"),
    post(LENGTH, b"Connection: keep-alive", line=b"POST /parsed/outer HTTP/1.0"), post(LENGTH, line=b"POST http://x/parsed/outer HTTP/1.1"),
    post(b"X: y", body=b"", line=b"GET /parsed/outer?a=b HTTP/1.1"), post(CODING, body=chunked(INNER), line=b"GET /parsed/outer HTTP/1.1"),
    post(LENGTH, b"Connection: Upgrade, HTTP2-Settings", b"Upgrade: h2c", b"HTTP2-Settings: AAMAAABkAARAAAAAAAIAAAAA"),
]


def every_byte():
    """One byte of each value in each place where parsers have been found to differ; both framings stand in the request."""
    body = chunked(INNER)
    for value in range(256):
        b = bytes([value])
        for field in (b + b"Transfer-Encoding: chunked", b"Transfer-Encoding" + b + b": chunked", b"Transfer-Encoding:" + b + b"chunked",
                      b"Transfer-Encoding: chunked" + b, b"Transfer-" + b + b"Encoding: chunked", b"X: y" + b + b"\nTransfer-Encoding: chunked"):
            yield post(field, b"Content-Length: %d" % len(body), body=body)
            yield post(field, body=body)
        for field in (b"Content-Length:" + b + b"%d" % len(INNER), b"Content-Length: %d" % len(INNER) + b, b + LENGTH, b"Content-Length" + b + b": 5",
                      b"X: y" + b + LENGTH):
            yield post(field)
        yield post(CODING, body=b"5" + b + b"\r\nabcde\r\n" + body)
        yield post(CODING, body=b + b"5\r\nabcde\r\n" + body)
        yield post(CODING, body=b"5\r\nabcde" + b + b"\n" + body)
        yield post(CODING, body=b"5;" + b + b"\r\nabcde\r\n" + body)
        yield post(CODING, body=b"0\r\nX" + b + b": y\r\n\r\n")
        yield post(LENGTH, line=b"POST /parsed/outer" + b + b"HTTP/1.1")
        yield post(LENGTH, line=b"POST" + b + b"/parsed/outer HTTP/1.1")
        yield post(LENGTH, line=b"POST /parsed/outer HTTP/1.1" + b)


def known():
    """What write-ups of request smuggling list."""
    body = chunked(INNER)
    codings = [
        b"Transfer-Encoding: xchunked", b"Transfer-Encoding : chunked", b"Transfer-Encoding: chunked\r\nTransfer-Encoding: x",
        b"Transfer-Encoding: x\r\nTransfer-Encoding: chunked", b"Transfer-Encoding:\tchunked", b" Transfer-Encoding: chunked",
        b"X: X\nTransfer-Encoding: chunked",
        b"Transfer-Encoding\r\n: chunked", b"Transfer-Encoding: chunked, identity", b"Transfer-Encoding: identity, chunked",
        b"Transfer-Encoding: 'chunked'",
        b'Transfer-Encoding: "chunked"', b"Transfer-Encoding: chunk", b"Transfer-Encoding: CHUNKED", b"transfer-encoding: Chunked",
        b"TRANSFER-ENCODING: chunked",
        b"Transfer-Encoding: chunked;x=y", b"Transfer-Encoding:chunked", b"Transfer-Encoding:  chunked  ", b"Transfer-Encoding: ,chunked",
        b"Transfer-Encoding: chunked,", b"Transfer-Encoding: chun\xe2\x84\xaaed", b"Transfer\xe2\x80\x91Encoding: chunked",
        b"Transfer_Encoding: chunked",
        b"Transfer Encoding: chunked", b"Transfer-Encoding: gzip, chunked", b"Transfer-Encoding:\r\n chunked",
        b"Foo: bar\r\n\rTransfer-Encoding: chunked",
        b"Transfer-Encoding: identity", b"Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked", b"X: Y\rTransfer-Encoding: chunked",
    ]
    lengths = [b"Content-Length: %s" % text for text in (
        b"0", b"1", b"+5", b"-5", b"5, 5", b"5,6", b"0x5", b"5.0", b"5e0", b"05", b"005", b"18446744073709551621", b"4294967301", b"9" * 30, b"",
        b"5 5", b"0, 5",
        b"five", b"\xef\xbc\x95", b"5;", b"5\x00", b"1_0")]
    lengths += [b"Content-Length: 5\r\nContent-Length: 5", b"Content-Length: 5\r\nContent-Length: 6", b"Content-Length : 5", b"Content_Length: 5",
            b"Content-Length\x00: 5"]
    for coding in codings:
        yield post(coding, body=body)
        for length in (LENGTH, b"Content-Length: 0", b"Content-Length: %d" % len(body)):
            yield post(length, coding, body=body)
            yield post(coding, length, body=body)
        yield post(coding, body=body, line=b"POST /parsed/outer HTTP/1.0")
    for length in lengths:
        yield post(length)
        yield post(length, line=b"GET /parsed/outer HTTP/1.1")
    for size in (b"0x5", b"05", b"0000000000000005", b"5 ", b" 5", b"+5", b"-1", b"5;", b"5;a", b"5;a=b", b'5;a="b;c"', b'5;a="\r\n', b"5\n",
            b"5\r", b"fffffffffffffffff5",
                 b"100000005", b"5;\n", b"5;a\rb", b"5,", b"", b"5 ;a", b"5\t;a", b"5_", b"G"):
        yield post(CODING, body=size + b"\r\nabcde\r\n" + body)
        yield post(CODING, body=b"5\r\nabcde\r\n" + size.replace(b"5", b"0") + b"\r\n\r\n" + INNER)
    for end in (b"", b"\r", b"\n", b"\r\r", b"\n\n", b"\r\n\r\n", b" \r\n", b"x\r\n", b"\r\n\x00"):
        yield post(CODING, body=b"5\r\nabcde" + end + body)
        yield post(CODING, body=b"5\r\nabcde\r\n0" + end + INNER)
        yield post(LENGTH).replace(b"\r\n\r\n", end, 1)
    for trailer in (b"Content-Length: 5", b"Transfer-Encoding: chunked", b"Host: y", b" folded", b"no colon", b"X : y", b"X: y\nZ: a", b"X: \x00"):
        yield post(CODING, body=b"5\r\nabcde\r\n0\r\n" + trailer + b"\r\n\r\n")
    for line in (b"POST /parsed/outer HTTP/1.2", b"POST /parsed/outer HTTP/2.0", b"POST /parsed/outer HTTP/0.9", b"POST /parsed/outer HTTP/01.1",
            b"POST /parsed/outer",
                 b"POST /parsed/outer http/1.1", b"POST  /parsed/outer HTTP/1.1", b"POST /parsed/outer  HTTP/1.1", b"post /parsed/outer HTTP/1.1",
                 b"POST http://y/parsed/outer HTTP/1.1", b"POST http://y:80/parsed/outer HTTP/1.1", b"POST x:80 HTTP/1.1", b"POST * HTTP/1.1",
                 b"OPTIONS * HTTP/1.1",
                 b"POST /parsed/outer#a HTTP/1.1", b"POST /parsed/../parsed/outer HTTP/1.1", b"POST /parsed/a%00 HTTP/1.1",
                 b"POST /parsed/%2e%2e/a HTTP/1.1",
                 b"POST https://x/parsed/outer HTTP/1.1", b"CONNECT x:80 HTTP/1.1", b"POST http://a@x/parsed/outer HTTP/1.1",
                 b"POST /parsed/\xc3\xa9 HTTP/1.1"):
        yield post(LENGTH, line=line)
    for field in (b"Host: y", b"Connection: close", b"Connection: a, close", b"Connection: keep-alive, close", b"Connection: closed", b"Expect: tea",
                  b"Expect: 100-continue, tea", b"Connection: Content-Length", b"Connection: Transfer-Encoding", b"X: y\r\n folded", b"X", b": y",
                  b"X: \x7f"):
        yield post(LENGTH, field)
        yield post(CODING, field, body=body)


PIECES = [b"\r\n", b"\n", b"\r", b" ", b"\t", b"\x00", b"\x0b", b"\x0c", b"\x85", b"\xa0", b":", b",", b";", b"0", b"\r\n\r\n", b"chunked",
b"\r\n ", b"0\r\n\r\n",
          CODING + b"\r\n", LENGTH + b"\r\n", b"Content-Length: 0\r\n", b"Transfer-Encoding: x\r\n", b"Host: y\r\n", b"HTTP/1.1", INNER]


def mutated(generator, count):
    for _ in range(count):
        data = bytearray(generator.choice(BASES))
        for _ in range(generator.choice((1, 1, 1, 2, 3))):
            at = generator.randrange(len(data))
            match generator.randrange(6):
                case 0: data[at] ^= 1 << generator.randrange(8)
                case 1: data[at] = generator.randrange(256)
                case 2: del data[at:at + generator.choice((1, 1, 2, 8))]
                case 3: data[at:at] = generator.choice(PIECES)
                case 4:
                    end = at + generator.randrange(1, 30)
                    data[at:at] = data[at:end]
                case 5:
                    lines = bytes(data).split(b"\r\n")
                    a, b = generator.randrange(len(lines)), generator.randrange(len(lines))
                    lines[a], lines[b] = lines[b], lines[a]
                    data = bytearray(b"\r\n".join(lines))
            if not data:
                data = bytearray(b"\r\n")
        yield bytes(data)


def exchange(port, data):
    """Everything the server answers to the bytes; None when it neither answers nor closes."""
    with socket.create_connection(("127.0.0.1", port), timeout=3) as connection:
        try:
            connection.sendall(data)
            connection.shutdown(socket.SHUT_WR)
        except OSError:
            pass
        received = b""
        try:
            while piece := connection.recv(65536):
                received += piece
        except ConnectionResetError:
            pass
        except TimeoutError:
            return None
        return received


def answers(received):
    """(status, body) of each answer; interim ones are left out."""
    found = []
    while received:
        head, separator, received = received.partition(b"\r\n\r\n")
        if not separator:
            raise ValueError("an answer's head ends early")
        lines = head.split(b"\r\n")
        status = int(lines[0].split(b" ")[1])
        if status < 200 and status != 101:
            continue
        length = next((int(line[15:]) for line in lines if line.lower().startswith(b"content-length:")), 0)
        found.append((status, received[:length]))
        received = received[length:]
    return found


def reading_of_h11(data):
    """The (method, target, body) that h11 reads, and whether it came to an error."""
    found, current = [], None
    connection = h11.Connection(h11.SERVER)
    connection.receive_data(data)
    connection.receive_data(b"")
    try:
        while True:
            event = connection.next_event()
            if isinstance(event, h11.Request):
                current = [event.method, event.target, b""]
            elif isinstance(event, h11.Data):
                current[2] += bytes(event.data)
            elif isinstance(event, h11.EndOfMessage):
                found.append(tuple(current))
                if current[0] == b"CONNECT":
                    return found, False
                connection.send(h11.Response(status_code=200, headers=[("Content-Length", "0")]))
                connection.send(h11.EndOfMessage())
                if connection.our_state is not h11.DONE or connection.their_state is not h11.DONE:
                    return found, False
                connection.start_next_cycle()
            elif event is h11.NEED_DATA or event is h11.PAUSED or isinstance(event, h11.ConnectionClosed):
                return found, False
    except h11.RemoteProtocolError:
        return found, True


def path_of(target):
    """An absolute target's path: h11 keeps the whole, the server the path."""
    return b"/" + target[7:].partition(b"/")[2] if target[:7].lower() == b"http://" else target


def judge(port, data):
    """(findings, remarks) for one mutation."""
    received = exchange(port, data + NEXT)
    if received is None:
        return ["no answer and no end"], []
    try:
        got = answers(received)
    except ValueError as error:
        return [str(error)], []
    strict, why = rfc9112.read(data + NEXT)
    seen = []
    for status, body in got:
        if status == 200 and body.startswith(b'{"body"'):
            form = json.loads(body)
            seen.append((form["method"].encode(), form["target"].encode(), base64.b64decode(form["body"])))
        else:
            seen.append(status)
    findings, remarks = [], []
    served = [request for request in seen if not isinstance(request, int)]
    for index, request in enumerate(seen):
        if isinstance(request, int):
            # Only a path that no route takes, or a method, is answered without an end.
            if index + 1 < len(seen) and request not in (404, 405, 501):
                findings.append(f"it read on after {request}")
            continue
        if index >= len(strict):
            findings.append(f"it saw {request[:2]} which is none: {why}")
        elif strict[index] != request:
            findings.append(f"it saw {request}, sent was {strict[index]}")
    if len(seen) < len(strict) or any(isinstance(request, int) and index < len(strict) for index, request in enumerate(seen)):
        status = next((request for request in seen if isinstance(request, int)), "an end")
        remarks.append("no route takes its path" if status == 404 else f"stricter than rfc9112.py: {status}")
    if why and why != "incomplete" and not findings and not (seen and isinstance(seen[-1], int)):
        findings.append(f"no refusal, although: {why}")
    if h11 is not None:
        theirs, failed = reading_of_h11(data + NEXT)
        theirs = [(method, path_of(target), body) for method, target, body in theirs]
        if served[:len(theirs)] != theirs[:len(served)] and len(served) == len(seen):
            remarks.append("h11 reads it otherwise")
        elif len(served) > len(theirs):
            remarks.append(f"h11 {'refuses' if failed else 'waits for more of'} what it served")
        elif len(theirs) > len(served):
            remarks.append("stricter than h11")
    return findings, remarks


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--port", type=int, required=True)
    parser.add_argument("--random", type=int, default=1500)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--show", type=int, default=20)
    options = parser.parse_args()
    cases = BASES + list(known()) + list(every_byte()) + list(mutated(random.Random(options.seed), options.random))
    cases = list(dict.fromkeys(cases))
    remarks, examples, findings = collections.Counter(), {}, []
    for data in cases:
        found, noted = judge(options.port, data)
        findings += [(data, what) for what in found]
        remarks.update(noted)
        for note in noted:
            examples.setdefault(note, []).append(data)
    for data, what in findings[:options.show]:
        print(f"FINDING {what}\n        {data!r}")
    for note, count in remarks.most_common():
        print(f"{count:6} {note}")
        if "stricter" not in note:
            for data in examples[note][:options.show]:
                print(f"        {data!r}")
    print(f"{len(cases)} mutations, {len(findings)} findings" + ("" if h11 else " (h11 is not there)"))
    return 1 if findings else 0


if __name__ == "__main__":
    sys.exit(main())
