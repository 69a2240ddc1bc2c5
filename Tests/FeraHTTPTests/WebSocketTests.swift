import FeraHTTP
import FeraTestSupport
import Synchronization
import Testing

@Suite struct WebSocketTests {
    /// What a callback-style socket told the test.
    final class Log: Sendable {
        let lines = Mutex<[String]>([])
        func add(_ line: String) { lines.withLock { $0.append(line) } }
        var all: [String] { lines.withLock { $0 } }
    }

    static func router(_ log: Log = Log()) -> Router {
        var router = Router()
        router.get("/echo") { _ in
            .webSocket(
                maxMessageBytes: 1 << 20, onOpen: { _ in log.add("open") },
                onMessage: { socket, message in
                    switch message {
                    case .text(let text): try? await socket.send(text: text)
                    case .binary(let bytes): try? await socket.send(binary: bytes)
                    }
                }, onClose: { _, code in log.add("close \(code)") })
        }
        router.get("/text") { _ in
            .webSocket(maxMessageBytes: 16, textOnly: true) { socket in
                for await message in socket.messages { if case .text(let text) = message { try await socket.send(text: text.uppercased()) } }
                log.add("ended \(Task.isCancelled)")
            }
        }
        router.get("/bye") { _ in
            .webSocket { socket in
                try await socket.send(text: "bye")
                socket.close(code: 4001, reason: "done")
            }
        }
        return router
    }

    @Test func echoesTextBinaryAndFragments() async throws {
        let log = Log()
        try await served(Self.router(log)) { _, client in
            let socket = try await WebSocketClient(port: client.port, "/echo")
            for count in [0, 1, 125, 126, 65535, 65536, 1 << 20] {
                let payload = [UInt8](repeating: 7, count: count)
                try await socket.send(opcode: 2, payload)
                #expect(try await socket.receiveFrame() == .init(opcode: 2, payload: payload), "\(count)")
            }
            try await socket.send(opcode: 1, Array("κ".utf8.prefix(1)), final: false)
            try await socket.send(opcode: 9, [1, 2])
            #expect(try await socket.receiveFrame() == .init(opcode: 10, payload: [1, 2]))
            try await socket.send(opcode: 0, Array("κ".utf8.suffix(1)) + [33])
            #expect(try await socket.receive() == "κ!")
            try await socket.close(1000)
            #expect(try await socket.receiveFrame().closeCode == 1000)
            #expect(try await socket.connection.receiveAll() == "")
            try await eventually { log.all == ["open", "close 1000"] }
        }
    }

    @Test func keepsOrderUnderLoad() async throws {
        try await served(Self.router()) { _, client in
            let socket = try await WebSocketClient(port: client.port, "/echo")
            try await socket.connection.send((0..<500).flatMap { WebSocketClient.frame(opcode: 1, Array("\($0)".utf8)) })
            for number in 0..<500 { #expect(try await socket.receive() == "\(number)") }
            try await socket.close()
            #expect(try await socket.receiveFrame().closeCode == 1000)
        }
    }

    static let hostile: [(code: Int, frames: [UInt8])] = [
        (1002, WebSocketClient.frame(opcode: 1, [65], masked: false)), (1002, WebSocketClient.frame(opcode: 1, [65], reserved: 4)),
        (1002, WebSocketClient.frame(opcode: 3, [65])), (1002, WebSocketClient.frame(opcode: 11, [])),
        (1002, WebSocketClient.frame(opcode: 9, [65], final: false)),
        (1002, WebSocketClient.frame(opcode: 9, [UInt8](repeating: 0, count: 126))), (1002, WebSocketClient.frame(opcode: 0, [65])),
        (1002, WebSocketClient.frame(opcode: 1, [65], final: false) + WebSocketClient.frame(opcode: 1, [65])), (1002, WebSocketClient.frame(opcode: 8, [3])),
        (1002, WebSocketClient.frame(opcode: 8, [0x03, 0xEC])), (1007, WebSocketClient.frame(opcode: 1, [0xFF], final: false)),
        (1007, WebSocketClient.frame(opcode: 1, [0xC3])), (1007, WebSocketClient.frame(opcode: 1, [0xED, 0xA0, 0x80])),
        (1007, WebSocketClient.frame(opcode: 1, [0xC3], final: false) + WebSocketClient.frame(opcode: 0, [0x41])),
        (1009, WebSocketClient.frame(opcode: 1, [UInt8](repeating: 65, count: 17))), (1009, [0x81, 0xFF, 0x7F, 0, 0, 0, 0, 0, 0, 0, 1, 2, 3, 4, 5]),
        (
            1009,
            WebSocketClient.frame(opcode: 1, [UInt8](repeating: 65, count: 9), final: false)
                + WebSocketClient.frame(opcode: 0, [UInt8](repeating: 65, count: 9))
        ),
        (1003, WebSocketClient.frame(opcode: 2, [65])),
    ]

    @Test(arguments: hostile) func closesWithTheRightCode(code: Int, frames: [UInt8]) async throws {
        let log = Log()
        try await served(Self.router(log)) { _, client in
            let socket = try await WebSocketClient(port: client.port, "/text")
            try await socket.send("ok")
            #expect(try await socket.receive() == "OK")
            try await socket.connection.send(frames)
            let frame = try await socket.receiveFrame()
            #expect(frame.opcode == 8)
            #expect(frame.closeCode == code)
            #expect(try await socket.connection.receiveAll() == "")
            try await eventually { !log.all.isEmpty }
        }
    }

    @Test func everyHostileByteArrivesAloneToo() async throws {
        try await served(Self.router()) { _, client in
            for (code, frames) in Self.hostile where frames.count < 40 {
                let socket = try await WebSocketClient(port: client.port, "/text")
                for byte in frames { try? await socket.connection.send([byte]) }
                #expect(try await socket.receiveFrame().closeCode == code)
            }
        }
    }

    @Test func closesFromTheServersSide() async throws {
        try await served(Self.router()) { _, client in
            let socket = try await WebSocketClient(port: client.port, "/bye")
            #expect(try await socket.receive() == "bye")
            let frame = try await socket.receiveFrame()
            #expect(frame.closeCode == 4001)
            #expect(frame.text.hasSuffix("done"))
            try await socket.close(4001)
            #expect(try await socket.connection.receiveAll() == "")
        }
    }

    @Test func aLostPeerCancelsTheTask() async throws {
        let log = Log()
        try await served(Self.router(log)) { server, client in
            let socket = try await WebSocketClient(port: client.port, "/text")
            try await eventually { server.counts.webSockets.load(ordering: .relaxed) == 1 }
            socket.connection.reset()
            try await eventually { log.all == ["ended true"] }
            #expect(server.counts.webSockets.load(ordering: .relaxed) == 0)
        }
    }

    @Test func refusesWhatIsNoHandshake() async throws {
        try await served(Self.router()) { _, client in
            #expect(try await client.get("/text").status == 426)
            let upgrade = [("Upgrade", "websocket"), ("Connection", "Upgrade")]
            let old = try await client.send(
                "GET", "/text", headers: upgrade + [("Sec-WebSocket-Version", "8"), ("Sec-WebSocket-Key", "dGhlIHNhbXBsZSBub25jZQ==")])
            #expect(old.status == 426)
            #expect(old["Sec-WebSocket-Version"] == "13")
            #expect(try await client.send("GET", "/text", headers: upgrade + [("Sec-WebSocket-Version", "13"), ("Sec-WebSocket-Key", "short")]).status == 400)
        }
    }

    @Test func pingsAndDropsTheSilent() async throws {
        let clock = ServerClock.manual(), log = Log()
        try await served(Self.router(log), clock: clock) { server, client in
            let socket = try await WebSocketClient(port: client.port, "/echo")
            clock.advance(by: .seconds(25))
            #expect(try await socket.receiveFrame() == .init(opcode: 9, payload: []))
            let before = server.counts.received.load(ordering: .relaxed)
            try await socket.send(opcode: 10, [])
            try await eventually { server.counts.received.load(ordering: .relaxed) > before }
            clock.advance(by: .seconds(25))
            #expect(try await socket.receiveFrame().opcode == 9)
            clock.advance(by: .seconds(25))
            #expect(try await socket.connection.receiveAll() == "")
            try await eventually { log.all == ["open", "close 1006"] }
        }
    }

    @Test func aSlowReaderHoldsTheWriterBack() async throws {
        var router = Router()
        let sent = Atomic<Int>(0)
        router.get("/flood") { _ in
            .webSocket { socket in
                for number in 0..<4000 {
                    try await socket.send(binary: [UInt8](repeating: UInt8(number & 255), count: 16 * 1024))
                    sent.add(1, ordering: .relaxed)
                }
            }
        }
        try await served(router) { _, client in
            let socket = try await WebSocketClient(port: client.port, "/flood")
            // 64 MB do not fit into kernel buffers and the high-water mark: the writer stands still until somebody reads.
            var last = -1
            while last != sent.load(ordering: .relaxed) {
                last = sent.load(ordering: .relaxed)
                for _ in 0..<20_000 { await Task.yield() }
            }
            #expect(last < 3900)
            for number in 0..<4000 { #expect(try await socket.receiveFrame().payload.first == UInt8(number & 255)) }
            #expect(try await socket.receiveFrame().closeCode == 1000)
        }
    }

    /// Its pong lies unread in the kernel: the server reads no more while the handler is behind.
    @Test(arguments: [HandlerPlace.pool, .loop]) func aSocketThatIsNotReadIsNotTakenForDead(_ place: HandlerPlace) async throws {
        let gate = LifetimeTests.Gate(), clock = ServerClock.manual()
        var limits = Limits(), router = Router()
        limits.inboxHigh = 4
        limits.inboxLow = 1
        limits.pingInterval = .seconds(20)
        router.get("/slow", on: place) { _ in
            .webSocket(
                on: place, onOpen: { _ in },
                onMessage: { socket, message in
                    guard case .text(let text) = message else { return }
                    if text == "0" { await gate.wait() }
                    _ = socket.offer(text: text)
                }, onClose: { _, _ in })
        }
        try await served(router, clock: clock, limits: limits) { server, client in
            let socket = try await WebSocketClient(port: server.port, "/slow")
            for number in 0..<40 { try await socket.send("\(number)") }
            try await eventually { gate.waiting.load(ordering: .relaxed) == 1 }
            for _ in 0..<8 {
                clock.advance(by: .seconds(15))
                #expect(try await client.get("/nowhere").status == 404)
            }
            gate.open()
            var answers: [String] = []
            while answers.count < 40 {
                let frame = try await socket.receiveFrame()
                if frame.opcode == 1 { answers.append(String(decoding: frame.payload, as: UTF8.self)) } else if frame.opcode == 8 { break }
            }
            #expect(answers == (0..<40).map { "\($0)" })
        }
    }
}
