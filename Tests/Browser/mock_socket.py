"""The server's half of a WebSocket (RFC 6455), as little as a browser needs: text frames, ping, close."""

import base64
import hashlib
import struct

GUID = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11"


def accept(handler):
    """Answers the handshake of a http.server handler."""
    key = handler.headers["Sec-WebSocket-Key"]
    digest = base64.b64encode(hashlib.sha1((key + GUID).encode()).digest()).decode()
    handler.wfile.write(
        f"HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: {digest}\r\n\r\n".encode()
    )
    handler.wfile.flush()


def send(handler, text):
    """Sends one text frame."""
    data = text.encode()
    head = b"\x81" + (
        bytes([len(data)])
        if len(data) < 126
        else b"\x7e" + struct.pack(">H", len(data)) if len(data) < 65536 else b"\x7f" + struct.pack(">Q", len(data))
    )
    handler.wfile.write(head + data)
    handler.wfile.flush()


def receive(handler):
    """The next text, or None when the other side has closed."""
    while True:
        head = handler.rfile.read(2)
        if len(head) < 2:
            return None
        kind, size = head[0] & 15, head[1] & 127
        if size == 126:
            size = struct.unpack(">H", handler.rfile.read(2))[0]
        elif size == 127:
            size = struct.unpack(">Q", handler.rfile.read(8))[0]
        mask = handler.rfile.read(4)
        data = bytes(byte ^ mask[i % 4] for i, byte in enumerate(handler.rfile.read(size)))
        if kind == 8:
            return None
        if kind == 1:
            return data.decode()
