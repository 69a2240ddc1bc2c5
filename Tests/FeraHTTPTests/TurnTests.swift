import FeraHTTP
import FeraTestSupport
import Glibc
import Synchronization
import Testing

/// Whose turn it is on a loop: who sends many requests at once has one answered and waits for everybody else.
@Suite struct TurnTests {
    final class Held: Sendable {
        let begun = Atomic<Bool>(false), goesOn = Atomic<Bool>(false)
        let order = Mutex<[String]>([])
    }

    @Test func oneRequestComesBeforeTheRestOfAPipeline() async throws {
        let held = Held()
        var router = Router()
        router.get("/hold", on: .loop) { _ in
            held.begun.store(true, ordering: .releasing)
            // The loop's own thread waits here, until what comes next has arrived on both connections.
            while !held.goesOn.load(ordering: .acquiring) { usleep(100) }
            return .text("held")
        }
        router.get("/n/:number", on: .loop) { request in
            held.order.withLock { $0.append(request.parameter("number")) }
            return .text("")
        }
        try await served(router) { server, _ in
            let one = try await RawConnection(port: server.port), many = try await RawConnection(port: server.port)
            let first = try await RawConnection(port: server.port)
            try await first.send("GET /hold HTTP/1.1\r\nHost: x\r\n\r\n")
            try await eventually { held.begun.load(ordering: .acquiring) }
            try await many.send((0..<40).map { "GET /n/\($0) HTTP/1.1\r\nHost: x\r\n\r\n" }.joined())
            try await one.send("GET /n/one HTTP/1.1\r\nHost: x\r\n\r\n")
            held.goesOn.store(true, ordering: .releasing)
            try await eventually { held.order.withLock { $0.count } == 41 }
            #expect(held.order.withLock { $0 } == ["0", "one"] + (1..<40).map { "\($0)" })
        }
    }
}
