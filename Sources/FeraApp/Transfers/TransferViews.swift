package import FeraDomain

/// What a manager fills in to open a transfer.
package struct Opening: Codable, Sendable {
    package var template: Template.ID
    package var title: String?
    package var scope: String
    package var reason: String
    package var lastWorkingDay: Day
    package var language: String?
    package var people: [ParticipantForm]?
    /// The same as CSV with a heading row.
    package var peopleCSV: String?
    package var accounts: [AccountForm]?
    package var accountsCSV: String?

    enum CodingKeys: String, CodingKey {
        case template, title, scope, reason, language, people, accounts
        case lastWorkingDay = "last_working_day"
        case peopleCSV = "people_csv"
        case accountsCSV = "accounts_csv"
    }
}

/// A person and their part, as a form gives it.
package struct ParticipantForm: Codable, Sendable {
    package var name: String
    package var email: String?
    package var roles: Set<Role>
    package var routes: Set<ReviewRoute>?
    /// `false` for a successor who is still to be hired.
    package var hired: Bool?

    package init(name: String, email: String? = nil, roles: Set<Role>, routes: Set<ReviewRoute>? = nil, hired: Bool? = nil) {
        self.name = name
        self.email = email
        self.roles = roles
        self.routes = routes
        self.hired = hired
    }
}

/// An account, as a form gives it.
package struct AccountForm: Codable, Sendable {
    package var name: String
    package var segment: String?
    package var tier: Tier?
    package var renewalDate: Day?
    package var value: String?
    package var externalID: String?

    enum CodingKeys: String, CodingKey {
        case name, segment, tier, value
        case renewalDate = "renewal_date"
        case externalID = "external_id"
    }
}

/// A transfer as one of its people sees it.
package struct TransferView: Codable, Sendable {
    package var id: Transfer.ID
    package var title: String
    package var template: Template.ID
    package var scope: String
    package var reason: String
    package var lastWorkingDay: Day
    package var language: String
    package var state: AccountStage
    package var accounts: [AccountView]
    package var people: [PersonView]
    package var sourceCount: Int
    /// What the manager is told while there is time: whose accounts will not be done by the last working day.
    package var warnings: [String] = []
    package var you: You

    enum CodingKeys: String, CodingKey {
        case id, title, template, scope, reason, language, state, accounts, people, warnings, you
        case lastWorkingDay = "last_working_day"
        case sourceCount = "source_count"
    }

    /// An account: how far it is and what the next step needs.
    package struct AccountView: Codable, Sendable {
        package var id: Account.ID
        package var name: String
        package var tier: Tier
        package var segment: String?
        package var renewalDate: Day?
        package var value: String?
        package var state: AccountStage
        /// What the next step still needs, in sentences.
        package var missing: [String]
        package var interviewID: Conversation.ID?
        /// 0…100.
        package var completeness: Int?
        package var clone: CloneRef?

        enum CodingKeys: String, CodingKey {
            case id, name, tier, segment, value, state, missing, completeness, clone
            case renewalDate = "renewal_date"
            case interviewID = "interview_id"
        }
    }

    /// The newest sealed version.
    package struct CloneRef: Codable, Sendable {
        package var id: CloneID
        package var version: Int
    }

    /// A participant.
    package struct PersonView: Codable, Sendable {
        package var id: Person.ID
        package var name: String
        package var email: String?
        package var roles: [Role]
        package var routes: [ReviewRoute]
        package var hired: Bool
        package var joined: Bool
    }

    /// The caller's own part: what they may do.
    package struct You: Codable, Sendable {
        package var id: Person.ID
        package var roles: [Role]
        package var routes: [ReviewRoute]
        package var may: [String]
    }
}
