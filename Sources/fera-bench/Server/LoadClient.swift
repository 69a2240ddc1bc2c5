import Glibc

/// Many keep-alive connections on one thread, one request in flight on each. It shares no code with the server.
final class LoadClient {
    /// An answer: its status and where its body lies in the connection's buffer.
    struct Reply {
        var status: Int
        var body: ArraySlice<UInt8>

        /// The biggest number behind `.t` in the body: the newest turn that it names; `nil` where it names none.
        var newestTurn: Int? {
            var best: Int?
            var index = body.startIndex
            while let dot = body[index...].firstIndex(of: UInt8(ascii: ".")) {
                index = dot + 1
                guard index < body.endIndex, body[index] == UInt8(ascii: "t") else { continue }
                index += 1
                var number = 0
                var digits = 0
                while index < body.endIndex, (48...57).contains(body[index]) {
                    number = number * 10 + Int(body[index] - 48)
                    digits += 1
                    index += 1
                }
                if digits > 0 { best = max(best ?? 0, number) }
            }
            return best
        }

        func contains(_ text: StaticString) -> Bool { body.place(of: text) != nil }
    }

    private struct Connection {
        var descriptor: Int32
        var unsent: ArraySlice<UInt8> = []
        var received: [UInt8] = []
        /// When the request was due; latency counts from here.
        var due = 0.0
        var isBusy = false
    }

    private var connections: [Connection]
    private var polls: [pollfd]
    private var room = [UInt8](repeating: 0, count: 64 << 10)

    init(port: UInt16, connections count: Int) throws {
        connections = try (0..<count).map { _ in Connection(descriptor: try Self.connect(port)) }
        polls = connections.map { pollfd(fd: $0.descriptor, events: Int16(POLLIN), revents: 0) }
    }

    deinit { for connection in connections { close(connection.descriptor) } }

    var count: Int { connections.count }

    func isBusy(_ index: Int) -> Bool { connections[index].isBusy }

    /// Sends a request. It must not be busy.
    func send(_ request: [UInt8], on index: Int, due: Double) throws {
        connections[index].isBusy = true
        connections[index].due = due
        connections[index].received.removeAll(keepingCapacity: true)
        connections[index].unsent = request[...]
        try flush(index)
    }

    /// Waits at most until `deadline` and hands over what has come.
    /// - Parameter take: gets the connection, its reply, and since when it was due.
    func wait(until deadline: Double, take: (Int, Reply, Double) throws -> Void) throws {
        let left = max(0, deadline - seconds())
        var count = poll(&polls, nfds_t(polls.count), left < 0.001 ? 0 : Int32(left * 1000))
        if count == 0, left > 0, left < 0.001 {
            // Whole milliseconds are too coarse for pacing, and spinning would take the server's processor.
            var pause = timespec(tv_sec: 0, tv_nsec: Int(min(left, 0.0001) * 1e9))
            nanosleep(&pause, nil)
            count = poll(&polls, nfds_t(polls.count), 0)
        }
        guard count > 0 else { return }
        for index in polls.indices where polls[index].revents != 0 {
            if polls[index].revents & Int16(POLLOUT) != 0 { try flush(index) }
            if polls[index].revents & Int16(POLLIN | POLLHUP | POLLERR) != 0, let reply = try receive(index) {
                connections[index].isBusy = false
                try take(index, reply, connections[index].due)
            }
        }
    }

    private func flush(_ index: Int) throws {
        while !connections[index].unsent.isEmpty {
            let sent = connections[index].unsent.withUnsafeBytes { Glibc.send(connections[index].descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL)) }
            if sent < 0 {
                guard errno == EAGAIN else { throw BenchError("sending failed: \(String(cString: strerror(errno)))") }
                break
            }
            connections[index].unsent = connections[index].unsent.dropFirst(sent)
        }
        polls[index].events = Int16(POLLIN | (connections[index].unsent.isEmpty ? 0 : POLLOUT))
    }

    private func receive(_ index: Int) throws -> Reply? {
        let count = recv(connections[index].descriptor, &room, room.count, 0)
        if count < 0, errno == EAGAIN { return nil }
        guard count > 0 else { throw BenchError("the server closed a connection") }
        connections[index].received += room[..<count]
        return Self.reply(connections[index].received)
    }

    /// A whole answer, or `nil` while some of it is missing.
    private static func reply(_ bytes: [UInt8]) -> Reply? {
        guard let end = bytes[...].place(of: "\r\n\r\n"), bytes.count > 12 else { return nil }
        let status = bytes[9..<12].reduce(0) { $0 * 10 + Int($1) - 48 }
        var length = 0
        let name = "Content-Length:".utf8
        for line in bytes[..<end].split(separator: 10) where line.prefix(15).elementsEqual(name, by: { $0 | 32 == $1 | 32 }) {
            for byte in line.dropFirst(15) where (48...57).contains(byte) { length = length * 10 + Int(byte) - 48 }
        }
        let body = end + 4
        return bytes.count >= body + length ? Reply(status: status, body: bytes[body..<(body + length)]) : nil
    }

    /// A non-blocking connection to this machine.
    static func connect(_ port: UInt16) throws -> Int32 {
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = port.bigEndian
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        let status = withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { Glibc.connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size)) }
        }
        guard status == 0 else {
            close(descriptor)
            throw BenchError("no connection to port \(port): \(String(cString: strerror(errno)))")
        }
        var on: Int32 = 1
        setsockopt(descriptor, Int32(IPPROTO_TCP), TCP_NODELAY, &on, socklen_t(MemoryLayout<Int32>.size))
        _ = fcntl(descriptor, F_SETFL, fcntl(descriptor, F_GETFL) | O_NONBLOCK)
        return descriptor
    }

    /// The bytes of a request with a bearer token.
    static func request(_ method: String, _ target: String, port: UInt16, token: String, body: String = "") -> [UInt8] {
        let length = body.utf8.count
        return Array(
            ("\(method) \(target) HTTP/1.1\r\nHost: 127.0.0.1:\(port)\r\nAuthorization: Bearer \(token)\r\n"
                + "Content-Type: application/json\r\nContent-Length: \(length)\r\n\r\n\(body)").utf8)
    }
}

extension ArraySlice<UInt8> {
    /// Where a text first stands.
    func place(of text: StaticString) -> Int? {
        let length = text.utf8CodeUnitCount, needle = text.utf8Start
        return withUnsafeBytes { bytes in
            guard let base = bytes.baseAddress, bytes.count >= length else { return nil }
            var from = 0
            while let found = memchr(base + from, Int32(needle.pointee), bytes.count - length + 1 - from) {
                let place = UnsafeRawPointer(found) - base
                if memcmp(found, needle, length) == 0 { return startIndex + place }
                from = place + 1
            }
            return nil
        }
    }
}
