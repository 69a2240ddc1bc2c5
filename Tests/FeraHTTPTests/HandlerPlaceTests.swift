import FeraHTTP
import FeraTestSupport
import Glibc
import Synchronization
import Testing

/// Handlers that run on their loop's own thread.
@Suite struct HandlerPlaceTests {
    typealias Gate = LifetimeTests.Gate

    /// The thread a task is on; asked in a synchronous function, because a task has no thread of its own.
    static func thread() -> String { "\(pthread_self())" }

    static func router(_ gate: Gate, finished: WebSocketTests.Log = .init()) -> Router {
        var router = Router()
        router.get("/loop", on: .loop) { _ in .text(thread()) }
        router.get("/pool") { _ in .text(thread()) }
        router.get("/wait", on: .loop) { _ in
            let before = thread()
            await gate.wait()
            finished.add("ended")
            return .text("\(before) \(thread())")
        }
        router.on(
            "POST", "/admitted", body: .collect(10), on: .loop,
            admit: { _ in finished.add("admitted \(thread())") }
        ) { .text("\(thread()) \($0.body.count)") }
        router.get("/socket") { _ in
            .webSocket(
                on: .loop, onOpen: { _ in }, onMessage: { socket, _ in try? await socket.send(text: thread()) },
                onClose: { _, code in finished.add("closed \(code) \(thread())") })
        }
        router.get("/reader") { _ in
            .webSocket(on: .loop) { socket in for await _ in socket.messages { try await socket.send(text: thread()) } }
        }
        return router
    }

    @Test func aHandlerOfTheLoopNeverLeavesIt() async throws {
        let gate = Gate(), finished = WebSocketTests.Log()
        try await served(Self.router(gate, finished: finished)) { server, client in
            let loop = try await client.get("/loop").text
            #expect(try await client.get("/pool").text != loop)
            async let waited = client.get("/wait")
            try await eventually { gate.waiting.load(ordering: .relaxed) == 1 }
            // Another request of the same loop is served while the first one waits.
            #expect(try await client.get("/loop").text == loop)
            gate.open()
            #expect(try await waited.text == "\(loop) \(loop)")
            #expect(try await client.send("POST", "/admitted", body: Array("12345".utf8)).text == "\(loop) 5")
            for path in ["/socket", "/reader"] {
                let socket = try await WebSocketClient(port: client.port, path)
                for _ in 0..<3 {
                    try await socket.send(opcode: 1, Array("where?".utf8))
                    #expect(try await socket.receive() == loop)
                }
                try await socket.close(1000)
                #expect(try await socket.receiveFrame().closeCode == 1000)
            }
            try await eventually { finished.all == ["ended", "admitted \(loop)", "closed 1000 \(loop)"] }
        }
    }

    /// A handler that the drain left behind still ends, on another thread: what waits for it must not wait for ever.
    @Test func aHandlerOutlivesItsLoop() async throws {
        let bell = AsyncStream<Void>.makeStream(), seen = WebSocketTests.Log()
        var router = Router()
        router.get("/stubborn", on: .loop) { _ in
            seen.add(Self.thread())
            // In a task of its own, so that no cancellation wakes it.
            await Task { for await _ in bell.stream { break } }.value
            seen.add(Self.thread())
            return .text("nobody reads this")
        }
        try await served(router) { server, client in
            let connection = try await RawConnection(port: server.port)
            try await connection.send("GET /stubborn HTTP/1.1\r\nHost: x\r\n\r\n")
            try await eventually { seen.all.count == 1 }
            await server.shutdown(deadline: .zero)
            bell.continuation.yield()
            try await eventually { seen.all.count == 2 }
        }
    }
}
