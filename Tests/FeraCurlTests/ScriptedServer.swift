import Foundation
import Glibc
import Synchronization

/// A server that does exactly what its script says, byte for byte, right or wrong. Each request takes the next script;
/// every connection has a thread of its own, and what happened is told as events, so that no test waits by the clock.
final class ScriptedServer: Sendable {
    enum Step: Sendable {
        case send(String)
        case bytes([UInt8])
        /// The bytes in segments of `size`, each written on its own.
        case trickle([UInt8], size: Int)
        /// Holds until the test calls `go()`.
        case hold
        /// The same bytes for ever, until the peer closes.
        case endless([UInt8])
        /// Reads until the peer closes, and tells.
        case awaitClose
        /// Ends the connection with a reset instead of an orderly close.
        case reset
        case close
    }
    enum Event: Sendable, Equatable { case request, peerClosed }

    struct Request: Sendable {
        let head: String
        let body: [UInt8]
        /// The value of the header `name`, or nil.
        func header(_ name: String) -> String? {
            for line in head.split(separator: "\r\n").dropFirst() where line.lowercased().hasPrefix(name.lowercased() + ":") {
                return line.dropFirst(name.count + 1).trimmingCharacters(in: .whitespaces)
            }
            return nil
        }
    }

    private struct State {
        var scripts: [[Step]]
        var requests: [Request] = []
        var connections = 0
        var sent = 0
    }

    let port: UInt16
    private let listener: Int32
    private let state: Mutex<State>
    private let events: AsyncStream<Event>
    private let tell: AsyncStream<Event>.Continuation
    private let gate = DispatchSemaphore(value: 0)

    init(_ scripts: [Step]...) {
        state = Mutex(State(scripts: scripts))
        (events, tell) = AsyncStream.makeStream()
        listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = UInt32(0x7f00_0001).bigEndian
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let descriptor = listener
        withUnsafeMutablePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                precondition(bind(descriptor, $0, length) == 0 && listen(descriptor, 64) == 0 && getsockname(descriptor, $0, &length) == 0)
            }
        }
        port = UInt16(bigEndian: address.sin_port)
        Thread.detachNewThread { [self] in accepting() }
    }

    /// Stops taking connections.
    func stop() { shutdown(listener, Int32(SHUT_RDWR)) }

    func url(_ path: String = "/") -> String { "http://127.0.0.1:\(port)\(path)" }
    func go() { gate.signal() }
    func wait(for event: Event) async {
        for await seen in events where seen == event { return }
    }
    var requests: [Request] { state.withLock { $0.requests } }
    var connections: Int { state.withLock { $0.connections } }
    /// How many response bytes the sockets took.
    var sent: Int { state.withLock { $0.sent } }

    private func accepting() {
        while true {
            let connection = accept(listener, nil, nil)
            guard connection >= 0 else { return _ = close(listener) }
            state.withLock { $0.connections += 1 }
            var on: Int32 = 1
            setsockopt(connection, Int32(IPPROTO_TCP), TCP_NODELAY, &on, socklen_t(4))
            Thread.detachNewThread { [self] in serve(connection) }
        }
    }

    private func serve(_ connection: Int32) {
        defer { close(connection) }
        while let request = read(connection) {
            let script = state.withLock { state -> [Step]? in
                state.requests.append(request)
                return state.scripts.isEmpty ? nil : state.scripts.removeFirst()
            }
            tell.yield(.request)
            guard let script else { return }
            for step in script where !play(step, connection) { return }
        }
        tell.yield(.peerClosed)
    }

    /// False when the connection is over.
    private func play(_ step: Step, _ connection: Int32) -> Bool {
        switch step {
        case .send(let text): return write(Array(text.utf8), connection)
        case .bytes(let bytes): return write(bytes, connection)
        case .trickle(let bytes, let size):
            return stride(from: 0, to: bytes.count, by: size).allSatisfy { write(Array(bytes[$0..<min($0 + size, bytes.count)]), connection) }
        case .hold:
            gate.wait()
            return true
        case .endless(let bytes):
            while write(bytes, connection) {}
            tell.yield(.peerClosed)
            return false
        case .awaitClose:
            var byte: UInt8 = 0
            while recv(connection, &byte, 1, 0) > 0 {}
            tell.yield(.peerClosed)
            return false
        case .reset:
            var now = linger(l_onoff: 1, l_linger: 0)
            setsockopt(connection, SOL_SOCKET, SO_LINGER, &now, socklen_t(MemoryLayout<linger>.size))
            return false
        case .close: return false
        }
    }

    private func write(_ bytes: [UInt8], _ connection: Int32) -> Bool {
        var done = 0
        while done < bytes.count {
            let count = bytes.withUnsafeBytes { Glibc.send(connection, $0.baseAddress! + done, bytes.count - done, Int32(MSG_NOSIGNAL)) }
            guard count > 0 else { return false }
            done += count
            state.withLock { $0.sent += count }
        }
        return true
    }

    private func read(_ connection: Int32) -> Request? {
        var bytes: [UInt8] = [], buffer = [UInt8](repeating: 0, count: 16384)
        while true {
            let count = recv(connection, &buffer, buffer.count, 0)
            guard count > 0 else { return nil }
            bytes.append(contentsOf: buffer[..<count])
            guard let end = bytes.indices.first(where: { bytes[$0...].starts(with: [13, 10, 13, 10]) }) else { continue }
            let request = Request(head: String(decoding: bytes[..<end], as: UTF8.self), body: Array(bytes[(end + 4)...]))
            if request.body.count >= Int(request.header("content-length") ?? "0") ?? 0 { return request }
        }
    }
}

extension ScriptedServer.Step {
    /// A whole response with its length.
    static func reply(_ status: String = "200 OK", _ headers: String = "", _ body: String) -> Self {
        .send("HTTP/1.1 \(status)\r\n\(headers)Content-Length: \(body.utf8.count)\r\n\r\n\(body)")
    }
}
