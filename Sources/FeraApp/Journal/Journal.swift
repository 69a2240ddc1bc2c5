import FeraCrypto
package import FeraDomain
package import FeraStore
import Foundation
import Synchronization

/// The log as the use-cases see it: appends with their words, states folded from streams, words by reference.
package final class Journal: Sendable {
    package let store: Store
    package let mint: Mint
    /// Where long work runs.
    package let lanes = Lanes()
    /// The moment of now; tests set it.
    package let now: @Sendable () -> Timestamp
    /// Takes one line for whoever runs the server; no customer's words.
    package let log: @Sendable (String) -> Void
    /// Told the streams of an append that failed, so that what is kept of them in memory is read anew.
    private let onFailure = Mutex<[@Sendable (String) -> Void]>([])
    /// Told when words were erased.
    private let onErasure = Mutex<(@Sendable () -> Void)?>(nil)

    package init(store: Store, now: @escaping @Sendable () -> Timestamp, log: @escaping @Sendable (String) -> Void) {
        self.store = store
        self.now = now
        self.log = log
        mint = Mint(now: now)
    }

    /// Appends, committed and synced when it returns.
    /// - Returns: the events with their positions; an event that is there already under the same client id comes back alone.
    /// - Throws: `AppError` `.conflict`, `.busy`, `.diskFull`, `.tooLarge` or `.internalError`.
    package func append(_ append: Append) async throws -> AppendOutcome {
        // Also where it failed: its outcome may be unknown.
        defer { if !append.erasures.isEmpty { onErasure.withLock { $0 }?() } }
        do {
            return try await store.append(append)
        } catch {
            // Refused before the log was looked at, it says nothing of the streams.
            if ![.busy, .tooLarge, .full].contains(error.code) {
                let listeners = onFailure.withLock { $0 }
                for part in append.parts { listeners.forEach { $0(part.stream) } }
            }
            throw AppError(error)
        }
    }

    /// What is told of an error where no reply of HTTP tells it; a failure of the server itself is logged under the reference that it carries.
    package func told(_ error: any Error, _ what: String, else sentence: String = "The server failed and did not take this in. Send it again.") -> AppError {
        let told = AppError.of(error, else: sentence)
        if told.code == .internalError { log("\(what): \(told)") }
        return told
    }

    /// Calls `body` with each stream of an append that failed otherwise than for want of room.
    func whenAppendFails(_ body: @escaping @Sendable (String) -> Void) { onFailure.withLock { $0.append(body) } }

    /// Calls `body` whenever words were erased, before who asked for it hears of that.
    func whenErased(_ body: @escaping @Sendable () -> Void) { onErasure.withLock { $0 = body } }

    /// All events of a stream after a place in it.
    package func events(of stream: String, after seq: Int64 = 0) async throws -> [StoredEvent] {
        var all: [StoredEvent] = []
        var last = seq
        while true {
            let page = try await store.events(stream: stream, after: last, limit: 1000)
            all += page
            guard page.count == 1000, let end = page.last else { return all }
            last = end.seq
        }
    }

    /// Words by reference; what was erased is missing.
    package func words(_ refs: some Sequence<TextRef>) async throws -> [String: String] {
        let ids = Set(refs.map(\.id.rawValue))
        guard !ids.isEmpty else { return [:] }
        var words: [String: String] = [:]
        for text in try await store.texts(Array(ids)).values {
            if let content = text.content { words[text.id] = content }
        }
        return words
    }

    /// Words that must be there.
    package func word(_ ref: TextRef) async throws -> String {
        guard let content = try await words([ref])[ref.id.rawValue] else { throw AppError(.notFound, "These words were erased at somebody's request.") }
        return content
    }

    /// Appends that wait for the disk.
    package var waiting: Int { store.statistics.waiting }

    /// A draft whose time is now.
    package func draft(_ type: String, _ payload: some Sequence<UInt8>, by: Person.ID?, clientID: String? = nil) -> EventDraft {
        EventDraft(type: type, payload: Array(payload), at: now().milliseconds, by: by?.rawValue, clientID: clientID)
    }

    /// A draft of a transfer's event.
    package func draft(_ event: TransferEvent, by: Person.ID?, clientID: String? = nil) throws -> EventDraft {
        draft(event.type, try event.payload(), by: by, clientID: clientID)
    }

    /// An audit line whose time is now. No field may hold a customer's words.
    package func audit(_ actor: String, _ action: String, _ subject: String, _ detail: String = "") -> AuditDraft {
        AuditDraft(at: now().milliseconds, actor: actor, action: action, subject: subject, detail: detail)
    }
}

extension Journal {
    /// The event that a client id gave in a stream.
    package func event(in stream: String, clientID: String) async throws -> StoredEvent? {
        try await store.read { try EventLog.event(stream: stream, clientID: clientID, $0) }
    }
}

/// A line of the audit log, for an admin.
package struct AuditView: Codable, Sendable {
    package var position: Int64
    package var at: Timestamp
    package var actor: String
    package var action: String
    package var subject: String
    package var detail: String
    /// 64 hexadecimal digits; covers this line and all before it.
    package var hash: String
}

extension Journal {
    /// Audit lines after a position, oldest first.
    package func audit(after position: Int64, limit: Int) async throws -> [AuditView] {
        try await store.auditLines(after: position, limit: limit).map { line in
            AuditView(
                position: line.position, at: Timestamp(milliseconds: line.entry.at), actor: line.entry.actor, action: line.entry.action,
                subject: line.entry.subject, detail: line.entry.detail, hash: Hex.encode(line.hash))
        }
    }
}
