"""A stand-in for the server that speaks docs/protocol.md as far as the pages need it: `python3 mock_server.py [PORT]`.

It serves the web files under the same content policy. Join links: /#join=manager, owner, reviewer, successor; `used` and `expired` fail.
"""

import json
import pathlib
import re
import sys
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import mock_data as data
import mock_routes
import mock_socket
from mock_state import Refused, State

WEB = pathlib.Path(__file__).resolve().parents[2] / "Sources/CAssets/web"
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; form-action 'none'; "
    "base-uri 'none'; frame-ancestors 'none'"
)
TYPES = {".html": "text/html; charset=utf-8", ".js": "text/javascript", ".css": "text/css", ".svg": "image/svg+xml"}


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def log_message(self, *_):
        pass

    @property
    def state(self):
        return self.server.state

    @property
    def role(self):
        found = re.search(r"fera_session=(\w+)", self.headers.get("Cookie", ""))
        return found.group(1) if found and found.group(1) in data.PEOPLE else None

    def reply(self, status, body=None, kind="application/json", headers=()):
        payload = b"" if body is None else body if isinstance(body, bytes) else json.dumps(body).encode()
        self.send_response(status)
        for name, value in [("Content-Type", kind), ("Content-Length", str(len(payload))), ("Content-Security-Policy", POLICY), *headers]:
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(payload)

    def problem(self, status, code, headers=(), **members):
        self.reply(
            status, {"type": "about:blank", "status": status, "code": code, "title": code, **members}, "application/problem+json", headers
        )

    def handle_any(self):
        size = int(self.headers.get("Content-Length") or 0)
        body = self.rfile.read(size)
        path, _, query = self.path.partition("?")
        if path == "/" or path.startswith("/assets/"):
            return self.asset("index.html" if path == "/" else path[8:])
        with self.state.lock:
            if self.state.busy > 0 and path.startswith("/v1/") and self.command == "POST":
                self.state.busy -= 1
                return self.problem(503, "busy", [("Retry-After", "1")])
        if path == "/v1/sessions" and self.command == "POST":
            return self.join(json.loads(body)["secret"])
        if self.role is None:
            return self.problem(401, "unauthenticated")
        if self.command != "GET" and self.headers.get("X-Fera-CSRF") != self.state.csrf:
            return self.problem(403, "csrf")
        conversation = re.fullmatch(r"/v1/conversations/(\w+)/(socket|events)", path)
        if conversation:
            after = int(re.search(r"after=(\d+)", query).group(1))
            return self.socket(conversation[1], after) if conversation[2] == "socket" else self.events(conversation[1], after)
        if path.endswith("/file") or path.endswith("/handover"):
            return self.reply(200, b"<h1>Handover</h1>", "text/html")
        parsed = body if b"multipart" in self.headers.get("Content-Type", "").encode() else json.loads(body) if body else {}
        try:
            status, result = mock_routes.route(self.state, self.role, self.command, path, parsed, self.headers)
        except Refused as refused:
            return self.problem(refused.status, refused.code, **refused.members)
        return self.reply(status, result)

    do_GET = do_POST = do_PATCH = do_DELETE = handle_any

    def asset(self, name):
        file = (WEB / name).resolve()
        if WEB not in file.parents or not file.is_file():
            return self.problem(404, "not_found")
        return self.reply(200, file.read_bytes(), TYPES[file.suffix])

    def join(self, secret):
        if secret in ("used", "expired"):
            return self.problem(401, f"link_{secret}")
        if secret not in data.PEOPLE:
            return self.problem(401, "link_expired")
        return self.reply(
            201, self.state.session(secret), headers=[("Set-Cookie", f"fera_session={secret}; Path=/; HttpOnly; SameSite=Strict")]
        )

    def events(self, conversation, after):
        self.send_response(200)
        self.send_header("Content-Type", "text/event-stream")
        self.send_header("Connection", "close")
        self.end_headers()
        self.close_connection = True
        try:
            for packet in self.state.follow(conversation, after):
                line = f"id: {packet['seq']}\nevent: {packet['type']}\ndata: {json.dumps(packet)}\n\n" if packet else ": here\n\n"
                self.wfile.write(line.encode())
                self.wfile.flush()
        except OSError:
            pass

    def heard(self):
        try:
            return mock_socket.receive(self)
        except OSError:
            return None

    def socket(self, conversation, after):
        if not self.state.sockets:
            return self.problem(404, "not_found")
        mock_socket.accept(self)
        self.state.live.append(self.connection)
        self.close_connection = True
        role, writing = self.role, threading.Lock()

        def send(packet):
            with writing:
                mock_socket.send(self, json.dumps(packet))

        def follow():
            try:
                for packet in self.state.follow(conversation, after):
                    if packet:
                        send(packet)
            except (OSError, ValueError):
                pass

        threading.Thread(target=follow, daemon=True).start()
        while (text := self.heard()) is not None:
            packet = json.loads(text)
            if packet["type"] == "ping":
                send({"type": "pong"})
                continue
            try:
                send({"type": "accepted", **self.state.take(role, conversation, packet)["accepted"]})
                send(self.state.progress())
            except Refused as refused:
                send(
                    {
                        "type": "error",
                        "code": refused.code,
                        "message": "The question has moved on.",
                        "client_message_id": packet["client_message_id"],
                    }
                )


def start(port=0):
    """A running server; its port is `server.server_address[1]`."""
    server = ThreadingHTTPServer(("127.0.0.1", port), Handler)
    server.daemon_threads = True
    server.state = State()
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return server


if __name__ == "__main__":
    running = start(int(sys.argv[1]) if len(sys.argv) > 1 else 8090)
    print(f"http://127.0.0.1:{running.server_address[1]}/#join=manager")
    threading.Event().wait()
