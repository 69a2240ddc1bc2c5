import Synchronization

/// Decoders are exchanged between sockets of the same limits.
struct WebSocketDecoderKey: Hashable {
    var limit: Int
    var textOnly: Bool
}

extension WebSocketSession {
    /// Nothing more will be received or sent.
    var isOver: Bool { closeSent && closeDeadline == 0 }
}

extension EventLoop {
    func open(_ connection: Connection, _ upgrade: WebSocketUpgrade, accept: String, headers: Headers) {
        var bytes = Array("HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: \(accept)\r\n".utf8)
        if let subprotocol = upgrade.subprotocol { bytes += Array("Sec-WebSocket-Protocol: \(subprotocol)\r\n".utf8) }
        headers.write(into: &bytes)
        bytes += [0x0D, 0x0A]
        let outbox = Outbox(id: connection.id, mailbox: mailbox, limits: limits)
        let inbox = Inbox(
            id: connection.id, mailbox: mailbox, limits: limits, byteLimit: max(upgrade.maxMessageBytes, 1 << 20), executor: executor(upgrade.place))
        let socket = WebSocket(id: connection.id, outbox: outbox, inbox: inbox, mailbox: mailbox)
        let session = WebSocketSession(socket: socket, upgrade: upgrade, nextPing: now + limits.pingInterval.nanoseconds)
        settings.counts.webSockets.add(1, ordering: .relaxed)
        connection.task = nil
        connection.hand = nil
        connection.head = nil
        connection.parser = RequestParser(limits: limits)
        connection.lastWrite = now
        connection.phase = .webSocket(session)
        connection.output.append(bytes)
        flush(connection)
        guard connection.isOpen else { return }
        switch upgrade.style {
        case .callbacks: inbox.drain(socket, upgrade)
        case .task(let serve):
            connection.task = Task(executorPreference: executor(upgrade.place)) {
                do {
                    try await serve(socket)
                    socket.close()
                } catch is PeerGone { return } catch { socket.close(code: 1011, reason: "the server failed") }
            }
        }
        if drainUntil != nil { closeSocket(connection, 1001, Inbox.farewell) }
        advance(connection)
        if connection.isOpen { updateInterest(connection) }
    }

    /// Gives received bytes to a decoder and its messages to the inbox: a little at a time, so that tiny frames are counted before
    /// they have cost much.
    func takeFrames(_ connection: Connection, _ session: WebSocketSession) {
        session.awaitsPong = false
        if session.decoder == nil, takePlainFrames(connection, session) { return }
        guard let decoder = session.decoder ?? borrow(session.upgrade) else { return drop(connection) }
        let count = min(connection.input.count, 4096)
        let result = connection.input.withBytes { decoder.decode(UnsafeRawBufferPointer(rebasing: $0[..<count])) }
        connection.input.consume(count)
        if let wait = session.frames.take(result.frames, rate: limits.framesPerSecond, now: now) { session.restsUntil = now + wait.nanoseconds }
        session.decoder = decoder
        if decoder.isAtRest {
            session.decoder = nil
            session.messageSince = 0
            lend(decoder, session.upgrade)
        } else if session.messageSince == 0 || !result.messages.isEmpty {
            session.messageSince = now
        }
        // A ping may stand within a message: its pong goes before the message's answer.
        if !session.closeSent { connection.output.append(result.reply) }
        if !result.messages.isEmpty {
            deliver(result.messages[0], Array(result.messages.dropFirst()), connection, session)
            guard connection.isOpen else { return }
        }
        if let code = result.violation {
            if !session.closeSent { connection.output.append(WebSocketFrame.close(code, "")) }
            end(session, code)
        } else if let code = result.closedBy {
            end(session, code)
        }
        flush(connection)
    }

    /// Takes whole messages without a decoder, as long as they come one after the other; `false` when not even the first is one.
    private func takePlainFrames(_ connection: Connection, _ session: WebSocketSession) -> Bool {
        let upgrade = session.upgrade, most = max(1, limits.inboxHigh)
        var used = 0, first: WebSocketMessage?, more: [WebSocketMessage] = []
        connection.input.withBytes { bytes in
            while more.count + 1 < most || first == nil,
                let (message, count) = PlainFrame.read(
                    UnsafeRawBufferPointer(rebasing: bytes[used...]), limit: upgrade.maxMessageBytes, textOnly: upgrade.textOnly, room: unmasked)
            {
                used += count
                if first == nil { first = message } else { more.append(message) }
            }
        }
        guard let first else { return false }
        connection.input.consume(used)
        if let wait = session.frames.take(1 + more.count, rate: limits.framesPerSecond, now: now) { session.restsUntil = now + wait.nanoseconds }
        deliver(first, more, connection, session)
        return true
    }

    /// Gives messages to who takes them: a handler of the loop works on them at once, as far as it does not wait, and what it has
    /// sent goes out together.
    private func deliver(_ first: WebSocketMessage, _ more: [WebSocketMessage], _ connection: Connection, _ session: WebSocketSession) {
        guard !session.closeSent else { return }
        let socket = session.socket, inbox = socket.inbox
        guard session.upgrade.isAtOnce, inbox.begin() else {
            session.inboxFull = !inbox.deliver([first] + more)
            return inbox.drain(socket, session.upgrade)
        }
        if !more.isEmpty { session.inboxFull = !inbox.deliver(more) }
        let asks = mailbox.attend(connection.id) { _ = hands.work(.message(socket, session.upgrade, first), for: 0) }
        if asks { collect(connection) }
    }

    /// Says that the server goes, unless messages are being worked on: then once they are.
    func leave(_ connection: Connection) {
        guard case .webSocket(let session) = connection.phase, !session.socket.inbox.leave() else { return }
        closeSocket(connection, 1001, Inbox.farewell)
    }

    /// Closes from this side: what was sent before goes first.
    func closeSocket(_ connection: Connection, _ code: UInt16, _ reason: String) {
        guard case .webSocket(let session) = connection.phase, !session.closeSent else { return }
        let (first, more, _, _) = session.socket.outbox.take()
        connection.output.append(first)
        for segment in more { connection.output.append(segment) }
        connection.output.append(WebSocketFrame.close(code, reason))
        session.closeSent = true
        session.closeDeadline = now + limits.lingerTime.nanoseconds
        session.inboxFull = false
        session.restsUntil = 0
        session.socket.outbox.close()
        session.socket.inbox.close(code)
        session.socket.inbox.drain(session.socket, session.upgrade)
        flush(connection)
    }

    /// The closing handshake is done, or there will be none.
    private func end(_ session: WebSocketSession, _ code: UInt16) {
        session.closeSent = true
        session.closeDeadline = 0
        session.decoder = nil
        session.socket.outbox.close()
        session.socket.inbox.close(code)
        session.socket.inbox.drain(session.socket, session.upgrade)
    }

    /// The connection is gone or lingers: whoever used the socket learns it.
    func release(_ session: WebSocketSession, _ code: UInt16) {
        settings.counts.webSockets.subtract(1, ordering: .relaxed)
        end(session, code)
    }

    private func borrow(_ upgrade: WebSocketUpgrade) -> WebSocketDecoder? {
        decoders[WebSocketDecoderKey(limit: upgrade.maxMessageBytes, textOnly: upgrade.textOnly)]?.popLast()
            ?? WebSocketDecoder(limit: upgrade.maxMessageBytes, textOnly: upgrade.textOnly)
    }

    private func lend(_ decoder: WebSocketDecoder, _ upgrade: WebSocketUpgrade) {
        let key = WebSocketDecoderKey(limit: upgrade.maxMessageBytes, textOnly: upgrade.textOnly)
        if decoders[key, default: []].count < 4 { decoders[key, default: []].append(decoder) }
    }
}
