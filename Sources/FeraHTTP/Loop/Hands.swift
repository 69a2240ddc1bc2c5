/// A task of a loop that does one piece of light work after the other: making one for each would cost more than most of them do.
/// While a piece waits for something, others do the loop's work.
final class Hand: @unchecked Sendable {
    // All of it belongs to the loop's thread, on which the task runs; once the loop has ended, to the task alone.

    enum Work {
        case nothing
        case request(Request, admit: Bool)
        case message(WebSocket, WebSocketUpgrade, WebSocketMessage)
    }

    struct Answer {
        var response: Response
        var outbox: Outbox?
    }

    private let hands: Hands
    private var work = Work.nothing
    fileprivate var rest: UnsafeContinuation<Void, Never>?
    fileprivate var task: Task<Void, Never>?
    /// The loop stands by and takes the answer from here; otherwise it gets a note.
    fileprivate var isAwaited = false
    private var answer: Answer?
    /// Whose request it works on, else 0.
    private(set) var serves: UInt64 = 0
    private var isCancelled = false

    fileprivate init(_ hands: Hands) { self.hands = hands }

    /// Cancels the work on a connection's request, if that is what it does. A cancelled task stays one: it ends with this work.
    func cancel(_ id: UInt64) {
        guard serves == id else { return }
        isCancelled = true
        task?.cancel()
    }

    fileprivate func begin(_ work: Work, for id: UInt64) {
        self.work = work
        serves = id
        isAwaited = true
    }

    /// What the loop stood by for, if it has come.
    func takeAnswer() -> Answer? {
        isAwaited = false
        guard answer != nil else { return nil }
        var taken: Answer?
        swap(&taken, &answer)
        return taken
    }

    nonisolated(nonsending) fileprivate func run() async {
        repeat {
            var work = Work.nothing
            swap(&work, &self.work)
            switch work {
            case .nothing: return
            case .request(let request, let admit): await self.answer(request, admit)
            case .message(let socket, let upgrade, let message): await socket.inbox.work(socket, upgrade, first: message)
            }
            serves = 0
            guard !isCancelled, hands.hasRoom else { return }
            await withUnsafeContinuation { rest in
                self.rest = rest
                hands.lay(down: self)
            }
        } while true
    }

    nonisolated(nonsending) private func answer(_ request: Request, _ admit: Bool) async {
        let settings = hands.settings, id = serves
        let response: Response
        do {
            if admit, let check = request.match?.route.admit { try await check(request) }
            response = try await settings.handler(request)
        } catch { response = settings.mapError(error, request) }
        guard case .stream(let stream) = response.body, request.method != "HEAD" else { return give(id, response, nil) }
        let outbox = Outbox(id: id, mailbox: hands.mailbox, limits: settings.limits)
        give(id, response, outbox)
        await stream.run(into: outbox, chunked: request.minorVersion == 1)
    }

    private func give(_ id: UInt64, _ response: Response, _ outbox: Outbox?) {
        if isAwaited { answer = Answer(response: response, outbox: outbox) } else { hands.mailbox.post(.respond(id, response, outbox)) }
    }
}

/// The hands of one loop: as many as there is light work that waits, and a few that rest.
final class Hands {
    // It belongs to the loop's thread; hands that outlive the loop look only at `mailbox`.
    let settings: LoopSettings
    let mailbox: Mailbox
    private let executor: LoopExecutor
    private var resting: [Hand] = []

    init(_ settings: LoopSettings, _ mailbox: Mailbox, _ executor: LoopExecutor) {
        self.settings = settings
        self.mailbox = mailbox
        self.executor = executor
    }

    /// Whether one more may rest. Nobody would wake it once the loop has ended.
    fileprivate var hasRoom: Bool { mailbox.isOwn && resting.count < 16 }

    fileprivate func lay(down hand: Hand) { resting.append(hand) }

    /// Does a piece of work at once, as far as it goes without waiting.
    /// - Returns: the hand; ask it for the answer at once.
    func work(_ work: Hand.Work, for id: UInt64) -> Hand {
        let hand = resting.popLast() ?? Hand(self)
        hand.begin(work, for: id)
        executor.atOnce {
            if let rest = hand.rest {
                hand.rest = nil
                rest.resume()
            } else {
                hand.task = Task(executorPreference: executor) { await hand.run() }
            }
        }
        return hand
    }

    /// Sends all that rest home.
    func end() {
        for hand in resting {
            hand.rest?.resume()
            hand.rest = nil
        }
        resting = []
    }
}
