import CEpoll
import Glibc

extension EventLoop {
    /// The bytes are no request this server takes: answer and close.
    func refuse(_ connection: Connection, _ refusal: Refusal) {
        connection.keepAlive = false
        connection.phase = .handling
        respond(connection, Problem(refusal).response, nil)
    }

    /// The handler's answer.
    func respond(_ connection: Connection, _ response: Response, _ outbox: Outbox?) {
        guard case .handling = connection.phase, !connection.answered else {
            outbox?.close()
            return
        }
        if case .webSocket(let upgrade) = response.body {
            do {
                guard let head = connection.head else { return }
                return open(connection, upgrade, accept: try WebSocketHandshake.accept(head), headers: response.headers)
            } catch { return respond(connection, error.response, nil) }
        }
        connection.answered = true
        connection.lastWrite = now
        let isHead = connection.head?.method == "HEAD", old = connection.head?.minorVersion == 0
        let bodiless = response.status == 204 || response.status == 304 || response.status < 200
        if case .stream = response.body, old { connection.keepAlive = false }
        var bytes: [UInt8] = []
        swap(&bytes, &answer)
        bytes.removeAll(keepingCapacity: true)
        writeStatus(response.status, into: &bytes)
        response.headers.write(into: &bytes)
        switch response.body {
        case .bytes(let body) where !bodiless: Self.writeLength(body.count, into: &bytes)
        case .file(let file) where !bodiless: Self.writeLength(file.byteCount, into: &bytes)
        case .stream where !bodiless && !old: bytes.append(contentsOf: "Transfer-Encoding: chunked\r\n".utf8)
        default: break
        }
        if !connection.keepAlive {
            bytes.append(contentsOf: "Connection: close\r\n".utf8)
        } else if old {
            bytes.append(contentsOf: "Connection: keep-alive\r\n".utf8)
        }
        bytes.append(0x0D)
        bytes.append(0x0A)
        connection.complete = true
        if case .bytes(let body) = response.body, bytes.count + body.count <= OutputQueue.joined {
            if !bodiless && !isHead { bytes.append(contentsOf: body) }
            return sendNow(connection, &bytes)
        }
        connection.output.append(bytes)
        switch response.body {
        case .bytes(let body) where !bodiless && !isHead: connection.output.append(body)
        case .file(let file) where !bodiless && !isHead && file.byteCount > 0: connection.file = (file, 0)
        case .stream(let stream) where !bodiless && !isHead:
            connection.complete = false
            connection.outbox = outbox
            connection.probe = stream.probe
            if drainUntil != nil, stream.probe != nil { cancel(connection) }
            collect(connection)
            if connection.sawEnd, let probe = stream.probe, connection.isOpen { sendProbe(connection, probe) }
            return
        case .stream:
            // Nothing of this body may be sent: the producer must not run on.
            outbox?.close()
            cancel(connection)
        default: break
        }
        flush(connection)
    }

    private static func writeLength(_ count: Int, into bytes: inout [UInt8]) {
        bytes.append(contentsOf: "Content-Length: ".utf8)
        var rest = count, digits: UInt64 = 0, number = 0
        // Up to eight digits are turned round in a register.
        guard rest < 100_000_000 else { return bytes.append(contentsOf: "\(count)\r\n".utf8) }
        repeat {
            digits = digits << 8 | UInt64(0x30 + rest % 10)
            rest /= 10
            number += 1
        } while rest > 0
        for _ in 0..<number {
            bytes.append(UInt8(truncatingIfNeeded: digits))
            digits >>= 8
        }
        bytes.append(0x0D)
        bytes.append(0x0A)
    }

    /// Sends a whole small answer from where it was written, and keeps the room for the next.
    private func sendNow(_ connection: Connection, _ bytes: inout [UInt8]) {
        let (sent, outcome) = bytes.withUnsafeBytes { connection.output.flush(connection.descriptor, ahead: $0) }
        swap(&bytes, &answer)
        if outcome == .gone { return drop(connection) }
        connection.backlogSent += sent
        flush(connection)
    }

    /// Takes what a stream's producer or a socket's senders have put out.
    func collect(_ connection: Connection) {
        var found = connection.outbox
        if case .webSocket(let session) = connection.phase { found = session.socket.outbox }
        guard let outbox = found else { return }
        let (first, more, finished, aborted) = outbox.take()
        if connection.output.isEmpty { connection.lastWrite = now }
        connection.output.append(first)
        for segment in more { connection.output.append(segment) }
        if finished, !connection.complete, connection.outbox != nil {
            connection.complete = true
            // A stream that failed must not look whole: the connection ends without the last chunk.
            if aborted { connection.keepAlive = false } else if connection.head?.minorVersion == 1 { connection.output.append(Array("0\r\n\r\n".utf8)) }
        }
        flush(connection)
    }

    /// Gives the kernel what it takes, then goes on when all is sent.
    func flush(_ connection: Connection) {
        let (sent, outcome) = connection.output.flush(connection.descriptor, more: connection.file != nil)
        if sent > 0 {
            connection.lastWrite = now
            connection.backlogSent += sent
        }
        if outcome == .gone { return drop(connection) }
        connection.outbox?.settle(loopBytes: connection.output.byteCount)
        if case .webSocket(let session) = connection.phase { session.socket.outbox.settle(loopBytes: connection.output.byteCount) }
        if outcome == .drained, connection.file != nil, !sendFile(connection) { return drop(connection) }
        if connection.output.isEmpty, connection.file == nil {
            connection.backlogSince = 0
            switch connection.phase {
            case .handling where connection.complete: return finish(connection)
            case .webSocket(let session) where session.isOver: return linger(connection)
            default: break
            }
        } else if connection.backlogSince == 0 {
            connection.backlogSince = now
            connection.backlogSent = 0
        }
        updateInterest(connection)
    }

    /// Sends a piece of the file; the rest comes in further turns of the loop. `false` when the file or the peer failed.
    private func sendFile(_ connection: Connection) -> Bool {
        guard let (file, position) = connection.file else { return true }
        var offset = off_t(file.offset + position)
        let count = sendfile(connection.descriptor, file.descriptor, &offset, min(file.byteCount - position, 1 << 18))
        if count < 0 { return errno == EAGAIN || errno == EINTR }
        if count == 0 { return false }
        connection.lastWrite = now
        connection.backlogSent += count
        connection.file = position + count == file.byteCount ? nil : (file, position + count)
        return true
    }

    /// The answer is with the kernel: next request, or the end.
    private func finish(_ connection: Connection) {
        connection.task = nil
        connection.hand = nil
        connection.outbox?.close()
        connection.outbox = nil
        connection.probe = nil
        connection.head = nil
        // What comes next may be refused before it is a request: that answer is its own.
        connection.answered = false
        connection.complete = false
        guard connection.keepAlive, drainUntil == nil else { return linger(connection) }
        connection.phase = .head
        connection.since = now
        guard !connection.isAdvancing else { return }
        advance(connection)
        if connection.isOpen { updateInterest(connection) }
    }

    /// Says that nothing more will come, and waits a little for the peer: closing with unread bytes would destroy the answer on its way.
    func linger(_ connection: Connection) {
        if case .webSocket(let session) = connection.phase { release(session, 1006) }
        if connection.sawEnd { return drop(connection) }
        shutdown(connection.descriptor, Int32(SHUT_WR))
        connection.phase = .lingering
        connection.input = InputBuffer()
        connection.since = now
        updateInterest(connection)
    }
}
