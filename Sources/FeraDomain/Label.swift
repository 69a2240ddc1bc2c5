/// Who may read a line. The label belongs to the line and travels with it into answers, reports, relays and exports.
package enum Label: String, Codable, Hashable, Sendable, CaseIterable {
    /// Approved wording that may be said to the customer.
    case open
    /// The account's people work with it; what a line has when nothing else is known.
    case `internal`
    /// Price, discount and what was traded for it, contract terms.
    case commercial
    /// Our own colleagues: conduct, health, pay.
    case personnel
    /// Where access lives and who holds it; never a secret itself.
    case security
    /// The owner's own: not reviewed, not sealed.
    case `private`

    /// 0 for `open` up to 5 for `private`. The order serves only to join lines: it says nothing about who may read which.
    package var strictness: Int {
        switch self {
        case .open: 0
        case .internal: 1
        case .commercial: 2
        case .personnel: 3
        case .security: 4
        case .private: 5
        }
    }

    /// The label of a line made from two: the stricter one wins.
    package func stricter(_ other: Label) -> Label { strictness >= other.strictness ? self : other }

    /// The labels that are sealed, in the order in which their trees are joined.
    package static let sealed: [Label] = [.open, .internal, .commercial, .personnel, .security]
}

/// One file of a sealed version: the rows of its labels, and of every other label only a salted root.
package enum Edition: String, Codable, Hashable, Sendable, CaseIterable {
    case open, team, account, lead, security

    /// The labels whose rows the edition holds.
    package var labels: Set<Label> {
        switch self {
        case .open: [.open]
        case .team: [.open, .internal]
        case .account: [.open, .internal, .commercial]
        case .lead: [.open, .internal, .commercial, .personnel]
        case .security: [.security]
        }
    }
}
