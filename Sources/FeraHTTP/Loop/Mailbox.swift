import CEpoll
import Glibc
import Synchronization

/// What other threads tell a loop. Connection ids are never used twice, so a late note finds nobody and does no harm.
enum Note: Sendable {
    indirect case respond(UInt64, Response, Outbox?)
    indirect case admitted(UInt64, Response?)
    case outbox(UInt64)
    case resumeReading(UInt64)
    indirect case closeSocket(UInt64, code: UInt16, reason: String)
    case leave(UInt64)
    /// The connection has had its share of a turn and goes on in the next.
    case goOn(UInt64)
    indirect case uploaded(UInt64, UploadStep)
    case tick
    case drain(until: UInt64)
    case run(UnownedJob)
}

/// A loop's letter box: any thread posts, the loop's thread empties it. The eventfd is written only when the box was empty, and not for
/// what the loop's own thread posts: it looks into the box before it sleeps.
final class Mailbox: Sendable {
    private struct State {
        var notes: [Note] = []
        var closed = false
    }

    let descriptor: Int32
    private let state = Mutex(State())
    /// The loop's thread while it runs, else 0.
    private let owner = Atomic<UInt>(0)
    /// What the loop's thread has posted itself. It alone touches this, while it is the owner.
    nonisolated(unsafe) private var own: [Note] = []
    /// The connection that the loop looks after as soon as the work at hand rests, and whether its outbox asks for it. The owner's too.
    nonisolated(unsafe) private var attended: (id: UInt64, asks: Bool) = (0, false)

    init() throws(ServerError) {
        descriptor = fera_eventfd()
        if descriptor < 0 { throw ServerError.system("make an eventfd") }
    }

    deinit { Glibc.close(descriptor) }

    /// Whether the caller is the loop's thread.
    var isOwn: Bool { owner.load(ordering: .relaxed) == pthread_self() }

    /// Leaves a note; `false` when the loop has ended and nobody will read it.
    @discardableResult
    func post(_ note: Note) -> Bool {
        if isOwn {
            if case .outbox(let id) = note, id == attended.id { attended.asks = true } else { own.append(note) }
            return true
        }
        let (taken, ring) = state.withLock { state in
            if state.closed { return (false, false) }
            state.notes.append(note)
            return (true, state.notes.count == 1)
        }
        if ring { eventfd_write(descriptor, 1) }
        return taken
    }

    /// Runs work on the loop's thread; `true` when the connection's outbox asked to be emptied meanwhile, of which there is then no note.
    func attend(_ id: UInt64, _ work: () -> Void) -> Bool {
        attended = (id, false)
        work()
        defer { attended = (0, false) }
        return attended.asks
    }

    /// Whether the loop may sleep as far as its own notes go; for those of others the eventfd rings.
    var isEmpty: Bool { own.isEmpty }

    /// Takes all notes in place of what stands in `notes`. Once the eventfd rang it is cleared first, so that none is overlooked.
    func take(rang: Bool, into notes: inout [Note]) {
        notes.removeAll(keepingCapacity: true)
        swap(&notes, &own)
        guard rang else { return }
        var count: eventfd_t = 0
        eventfd_read(descriptor, &count)
        state.withLock { state in
            notes += state.notes
            state.notes.removeAll(keepingCapacity: state.notes.capacity <= 1024)
        }
    }

    /// Called by the loop's thread before it takes anything.
    func open() { owner.store(pthread_self(), ordering: .relaxed) }

    /// Takes in nothing more and gives what was left.
    func close() -> [Note] {
        owner.store(0, ordering: .relaxed)
        let others = state.withLock { state in
            state.closed = true
            defer { state.notes = [] }
            return state.notes
        }
        defer { own = [] }
        return own + others
    }
}

/// Why the server could not start.
package struct ServerError: Error, CustomStringConvertible {
    /// Stable: `system`, `address`, `listener`.
    package let code: String
    /// What happened and what to do next.
    package let description: String

    static func system(_ what: String) -> ServerError {
        ServerError(code: "system", description: "The server could not \(what): \(String(cString: strerror(errno))).")
    }
}
