/// How much is decided with somebody of the customer.
package enum Influence: String, Codable, Hashable, Sendable, CaseIterable {
    case medium, high
    /// Nothing is decided against this person.
    case decisive
}

/// How somebody stands to us.
package enum Stance: String, Codable, Hashable, Sendable, CaseIterable {
    case champion, supporter, sceptic, blocker
}

/// Somebody on the customer's side as the record and the answers show them. Every value has where it stands and how old it is; of
/// two values the newer one counts, and both are kept.
package struct Stakeholder: Hashable, Sendable {
    /// Where something stands: a line of the record, or a statement.
    package enum Basis: Hashable, Sendable {
        case excerpt(Excerpt.ID, start: Int, end: Int)
        case statement(Statement.ID)
    }

    /// One value with what it rests on.
    package struct Told<Value: Hashable & Sendable>: Hashable, Sendable {
        package var value: Value
        package var basis: Basis
        /// The words it was read from.
        package var quote: String
        /// `nil` where the source bears no day.
        package var day: Day?

        package init(_ value: Value, _ basis: Basis, quote: String, day: Day?) {
            self.value = value
            self.basis = basis
            self.quote = quote
            self.day = day
        }
    }

    /// An informal tie: who with whom, and by which words.
    package struct Tie: Hashable, Sendable {
        package var to: String
        package var words: String

        package init(to: String, words: String) {
            self.to = to
            self.words = words
        }
    }

    /// What is not known of somebody who matters.
    package enum Thin: String, Codable, Hashable, Sendable, CaseIterable {
        case title, stance
    }

    package var name: String
    package var titles: [Told<String>] = []
    package var influence: [Told<Influence>] = []
    package var stances: [Told<Stance>] = []
    package var reportsTo: [Told<String>] = []
    package var ties: [Told<Tie>] = []
    /// Where the person is named at all.
    package var mentions: [Basis] = []

    package init(name: String) { self.name = name }

    /// What one would have to ask: whoever decides and has no known stance, whoever is named and is nobody yet.
    package var thin: [Thin] {
        var thin: [Thin] = []
        if titles.isEmpty, influence.isEmpty, stances.isEmpty { thin.append(.title) }
        if stances.isEmpty, influence.contains(where: { $0.value != .medium }) { thin.append(.stance) }
        return thin
    }

    /// The newest of several values; of one day the last told.
    package static func newest<Value>(_ values: [Told<Value>]) -> Told<Value>? {
        values.enumerated().max { ($0.element.day ?? Day(number: 0), $0.offset) < ($1.element.day ?? Day(number: 0), $1.offset) }?.element
    }
}
