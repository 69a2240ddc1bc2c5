import Glibc
import Synchronization

/// Why a test's client gave up.
package struct ClientError: Error, CustomStringConvertible {
    /// What happened.
    package let description: String
}

/// One TCP connection to 127.0.0.1 for tests: sends any bytes, and receives with a limit of twenty seconds. Blocking calls run on threads of its own.
package final class RawConnection: Sendable {
    private let descriptor: Int32
    private let open = Mutex(true)
    private let sender = Worker()
    private let receiver = Worker()
    private let buffer = Mutex<[UInt8]>([])

    /// Connects.
    package init(port: UInt16) async throws {
        descriptor = try await sender.run {
            let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
            guard descriptor >= 0 else { throw ClientError(description: "no socket: \(String(cString: strerror(errno)))") }
            var limit = timeval(tv_sec: 20, tv_usec: 0), on: Int32 = 1
            setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &limit, socklen_t(MemoryLayout<timeval>.size))
            setsockopt(descriptor, SOL_SOCKET, SO_SNDTIMEO, &limit, socklen_t(MemoryLayout<timeval>.size))
            setsockopt(descriptor, Int32(IPPROTO_TCP), TCP_NODELAY, &on, socklen_t(MemoryLayout<Int32>.size))
            var address = sockaddr_in()
            address.sin_family = sa_family_t(AF_INET)
            address.sin_port = port.bigEndian
            address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
            let status = withUnsafePointer(to: &address) { pointer in
                pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size)) }
            }
            guard status == 0 else {
                Glibc.close(descriptor)
                throw ClientError(description: "no connection to port \(port): \(String(cString: strerror(errno)))")
            }
            return descriptor
        }
    }

    deinit { Glibc.close(descriptor) }

    /// Sends bytes.
    package func send(_ bytes: [UInt8]) async throws {
        let descriptor = descriptor
        try await sender.run {
            var sent = 0
            while sent < bytes.count {
                let count = bytes.withUnsafeBytes { bytes in
                    bytes.baseAddress.map { Glibc.send(descriptor, $0 + sent, bytes.count - sent, Int32(MSG_NOSIGNAL)) } ?? -1
                }
                guard count > 0 else { throw ClientError(description: "the server closed while something was sent: \(String(cString: strerror(errno)))") }
                sent += count
            }
        }
    }

    /// Sends text as UTF-8.
    package func send(_ text: String) async throws { try await send(Array(text.utf8)) }

    /// The next bytes; none at the server's end of stream, and none after a reset.
    package func receive() async throws -> [UInt8] {
        let kept = buffer.withLock { buffer in
            defer { buffer = [] }
            return buffer
        }
        if !kept.isEmpty { return kept }
        let descriptor = descriptor
        return try await receiver.run {
            var failure: Int32 = 0
            let bytes = [UInt8](unsafeUninitializedCapacity: 64 * 1024) { room, filled in
                let count = recv(descriptor, room.baseAddress, room.count, 0)
                if count < 0 { failure = errno }
                filled = max(0, count)
            }
            guard failure == 0 || failure == ECONNRESET else { throw ClientError(description: "nothing came: \(String(cString: strerror(failure)))") }
            return bytes
        }
    }

    /// Puts back bytes that were received too early; the next `receive` gives them.
    package func unread(_ bytes: [UInt8]) { buffer.withLock { $0 = bytes + $0 } }

    /// Everything until the server closes.
    package func receiveAll() async throws -> String {
        var all: [UInt8] = []
        while true {
            let more = try await receive()
            if more.isEmpty { return String(decoding: all, as: UTF8.self) }
            all += more
        }
    }

    /// Receives until `text` has come, and gives everything up to its end.
    package func receive(until text: String) async throws -> String {
        var all: [UInt8] = []
        let end = Array(text.utf8)
        while true {
            let from = max(0, all.count - end.count)
            let more = try await receive()
            guard !more.isEmpty else {
                throw ClientError(description: "the server closed before \(text.debugDescription); it sent \(all.count) bytes")
            }
            all += more
            if let found = all[from...].firstRange(of: end) {
                unread(Array(all[found.upperBound...]))
                return String(decoding: all[..<found.upperBound], as: UTF8.self)
            }
        }
    }

    /// Says that nothing more will be sent; receiving goes on.
    package func shutdownWriting() { shutdown(descriptor, Int32(SHUT_WR)) }

    /// Closes both ways; a server that still sends gets a reset.
    package func close() { shutdown(descriptor, Int32(SHUT_RDWR)) }

    /// Ends the connection with a reset, as a vanished client's system does.
    package func reset() {
        // Connecting a TCP socket to no address aborts it without giving the descriptor back.
        var none = sockaddr()
        none.sa_family = sa_family_t(AF_UNSPEC)
        connect(descriptor, &none, socklen_t(MemoryLayout<sockaddr>.size))
    }
}
