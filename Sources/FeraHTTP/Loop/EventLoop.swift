import CEpoll
import Glibc

/// What all loops of a server share.
final class LoopSettings: Sendable {
    let limits: Limits
    let clock: ServerClock
    let router: Router
    let handler: @Sendable (Request) async throws -> Response
    let mapError: @Sendable (any Error, Request) -> Response
    let counts: ServerCounts
    let disk: DiskWorker
    let addresses: AddressTable
    /// All loops watch one listener that others hold too, and not one each.
    let listenerIsInherited: Bool

    init(
        limits: Limits, clock: ServerClock, router: Router, handler: @escaping @Sendable (Request) async throws -> Response,
        mapError: @escaping @Sendable (any Error, Request) -> Response, disk: DiskWorker, listenerIsInherited: Bool
    ) {
        self.limits = limits
        self.clock = clock
        self.router = router
        self.handler = handler
        self.mapError = mapError
        counts = ServerCounts()
        self.disk = disk
        addresses = AddressTable(limits)
        self.listenerIsInherited = listenerIsInherited
    }
}

/// One thread with its epoll instance, its listener and its connections. Nothing but the mailbox is touched from outside.
final class EventLoop {
    static let listenerID: UInt64 = 0
    static let mailboxID: UInt64 = 1
    static let sweepInterval: UInt64 = 500_000_000
    /// How many requests of one connection are answered in one go.
    static let requestsAtOnce = 16
    /// How long a turn goes on with connections that have had a share of it, before it looks who else is there.
    static let longestShare: UInt64 = 1_000_000

    let settings: LoopSettings
    let mailbox: Mailbox
    let executor: LoopExecutor
    let hands: Hands
    var poller: Poller
    var listener: Int32
    var connections: [UInt64: Connection] = [:]
    var nextID: UInt64
    var now: UInt64
    var lastSweep: UInt64 = 0
    var drainUntil: UInt64?
    /// Until when a connection may still ask that was idle when the drain began.
    var graceUntil: UInt64?
    var acceptPaused = false
    /// When it was last found that nobody idle can make room.
    var crowdedAt: UInt64 = 0
    var decoders: [WebSocketDecoderKey: [WebSocketDecoder]] = [:]
    /// What has just been received, and the text that is made of it.
    let scratch = UnsafeMutableRawBufferPointer.allocate(byteCount: 64 * 1024, alignment: 16)
    let unmasked = UnsafeMutableRawBufferPointer.allocate(byteCount: 16 * 1024, alignment: 16)
    var notes: [Note] = []
    /// Connections that have had their share of this turn and go on in the next.
    var goingOn: [UInt64] = []
    /// What the answer at hand is written into.
    var answer: [UInt8] = []
    /// `Date: …` with its CRLF, and the same behind the status line of 200: made at most once a second (RFC 9110 §6.6.1).
    private var date = (second: 0, line: [UInt8](), ok: [UInt8](), turn: UInt64.max)

    /// - Parameter index: the loop's number; it keeps ids apart between loops.
    init(listener: Int32, mailbox: Mailbox, settings: LoopSettings, index: Int) throws(ServerError) {
        self.settings = settings
        self.mailbox = mailbox
        executor = LoopExecutor(mailbox)
        hands = Hands(settings, mailbox, executor)
        self.listener = listener
        poller = try Poller()
        now = settings.clock.now
        nextID = UInt64(index) << 48 | 2
        guard poller.add(listener: listener, id: Self.listenerID),
            poller.add(mailbox.descriptor, id: Self.mailboxID, read: true, write: false)
        else { throw ServerError.system("watch its listener") }
    }

    deinit {
        scratch.deallocate()
        unmasked.deallocate()
    }

    var limits: Limits { settings.limits }

    /// Runs until a drain is over.
    func run() {
        mailbox.open()
        while drainUntil == nil || !connections.isEmpty {
            let count = poller.wait(milliseconds: mailbox.isEmpty && goingOn.isEmpty ? patience : 0)
            now = settings.clock.now
            var waited: [UInt64] = []
            swap(&waited, &goingOn)
            var mail = false
            for index in 0..<count {
                let event = poller[index]
                switch event.id {
                case Self.listenerID: accept()
                case Self.mailboxID: mail = true
                default: handle(event)
                }
            }
            goOn(waited)
            handleNotes(rang: mail)
            // What this turn's own handlers have answered goes out in this turn; what they begin anew waits for the next.
            handleNotes(rang: false)
            if now >= lastSweep &+ Self.sweepInterval || settings.clock.isManual || drainUntil.map({ now >= $0 }) == true { sweep() }
            if let graceUntil, now >= graceUntil { endIdle() }
        }
        if listener >= 0 { close(listener) }
        hands.end()
        for case .run(let job) in mailbox.close() { executor.runElsewhere(job) }
    }

    /// Who runs a handler of this place; `nil` is Swift's pool.
    func executor(_ place: HandlerPlace) -> (any TaskExecutor)? { place == .loop ? executor : nil }

    private var patience: Int32 {
        if settings.clock.isManual || (connections.isEmpty && !acceptPaused) { return -1 }
        var wait = Self.sweepInterval
        if let drainUntil { wait = min(wait, drainUntil > now ? drainUntil - now : 0) }
        if let graceUntil { wait = min(wait, graceUntil > now ? graceUntil - now : 0) }
        return Int32(wait / 1_000_000) + 1
    }

    private func handle(_ event: Poller.Event) {
        guard let connection = connections[event.id] else { return }
        if event.gone {
            drop(connection)
            return
        }
        if event.writable { flush(connection) }
        if event.readable, connection.isOpen { read(connection) }
    }

    /// Answers more of those who sent many requests at once, for a while; whose turn does not come is first in the next.
    private func goOn(_ waited: [UInt64]) {
        for (place, id) in waited.enumerated() {
            guard let connection = connections[id] else { continue }
            connection.goesOn = false
            advance(connection, requests: Self.requestsAtOnce)
            if connection.isOpen { updateInterest(connection) }
            guard settings.clock.now - now < Self.longestShare else { return goingOn.insert(contentsOf: waited[(place + 1)...], at: 0) }
        }
    }

    private func handleNotes(rang: Bool) {
        guard rang || !mailbox.isEmpty else { return }
        mailbox.take(rang: rang, into: &notes)
        for note in notes { handle(note) }
        notes.removeAll(keepingCapacity: notes.capacity <= 1024)
    }

    private func handle(_ note: Note) {
        switch note {
        case .respond(let id, let response, let outbox):
            if let connection = connections[id] { respond(connection, response, outbox) } else { outbox?.close() }
        case .admitted(let id, let refusal):
            if let connection = connections[id] { admitted(connection, refusal) }
        case .outbox(let id):
            if let connection = connections[id] { collect(connection) }
        case .resumeReading(let id):
            if let connection = connections[id], case .webSocket(let session) = connection.phase {
                session.inboxFull = false
                advance(connection)
                if connection.isOpen { updateInterest(connection) }
            }
        case .closeSocket(let id, let code, let reason):
            if let connection = connections[id] { closeSocket(connection, code, reason) }
        case .leave(let id):
            if let connection = connections[id] { leave(connection) }
        case .uploaded(let id, let step):
            if let connection = connections[id] { uploaded(connection, step) }
        // The clock may have moved on since this turn began, and nobody would ring for that again.
        case .tick: now = settings.clock.now
        case .drain(let until): drain(until)
        case .run(let job): executor.run(job)
        }
    }

    /// Appends the status line and the date.
    func writeStatus(_ status: Int, into bytes: inout [UInt8]) {
        // One look at the clock is enough for all answers of a turn.
        if date.turn != now {
            date.turn = now
            let second = time(nil)
            if second != date.second {
                date.second = second
                date.line = Array("Date: \(HTTPDate.format(second))\r\n".utf8)
                date.ok = Array("HTTP/1.1 200 OK\r\n".utf8) + date.line
            }
        }
        if status == 200 { return bytes.append(contentsOf: date.ok) }
        bytes.append(contentsOf: "HTTP/1.1 \(status) \(StatusText.of(status))\r\n".utf8)
        bytes.append(contentsOf: date.line)
    }
}

/// IMF-fixdate of RFC 9110 §5.6.7.
enum HTTPDate {
    static func format(_ seconds: Int) -> String {
        var time = seconds, parts = tm()
        gmtime_r(&time, &parts)
        let days = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"]
        let months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
        func two(_ number: Int32) -> String { number < 10 ? "0\(number)" : "\(number)" }
        return "\(days[Int(parts.tm_wday)]), \(two(parts.tm_mday)) \(months[Int(parts.tm_mon)]) \(parts.tm_year + 1900) "
            + "\(two(parts.tm_hour)):\(two(parts.tm_min)):\(two(parts.tm_sec)) GMT"
    }
}
