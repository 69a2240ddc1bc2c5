import FeraDomain
import FeraTestSupport

/// Everybody a transfer can have, and who has no part in it.
enum Who: String, CaseIterable, Sendable {
    case owner, contributor, sponsor, operational, successor, interim, reader, manager, steward
    case supportReviewer, customerReviewer, regulatedReviewer, securityReviewer, peopleReviewer
    case admin, otherManager, stranger, nobody
    // The same people through credentials that may carry less.
    case successorOpen, successorInternal, managerInternal, securityCommercial

    /// Has a part in the transfer.
    var takesPart: Bool { ![.admin, .otherManager, .stranger, .nobody].contains(self) }

    /// Whose token it is, and the token's ceiling.
    var credential: (of: Who, ceiling: Label?) {
        switch self {
        case .successorOpen: (.successor, .open)
        case .successorInternal: (.successor, .internal)
        case .managerInternal: (.manager, .internal)
        case .securityCommercial: (.securityReviewer, .commercial)
        default: (self, nil)
        }
    }

    static let people = allCases.filter { $0.credential.of == $0 && $0 != .nobody }

    /// The part as the opening form names it.
    var participant: [String: Any]? {
        let (roles, routes): ([String], [String]) =
            switch self {
            case .owner: (["owner"], [])
            case .contributor: (["contributor"], [])
            case .sponsor: (["sponsor"], [])
            case .operational: (["operational_owner"], [])
            case .successor: (["successor"], [])
            case .interim: (["interim_holder"], [])
            case .reader: (["reader"], [])
            case .steward: (["steward"], [])
            case .supportReviewer: (["reviewer"], ["support"])
            case .customerReviewer: (["reviewer"], ["customer-facing"])
            case .regulatedReviewer: (["reviewer"], ["regulated"])
            case .securityReviewer: (["reviewer"], ["security"])
            case .peopleReviewer: (["reviewer"], ["people"])
            default: ([], [])
            }
        guard !roles.isEmpty else { return nil }
        return ["name": "The \(rawValue)", "email": email, "roles": roles, "routes": routes]
    }

    var email: String { "\(rawValue)@example.test" }
}

/// Words that stand nowhere else, one for each label, and one for the record.
enum Canary: String, CaseIterable, Sendable {
    case open = "quxopen"
    case `internal` = "quxinternal"
    case commercial = "quxcommercial"
    case personnel = "quxpersonnel"
    case security = "quxsecurity"
    case `private` = "quxprivate"
    case record = "quxrecord"

    /// What each person may read anywhere at all: by the table of roles, as data.
    static func readable(by who: Who) -> Set<Canary> {
        switch who {
        // The owner reads what they said, what became of it, and the sources.
        case .owner: Set(allCases)
        case .manager: [.open, .internal, .commercial, .personnel, .record]
        case .operational: [.open, .internal, .commercial, .record]
        case .successor, .interim, .steward: [.open, .internal, .commercial]
        case .reader: [.open, .internal]
        case .managerInternal, .successorInternal: [.open, .internal]
        case .successorOpen: [.open]
        // Reviewers read what is routed to them; its blessed wording belongs to the line.
        case .customerReviewer: [.open, .internal]
        case .regulatedReviewer: [.commercial]
        case .securityReviewer: [.security]
        case .peopleReviewer: [.personnel]
        case .securityCommercial: []
        case .contributor, .sponsor, .supportReviewer, .admin, .otherManager, .stranger, .nobody: []
        }
    }
}
