import FeraHTTP
import FeraTestSupport
import Synchronization
import Testing

/// What a drain does with those who are still there.
@Suite struct DrainTests {
    /// `/word` answers at once, `/ws` is a socket that says nothing.
    private static func router() -> Router {
        var router = Router()
        router.get("/word") { _ in .text("word") }
        router.get("/ws") { _ in .webSocket { socket in for await _ in socket.messages {} } }
        return router
    }

    /// A request that was on its way when the drain began is answered, on a connection that is new or was used, and told that it ends.
    @Test func whoAsksInTheFirstMomentIsAnswered() async throws {
        let clock = ServerClock.manual()
        var configuration = HTTPServer.Configuration()
        configuration.clock = clock
        let server = try HTTPServer(configuration: configuration, router: Self.router())
        try server.start()
        let used = try await RawConnection(port: server.port), fresh = try await RawConnection(port: server.port)
        let idle = try await RawConnection(port: server.port)
        try await used.send("GET /word HTTP/1.1\r\nHost: x\r\n\r\n")
        #expect(try await used.receiveResponse()["Connection"] == nil)
        let socket = try await WebSocketClient(port: server.port, "/ws")
        try await eventually { server.counts.connections.load(ordering: .relaxed) == 4 }
        async let over: Void = server.shutdown(deadline: .seconds(20))
        // The loop has one thread: who hears this knows that it drains.
        #expect(try await socket.receiveFrame().closeCode == 1001)
        for connection in [used, fresh] {
            try await connection.send("GET /word HTTP/1.1\r\nHost: x\r\n\r\n")
            let answer = try await connection.receiveAll()
            #expect(answer.hasPrefix("HTTP/1.1 200 ") && answer.contains("\r\nConnection: close\r\n") && answer.hasSuffix("word"), "\(answer)")
        }
        socket.connection.reset()
        clock.advance(by: .milliseconds(250))
        #expect(try await idle.receiveAll() == "")
        // Whoever was answered has a moment to close.
        clock.advance(by: .seconds(3))
        await over
    }

    /// Whose message is being worked on hears what became of it, and then that the server goes.
    @Test func aSocketIsAnsweredBeforeItIsToldToGo() async throws {
        let clock = ServerClock.manual(), gate = LifetimeTests.Gate()
        var configuration = HTTPServer.Configuration(), router = Self.router()
        router.get("/slow") { _ in
            .webSocket { _ in
            } onMessage: { socket, _ in
                await gate.wait()
                _ = socket.offer(text: "done")
            } onClose: { _, _ in
            }
        }
        configuration.clock = clock
        let server = try HTTPServer(configuration: configuration, router: router)
        try server.start()
        let quiet = try await WebSocketClient(port: server.port, "/ws")
        let heard = try await WebSocketClient(port: server.port, "/slow")
        try await heard.send("first")
        try await eventually { gate.waiting.load(ordering: .relaxed) == 1 }
        async let over: Void = server.shutdown(deadline: .seconds(20))
        #expect(try await quiet.receiveFrame().closeCode == 1001)
        gate.open()
        #expect(try await heard.receive() == "done")
        #expect(try await heard.receiveFrame().closeCode == 1001)
        for socket in [quiet, heard] { socket.connection.reset() }
        await over
    }

    @Test func aSocketThatIsNeverDoneIsToldToGoAfterAMoment() async throws {
        let clock = ServerClock.manual(), gate = LifetimeTests.Gate()
        var configuration = HTTPServer.Configuration(), router = Self.router()
        router.get("/slow") { _ in
            .webSocket { _ in
            } onMessage: { _, _ in
                await gate.wait()
            } onClose: { _, _ in
            }
        }
        configuration.clock = clock
        let server = try HTTPServer(configuration: configuration, router: router)
        try server.start()
        let quiet = try await WebSocketClient(port: server.port, "/ws"), stuck = try await WebSocketClient(port: server.port, "/slow")
        try await stuck.send("first")
        try await eventually { gate.waiting.load(ordering: .relaxed) == 1 }
        async let over: Void = server.shutdown(deadline: .seconds(20))
        #expect(try await quiet.receiveFrame().closeCode == 1001)
        clock.advance(by: .milliseconds(250))
        #expect(try await stuck.receiveFrame().closeCode == 1001)
        for socket in [quiet, stuck] { socket.connection.reset() }
        await over
        gate.open()
    }

    @Test func aSocketIsToldWhatWaitsForItFirst() async throws {
        let sockets = Mutex<WebSocket?>(nil)
        var configuration = HTTPServer.Configuration(), router = Self.router()
        router.get("/kept") { _ in
            .webSocket { socket in
                sockets.withLock { $0 = socket }
                try await socket.send(text: "welcome")
                for await _ in socket.messages {}
            }
        }
        configuration.onDrain = { for word in ["one", "two"] { _ = sockets.withLock { $0?.offer(text: word) } } }
        let server = try HTTPServer(configuration: configuration, router: router)
        try server.start()
        let socket = try await WebSocketClient(port: server.port, "/kept")
        #expect(try await socket.receive() == "welcome")
        async let over: Void = server.shutdown(deadline: .seconds(20))
        #expect(try await [socket.receive(), socket.receive()] == ["one", "two"])
        #expect(try await socket.receiveFrame().closeCode == 1001)
        socket.connection.reset()
        await over
    }
}
