import Synchronization

/// The way in of one WebSocket: the loop delivers, one reader (or the draining task of the callback style) takes.
final class Inbox: Sendable {
    private struct State {
        var queue: [WebSocketMessage] = []
        var head = 0
        var bytes = 0
        var full = false
        var closeCode: UInt16?
        var opened = false
        var draining = false
        var ended = false
        /// The server goes: once all is worked off the loop is told.
        var leaving = false
        var waiter: CheckedContinuation<WebSocketMessage?, Never>?

        var count: Int { queue.count - head }
    }

    private enum Work {
        case open
        case message(WebSocketMessage)
        case close(UInt16)
        case rest
    }

    /// The reason of a close with 1001.
    static let farewell = "the server is going away"

    private let state = Mutex(State())
    private let id: UInt64
    private let mailbox: Mailbox
    private let limits: Limits
    private let byteLimit: Int
    private let executor: (any TaskExecutor)?

    init(id: UInt64, mailbox: Mailbox, limits: Limits, byteLimit: Int, executor: (any TaskExecutor)?) {
        self.id = id
        self.mailbox = mailbox
        self.limits = limits
        self.byteLimit = byteLimit
        self.executor = executor
    }

    /// The loop brings messages; `false` says: read no more until told.
    func deliver(_ messages: some Sequence<WebSocketMessage>) -> Bool {
        let (waiter, first, goOn): (CheckedContinuation<WebSocketMessage?, Never>?, WebSocketMessage?, Bool) = state.withLock { state in
            for message in messages {
                state.queue.append(message)
                state.bytes += message.byteCount
            }
            var first: WebSocketMessage?
            let waiter = state.waiter
            if waiter != nil, state.count > 0 {
                state.waiter = nil
                first = pop(&state)
            }
            state.full = state.count >= limits.inboxHigh || state.bytes > byteLimit
            return (first == nil ? nil : waiter, first, !state.full)
        }
        waiter?.resume(returning: first)
        return goOn
    }

    func close(_ code: UInt16) {
        let waiter = state.withLock { state in
            if state.closeCode == nil { state.closeCode = code }
            defer { state.waiter = nil }
            return state.waiter
        }
        waiter?.resume(returning: nil)
    }

    /// Asks to be asked again (`Note.leave`) once what has arrived is worked off; `false` when nothing is being worked on. Called by the
    /// loop, which alone delivers: after `false` it may close the socket, and no message goes without its answer.
    func leave() -> Bool {
        state.withLock { state in
            state.leaving = state.draining
            return state.leaving
        }
    }

    /// The next message; `nil` when the socket is closed and everything was taken, or when the task is cancelled.
    func next() async -> WebSocketMessage? {
        await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let (answer, resume): (WebSocketMessage??, Bool) = state.withLock { state in
                    if state.count > 0 {
                        let message = pop(&state)
                        return (.some(message), relieved(&state))
                    }
                    if state.closeCode != nil || Task.isCancelled || state.waiter != nil { return (.some(nil), false) }
                    state.waiter = continuation
                    return (nil, false)
                }
                if resume { mailbox.post(.resumeReading(id)) }
                if let answer { continuation.resume(returning: answer) }
            }
        } onCancel: {
            let waiter = state.withLock { state in
                defer { state.waiter = nil }
                return state.waiter
            }
            waiter?.resume(returning: nil)
        }
    }

    /// Starts the draining task of the callback style, unless one runs or there is nothing to do.
    func drain(_ socket: WebSocket, _ upgrade: WebSocketUpgrade) {
        guard case .callbacks = upgrade.style else { return }
        let start = state.withLock { state in
            guard !state.draining, !state.ended else { return false }
            state.draining = true
            return true
        }
        guard start else { return }
        Task(executorPreference: executor) { await self.work(socket, upgrade, first: nil) }
    }

    /// Gives the right to work on a message at once, and on what comes meanwhile; `false` when somebody does or something comes first.
    func begin() -> Bool {
        state.withLock { state in
            guard state.opened, !state.draining, state.count == 0, state.closeCode == nil else { return false }
            state.draining = true
            return true
        }
    }

    /// Works off what there is. For who has that right.
    /// - Parameter first: comes before what the inbox holds.
    nonisolated(nonsending) func work(_ socket: WebSocket, _ upgrade: WebSocketUpgrade, first: WebSocketMessage?) async {
        guard case .callbacks(let onOpen, let onMessage, let onClose) = upgrade.style else { return }
        if let first { await onMessage(socket, first) }
        while true {
            switch nextWork() {
            case .open: await onOpen(socket)
            case .message(let message): await onMessage(socket, message)
            case .close(let code): await onClose(socket, code)
            case .rest: return
            }
        }
    }

    private func nextWork() -> Work {
        let (work, note): (Work, Note?) = state.withLock { state in
            if !state.opened {
                state.opened = true
                return (.open, nil)
            }
            if state.count > 0 {
                let message = pop(&state)
                return (.message(message), relieved(&state) ? .resumeReading(id) : nil)
            }
            if let code = state.closeCode, !state.ended {
                state.ended = true
                return (.close(code), nil)
            }
            state.draining = false
            return (.rest, state.leaving && !state.ended ? .leave(id) : nil)
        }
        if let note { mailbox.post(note) }
        return work
    }

    private func pop(_ state: inout State) -> WebSocketMessage {
        let message = state.queue[state.head]
        state.head += 1
        state.bytes -= message.byteCount
        if state.head == state.queue.count {
            state.queue = []
            state.head = 0
        } else if state.head >= 32 {
            state.queue.removeFirst(state.head)
            state.head = 0
        }
        return message
    }

    private func relieved(_ state: inout State) -> Bool {
        guard state.full, state.count <= limits.inboxLow, state.bytes <= byteLimit else { return false }
        state.full = false
        return true
    }
}
