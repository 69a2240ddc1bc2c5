import FeraHTTP
import FeraTestSupport
import Foundation
import Synchronization
import Testing

/// Handlers of the loop, which answer within the call that reads: the same answers as ever, the same limits, nobody left waiting.
@Suite struct AtOnceTests {
    typealias Gate = LifetimeTests.Gate

    static func router(_ gate: Gate = Gate(), log: WebSocketTests.Log = .init()) -> Router { routes(gate, Peak(), log) }

    /// The most bytes that a socket was ever seen to have on their way.
    final class Peak: Sendable {
        private let state = Mutex(0)
        var value: Int { state.withLock { $0 } }
        func see(_ count: Int) { state.withLock { $0 = max($0, count) } }
    }

    static func routes(_ gate: Gate, _ peak: Peak, _ log: WebSocketTests.Log) -> Router {
        var router = Router()
        router.get("/n/:number", on: .loop) { .text($0.parameter("number")) }
        router.get("/large", on: .loop) { _ in .bytes([UInt8](repeating: 120, count: 1 << 20), type: "text/plain") }
        router.get("/wait", on: .loop) { _ in
            await gate.wait()
            log.add("ended \(Task.isCancelled)")
            return .text("waited")
        }
        router.get("/lost", on: .loop) { _ in
            log.add("begun")
            try? await Task.sleep(for: .seconds(1000))
            log.add("ended \(Task.isCancelled)")
            return .text("nobody reads this")
        }
        router.get("/cancelled", on: .loop) { _ in .text("\(Task.isCancelled)") }
        router.get("/stream", on: .loop) { _ in
            .stream(type: "text/plain") { writer in
                try await writer.write("one ")
                await gate.wait()
                try await writer.write("two")
            }
        }
        router.get("/echo") { _ in
            .webSocket(
                maxMessageBytes: 70_000, on: .loop, onOpen: { _ in },
                onMessage: { socket, message in
                    switch message {
                    case .text(let text): try? await socket.send(text: text)
                    case .binary(let bytes): try? await socket.send(binary: bytes)
                    }
                    peak.see(socket.bufferedBytes)
                }, onClose: { _, code in log.add("closed \(code)") })
        }
        router.get("/slow") { _ in
            .webSocket(
                on: .loop, onOpen: { _ in },
                onMessage: { socket, message in
                    if message == .text("wait") { await gate.wait() }
                    if case .text(let text) = message { _ = socket.offer(text: text) }
                }, onClose: { _, code in log.add("closed \(code)") })
        }
        return router
    }

    /// Both ways in: a whole frame is taken as it is, one whose first byte came alone goes through the decoder.
    @Test func messagesOfEveryLengthComeBack() async throws {
        try await served(Self.router()) { server, _ in
            let socket = try await WebSocketClient(port: server.port, "/echo")
            for count in [0, 1, 3, 4, 7, 8, 9, 15, 16, 17, 125, 126, 127, 4095, 4096, 16_000, 16_384, 16_385, 65_535, 65_536] {
                let plain = [UInt8](repeating: 120, count: count)
                let accented = Array((String(repeating: "é", count: count / 2) + (count % 2 == 1 ? "e" : "")).utf8)
                let any = (0..<count).map { UInt8(truncatingIfNeeded: $0 * 7) }
                for (opcode, payload) in [(1, plain), (1, accented), (2, any)] as [(UInt8, [UInt8])] {
                    let frame = WebSocketClient.frame(opcode: opcode, payload)
                    try await socket.connection.send(frame)
                    #expect(try await socket.receiveFrame() == .init(opcode: opcode, payload: payload), "whole: \(count)")
                    let before = server.counts.received.load(ordering: .relaxed)
                    try await socket.connection.send([frame[0]])
                    try await eventually { server.counts.received.load(ordering: .relaxed) > before }
                    try await socket.connection.send(Array(frame.dropFirst()))
                    #expect(try await socket.receiveFrame() == .init(opcode: opcode, payload: payload), "in two pieces: \(count)")
                }
            }
        }
    }

    @Test func aPongGoesBeforeTheMessageItStoodIn() async throws {
        try await served(Self.router()) { server, _ in
            let socket = try await WebSocketClient(port: server.port, "/echo")
            let pieces = [(1, "be", false), (9, "ping", true), (0, "gun", true), (1, "next", true), (9, "last", true)] as [(UInt8, String, Bool)]
            try await socket.connection.send(pieces.flatMap { WebSocketClient.frame(opcode: $0, Array($1.utf8), final: $2) })
            var answers: [String] = []
            for _ in 0..<4 { answers.append(try await socket.receiveFrame().text) }
            let place = { answers.firstIndex(of: $0) ?? -1 }
            #expect(answers.sorted() == ["begun", "last", "next", "ping"] && place("ping") < place("begun") && place("begun") < place("next"))
        }
    }

    /// What a bad frame gets does not depend on how it came, nor on the good ones before it, which are answered.
    @Test(
        arguments: [
            (1007, WebSocketClient.frame(opcode: 1, [0xC3, 0x28])), (1007, WebSocketClient.frame(opcode: 1, [0xED, 0xA0, 0x80])),
            (1007, WebSocketClient.frame(opcode: 1, Array("0123456789".utf8) + [255 as UInt8])), (1002, WebSocketClient.frame(opcode: 1, [65], masked: false)),
            (1002, WebSocketClient.frame(opcode: 1, [65], reserved: 4)), (1002, WebSocketClient.frame(opcode: 3, [65])),
            (1002, WebSocketClient.frame(opcode: 0, [65])), (1002, [0x81, 254, 0, 1, 1, 2, 3, 4, 0x40] as [UInt8]),
            (1009, WebSocketClient.frame(opcode: 2, [UInt8](repeating: 0, count: 70_001))),
        ] as [(Int, [UInt8])])
    func badFramesAreRefusedAlike(code: Int, frame: [UInt8]) async throws {
        let log = WebSocketTests.Log()
        try await served(Self.router(log: log)) { server, _ in
            for pieces in [[frame.count], [1, frame.count - 1]] {
                let socket = try await WebSocketClient(port: server.port, "/echo")
                let good = WebSocketClient.frame(opcode: 1, Array("good".utf8))
                var rest = good + good + frame
                for count in [2 * good.count + pieces[0]] + pieces.dropFirst() {
                    let before = server.counts.received.load(ordering: .relaxed)
                    // Once it has seen enough the server takes no more.
                    try? await socket.connection.send(Array(rest.prefix(count)))
                    rest.removeFirst(count)
                    try await eventually { server.counts.received.load(ordering: .relaxed) > before || server.counts.webSockets.load(ordering: .relaxed) == 0 }
                }
                for _ in 0..<2 { #expect(try await socket.receiveFrame().text == "good") }
                #expect(try await socket.receiveFrame().closeCode == code)
                #expect(try await socket.connection.receiveAll() == "")
            }
            try await eventually { log.all == ["closed \(code)", "closed \(code)"] }
        }
    }

    @Test func aBurstIsAnsweredInOrderWhileOthersAreServed() async throws {
        try await served(Self.router()) { server, client in
            let socket = try await WebSocketClient(port: server.port, "/echo")
            var burst: [UInt8] = []
            for number in 0..<5000 { burst += WebSocketClient.frame(opcode: 1, Array("\(number)".utf8)) }
            let bytes = burst
            async let sent: Void = socket.connection.send(bytes)
            for number in 0..<20 { #expect(try await client.get("/n/\(number)").text == "\(number)") }
            for number in 0..<5000 { #expect(try await socket.receive() == "\(number)") }
            try await sent
        }
    }

    /// A peer that sends and never reads: its socket is not read on, and what waits for it stays bounded.
    @Test func whoDoesNotReadIsNotReadOn() async throws {
        var limits = Limits()
        limits.highWater = 64 * 1024
        limits.lowWater = 16 * 1024
        let peak = Peak(), text = String(repeating: "y", count: 16_000), count = 2000
        try await served(Self.routes(Gate(), peak, .init()), limits: limits) { server, client in
            let socket = try await WebSocketClient(port: server.port, "/echo")
            let frame = WebSocketClient.frame(opcode: 1, Array(text.utf8))
            let sending = Task { for _ in 0..<count { try await socket.connection.send(frame) } }
            // It comes to a stand, with the kernel's buffers full, long before all is sent; requests go on meanwhile.
            var last = -1, same = 0
            while same < 50 {
                #expect(try await client.get("/n/1").text == "1")
                let now = server.counts.received.load(ordering: .relaxed) / frame.count
                same = now == last ? same + 1 : 0
                last = now
            }
            #expect(last < count)
            for _ in 0..<count { #expect(try await socket.receive() == text) }
            try await sending.value
            #expect(peak.value <= limits.highWater + 2 * text.utf8.count + 32 * 1024)
        }
    }

    @Test func pipelinedRequestsAreAnsweredInOrder() async throws {
        try await served(Self.router()) { server, _ in
            let requests = (0..<1000).map { "GET /n/\($0) HTTP/1.1\r\nHost: x\r\n\r\n" }.joined()
            let last = "GET /n/last HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"
            for alone in [false, true] {
                let text = try await exchange(server, Array((alone ? "GET /n/0 HTTP/1.1\r\nHost: x\r\n\r\n" + last : requests + last).utf8), alone: alone)
                let bodies = text.components(separatedBy: "\r\n\r\n").dropFirst().map { $0.components(separatedBy: "HTTP/1.1").first ?? "" }
                #expect(bodies == (0..<(alone ? 1 : 1000)).map { "\($0)" } + ["last"])
            }
        }
    }

    /// Sent faster than it is answered: what waits is in the kernel and with the client, not in the server.
    @Test func aPipelineIsReadNoFasterThanItIsAnswered() async throws {
        var limits = Limits()
        limits.headBytes = 4096
        try await served(Self.router(), limits: limits) { server, client in
            let connection = try await RawConnection(port: server.port), request = "GET /n/1 HTTP/1.1\r\nHost: x\r\n\r\n", count = 5000
            let sending = Task { try await connection.send(String(repeating: request, count: count)) }
            let reading = Task {
                var bytes = 0
                while server.counts.requests.load(ordering: .relaxed) < count { bytes += try await connection.receive().count }
            }
            var most = 0
            while server.counts.requests.load(ordering: .relaxed) < count {
                // Received is looked at first: what is answered in between makes the difference smaller, never larger.
                let received = server.counts.received.load(ordering: .relaxed)
                most = max(most, received - server.counts.requests.load(ordering: .relaxed) * request.utf8.count)
                await Task.yield()
            }
            #expect(most > 0 && most <= 3 * limits.headBytes)
            try await sending.value
            try await reading.value
        }
    }

    @Test func answersThatNobodyReadsEndThePipeline() async throws {
        try await served(Self.router()) { server, client in
            let connection = try await RawConnection(port: server.port)
            try await connection.send(String(repeating: "GET /large HTTP/1.1\r\nHost: x\r\n\r\n", count: 200))
            for _ in 0..<50 { #expect(try await client.get("/n/1").text == "1") }
            // A handful fits into the kernel; the next is not begun before the last is gone.
            #expect(server.counts.requests.load(ordering: .relaxed) < 50 + 100)
        }
    }

    /// More at once than the loop keeps tasks for; then one of them is cancelled, and nobody else.
    @Test func whoWaitsHoldsUpNobody() async throws {
        let gate = Gate(), log = WebSocketTests.Log()
        try await served(Self.router(gate, log: log)) { server, client in
            let lost = try await RawConnection(port: server.port)
            try await lost.send("GET /lost HTTP/1.1\r\nHost: x\r\n\r\n")
            let answers = (0..<40).map { _ in Task { try await client.get("/wait").text } }
            try await eventually { gate.waiting.load(ordering: .relaxed) == 40 && log.all == ["begun"] }
            #expect(try await client.get("/n/7").text == "7")
            lost.reset()
            try await eventually { log.all == ["begun", "ended true"] }
            for _ in 0..<40 { #expect(try await client.get("/cancelled").text == "false") }
            for _ in answers { gate.open() }
            for answer in answers { #expect(try await answer.value == "waited") }
            for _ in 0..<40 { #expect(try await client.get("/cancelled").text == "false") }
            #expect(log.all == ["begun", "ended true"] + Array(repeating: "ended false", count: 40))
        }
    }

    @Test func messagesWaitBehindOneThatWaits() async throws {
        let gate = Gate(), log = WebSocketTests.Log()
        try await served(Self.router(gate, log: log)) { server, client in
            let socket = try await WebSocketClient(port: server.port, "/slow"), other = try await WebSocketClient(port: server.port, "/slow")
            for text in ["before", "wait", "after", "last"] { try await socket.send(text) }
            #expect(try await socket.receive() == "before")
            try await eventually { gate.waiting.load(ordering: .relaxed) == 1 }
            try await other.send("mine")
            #expect(try await other.receive() == "mine")
            gate.open()
            for text in ["wait", "after", "last"] { #expect(try await socket.receive() == text) }
            // The work goes on when the peer is gone in between, and only then the socket is closed for its handler.
            try await socket.send("wait")
            try await eventually { gate.waiting.load(ordering: .relaxed) == 2 }
            socket.connection.reset()
            try await eventually { server.counts.webSockets.load(ordering: .relaxed) == 1 }
            #expect(log.all == [])
            gate.open()
            try await eventually { log.all == ["closed 1006"] }
        }
    }

    @Test func aStreamOfTheLoopGoesOutAsItIsMade() async throws {
        let gate = Gate()
        try await served(Self.router(gate)) { server, client in
            let connection = try await RawConnection(port: server.port)
            try await connection.send("GET /stream HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
            #expect(try await connection.receive(until: "one \r\n").hasSuffix("\r\n\r\n4\r\none \r\n"))
            gate.open()
            #expect(try await connection.receiveAll() == "3\r\ntwo\r\n0\r\n\r\n")
            #expect(try await client.send("HEAD", "/stream").status == 200)
        }
    }
}
