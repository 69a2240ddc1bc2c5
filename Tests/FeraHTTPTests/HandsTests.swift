import FeraHTTP
import FeraTestSupport
import Foundation
import Synchronization
import Testing

/// What the tasks that a loop keeps must not mix up, hold on to or do on another thread.
@Suite struct HandsTests {
    typealias Gate = LifetimeTests.Gate
    typealias Log = WebSocketTests.Log

    /// Says when nobody holds it any more.
    final class Token: Sendable {
        private let log: Log
        init(_ log: Log) { self.log = log }
        deinit { log.add("let go") }
    }

    /// Somebody whom handlers of the loop and tasks of the pool want at the same time.
    actor Till {
        private var sum = 0
        func take(_ count: Int = 0) -> Int {
            sum += 1
            for step in 0..<200 { sum ^= step & 0 }
            return count
        }
    }

    static func router(_ till: Till, _ gate: Gate = Gate(), _ log: Log = Log()) -> Router {
        var router = Router()
        router.get("/n/:number", on: .loop) { request in .text("\(await till.take(Int(request.parameter("number")) ?? -1))") }
        router.get("/stream/:number", on: .loop) { request in
            .stream(type: "text/plain") { writer in
                try await writer.write(request.parameter("number"))
                _ = await till.take()
            }
        }
        router.get("/at-once", on: .loop) { _ in .text("at once, \(Task.isCancelled)") }
        router.get("/pool") { _ in .text("pool") }
        router.get("/wait", on: .loop) { _ in
            await gate.wait()
            return .text("waited")
        }
        router.get("/socket", on: .loop) { _ in
            let token = Token(log)
            return .webSocket(
                on: .loop, onOpen: { _ in },
                onMessage: { socket, message in
                    withExtendedLifetime(token) { if case .text(let text) = message { _ = socket.offer(text: text) } }
                }, onClose: { _, code in log.add("closed \(code)") })
        }
        router.get("/till") { _ in
            .webSocket(
                on: .loop, onOpen: { _ in },
                onMessage: { socket, message in
                    _ = await till.take()
                    if case .text(let text) = message { _ = socket.offer(text: text) }
                    _ = await till.take()
                }, onClose: { _, _ in _ = await till.take() })
        }
        router.get("/late") { _ in
            await gate.wait()
            return .webSocket(on: .loop, onOpen: { _ in }, onMessage: { _, _ in }, onClose: { _, code in log.add("closed \(code)") })
        }
        return router
    }

    @Test func aHandAtRestHoldsNothingOfItsLastWork() async throws {
        let log = Log()
        try await served(Self.router(Till(), Gate(), log)) { server, _ in
            let socket = try await WebSocketClient(port: server.port, "/socket")
            try await socket.send("hello")
            #expect(try await socket.receive() == "hello")
            socket.connection.reset()
            try await eventually { log.all == ["closed 1006", "let go"] }
        }
    }

    /// The last thing that each handler does is to leave somebody who is busy with others, on whatever thread: the loop's own work goes on
    /// on the loop's thread all the same, which the thread sanitizer watches.
    @Test func whoLeavesABusyActorComesBackToTheLoop() async throws {
        let till = Till(), customers = 12, rounds = 30
        try await served(Self.router(till), loops: 2) { server, client in
            let others = (0..<2).map { _ in Task { while !Task.isCancelled { _ = await till.take() } } }
            try await withThrowingTaskGroup(of: Void.self) { group in
                for customer in 0..<customers {
                    group.addTask {
                        let socket = try await WebSocketClient(port: server.port, "/till")
                        for round in 0..<rounds {
                            let number = "\(customer * rounds + round)"
                            #expect(try await client.get("/n/\(number)").text == number)
                            #expect(try await client.get("/stream/\(number)").text == number)
                            for part in 0..<3 { try await socket.send("\(number) \(part)") }
                            for part in 0..<3 { #expect(try await socket.receive() == "\(number) \(part)") }
                        }
                        socket.connection.reset()
                    }
                }
                try await group.waitForAll()
            }
            for other in others { other.cancel() }
        }
    }

    @Test func answersKeepTheirOrderWhoeverGivesThem() async throws {
        let gate = Gate()
        try await served(Self.router(Till(), gate)) { server, client in
            let connection = try await RawConnection(port: server.port)
            let targets = ["GET /n/1", "GET /wait", "GET /at-once", "GET /pool", "HEAD /stream/2", "GET /at-once", "GET /stream/3", "GET /wait", "GET /n/4"]
            try await connection.send(targets.map { "\($0) HTTP/1.1\r\nHost: x\r\n\r\n" }.joined())
            try await eventually { gate.waiting.load(ordering: .relaxed) == 1 }
            #expect(try await client.get("/at-once").text == "at once, false")
            gate.open()
            gate.open()
            try await connection.send("GET /pool HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
            let answers = try await connection.receiveAll().components(separatedBy: "HTTP/1.1 200 OK\r\n").dropFirst()
            let bodies = answers.map { $0.components(separatedBy: "\r\n\r\n").dropFirst().joined(separator: "|") }
            #expect(bodies == ["1", "waited", "at once, false", "pool", "", "at once, false", "1\r\n3\r\n0|", "waited", "4", "pool"])
        }
    }

    /// The first of many requests of one connection has another client ask something: that is answered in the next turn of the loop.
    @Test func whoAsksManyThingsAtOnceHasItsShareOfATurn() async throws {
        let asked = Log(), other = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        defer { close(other) }
        var router = Router()
        router.get("/many", on: .loop) { _ in
            if asked.all.isEmpty { _ = Array("GET /one HTTP/1.1\r\nHost: x\r\n\r\n".utf8).withUnsafeBytes { send(other, $0.baseAddress, $0.count, 0) } }
            asked.add("many")
            return .text("")
        }
        router.get("/one", on: .loop) { _ in
            asked.add("one")
            return .text("")
        }
        try await served(router) { server, _ in
            var address = sockaddr_in()
            address.sin_family = sa_family_t(AF_INET)
            address.sin_port = server.port.bigEndian
            address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
            let length = socklen_t(MemoryLayout<sockaddr_in>.size)
            let outcome = withUnsafeBytes(of: &address) { bytes in
                bytes.withMemoryRebound(to: sockaddr.self) { connect(other, $0.baseAddress, length) }
            }
            try #require(outcome == 0)
            try await eventually { server.counts.connections.load(ordering: .relaxed) == 1 }
            let connection = try await RawConnection(port: server.port)
            try await connection.send(String(repeating: "GET /many HTTP/1.1\r\nHost: x\r\n\r\n", count: 200))
            try await eventually { asked.all.count == 201 }
            let before = try #require(asked.all.firstIndex(of: "one"))
            #expect(before > 0 && before <= 32)
        }
    }

    /// The message comes in pieces and the end of the conversation together with its last one: after a close frame nothing may follow.
    @Test(arguments: [1000, 1005])
    func anAnswerGoesBeforeTheCloseFrame(code: Int) async throws {
        let log = Log()
        try await served(Self.router(Till(), Gate(), log)) { server, _ in
            let socket = try await WebSocketClient(port: server.port, "/socket")
            let frames = [(1, Array("be".utf8), false), (9, Array("ping".utf8), true), (0, Array("gun".utf8), true)] as [(UInt8, [UInt8], Bool)]
            let close = WebSocketClient.frame(opcode: 8, code == 1005 ? [] : [UInt8(code >> 8), UInt8(code & 255)])
            try await socket.connection.send(frames.flatMap { WebSocketClient.frame(opcode: $0, $1, final: $2) } + close)
            #expect(try await socket.receiveFrame() == .init(opcode: 10, payload: Array("ping".utf8)))
            #expect(try await socket.receiveFrame() == .init(opcode: 1, payload: Array("begun".utf8)))
            let last = try await socket.receiveFrame()
            #expect(last.opcode == 8 && last.closeCode == code)
            #expect(try await socket.connection.receiveAll() == "")
            try await eventually { log.all == ["closed \(code)", "let go"] }
        }
    }

    /// A client that has said all it will ever say before its socket is open is counted out once.
    @Test(arguments: [true, false])
    func aSocketOfAClientThatHasGoneSilentIsOverOnce(saysGoodbye: Bool) async throws {
        let gate = Gate(), log = Log()
        try await served(Self.router(Till(), gate, log)) { server, client in
            let connection = try await RawConnection(port: server.port)
            let head = "GET /late HTTP/1.1\r\nHost: x\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
            try await connection.send(head + "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n")
            if saysGoodbye { try await connection.send(WebSocketClient.frame(opcode: 8, [3, 232])) }
            connection.shutdownWriting()
            try await eventually { gate.waiting.load(ordering: .relaxed) == 1 }
            // The loop has one thread: with this it has also seen that nothing more comes.
            #expect(try await client.get("/at-once").text == "at once, false")
            gate.open()
            try await eventually { log.all == [saysGoodbye ? "closed 1000" : "closed 1006"] }
            try await eventually { server.counts.webSockets.load(ordering: .relaxed) <= 0 }
            #expect(server.counts.webSockets.load(ordering: .relaxed) == 0)
        }
    }
}
