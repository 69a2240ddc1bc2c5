package import FeraDomain

/// What the record tells before anybody is asked: facts and places, no words.
package struct RecordReading: Codable, Hashable, Sendable {
    /// What the record knows of one field.
    package struct FieldReading: Codable, Hashable, Sendable {
        package var field: Field.ID
        /// 0…100, with the meaning cap: what only a person can close stays low.
        package var confidence: Int
        /// The best line; quoted in the question where the field is not known.
        package var hint: WordSpan?

        package init(field: Field.ID, confidence: Int, hint: WordSpan?) {
            self.field = field
            self.confidence = confidence
            self.hint = hint
        }
    }

    /// Two lines that cannot both be right; ids are given when the interview is prepared.
    package struct Finding: Codable, Hashable, Sendable {
        package var rule: Contradiction.Rule
        package var field: Field.ID
        package var a: WordSpan
        /// `nil` where the point is that nothing stands there.
        package var b: WordSpan?

        package init(rule: Contradiction.Rule, field: Field.ID, a: WordSpan, b: WordSpan?) {
            self.rule = rule
            self.field = field
            self.a = a
            self.b = b
        }
    }

    /// A thing in the record that an owner may name as evidence.
    package struct Landmark: Codable, Hashable, Sendable {
        package var excerpt: Excerpt.ID
        /// A ticket's number.
        package var ticket: String?
        /// A message's day.
        package var day: Day?

        package init(excerpt: Excerpt.ID, ticket: String? = nil, day: Day? = nil) {
            self.excerpt = excerpt
            self.ticket = ticket
            self.day = day
        }
    }

    package var fields: [FieldReading] = []
    package var findings: [Finding] = []
    /// People whom the record names and no contact list knows.
    package var people: [Mention] = []
    package var acronyms: [Mention] = []
    /// Keys of everybody who needs no introduction: contacts and our own.
    package var knownPeople: [UInt32] = []
    /// Keys of our own colleagues.
    package var ourPeople: [UInt32] = []
    package var landmarks: [Landmark] = []
    /// What the record states, normalised, so that an answer can be held against it.
    package var facts: [RecordFact] = []
    /// How many excerpts were read.
    package var excerpts: Int = 0

    package init() {}

    enum CodingKeys: String, CodingKey {
        case fields, findings, people, acronyms, landmarks, excerpts, facts
        case knownPeople = "known_people"
        case ourPeople = "our_people"
    }

    package init(from decoder: any Decoder) throws {
        let c = try decoder.container(keyedBy: CodingKeys.self)
        fields = try c.decode([FieldReading].self, forKey: .fields)
        findings = try c.decode([Finding].self, forKey: .findings)
        people = try c.decode([Mention].self, forKey: .people)
        acronyms = try c.decode([Mention].self, forKey: .acronyms)
        knownPeople = try c.decode([UInt32].self, forKey: .knownPeople)
        ourPeople = try c.decode([UInt32].self, forKey: .ourPeople)
        landmarks = try c.decode([Landmark].self, forKey: .landmarks)
        excerpts = try c.decode(Int.self, forKey: .excerpts)
        // Logs of earlier versions have no facts.
        facts = try c.decodeIfPresent([RecordFact].self, forKey: .facts) ?? []
    }
}
