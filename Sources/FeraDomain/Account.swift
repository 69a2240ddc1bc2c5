/// A customer account in a transfer.
package struct Account: Codable, Hashable, Sendable {
    package typealias ID = Identifier<Account>

    package var id: ID
    package var name: String
    package var segment: String?
    package var tier: Tier
    package var renewalDate: Day?
    /// The contract's yearly value as the manager typed it, with its currency ("EUR 180,000").
    package var value: String?
    /// The account's id in the CRM, where there is one.
    package var externalID: String?

    package init(id: ID, name: String, segment: String? = nil, tier: Tier = .mid, renewalDate: Day? = nil, value: String? = nil, externalID: String? = nil) {
        self.id = id
        self.name = name
        self.segment = segment
        self.tier = tier
        self.renewalDate = renewalDate
        self.value = value
        self.externalID = externalID
    }

    enum CodingKeys: String, CodingKey {
        case id, name, segment, tier, value
        case renewalDate = "renewal_date"
        case externalID = "external_id"
    }
}

/// How much of the owner's time an account gets.
package enum Tier: String, Codable, Hashable, Sendable, CaseIterable {
    /// The whole bank, in conversation.
    case top
    /// A shorter interview.
    case mid
    /// A written pass of few questions.
    case tail
}

/// Somebody who takes part.
package struct Person: Codable, Hashable, Sendable {
    package typealias ID = Identifier<Person>

    package var id: ID
    package var name: String
    package var email: String?

    package init(id: ID, name: String, email: String? = nil) {
        self.id = id
        self.name = name
        self.email = email
    }
}
