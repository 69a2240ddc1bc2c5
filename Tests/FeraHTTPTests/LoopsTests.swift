import FeraHTTP
import FeraTestSupport
import Synchronization
import Testing

/// Several loops behind one port.
@Suite struct LoopsTests {
    /// A socket tells the number of its loop, which its id carries; `/wait` waits for the gate.
    static func router(_ gate: LifetimeTests.Gate = .init()) -> Router {
        var router = Router()
        router.get("/loop") { _ in
            .webSocket { socket in
                try await socket.send(text: "\(socket.id >> 48)")
                for await _ in socket.messages {}
            }
        }
        router.get("/wait") { _ in
            await gate.wait()
            return .text("waited")
        }
        return router
    }

    @Test func connectionsAreDealtOutAndCountedTogether() async throws {
        try await served(Self.router(), loops: 3) { server, client in
            let sockets = try await Self.sockets(64, client.port)
            var loops: Set<String> = []
            for socket in sockets { loops.insert(try await socket.receive()) }
            #expect(loops == ["0", "1", "2"])
            #expect(server.counts.connections.load(ordering: .relaxed) == 64 && server.counts.webSockets.load(ordering: .relaxed) == 64)
            for socket in sockets { socket.connection.reset() }
            try await eventually { server.counts.connections.load(ordering: .relaxed) == 0 && server.counts.webSockets.load(ordering: .relaxed) == 0 }
        }
    }

    @Test func theDrainReachesEveryLoop() async throws {
        let gate = LifetimeTests.Gate()
        var configuration = HTTPServer.Configuration()
        configuration.loops = 3
        configuration.onDrain = { for _ in 0..<12 { gate.open() } }
        let server = try HTTPServer(configuration: configuration, router: Self.router(gate))
        try server.start()
        let client = HTTPClient(port: server.port)
        let sockets = try await Self.sockets(32, server.port)
        for socket in sockets { _ = try await socket.receive() }
        var idle: [RawConnection] = []
        for _ in 0..<12 { idle.append(try await RawConnection(port: server.port)) }
        let answers = (0..<12).map { _ in Task { try await client.get("/wait").text } }
        try await eventually { gate.waiting.load(ordering: .relaxed) == 12 }
        async let over: Void = server.shutdown(deadline: .seconds(20))
        for socket in sockets {
            #expect(try await socket.receiveFrame().closeCode == 1001)
            try await socket.close(1001)
        }
        for answer in answers { #expect(try await answer.value == "waited") }
        for connection in idle { #expect(try await connection.receiveAll() == "") }
        await over
        #expect(server.counts.connections.load(ordering: .relaxed) == 0)
        await #expect(throws: ClientError.self) { try await RawConnection(port: client.port) }
    }

    @Test func aPortThatIsTakenIsRefusedEvenWhereItWouldBeShared() async throws {
        try await served(Self.router(), loops: 2) { server, client in
            var configuration = HTTPServer.Configuration()
            configuration.port = server.port
            for loops in [1, 2] {
                configuration.loops = loops
                let second = try HTTPServer(configuration: configuration, router: Self.router())
                let error = #expect(throws: ServerError.self) { try second.start() }
                #expect(error?.code == "system")
            }
            #expect(try await client.get("/none").status == 404)
        }
    }

    @Test func everyLoopTakesTheTimeFromTheClock() async throws {
        let clock = ServerClock.manual()
        try await served(Self.router(), clock: clock, loops: 3) { server, _ in
            var idle: [RawConnection] = []
            for _ in 0..<24 { idle.append(try await RawConnection(port: server.port)) }
            try await eventually { server.counts.connections.load(ordering: .relaxed) == 24 }
            clock.advance(by: .seconds(31))
            for connection in idle { #expect(try await connection.receiveAll() == "") }
        }
    }

    private static func sockets(_ count: Int, _ port: UInt16) async throws -> [WebSocketClient] {
        var sockets: [WebSocketClient] = []
        for _ in 0..<count { sockets.append(try await WebSocketClient(port: port, "/loop")) }
        return sockets
    }
}
