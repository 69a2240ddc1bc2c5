import FeraHTTP
import FeraTestSupport
import Foundation
import Glibc
import Synchronization
import Testing

/// Who takes more than a share: connections, requests, frames, answers that nobody reads. On a clock that the tests move.
@Suite struct GreedyTests {
    static func router(_ gate: LifetimeTests.Gate = .init()) -> Router {
        var router = Router()
        router.get("/who") { .text($0.client) }
        router.get("/wait") { _ in
            await gate.wait()
            return .text("waited")
        }
        router.get("/large") { _ in .bytes([UInt8](repeating: 7, count: 64 << 20), type: "text/plain") }
        router.get("/echo") { _ in
            .webSocket(
                maxMessageBytes: 1 << 20, onOpen: { _ in },
                onMessage: { socket, message in if case .text(let text) = message { _ = socket.offer(text: text) } },
                onClose: { _, _ in })
        }
        return router
    }

    /// Sockets that connect and say nothing.
    final class Crowd {
        let descriptors: [Int32]

        init(_ count: Int, port: UInt16) throws {
            var address = sockaddr_in()
            address.sin_family = sa_family_t(AF_INET)
            address.sin_port = port.bigEndian
            address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
            descriptors = try (0..<count).map { _ in
                let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
                let status = withUnsafePointer(to: &address) { pointer in
                    pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size)) }
                }
                guard status == 0 else { throw ClientError.never }
                return descriptor
            }
        }

        deinit { for descriptor in descriptors { close(descriptor) } }
    }

    static func ask(_ connection: RawConnection, _ path: String = "/who", _ more: String = "") async throws -> ClientResponse {
        try await connection.send("GET \(path) HTTP/1.1\r\nHost: x\r\n\(more)\r\n")
        return try await connection.receiveResponse()
    }

    @Test func aThousandThatSayNothingAreGoneAfterTenSeconds() async throws {
        let clock = ServerClock.manual()
        try await served(Self.router(), clock: clock) { server, client in
            let crowd = try Crowd(1000, port: server.port)
            try await eventually { server.counts.connections.load(ordering: .relaxed) == 1000 }
            #expect(try await client.get("/who").text == "127.0.0.1")
            clock.advance(by: .seconds(9))
            #expect(try await client.get("/who").status == 200 && server.counts.connections.load(ordering: .relaxed) >= 1000)
            clock.advance(by: .seconds(2))
            try await eventually { server.counts.connections.load(ordering: .relaxed) <= 1 }
            #expect(crowd.descriptors.count == 1000)
        }
    }

    @Test func whoIsIdleMakesRoom() async throws {
        let clock = ServerClock.manual()
        var limits = Limits()
        limits.connections = 8
        try await served(Self.router(), clock: clock, limits: limits) { server, client in
            let crowd = try Crowd(8, port: server.port)
            try await eventually { server.counts.connections.load(ordering: .relaxed) == 8 }
            // Nobody has been idle for a second yet: the ninth finds no place.
            let early = try await RawConnection(port: server.port)
            #expect(try await early.receiveAll() == "" && server.counts.shed.load(ordering: .relaxed) == 1)
            clock.advance(by: .seconds(2))
            // The loop may still be at the door with the time of before.
            let late = try? await client.get("/who")
            let answer = if let late { late } else { try await client.get("/who") }
            #expect(answer.status == 200)
            #expect(server.counts.shed.load(ordering: .relaxed) > 1 && crowd.descriptors.count == 8)
        }
    }

    @Test func whoIsBusyKeepsItsPlace() async throws {
        let clock = ServerClock.manual(), gate = LifetimeTests.Gate()
        var limits = Limits()
        limits.connections = 2
        try await served(Self.router(gate), clock: clock, limits: limits) { server, client in
            let answers = (0..<2).map { _ in Task { try await client.get("/wait").text } }
            try await eventually { gate.waiting.load(ordering: .relaxed) == 2 }
            clock.advance(by: .seconds(5))
            #expect(try await RawConnection(port: server.port).receiveAll() == "")
            for _ in answers { gate.open() }
            for answer in answers { #expect(try await answer.value == "waited") }
        }
    }

    @Test func anAddressHoldsNoMoreThanItsConnections() async throws {
        var limits = Limits()
        limits.connectionsPerAddress = 3
        try await served(Self.router(), limits: limits, loops: 2) { server, _ in
            var kept: [RawConnection] = []
            for _ in 0..<3 { kept.append(try await RawConnection(port: server.port)) }
            for connection in kept { #expect(try await Self.ask(connection).status == 200) }
            let fourth = try await RawConnection(port: server.port).receiveResponse()
            #expect(fourth.status == 429 && fourth["Retry-After"] == "1" && fourth.member("code") == "busy")
            kept.removeLast().close()
            try await eventually { server.counts.connections.load(ordering: .relaxed) == 2 }
            #expect(try await Self.ask(try await RawConnection(port: server.port)).status == 200)
        }
    }

    @Test func newConnectionsAreCountedOverTime() async throws {
        let clock = ServerClock.manual()
        var limits = Limits()
        limits.newConnectionsPerAddress = 5
        try await served(Self.router(), clock: clock, limits: limits) { server, client in
            for _ in 0..<10 { #expect(try await client.get("/who").status == 200) }
            #expect(try await client.get("/who").status == 429)
            clock.advance(by: .milliseconds(400))
            var statuses: [Int] = []
            for _ in 0..<3 { statuses.append(try await client.get("/who").status) }
            #expect(statuses == [200, 200, 429])
            #expect(server.counts.shed.load(ordering: .relaxed) == 2)
        }
    }

    @Test func pipeliningWithoutEndIsEnded() async throws {
        let clock = ServerClock.manual()
        var limits = Limits()
        limits.requestsPerAddress = 5
        try await served(Self.router(), clock: clock, limits: limits) { server, client in
            let connection = try await RawConnection(port: server.port)
            let request = "GET /who HTTP/1.1\r\nHost: x\r\n\r\n"
            try? await connection.send(String(repeating: request, count: 10_000))
            let text = try await connection.receiveAll()
            #expect(text.components(separatedBy: "HTTP/1.1 200 OK").count - 1 == 10)
            #expect(
                text.components(separatedBy: "HTTP/1.1 429").count - 1 == 1 && text.contains("Retry-After: 1\r\n") && text.contains("Connection: close\r\n"))
            #expect(server.counts.requests.load(ordering: .relaxed) == 11)
            clock.advance(by: .seconds(1))
            #expect(try await client.get("/who").status == 200)
        }
    }

    @Test func whatIsPipelinedBehindAWaitingRequestIsNotTakenIn() async throws {
        let gate = LifetimeTests.Gate()
        try await served(Self.router(gate)) { server, client in
            let connection = try await RawConnection(port: server.port)
            let sending = Task {
                try await connection.send("GET /wait HTTP/1.1\r\nHost: x\r\n\r\n" + String(repeating: "GET /who HTTP/1.1\r\nHost: x\r\n\r\n", count: 500_000))
            }
            try await eventually { gate.waiting.load(ordering: .relaxed) == 1 }
            for _ in 0..<20 { #expect(try await client.get("/who").status == 200) }
            #expect(server.counts.received.load(ordering: .relaxed) < 48 << 10)
            connection.reset()
            _ = try? await sending.value
        }
    }

    @Test func aTrustedProxySaysWhoAsks() async throws {
        var limits = Limits()
        limits.requestsPerAddress = 1
        limits.trustedProxies = ["127.0.0.1", "10.0.0.9"]
        let clock = ServerClock.manual()
        try await served(Self.router(), clock: clock, limits: limits) { server, _ in
            let proxy = try await RawConnection(port: server.port)
            func status(_ forwarded: String) async throws -> ClientResponse { try await Self.ask(proxy, "/who", "X-Forwarded-For: \(forwarded)\r\n") }
            // Only the last that no proxy of ours wrote is believed; what stands before it anybody can have written.
            #expect(try await status("6.6.6.6, 192.0.2.7, 10.0.0.9").text == "192.0.2.7")
            #expect(try await status("7.7.7.7, 192.0.2.7").status == 200)
            #expect(try await status("2001:db8::1").text == "2001:db8::1")
            #expect(try await status("2001:db8::2").status == 200)
            #expect(try await status("nonsense").text == "127.0.0.1")
            #expect(try await status("2001:db8:0:0:9::3").status == 429, "one /64 is one address")
        }
        limits.trustedProxies = []
        try await served(Self.router(), clock: clock, limits: limits) { server, _ in
            let liar = try await RawConnection(port: server.port)
            #expect(try await Self.ask(liar, "/who", "X-Forwarded-For: 192.0.2.7\r\n").text == "127.0.0.1")
        }
    }

    @Test func someAddressesAreExempt() async throws {
        var limits = Limits()
        limits.requestsPerAddress = 1
        limits.connectionsPerAddress = 1
        limits.newConnectionsPerAddress = 1
        limits.exemptAddresses = ["127.0.0.1"]
        try await served(Self.router(), clock: .manual(), limits: limits) { _, client in
            for _ in 0..<20 {
                let answer = try await client.get("/who")
                #expect(answer.status == 200)
            }
        }
    }

    @Test func tinyFramesAreReadNoFasterThanTheyMayCome() async throws {
        let clock = ServerClock.manual()
        var limits = Limits()
        limits.framesPerSecond = 50
        limits.pingInterval = .seconds(1_000_000)
        try await served(Self.router(), clock: clock, limits: limits) { server, client in
            let flood = try await WebSocketClient(port: server.port, "/echo")
            let before = server.counts.received.load(ordering: .relaxed)
            // 5,000 pings of six bytes: the first helping is answered, then the socket rests.
            try await flood.connection.send((0..<5000).flatMap { _ in WebSocketClient.frame(opcode: 9, []) })
            #expect(try await flood.receiveFrame().opcode == 10)
            for _ in 0..<20 { #expect(try await client.get("/who").status == 200) }
            #expect(server.counts.received.load(ordering: .relaxed) - before < 20 << 10)
            // It is read again and again, is not taken for dead meanwhile, and loses nothing.
            let rest = Task {
                var answered = 1
                while answered < 5000 { if try await flood.receiveFrame().opcode == 10 { answered += 1 } }
                return answered
            }
            let ticking = Task {
                while !Task.isCancelled {
                    clock.advance(by: .seconds(1))
                    await Task.yield()
                }
            }
            #expect(try await rest.value == 5000)
            ticking.cancel()
        }
    }

    @Test func aMessageThatDoesNotEndIsClosed() async throws {
        let clock = ServerClock.manual()
        var limits = Limits()
        limits.pingInterval = .seconds(1_000_000)
        try await served(Self.router(), clock: clock, limits: limits) { server, _ in
            let socket = try await WebSocketClient(port: server.port, "/echo")
            try await socket.send(opcode: 1, Array("begun".utf8), final: false)
            for step in [30, 31] {
                // Each fragment comes in time, each ping is answered, and still there is no end.
                try await socket.send(opcode: 0, [65], final: false)
                try await socket.send(opcode: 9, [1])
                #expect(try await socket.receiveFrame() == .init(opcode: 10, payload: [1]))
                clock.advance(by: .seconds(step))
            }
            #expect(try await socket.receiveFrame().closeCode == 1008)
        }
    }

    @Test func aReaderOfDropsIsClosed() async throws {
        let clock = ServerClock.manual()
        var limits = Limits()
        limits.bodyFloor = 1 << 20
        try await served(Self.router(), clock: clock, limits: limits) { server, _ in
            let connection = try await RawConnection(port: server.port)
            try await connection.send("GET /large HTTP/1.1\r\nHost: x\r\n\r\n")
            var taken = 0
            for _ in 0..<8 {
                // Enough that the kernel takes more each time, and far too little for 64 MiB.
                var step = 0
                while step < 1 << 20 {
                    let more = try await connection.receive()
                    if more.isEmpty { break }
                    step += more.count
                }
                taken += step
                clock.advance(by: .seconds(5))
            }
            while true {
                let more = try await connection.receive()
                if more.isEmpty { break }
                taken += more.count
            }
            #expect(taken < 64 << 20)
            try await eventually { server.counts.connections.load(ordering: .relaxed) == 0 }
        }
    }
}
