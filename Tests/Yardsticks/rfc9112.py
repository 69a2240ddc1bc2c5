"""A strict reading of HTTP/1.1 requests, written from RFC 9110 and RFC 9112 alone and sharing nothing with the server that it is held against.

`read(data)` gives the requests in order as (method, target, body) and why reading ended: None at the end of the data, "incomplete", or
what is wrong. Where the RFC lets a server choose, it takes the choice that no two parsers can differ about: no bare LF, no obs-fold, no
repeated Content-Length, one Host in every version. Only chunked is known.
"""
import re

TOKEN = rb"[!#$%&'*+\-.^_`|~0-9A-Za-z]+"
FIELD = re.compile(rb"(" + TOKEN + rb"):[ \t]*((?:[\x21-\x7e\x80-\xff](?:[\t \x21-\x7e\x80-\xff]*[\x21-\x7e\x80-\xff])?)?)[ \t]*\Z")
LINE = re.compile(rb"(" + TOKEN + rb") ([\x21\x22\x24-\x7e]+) HTTP/([0-9])\.([0-9])\Z")
HOST = re.compile(rb"(?:\[[0-9A-Fa-f:.]+\]|(?:[A-Za-z0-9\-._~!$&'()*+;=]|%[0-9A-Fa-f]{2})+)(?::[0-9]{0,5})?\Z")
QUOTED = rb'"(?:[\t \x21\x23-\x5b\x5d-\x7e\x80-\xff]|\\[\t \x21-\x7e\x80-\xff])*"'
CHUNK = re.compile(rb"([0-9A-Fa-f]{1,15})((?:[ \t]*;[ \t]*" + TOKEN + rb"(?:[ \t]*=[ \t]*(?:" + TOKEN + rb"|" + QUOTED + rb"))?)*)\Z")


class Wrong(Exception):
    pass


class More(Exception):
    pass


def line_at(data, at):
    """The line that begins at a place, and where the next one begins."""
    end = at
    while True:
        if end >= len(data):
            raise More
        if data[end] == 10:
            raise Wrong("a bare LF")
        if data[end] == 13:
            if end + 1 >= len(data):
                raise More
            if data[end + 1] != 10:
                raise Wrong("a bare CR")
            return data[at:end], end + 2
        end += 1


def target_of(method, target):
    if method == b"CONNECT":
        raise Wrong("CONNECT")
    authority = None
    if target[:7].lower() == b"http://":
        authority, slash, rest = re.match(rb"([^/?]*)(/?)(.*)\Z", target[7:], re.S).groups()
        if not HOST.match(authority):
            raise Wrong("the target names no host")
        target = slash + rest if slash else b"/" + rest
    elif not (target.startswith(b"/") or (target == b"*" and method == b"OPTIONS")):
        raise Wrong("the target is no path")
    path = target.partition(b"?")[0]
    if re.search(rb"%(?![0-9A-Fa-f]{2})", path) or re.search(rb"%00", path):
        raise Wrong("a bad percent escape")
    plain = re.sub(rb"%([0-9A-Fa-f]{2})", lambda found: bytes([int(found[1], 16)]), path)
    try:
        plain.decode()
    except UnicodeDecodeError:
        raise Wrong("a path that is not UTF-8")
    if any(part in (b".", b"..") for part in re.split(rb"[/\\]", plain)):
        raise Wrong("a dot segment")
    return target


def request_at(data, at):
    """The request that begins at a place: (method, target, body), where the next begins, and whether there may be one."""
    line, at = line_at(data, at)
    found = LINE.match(line)
    if not found:
        raise Wrong("no request line")
    method, target, major, minor = found.groups()
    if major != b"1":
        raise Wrong("another version")
    target = target_of(method, target)
    fields = []
    while True:
        line, at = line_at(data, at)
        if not line:
            break
        found = FIELD.match(line)
        if not found:
            raise Wrong("no field line")
        fields.append((found[1].lower(), found[2]))
    values = lambda name: [value for key, value in fields if key == name]
    hosts = values(b"host")
    if len(hosts) > 1 or (not hosts and minor != b"0") or any(not HOST.match(host) for host in hosts):
        raise Wrong("no Host, or several")
    if minor != b"0" and any(value.lower() != b"100-continue" for value in values(b"expect")):
        raise Wrong("an expectation")
    lengths, codings = values(b"content-length"), values(b"transfer-encoding")
    if codings:
        if lengths or minor == b"0" or [value.lower() for value in codings] != [b"chunked"]:
            raise Wrong("a Transfer-Encoding that is not chunked alone")
        body, at = chunks_at(data, at)
    elif lengths:
        if len(lengths) > 1 or not re.match(rb"[0-9]{1,18}\Z", lengths[0]):
            raise Wrong("a Content-Length that is no plain number")
        length = int(lengths[0])
        if length > 64 << 10:
            raise Wrong("too large a body")
        if len(data) - at < length:
            raise More
        body, at = data[at:at + length], at + length
    else:
        body = b""
    options = [option.strip(b" \t").lower() for value in values(b"connection") for option in value.split(b",")]
    return (method, target, body), at, b"close" not in options and (minor != b"0" or b"keep-alive" in options)


def chunks_at(data, at):
    body = b""
    while True:
        line, at = line_at(data, at)
        found = CHUNK.match(line)
        if not found:
            raise Wrong("no chunk size")
        size = int(found[1], 16)
        if len(body) + size > 64 << 10:
            raise Wrong("too large a body")
        if size == 0:
            break
        if len(data) - at < size + 2:
            # What has come may be wrong already.
            if data[at + size:at + size + 1] not in (b"", b"\r"):
                raise Wrong("a chunk that does not end with its size")
            raise More
        if data[at + size:at + size + 2] != b"\r\n":
            raise Wrong("a chunk that does not end with its size")
        body, at = body + data[at:at + size], at + size + 2
    while True:
        line, at = line_at(data, at)
        if not line:
            return body, at
        if not FIELD.match(line):
            raise Wrong("no trailer line")


def read(data):
    requests, at, more = [], 0, True
    try:
        while more:
            if data[at:at + 2] == b"\r\n":
                at += 2
            if at >= len(data):
                return requests, None
            request, at, more = request_at(data, at)
            requests.append(request)
        return requests, None
    except Wrong as wrong:
        return requests, str(wrong)
    except More:
        return requests, "incomplete"
