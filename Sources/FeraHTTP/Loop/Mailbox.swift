import CEpoll
import Glibc
import Synchronization

/// What other threads tell a loop. Connection ids are never used twice, so a late note finds nobody and does no harm.
enum Note: Sendable {
    case respond(UInt64, Response, Outbox?)
    case admitted(UInt64, Response?)
    case outbox(UInt64)
    case resumeReading(UInt64)
    case closeSocket(UInt64, code: UInt16, reason: String)
    case leave(UInt64)
    case uploaded(UInt64, UploadStep)
    case tick
    case drain(until: UInt64)
    case run(UnownedJob)
}

/// A loop's letter box: any thread posts, the loop's thread empties it. The eventfd is written only when the box was empty, and not for
/// what the loop's own thread posts: it looks into the box before it sleeps.
final class Mailbox: Sendable {
    private struct State {
        var notes: [Note] = []
        /// The loop's thread, while it runs.
        var owner: pthread_t?
        var closed = false
    }

    let descriptor: Int32
    private let state = Mutex(State())

    init() throws(ServerError) {
        descriptor = fera_eventfd()
        if descriptor < 0 { throw ServerError.system("make an eventfd") }
    }

    deinit { Glibc.close(descriptor) }

    /// Leaves a note; `false` when the loop has ended and nobody will read it.
    @discardableResult
    func post(_ note: Note) -> Bool {
        let (taken, ring) = state.withLock { state in
            if state.closed { return (false, false) }
            state.notes.append(note)
            return (true, state.notes.count == 1 && state.owner.map { pthread_equal($0, pthread_self()) == 0 } ?? true)
        }
        if ring { eventfd_write(descriptor, 1) }
        return taken
    }

    /// Whether the loop may sleep.
    var isEmpty: Bool { state.withLock { $0.notes.isEmpty } }

    /// Takes all notes. Once the eventfd rang it is cleared first, so that none is overlooked.
    func take(rang: Bool) -> [Note] {
        if rang {
            var count: eventfd_t = 0
            eventfd_read(descriptor, &count)
        }
        return state.withLock { state in
            defer { state.notes = [] }
            return state.notes
        }
    }

    /// Called by the loop's thread before it takes anything.
    func own() { state.withLock { $0.owner = pthread_self() } }

    /// Takes in nothing more and gives what was left.
    func close() -> [Note] {
        state.withLock { state in
            state.closed = true
            state.owner = nil
            defer { state.notes = [] }
            return state.notes
        }
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
