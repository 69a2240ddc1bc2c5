import FeraHTTP
import FeraTestSupport
import Glibc
import Testing

/// A socket that somebody else made and keeps, as a manager of services does.
private final class Holder: Sendable {
    let descriptor: Int32
    let port: UInt16

    init(_ kind: __socket_type = SOCK_STREAM, listens: Bool = true) throws {
        descriptor = socket(AF_INET, Int32(kind.rawValue | SOCK_CLOEXEC.rawValue), 0)
        var address = sockaddr_in(), length = socklen_t(MemoryLayout<sockaddr_in>.size)
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        let descriptor = descriptor
        let status = withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { bind(descriptor, $0, length) == 0 ? getsockname(descriptor, $0, &length) : -1 }
        }
        port = UInt16(bigEndian: address.sin_port)
        try #require(status == 0 && (!listens || listen(descriptor, 4096) == 0))
    }

    deinit { close(descriptor) }

    /// A server on the socket, which closes its own descriptors alone.
    func serve(_ router: Router, loops: Int = 1) throws -> HTTPServer {
        var configuration = HTTPServer.Configuration()
        configuration.listener = try InheritedListener(fcntl(descriptor, F_DUPFD_CLOEXEC, 0))
        configuration.loops = loops
        let server = try HTTPServer(configuration: configuration, router: router)
        try server.start()
        return server
    }
}

@Suite struct InheritedListenerTests {
    @Test func whoComesBetweenTwoServersWaits() async throws {
        let holder = try Holder()
        let first = try holder.serve(LoopsTests.router(), loops: 2)
        #expect(first.port == holder.port)
        #expect(try await HTTPClient(port: holder.port).get("/none").status == 404)
        await first.shutdown(deadline: .seconds(20))
        // Nobody serves: these are not refused, and what they ask is kept.
        var waiting: [RawConnection] = []
        for _ in 0..<40 {
            let connection = try await RawConnection(port: holder.port)
            try await connection.send("GET /none HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
            waiting.append(connection)
        }
        let second = try holder.serve(LoopsTests.router(), loops: 3)
        for connection in waiting {
            #expect(try await connection.receiveAll().hasPrefix("HTTP/1.1 404 "))
            connection.reset()
        }
        await second.shutdown(deadline: .seconds(20))
    }

    /// The kernel wakes the first that sleeps: without taking turns one loop would have them all.
    @Test func theLoopsTakeTurns() async throws {
        let holder = try Holder()
        let server = try holder.serve(LoopsTests.router(), loops: 3)
        var sockets: [WebSocketClient] = [], taken: [String: Int] = [:]
        for _ in 0..<60 {
            let socket = try await WebSocketClient(port: holder.port, "/loop")
            taken[try await socket.receive(), default: 0] += 1
            sockets.append(socket)
        }
        #expect(taken.count == 3 && taken.values.allSatisfy { $0 >= 6 }, "\(taken)")
        await server.shutdown(deadline: .zero)
    }

    @Test func whatDoesNotListenIsRefused() throws {
        let silent = try Holder(listens: false), datagrams = try Holder(SOCK_DGRAM, listens: false)
        let local = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0), file = open("/dev/null", O_RDONLY)
        defer { for descriptor in [local, file] { close(descriptor) } }
        // Without a name the kernel gives it one.
        var family = sockaddr(sa_family: sa_family_t(AF_UNIX), sa_data: (0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0))
        #expect(bind(local, &family, 2) == 0 && listen(local, 1) == 0)
        for descriptor in [silent.descriptor, datagrams.descriptor, local, file, -1] {
            let error = #expect(throws: ServerError.self) { try InheritedListener(descriptor) }
            #expect(error?.code == "listener" && error?.description.contains("ListenStream=") == true)
        }
    }

    @Test func whatIsMeantForAnotherIsRefused() throws {
        #expect(try InheritedListener.handedOver([:], process: 7) == nil)
        #expect(try InheritedListener.handedOver(["LISTEN_FDS": "1"], process: 7) == nil)
        #expect(try InheritedListener.handedOver(["LISTEN_PID": "7", "LISTEN_FDS": "0"], process: 7) == nil)
        for (pid, count, part) in [("8", "1", "process 8"), ("", "1", "LISTEN_PID"), ("7", "2", "2 sockets"), ("7", "one", "'one'"), ("7", "-1", "'-1'")] {
            let error = #expect(throws: ServerError.self) { try InheritedListener.handedOver(["LISTEN_PID": pid, "LISTEN_FDS": count], process: 7) }
            #expect(error?.code == "listener" && error?.description.contains(part) == true, "\(pid) \(count)")
        }
    }
}
