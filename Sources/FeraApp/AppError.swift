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
    /// Further members of the problem: `turn`, `blockers`, `supported`, `where`.
    package var members: [String: JSONValue]

    package init(_ code: Code, _ detail: String, members: [String: JSONValue] = [:]) {
        self.code = code
        self.detail = detail
        self.members = members
    }

    package var description: String { "\(code.rawValue): \(detail)" }

    /// What somebody may not know of and what does not exist are told in the same words, whatever it is: which of an address's
    /// ids led nowhere would tell that the others lead somewhere.
    /// - Parameter what: for who reads the code; it is not told.
    package static func notFound(_ what: String) -> AppError { AppError(.notFound, "There is nothing that you may see under this id.") }
}
