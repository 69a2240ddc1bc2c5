package import FeraDomain

/// Something that one line of the record says, made comparable: a date is days, an amount is units a year, a name is a name. The rules
/// look at these and never at words.
struct Claim: Sendable {
    typealias Topic = RecordFact.Topic
    typealias Value = RecordFact.Value

    /// What kind of passage says it, the most binding first.
    enum Rank: Int, Comparable, Sendable {
        case row, clause, prose, utterance, message

        static func < (a: Self, b: Self) -> Bool { a.rawValue < b.rawValue }
    }

    var topic: Topic
    var value: Value
    /// A name, as written; the log keeps only its place.
    var name = ""
    /// Whom or what it is about, where a record has many: a ticket's number, a contact's name.
    var subject = ""
    /// The line that is quoted.
    var span: WordSpan
    /// Where the name stands.
    var place: WordSpan?
    var source: Source.ID
    var day: Day?
    var rank: Rank
    /// It says that it replaces what was before.
    var isUpdate = false
    /// It stands in a document that amends another: what the amended one says of the topic is old.
    var amends = false
}

/// A normalised statement of the record, kept with the reading so that an answer can be held against it. It holds places and
/// numbers, never words: a name is looked up where it stands.
package struct RecordFact: Codable, Hashable, Sendable {
    /// What it is about.
    package enum Topic: String, Codable, Hashable, Sendable {
        case renewal, notice, value, sponsor, champion, owner, procurement, health, adoption, seats, ticket, title, employer
        case decisionMaker = "decision_maker"
        /// That a contact has gone.
        case gone
    }

    /// What it says.
    package enum Value: Codable, Hashable, Sendable {
        case days(DaySpan)
        /// Units a year.
        case yearly(TextMoney)
        /// Units a year for one seat.
        case yearlyPerSeat(TextMoney)
        /// The person at `place` holds the role; `false`: does so no longer.
        case person(Bool)
        /// Health: green or not.
        case isGood(Bool)
        /// Percent, from and to.
        case share(Double, Double)
        case count(Int)
        /// Of a ticket.
        case isOpen(Bool)
        case words
    }

    package var topic: Topic
    package var value: Value
    package var span: WordSpan
    package var place: WordSpan?
    /// A ticket's number.
    package var ticket: String?

    package init(topic: Topic, value: Value, span: WordSpan, place: WordSpan? = nil, ticket: String? = nil) {
        self.topic = topic
        self.value = value
        self.span = span
        self.place = place
        self.ticket = ticket
    }
}

/// A promise of ours, and what it is a promise of.
struct Promise: Sendable {
    var span: WordSpan
    /// The words that say what was promised, without endings, in their order.
    var object: [String]
    /// The day by which it was promised.
    var due: DaySpan?
    /// Somebody gave their word or gave something away; otherwise it is only announced.
    var isBinding: Bool
    var excerpt: Excerpt.ID
}
