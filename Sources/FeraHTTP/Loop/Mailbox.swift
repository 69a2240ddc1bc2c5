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
    case uploaded(UInt64, UploadStep)
    case tick
    case drain(until: UInt64)
}

/// A loop's letter box: any thread posts, the loop's thread empties it. The eventfd is written only when the box was empty.
final class Mailbox: Sendable {
    let descriptor: Int32
    private let notes = Mutex<[Note]>([])

    init() throws(ServerError) {
        descriptor = fera_eventfd()
        if descriptor < 0 { throw ServerError.system("make an eventfd") }
    }

    deinit { close(descriptor) }

    func post(_ note: Note) {
        let wasEmpty = notes.withLock { notes in
            notes.append(note)
            return notes.count == 1
        }
        if wasEmpty { eventfd_write(descriptor, 1) }
    }

    /// Takes all notes; the eventfd is cleared first, so that none is overlooked.
    func take() -> [Note] {
        var count: eventfd_t = 0
        eventfd_read(descriptor, &count)
        return notes.withLock { notes in
            defer { notes = [] }
            return notes
        }
    }
}

/// Why the server could not start.
package struct ServerError: Error, CustomStringConvertible {
    /// Stable: `system`, `address`.
    package let code: String
    /// What happened and what to do next.
    package let description: String

    static func system(_ what: String) -> ServerError {
        ServerError(code: "system", description: "The server could not \(what): \(String(cString: strerror(errno))).")
    }
}
