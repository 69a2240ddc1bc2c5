import FeraHTTP
import FeraTestSupport
import Synchronization
import Testing

/// Timeouts on a clock that the tests move, disconnects, and the drain.
@Suite struct LifetimeTests {
    /// A gate that a test opens for a waiting handler.
    final class Gate: Sendable {
        let cancelled = Atomic<Bool>(false)
        let waiting = Atomic<Int>(0)
        private let stream: AsyncStream<Void>
        private let continuation: AsyncStream<Void>.Continuation
        init() { (stream, continuation) = AsyncStream.makeStream() }
        func open() { continuation.yield() }
        func wait() async {
            waiting.add(1, ordering: .relaxed)
            var iterator = stream.makeAsyncIterator()
            if await iterator.next() == nil, Task.isCancelled { cancelled.store(true, ordering: .relaxed) }
        }
    }

    static func router(_ gate: Gate) -> Router {
        var router = Router()
        router.get("/wait") { _ in
            await gate.wait()
            return .text("waited")
        }
        router.on("POST", "/echo", body: .collect(1 << 20)) { .bytes($0.body, type: "text/plain") }
        router.get("/events") { _ in
            .events { stream in
                try await stream.send(data: "one\ntwo", event: "greeting", id: "1")
                await gate.wait()
                try Task.checkCancellation()
                try await stream.send(data: "late")
            }
        }
        router.get("/broken") { _ in
            .stream(type: "text/plain") { writer in
                try await writer.write("half")
                throw ClientError.never
            }
        }
        return router
    }

    func received(_ server: HTTPServer, _ count: Int) async throws {
        try await eventually { server.counts.received.load(ordering: .relaxed) >= count }
    }

    @Test func slowHeadsAre408AfterTenSeconds() async throws {
        let clock = ServerClock.manual()
        try await served(Self.router(Gate()), clock: clock) { server, _ in
            let connection = try await RawConnection(port: server.port)
            try await connection.send("GET / HT")
            try await received(server, 8)
            clock.advance(by: .seconds(10))
            try await connection.send("TP/1.1\r\n")
            try await received(server, 16)
            clock.advance(by: .seconds(1))
            #expect(try await connection.receiveResponse().status == 408)
        }
    }

    @Test func slowBodiesAre408() async throws {
        let clock = ServerClock.manual()
        try await served(Self.router(Gate()), clock: clock) { server, _ in
            let head = "POST /echo HTTP/1.1\r\nHost: x\r\nContent-Length: 100000\r\n\r\n"
            let connection = try await RawConnection(port: server.port)
            try await connection.send(head + String(repeating: "x", count: 20_000))
            try await received(server, head.utf8.count + 20_000)
            clock.advance(by: .seconds(15))
            try await connection.send("x")
            try await received(server, head.utf8.count + 20_001)
            for _ in 0..<10 { clock.advance(by: .seconds(2)) }
            #expect(try await connection.receiveResponse().status == 408)
        }
    }

    @Test func idleConnectionsAreClosedWithoutAWord() async throws {
        let clock = ServerClock.manual()
        try await served(Self.router(Gate()), clock: clock) { server, _ in
            let fresh = try await RawConnection(port: server.port), used = try await RawConnection(port: server.port)
            try await used.send("POST /echo HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\n\r\nx")
            #expect(try await used.receiveResponse().text == "x")
            try await eventually { server.counts.connections.load(ordering: .relaxed) == 2 }
            clock.advance(by: .seconds(31))
            #expect(try await fresh.receiveAll() == "")
            #expect(try await used.receiveAll() == "")
        }
    }

    @Test func aHalfClosedClientGetsItsAnswer() async throws {
        let gate = Gate()
        try await served(Self.router(gate)) { server, _ in
            let connection = try await RawConnection(port: server.port)
            try await connection.send("GET /wait HTTP/1.1\r\nHost: x\r\n\r\n")
            connection.shutdownWriting()
            try await eventually { gate.waiting.load(ordering: .relaxed) == 1 }
            gate.open()
            #expect(try await connection.receiveAll().hasSuffix("waited"))
        }
    }

    @Test func aResetCancelsTheHandler() async throws {
        let gate = Gate()
        try await served(Self.router(gate)) { server, _ in
            let connection = try await RawConnection(port: server.port)
            try await connection.send("GET /wait HTTP/1.1\r\nHost: x\r\n\r\n")
            try await eventually { gate.waiting.load(ordering: .relaxed) == 1 }
            connection.reset()
            try await eventually { gate.cancelled.load(ordering: .relaxed) }
        }
    }

    @Test func aClosedEventStreamCancelsItsProducer() async throws {
        let gate = Gate()
        try await served(Self.router(gate)) { server, client in
            var stream: RawConnection? = try await client.open("/events").connection
            #expect(try await stream?.receive(until: "\n\n") == "2b\r\nid: 1\nevent: greeting\ndata: one\ndata: two\n\n")
            try await eventually { gate.waiting.load(ordering: .relaxed) == 1 }
            stream = nil
            try await eventually { gate.cancelled.load(ordering: .relaxed) && server.counts.connections.load(ordering: .relaxed) == 0 }
        }
    }

    @Test func aFailedStreamDoesNotLookWhole() async throws {
        try await served(Self.router(Gate())) { server, _ in
            let text = try await exchange(server, "GET /broken HTTP/1.1\r\nHost: x\r\n\r\n")
            #expect(text.hasSuffix("4\r\nhalf\r\n"))
        }
    }

    @Test func theDrainLetsRequestsFinish() async throws {
        let gate = Gate()
        var configuration = HTTPServer.Configuration()
        configuration.onDrain = { gate.open() }
        let server = try HTTPServer(configuration: configuration, router: Self.router(gate))
        try server.start()
        let client = HTTPClient(port: server.port)
        async let answer = client.get("/wait")
        try await eventually { gate.waiting.load(ordering: .relaxed) == 1 }
        let idle = try await RawConnection(port: server.port)
        await server.shutdown(deadline: .seconds(20))
        #expect(try await answer.text == "waited")
        #expect(try await idle.receiveAll() == "")
        await #expect(throws: ClientError.self) { try await RawConnection(port: client.port) }
        // A second call has nothing left to do.
        await server.shutdown(deadline: .seconds(20))
    }

    @Test func theDrainSays1001AndEndsStreams() async throws {
        let gate = Gate()
        var router = Self.router(gate)
        router.get("/ws") { _ in .webSocket { socket in for await _ in socket.messages {} } }
        let server = try HTTPServer(configuration: .init(), router: router)
        try server.start()
        let socket = try await WebSocketClient(port: server.port, "/ws")
        let stream = try await HTTPClient(port: server.port).open("/events").connection
        try await eventually { gate.waiting.load(ordering: .relaxed) == 1 }
        async let over: Void = server.shutdown(deadline: .seconds(20))
        #expect(try await socket.receiveFrame().closeCode == 1001)
        try await socket.close(1001)
        #expect(try await stream.receiveAll().hasSuffix("\r\n0\r\n\r\n"))
        await over
    }

    @Test func theDrainEndsAtItsDeadline() async throws {
        let gate = Gate(), clock = ServerClock.manual()
        var configuration = HTTPServer.Configuration()
        configuration.clock = clock
        let drains = Atomic<Bool>(false)
        configuration.onDrain = { drains.store(true, ordering: .relaxed) }
        let server = try HTTPServer(configuration: configuration, router: Self.router(gate))
        try server.start()
        let connection = try await RawConnection(port: server.port)
        try await connection.send("GET /wait HTTP/1.1\r\nHost: x\r\n\r\n")
        try await eventually { gate.waiting.load(ordering: .relaxed) == 1 }
        async let over: Void = server.shutdown(deadline: .seconds(5))
        try await eventually { drains.load(ordering: .relaxed) }
        clock.advance(by: .seconds(6))
        #expect(try await connection.receiveAll() == "")
        await over
        try await eventually { gate.cancelled.load(ordering: .relaxed) }
    }
}
