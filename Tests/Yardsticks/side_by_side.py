#!/usr/bin/env python3
"""Fera's server layer beside others, in one run on one machine: HTTP, WebSocket round trips, memory of an idle chat.

Needs wrk and node (Debian) and, in the Python that runs this: uvicorn uvloop httptools websockets picows (PyPI).

    make bench                  # once, or: swift build -c release --product fera-bench
    python3 Tests/Yardsticks/side_by_side.py .build/release/fera-bench [--rounds 3] [--seconds 4] [--idle 5000]

Every server does the same work in one process with one loop: GET answers a small JSON, POST parses a JSON body and writes it anew, both in
an async handler; a WebSocket message comes back as it was. CPU is the server's own (user and system, from /proc), divided by what was
answered. The order of the servers turns with every round; what is printed is the median of the rounds, and the ratios to Fera.
"""
import argparse, asyncio, json, os, re, resource, signal, socket, statistics, subprocess, sys, tempfile, time

BODY = json.dumps({"conversation": "c0123456789abcdef", "seq": 17, "type": "answer", "text": "The renewal is in March; Dana decides. " * 4,
                   "quotes": [{"file": "mail-3.eml", "line": 12}, {"file": "crm.csv", "line": 4}]})
NODE = r"""
const http = require('http');
http.createServer(async (request, response) => {
  const chunks = [];
  for await (const chunk of request) chunks.push(chunk);
  const body = request.method === 'POST' ? JSON.stringify(JSON.parse(Buffer.concat(chunks))) : '{"ok":true}';
  response.writeHead(200, {'Content-Type': 'application/json', 'Content-Length': Buffer.byteLength(body)});
  response.end(body);
}).listen(+process.argv.at(-1), '127.0.0.1', () => console.log('listening'));
"""


def serve_uvicorn(port):
    import uvicorn

    async def app(scope, receive, send):
        if scope["type"] == "websocket":
            await receive()
            await send({"type": "websocket.accept"})
            while (message := await receive())["type"] == "websocket.receive":
                await send({"type": "websocket.send", "text": message["text"]})
            return
        if scope["type"] != "http":
            return
        body = b'{"ok":true}'
        if scope["method"] == "POST":
            chunks, more = [], True
            while more:
                message = await receive()
                chunks.append(message["body"])
                more = message.get("more_body", False)
            body = json.dumps(json.loads(b"".join(chunks))).encode()
        await send({"type": "http.response.start", "status": 200,
                    "headers": [(b"content-type", b"application/json"), (b"content-length", str(len(body)).encode())]})
        await send({"type": "http.response.body", "body": body})

    uvicorn.run(app, host="127.0.0.1", port=port, log_level="error", loop="uvloop", http="httptools", lifespan="off",
                ws_per_message_deflate=False, ws_ping_interval=None, backlog=8192)


def serve_websockets(port):
    import logging

    import uvloop
    from websockets.asyncio.server import serve

    logging.disable(logging.CRITICAL)  # A load that ends closes without a handshake.

    async def echo(socket):
        async for message in socket:
            await socket.send(message)

    async def main():
        async with serve(echo, "127.0.0.1", port, compression=None, ping_interval=None, backlog=8192):
            await asyncio.get_running_loop().create_future()

    uvloop.run(main())


def serve_picows(port):
    import uvloop
    from picows import WSListener, WSMsgType, ws_create_server

    class Echo(WSListener):
        def on_ws_frame(self, transport, frame):
            if frame.msg_type == WSMsgType.CLOSE:
                transport.send_close()
                transport.disconnect()
            else:
                transport.send(frame.msg_type, frame.get_payload_as_bytes())

    async def main():
        server = await ws_create_server(lambda request: Echo(), "127.0.0.1", port, backlog=8192)
        await server.serve_forever()

    uvloop.run(main())


def load_websocket(port, path, connections, seconds):
    """A ball in the air on every connection; prints what came back within the seconds."""
    import uvloop
    from picows import WSListener, WSMsgType, ws_connect

    message = json.dumps({"type": "message", "seq": 41, "text": "x" * 64}).encode()
    count = 0

    class Ball(WSListener):
        def on_ws_connected(self, transport):
            self.transport = transport

        def on_ws_frame(self, transport, frame):
            nonlocal count
            count += 1
            transport.send(WSMsgType.TEXT, message)

    async def main():
        nonlocal count
        balls = []
        for start in range(0, connections, 50):
            opened = await asyncio.gather(*[ws_connect(Ball, f"ws://127.0.0.1:{port}{path}") for _ in range(min(50, connections - start))])
            balls += opened
        for transport, _ in balls:
            transport.send(WSMsgType.TEXT, message)
        await asyncio.sleep(0.5)
        print("begin", flush=True)
        sys.stdin.readline()
        first, began = count, time.perf_counter()
        await asyncio.sleep(seconds)
        print(json.dumps({"count": count - first, "seconds": time.perf_counter() - began}), flush=True)
        os._exit(0)

    uvloop.run(main())


class Server:
    def __init__(self, name, command, path):
        self.name, self.command, self.path, self.process = name, command, path, None

    def __enter__(self):
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        self.process = subprocess.Popen(self.command(self.port), stdout=subprocess.DEVNULL)
        for _ in range(200):
            try:
                socket.create_connection(("127.0.0.1", self.port), 1).close()
                return self
            except OSError:
                time.sleep(0.05)
        raise SystemExit(f"{self.name} did not start")

    def __exit__(self, *_):
        self.process.send_signal(signal.SIGTERM)
        try:
            self.process.wait(5)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()

    def cpu(self):
        with open(f"/proc/{self.process.pid}/stat") as file:
            fields = file.read().rsplit(")", 1)[1].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

    def resident(self):
        with open(f"/proc/{self.process.pid}/statm") as file:
            return int(file.read().split()[1]) * resource.getpagesize()


def http(server, method, seconds):
    with tempfile.NamedTemporaryFile("w", suffix=".lua") as script:
        if method == "POST":
            script.write(f"wrk.method = 'POST'\nwrk.headers['Content-Type'] = 'application/json'\nwrk.body = [==[{BODY}]==]\n")
        script.flush()
        path = "/json" if method == "POST" else "/hello"
        before = server.cpu()
        output = subprocess.run(["wrk", "-t1", "-c64", f"-d{seconds}s", "-s", script.name, f"http://127.0.0.1:{server.port}{path}"],
                                capture_output=True, text=True, check=True).stdout
        spent = server.cpu() - before
    if "Non-2xx" in output or "Socket errors" in output:
        raise SystemExit(f"{server.name} answered wrongly:\n{output}")
    requests, rate = int(re.search(r"(\d+) requests in", output)[1]), float(re.search(r"Requests/sec:\s+([\d.]+)", output)[1])
    return rate, spent / requests * 1e6


def websocket(server, connections, seconds):
    load = subprocess.Popen([sys.executable, __file__, "load", str(server.port), server.path, str(connections), str(seconds)],
                            stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    assert load.stdout.readline() == "begin\n", f"{server.name}: the load did not begin"
    before = server.cpu()
    load.stdin.write("\n")
    load.stdin.flush()
    result = json.loads(load.stdout.readline())
    spent = server.cpu() - before
    load.wait()
    return result["count"] / result["seconds"], spent / max(1, result["count"]) * 1e6


def idle(server, count):
    """Bytes resident for each open, quiet socket."""
    before, sockets = server.resident(), []
    handshake = (f"GET {server.path} HTTP/1.1\r\nHost: 127.0.0.1\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                 "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n").encode()
    for _ in range(count):
        connection = socket.create_connection(("127.0.0.1", server.port), 10)
        connection.sendall(handshake)
        assert connection.recv(4096).startswith(b"HTTP/1.1 101"), f"{server.name} refused a socket"
        sockets.append(connection)
    time.sleep(1)
    grown = (server.resident() - before) / count
    for connection in sockets:
        connection.close()
    return grown


def main():
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("bench", help="fera-bench, built in release")
    arguments.add_argument("--rounds", type=int, default=3)
    arguments.add_argument("--seconds", type=int, default=4)
    arguments.add_argument("--idle", type=int, default=5000)
    arguments = arguments.parse_args()
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))

    def python(kind):
        return lambda port: [sys.executable, __file__, "serve", kind, str(port)]

    servers = [
        Server("fera", lambda port: [arguments.bench, "echo", "--port", str(port), "--loops", "1"], "/ws"),
        Server("uvicorn", python("uvicorn"), "/ws"),
        Server("node", lambda port: ["node", "-e", NODE, str(port)], None),
        Server("websockets", python("websockets"), "/"),
        Server("picows", python("picows"), "/"),
    ]
    speaks_http = {"fera", "uvicorn", "node"}
    figures = {}

    def note(line, server, rate, cpu=None):
        figures.setdefault(line, {}).setdefault(server.name, []).append((rate, cpu))

    for number in range(arguments.rounds):
        for server in servers[number % len(servers):] + servers[:number % len(servers)]:
            with server:
                if server.name in speaks_http:
                    http(server, "GET", 1)
                    note("GET", server, *http(server, "GET", arguments.seconds))
                    note("POST JSON", server, *http(server, "POST", arguments.seconds))
                if server.path:
                    for connections in (1, 64, 1000):
                        note(f"WebSocket, {connections}", server, *websocket(server, connections, arguments.seconds))
            if server.path:
                with server:
                    note("idle socket, bytes", server, idle(server, arguments.idle))
        print(f"round {number + 1} of {arguments.rounds} done", file=sys.stderr)

    for line, by_server in figures.items():
        print(line)
        ours = [statistics.median(values) for values in zip(*[(r, c or 0) for r, c in by_server["fera"]])]
        for name, values in by_server.items():
            rate = statistics.median(r for r, _ in values)
            if line.startswith("idle"):
                print(f"  {name:<12}{rate:>10,.0f} bytes each")
                continue
            cpu = statistics.median(c for _, c in values)
            print(f"  {name:<12}{rate:>10,.0f} /s {cpu:>8.1f} us CPU each" + ("" if name == "fera" else
                  f"   fera: {ours[0] / rate:.2f} times the rate, {cpu / max(ours[1], 1e-9):.2f} times less CPU"))


if __name__ == "__main__":
    if sys.argv[1:2] == ["serve"]:
        {"uvicorn": serve_uvicorn, "websockets": serve_websockets, "picows": serve_picows}[sys.argv[2]](int(sys.argv[3]))
    elif sys.argv[1:2] == ["load"]:
        load_websocket(int(sys.argv[2]), sys.argv[3], int(sys.argv[4]), float(sys.argv[5]))
    else:
        main()
