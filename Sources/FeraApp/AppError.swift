import FeraCrypto
import FeraStore

/// Why something was not done. The server turns it into one problem+json reply; `code` is stable, `detail` is for a person.
package struct AppError: Error, Sendable, CustomStringConvertible {
    /// The reasons, by the stable names that stand in problems and error packets.
    package enum Code: String, Sendable, CaseIterable {
        case malformed, invalid, unauthenticated, forbidden, conflict, state, changed, busy, draining, unreadable
        case linkUsed = "link_used"
        case linkExpired = "link_expired"
        case notFound = "not_found"
        case tooLarge = "too_large"
        case unsupportedType = "unsupported_type"
        case staleTurn = "stale_turn"
        case lockBlocked = "lock_blocked"
        case diskFull = "disk_full"
        case signatureInvalid = "signature_invalid"
        case internalError = "internal"
    }

    package var code: Code
    /// What happened, where, and what to do next.
    package var detail: String
    /// Further members of the problem: `turn`, `blockers`, `supported`, `where`; with `busy` always `retry_after_ms`.
    package var members: [String: JSONValue]
    /// What the log says beside it and no client hears: what the database or the disk said, and where.
    package var inner: String?

    /// A `busy` that does not say when to come back says: in a second.
    package init(_ code: Code, _ detail: String, members: [String: JSONValue] = [:], inner: String? = nil) {
        self.code = code
        self.detail = detail
        self.members = members
        self.inner = inner
        if code == .busy, members["retry_after_ms"] == nil { self.members["retry_after_ms"] = .number(1000) }
    }

    /// For the log: one line.
    package var description: String {
        let inner = inner.map { " [\($0.split(whereSeparator: \.isNewline).joined(separator: " "))]" } ?? ""
        return "\(code.rawValue): \(detail)\(inner)"
    }

    /// The server's own failure: who asked hears a plain sentence and a reference; the log line has the same reference and what happened inside.
    package static func failed(_ sentence: String, inner: String) -> AppError {
        let reference = Base32.encode(Random.bytes(5))
        return AppError(.internalError, "\(sentence) Reference: \(reference).", members: ["reference": .string(reference)], inner: inner)
    }

    /// What somebody may not know of and what does not exist are told in the same words, whatever it is: which of an address's
    /// ids led nowhere would tell that the others lead somewhere.
    /// - Parameter what: for who reads the code; it is not told.
    package static func notFound(_ what: String) -> AppError { AppError(.notFound, "There is nothing that you may see under this id.") }
}

extension AppError {
    init(_ error: StoreError) {
        switch error.code {
        case .conflict: self.init(.conflict, "Somebody changed this a moment ago. Read it again and repeat what you did.", inner: error.message)
        case .busy: self.init(.busy, "More is being read or written than the disk keeps up with. Try again in a moment.", inner: error.message)
        case .full: self.init(.diskFull, "The disk is full. Nothing was accepted; the operator has to make room.", inner: error.message)
        case .tooLarge: self.init(.tooLarge, "This is more than is taken at once. Send it in parts.", inner: error.message)
        case .notFound: self.init(.notFound, "What this is about is gone. Read it again.", inner: error.message)
        case .closed: self.init(.draining, "This server is stopping. Send it again in a moment.", inner: error.message)
        case .unknownOutcome:
            self = .failed("Whether this was kept is not known. Send it again as it was: what was kept already is not kept twice.", inner: error.message)
        case .invalid, .failed, .newerSchema, .foreignFile, .locked, .projection, .damaged:
            self = .failed(
                "The server could not keep or read this, and nothing of it was taken in. Try again; if it stays, tell who runs this server.",
                inner: error.message)
        }
    }

    /// What the store said as what it means to who asked; every other error as it is.
    package static func told(_ error: any Error) -> any Error { (error as? StoreError).map { AppError($0) } ?? error }

    /// The same where only an `AppError` can be told. Of an error that is not ours only the type is logged: its description may
    /// quote what somebody wrote.
    package static func of(_ error: any Error, else sentence: String = "The server failed and did not take this in. Send it again.") -> AppError {
        told(error) as? AppError ?? .failed(sentence, inner: "\(type(of: error))")
    }
}
