/// What a person is in one transfer. A person may have several; what each may do is `AccessRules`.
package enum Role: String, Codable, Hashable, Sendable, CaseIterable {
    /// The account owner who leaves.
    case owner
    /// Answers what the owner referred to them.
    case contributor
    case reviewer
    case sponsor
    /// Answerable for completeness; the manager's deputy.
    case operationalOwner = "operational_owner"
    case successor
    /// Holds the account until a successor is named.
    case interimHolder = "interim_holder"
    /// Sales, support, CS: asks.
    case reader
    case manager
    case steward
    /// Settings, people, audit; no content.
    case admin
    /// A bot or webhook that acts for a linked person.
    case relay
}

/// Who must approve a line. A line has one label and any number of routes.
package enum ReviewRoute: String, Codable, Hashable, Sendable, CaseIterable {
    /// The successor, interim holder or receiving CSM: complete enough to act on? Every line has this route.
    case receiving
    /// CS lead: could be repeated to the customer.
    case customerFacing = "customer-facing"
    /// Legal or finance.
    case regulated
    /// Manager or HR: lines about our own colleagues.
    case people
    case security
    /// A support lead, in implementation handoffs.
    case support
}
