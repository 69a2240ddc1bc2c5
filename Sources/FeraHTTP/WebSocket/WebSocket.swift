/// A whole message of a WebSocket.
package enum WebSocketMessage: Sendable, Equatable {
    /// UTF-8, checked.
    case text(String)
    /// Bytes.
    case binary([UInt8])

    var byteCount: Int {
        switch self {
        case .text(let text): text.utf8.count
        case .binary(let bytes): bytes.count
        }
    }
}

/// How a request becomes a WebSocket, and who takes its messages.
package final class WebSocketUpgrade: Sendable {
    enum Style: Sendable {
        case task(@Sendable (WebSocket) async throws -> Void)
        case callbacks(
            onOpen: @Sendable (WebSocket) async -> Void, onMessage: @Sendable (WebSocket, WebSocketMessage) async -> Void,
            onClose: @Sendable (WebSocket, UInt16) async -> Void)
    }

    let maxMessageBytes: Int
    let textOnly: Bool
    let subprotocol: String?
    let place: HandlerPlace
    let style: Style
    /// The loop hands a message to the handler as soon as it has read it.
    let isAtOnce: Bool

    init(maxMessageBytes: Int, textOnly: Bool, subprotocol: String?, place: HandlerPlace, style: Style) {
        self.maxMessageBytes = maxMessageBytes
        self.textOnly = textOnly
        self.subprotocol = subprotocol
        self.place = place
        self.style = style
        if case .callbacks = style { isAtOnce = place == .loop } else { isAtOnce = false }
    }
}

/// One open WebSocket. It may be used from any task; it never holds the descriptor.
package final class WebSocket: Sendable {
    /// Unique within the process as long as it runs.
    package let id: UInt64
    let outbox: Outbox
    let inbox: Inbox
    private let mailbox: Mailbox

    init(id: UInt64, outbox: Outbox, inbox: Inbox, mailbox: Mailbox) {
        self.id = id
        self.outbox = outbox
        self.inbox = inbox
        self.mailbox = mailbox
    }

    /// Sends a text message; suspends while more than the high-water mark waits for the peer.
    /// - Throws: `PeerGone` when the socket is closed, `CancellationError` when the task was cancelled while it waited.
    nonisolated(nonsending) package func send(text: String) async throws { try await outbox.send(WebSocketFrame.make(.text, text.utf8)) }

    /// Sends a binary message, like `send(text:)`.
    nonisolated(nonsending) package func send(binary: [UInt8]) async throws { try await outbox.send(WebSocketFrame.make(.binary, binary)) }

    /// Sends a text message without ever waiting: `false` when the socket is closed or its peer reads too slowly, and the message is dropped.
    package func offer(text: String) -> Bool { outbox.offer(WebSocketFrame.make(.text, text.utf8), capped: true) }

    /// Bytes that the kernel has not taken yet.
    package var bufferedBytes: Int { outbox.bufferedBytes }

    /// Closes after what was sent before. Later sends throw.
    package func close(code: UInt16 = 1000, reason: String = "") { mailbox.post(.closeSocket(id, code: code, reason: reason)) }

    /// The messages in order; ends when the socket closes. For one reader.
    package var messages: Messages { Messages(inbox: inbox) }

    /// The messages of one socket.
    package struct Messages: AsyncSequence, AsyncIteratorProtocol, Sendable {
        let inbox: Inbox
        /// The sequence is its own iterator.
        package func makeAsyncIterator() -> Messages { self }
        /// The next message, `nil` when the socket is closed.
        package func next() async -> WebSocketMessage? { await inbox.next() }
    }
}

extension Response {
    /// Upgrades to a WebSocket served by a task of its own, which is cancelled when the peer goes away;
    /// the socket closes with 1000 when it returns, 1011 when it throws.
    /// - Parameters:
    ///   - maxMessageBytes: a longer message (or sum of fragments) closes with 1009.
    ///   - textOnly: binary messages close with 1003.
    package static func webSocket(
        maxMessageBytes: Int = 1 << 20, textOnly: Bool = false, subprotocol: String? = nil, on place: HandlerPlace = .pool,
        _ serve: @escaping @Sendable (WebSocket) async throws -> Void
    ) -> Response {
        Response(
            status: 101,
            body: .webSocket(
                WebSocketUpgrade(
                    maxMessageBytes: maxMessageBytes, textOnly: textOnly, subprotocol: subprotocol, place: place, style: .task(serve))))
    }

    /// Upgrades to a WebSocket that owns no task while it is quiet: a task runs from the first waiting message to the last, one message after the other.
    /// `onClose` comes last, once, with the close code (1006 without one),
    /// after every message that had arrived. A disconnect cancels nothing here: what was received is worked off.
    package static func webSocket(
        maxMessageBytes: Int = 1 << 20, textOnly: Bool = false, subprotocol: String? = nil, on place: HandlerPlace = .pool,
        onOpen: @escaping @Sendable (WebSocket) async -> Void, onMessage: @escaping @Sendable (WebSocket, WebSocketMessage) async -> Void,
        onClose: @escaping @Sendable (WebSocket, UInt16) async -> Void
    ) -> Response {
        Response(
            status: 101,
            body: .webSocket(
                WebSocketUpgrade(
                    maxMessageBytes: maxMessageBytes, textOnly: textOnly, subprotocol: subprotocol, place: place,
                    style: .callbacks(onOpen: onOpen, onMessage: onMessage, onClose: onClose))))
    }
}
