#!/usr/bin/env python3
"""Runs the cases 1–7, 9 and 10 of the Autobahn test suite against a WebSocket that echoes.

    git clone https://github.com/crossbario/autobahn-testsuite
    pip download --no-deps --no-binary :all: autobahn==0.10.9 && tar xzf autobahn-0.10.9.tar.gz
    pip install twisted six txaio==2.1.0
    fera-bench echo --port 9000 &
    autobahn.py ws://127.0.0.1:9000/ws --suite autobahn-testsuite --autobahn autobahn-0.10.9 [--cases 1 2 9.1]

The suite is written in Python 2. This copies its cases into a temporary folder, turns them into Python 3 (Python up to 3.12: it needs
lib2to3) and drives them with the library that they were written for. A string of the suite stays a string whose characters are bytes;
at the border to the library it becomes bytes and back. What the cases do and how they judge is theirs, unchanged.
Exit code 0 without a failed case, 1 with one. NON-STRICT is no failure: a broken frame ends the connection before earlier messages
that came in the same bytes are answered.
"""
import argparse, collections, glob, os, shutil, subprocess, sys, tempfile, time

BINASCII = """import binascii
def b2a_hex(text): return binascii.b2a_hex(text.encode("latin1") if isinstance(text, str) else text).decode()
"""


def ported(suite, library):
    """A folder with the cases and the library, in Python 3."""
    folder = tempfile.mkdtemp(prefix="autobahn-")
    cases = os.path.join(folder, "cases")
    shutil.copytree(os.path.join(suite, "autobahntestsuite", "autobahntestsuite", "case"), cases)
    shutil.copytree(os.path.join(library, "autobahn"), os.path.join(folder, "autobahn"))
    with open(os.path.join(folder, "byte_binascii.py"), "w") as file:
        file.write(BINASCII)
    for path in glob.glob(os.path.join(cases, "*.py")):
        with open(path, "rb") as file:
            # Bytes beyond ASCII stand in plain strings of the suite, which were bytes.
            text = "".join(chr(byte) if byte < 0x80 else f"\\x{byte:02x}" for byte in file.read())
        text = text.replace("import binascii", "import byte_binascii as binascii").replace("(object, Case", "(Case")
        # Whole numbers divided were whole; compression and the endless case are not asked for.
        text = text.replace("len(self.payload) / self.p.autoFragmentSize", "len(self.payload) // self.p.autoFragmentSize")
        if path.endswith("__init__.py"):
            text = "\n".join(line for line in text.split("\n") if not any(word in line for word in ("case12", "case9_9_1", "12_X_X", "13_X_X")))
        with open(path, "w") as file:
            file.write(text)
    protocol = os.path.join(folder, "autobahn", "websocket", "protocol.py")
    with open(protocol) as file:
        text = file.read()
    with open(protocol, "w") as file:
        file.write(text.replace("range(payload_len / len(payload))", "range(payload_len // len(payload))"))
    fixers = [word for name in ("print", "xrange", "import", "has_key", "unicode", "dict", "except", "next") for word in ("-f", name)]
    subprocess.run([sys.executable, "-W", "ignore", "-m", "lib2to3", "-w", "-n", *fixers, cases], check=True, capture_output=True)
    return folder


def as_bytes(text):
    return text.encode("latin1") if isinstance(text, str) else text


def as_text(data):
    return data.decode("latin1") if isinstance(data, (bytes, bytearray)) else data


def run(url, wanted):
    from autobahn.websocket import utf8validator
    validate = utf8validator.Utf8Validator.validate
    utf8validator.Utf8Validator.validate = lambda self, data: validate(self, as_bytes(data))
    from autobahn.twisted.websocket import WebSocketClientFactory, WebSocketClientProtocol, connectWS
    from autobahn.websocket.protocol import WebSocketProtocol
    from twisted.internet import reactor
    from cases import Cases

    results = {}
    name = lambda case: case.__name__[4:].replace("_", ".")

    class Peer(WebSocketClientProtocol):
        connectionWasOpen = createWirelog = False

        def connectionMade(self):
            self.rxFrameStats, self.txFrameStats, self.began = collections.Counter(), collections.Counter(), time.time()
            super().connectionMade()

        def connectionLost(self, reason):
            super().connectionLost(reason)
            self.case.onConnectionLost(self.failedByMe)
            results[name(type(self.case))] = (self.case.behavior, self.case.behaviorClose, self.case.result, self.case.resultClose)

        def later(self, seconds, action):
            reactor.callLater(seconds, lambda: self.state != WebSocketProtocol.STATE_CLOSED and action())

        def continueLater(self, seconds, action, tag=None): self.later(seconds, action)
        def killAfter(self, seconds): self.later(seconds, self.failConnection)
        def closeAfter(self, seconds): self.later(seconds, self.sendClose)
        def enableWirelog(self, enable): pass
        def logRxOctets(self, data): pass
        def logTxOctets(self, data, sync): pass
        def logRxFrame(self, head, payload): self.rxFrameStats[head.opcode] += 1
        def logTxFrame(self, head, *rest): self.txFrameStats[head.opcode] += 1
        def sendFrame(self, opcode, payload=b"", *rest, **named): super().sendFrame(opcode, as_bytes(payload), *rest, **named)
        def sendMessage(self, payload, *rest, **named): super().sendMessage(as_bytes(payload), *rest, **named)
        def sendMessageFrameData(self, payload, *rest, **named): return super().sendMessageFrameData(as_bytes(payload), *rest, **named)
        def sendCloseFrame(self, code=None, reasonUtf8=None, isReply=False): super().sendCloseFrame(code, as_bytes(reasonUtf8), isReply)
        def onMessage(self, message, binary): self.case.onMessage(as_text(message), binary)
        def onPing(self, payload): self.case.onPing(as_text(payload))
        def onPong(self, payload): self.case.onPong(as_text(payload))
        def onClose(self, *what): self.case.onClose(*what)

        def onOpen(self):
            self.connectionWasOpen = True
            self.case.onOpen()

    class Factory(WebSocketClientFactory):
        def __init__(self, url, cases):
            super().__init__(url)
            self.cases, self.logFrames = cases, True
            self.setProtocolOptions(failByDrop=False)

        def buildProtocol(self, address):
            peer = Peer()
            peer.factory = self
            peer.case = self.cases[0](peer)
            return peer

        def clientConnectionLost(self, connector, reason):
            self.cases = self.cases[1:]
            connector.connect() if self.cases else reactor.stop()

        def clientConnectionFailed(self, connector, reason):
            print(reason.getErrorMessage(), file=sys.stderr)
            reactor.stop()

    cases = [case for case in Cases if any(f"{name(case)}.".startswith(f"{prefix}.") for prefix in wanted)]
    connectWS(Factory(url, cases))
    reactor.run()
    return results, len(cases)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("url")
    parser.add_argument("--suite", required=True)
    parser.add_argument("--autobahn", required=True)
    parser.add_argument("--cases", nargs="+", default=["1", "2", "3", "4", "5", "6", "7", "9", "10"])
    options = parser.parse_args()
    folder = ported(options.suite, options.autobahn)
    try:
        sys.path.insert(0, folder)
        results, count = run(options.url, options.cases)
    finally:
        shutil.rmtree(folder)
    good = {"OK", "INFORMATIONAL", "NON-STRICT"}
    failed = {name for name, result in results.items() if not {result[0], result[1]} <= good}
    for name, (behaviour, close, why, why_close) in results.items():
        if name in failed or behaviour == "NON-STRICT":
            print(f"{name}: {behaviour} ({why}) · close {close} ({why_close})")
    print(f"{len(results)} of {count} cases, {len(failed)} failed: {dict(collections.Counter(result[0] for result in results.values()))}")
    return 1 if failed or len(results) != count else 0


if __name__ == "__main__":
    sys.exit(main())
