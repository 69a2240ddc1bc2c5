import Glibc

/// One TCP connection with a buffer. It blocks: the play runs on a thread of its own.
final class Wire {
    private let descriptor: Int32
    private var buffer: [UInt8] = []
    private var start = 0

    /// Connects.
    /// - Throws: `PlayError.connection`.
    init(host: String, port: Int, seconds: Int = 60) throws(PlayError) {
        var hints = addrinfo()
        hints.ai_socktype = Int32(SOCK_STREAM.rawValue)
        var found: UnsafeMutablePointer<addrinfo>?
        guard getaddrinfo(host, String(port), &hints, &found) == 0 else { throw PlayError(.connection, "no address is known for the host \(host)") }
        defer { freeaddrinfo(found) }
        var why = "no address fits"
        var next = found
        while let info = next {
            next = info.pointee.ai_next
            let descriptor = socket(info.pointee.ai_family, info.pointee.ai_socktype | Int32(SOCK_CLOEXEC.rawValue), info.pointee.ai_protocol)
            guard descriptor >= 0 else { continue }
            var limit = timeval(tv_sec: seconds, tv_usec: 0), on: Int32 = 1
            setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &limit, socklen_t(MemoryLayout<timeval>.size))
            setsockopt(descriptor, SOL_SOCKET, SO_SNDTIMEO, &limit, socklen_t(MemoryLayout<timeval>.size))
            setsockopt(descriptor, Int32(IPPROTO_TCP), TCP_NODELAY, &on, socklen_t(MemoryLayout<Int32>.size))
            if connect(descriptor, info.pointee.ai_addr, info.pointee.ai_addrlen) == 0 {
                self.descriptor = descriptor
                return
            }
            why = String(cString: strerror(errno))
            close(descriptor)
        }
        throw PlayError(.connection, "nothing answers at \(host):\(port): \(why)")
    }

    deinit { close(descriptor) }

    func send(_ bytes: [UInt8]) throws(PlayError) {
        var sent = 0
        while sent < bytes.count {
            let count = bytes.withUnsafeBytes { raw in raw.baseAddress.map { Glibc.send(descriptor, $0 + sent, bytes.count - sent, Int32(MSG_NOSIGNAL)) } ?? -1
            }
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { throw PlayError(.connection, "the server closed while something was sent: \(String(cString: strerror(errno)))") }
            sent += count
        }
    }

    /// Whether nothing that was received waits to be read.
    var isEmpty: Bool { start == buffer.count }

    /// Receives more; `false` at the end of the stream.
    private func fill() throws(PlayError) -> Bool {
        if start == buffer.count {
            buffer.removeAll(keepingCapacity: true)
            start = 0
        }
        var failure: Int32 = 0
        let more = [UInt8](unsafeUninitializedCapacity: 64 << 10) { room, filled in
            var count = recv(descriptor, room.baseAddress, room.count, 0)
            while count < 0, errno == EINTR { count = recv(descriptor, room.baseAddress, room.count, 0) }
            if count < 0 { failure = errno }
            filled = max(0, count)
        }
        guard failure == 0 || failure == ECONNRESET else {
            throw PlayError(.connection, failure == EAGAIN ? "the server is silent for too long" : "nothing came: \(String(cString: strerror(failure)))")
        }
        buffer += more
        return !more.isEmpty
    }

    /// Exactly so many bytes.
    func read(_ count: Int) throws(PlayError) -> [UInt8] {
        while buffer.count - start < count {
            guard try fill() else { throw PlayError(.connection, "the server closed after \(buffer.count - start) of \(count) bytes") }
        }
        defer { start += count }
        return Array(buffer[start..<start + count])
    }

    /// The bytes before the next line feed, without a carriage return; `nil` when the stream ends before any byte.
    func line() throws(PlayError) -> String? {
        var searched = 0
        while true {
            if let end = buffer[(start + searched)...].firstIndex(of: 10) {
                defer { start = end + 1 }
                return String(decoding: buffer[start..<(end > start && buffer[end - 1] == 13 ? end - 1 : end)], as: UTF8.self)
            }
            searched = buffer.count - start
            guard searched < 64 << 10 else { throw PlayError(.connection, "the server sends a line without end") }
            guard try fill() else {
                if searched == 0 { return nil }
                throw PlayError(.connection, "the server closed in the middle of a line")
            }
        }
    }

    /// Everything to the end of the stream.
    func rest() throws(PlayError) -> [UInt8] {
        while try fill() {}
        defer { start = buffer.count }
        return Array(buffer[start...])
    }
}
