package import FeraDomain

/// One question put to the owner. Its words lie apart.
package struct Turn: Codable, Hashable, Sendable {
    /// `<interview>.t<n>`.
    package typealias ID = Identifier<Turn>

    /// What kind of question it is; the names stand in packets.
    package enum Kind: String, Codable, Hashable, Sendable, CaseIterable {
        case bank, gap
        case followUp = "followup"
        case contradiction, who, acronym, closing
        /// Which of several earlier lines a correction means.
        case which
        /// Who would know what the owner does not.
        case whoKnows = "who_knows"
    }

    /// What the turn asks about. One of them is set, or the gap's field stands alone in `targets`.
    package struct Subject: Codable, Hashable, Sendable {
        package var question: Question.ID?
        package var field: Field.ID?
        package var statement: Statement.ID?
        package var contradiction: Contradiction.ID?
        package var mention: Mention.ID?
        /// A question that was refused to a successor.
        package var gap: Gap.ID?
        /// With `which`: the earlier lines that a correction may mean.
        package var alternatives: [Statement.ID]?
        /// With `who` and a field: where the name stands of somebody who matters and of whom too little is known.
        package var person: WordSpan?

        package init(
            question: Question.ID? = nil, field: Field.ID? = nil, statement: Statement.ID? = nil, contradiction: Contradiction.ID? = nil,
            mention: Mention.ID? = nil, gap: Gap.ID? = nil, alternatives: [Statement.ID]? = nil,
            person: WordSpan? = nil
        ) {
            self.question = question
            self.field = field
            self.statement = statement
            self.contradiction = contradiction
            self.mention = mention
            self.gap = gap
            self.alternatives = alternatives
            self.person = person
        }
    }

    /// A field that the answer may tell.
    package struct Target: Codable, Hashable, Sendable {
        package var field: Field.ID
        /// 0…100: how likely the answer tells it; chooses the question.
        package var likelihood: Int
        /// 0…100: how surely a sentence of the answer belongs to it; files the answer.
        package var prior: Int

        package init(field: Field.ID, likelihood: Int, prior: Int) {
            self.field = field
            self.likelihood = likelihood
            self.prior = prior
        }

        /// Whether the question asks for it outright; what is below may come along.
        var isMain: Bool { prior >= 50 }
    }

    /// `<interview>.t<n>`.
    package var id: ID
    package var kind: Kind
    package var subject: Subject
    package var chapter: Chapter
    package var targets: [Target]
    package var why: [WhyTerm]
    /// How many probes the question has; their words are the bank's.
    package var probes: Int
    /// The turn that was put off and is now asked again.
    package var again: ID?
    /// The question as it was worded.
    package var text: TextRef
    /// The prompt, as `id@version`, under which a model worded the question; `nil` for the words of the rules.
    package var wordedBy: String?

    enum CodingKeys: String, CodingKey {
        case id, kind, subject, chapter, targets, why, probes, again, text
        case wordedBy = "worded_by"
    }

    package init(
        id: ID, kind: Kind, subject: Subject, chapter: Chapter, targets: [Target], why: [WhyTerm], probes: Int, again: ID? = nil, text: TextRef
    ) {
        self.id = id
        self.kind = kind
        self.subject = subject
        self.chapter = chapter
        self.targets = targets
        self.why = why
        self.probes = probes
        self.again = again
        self.text = text
    }

    /// Whether it asks for two fields by name, the second being the last target.
    var asksTwo: Bool { kind == .gap && subject.gap == nil && targets.count == 2 && targets.allSatisfy(\.isMain) }

    /// What a question is called where likelihoods are learned: `pb01`, `gap:st.churn_risk`, `followup:…`, `contradiction:…`.
    package var key: String {
        if let question = subject.question { return question.rawValue }
        let about = subject.field ?? targets.first?.field
        return kind.rawValue + (about.map { ":" + $0.rawValue } ?? "")
    }
}

/// One reason why a question is asked, as data.
package struct WhyTerm: Codable, Hashable, Sendable {
    /// Which reason.
    package enum Kind: String, Codable, Hashable, Sendable {
        case weight, open, hinted, thin, contradiction
        case unknownPerson = "unknown_person"
        case acronym, deferred, raised, closing, also
        /// A correction could mean more than one line.
        case ambiguous
        /// Somebody wants it told for this account.
        case special
        /// Somebody decides or stands for us, and nothing tells where they stand themselves.
        case thinPerson = "thin_person"
    }

    package var kind: Kind
    package var field: Field.ID?
    /// For `weight`: the field's weight.
    package var value: Int?
    /// For `hinted`: the line of the record.
    package var span: WordSpan?

    /// A reason with what it is about.
    package init(_ kind: Kind, field: Field.ID? = nil, value: Int? = nil, span: WordSpan? = nil) {
        self.kind = kind
        self.field = field
        self.value = value
        self.span = span
    }
}

/// A name or an abbreviation that somebody used: where it stands, and a number to tell it from others. The number is a 32-bit
/// hash keyed with the interview's id; it serves equality within one interview and is no way back to the name.
package struct Mention: Codable, Hashable, Sendable {
    /// `<interview>.p<n>` for people, `<interview>.w<n>` for abbreviations.
    package typealias ID = Identifier<Mention>

    /// `<interview>.m<n>`.
    package var id: ID
    package var key: UInt32
    package var span: WordSpan
    /// The sentence it stands in.
    package var context: WordSpan

    package init(id: ID, key: UInt32, span: WordSpan, context: WordSpan) {
        self.id = id
        self.key = key
        self.span = span
        self.context = context
    }

    /// FNV-1a over the interview's id and the words in lower case.
    package static func key(_ words: some StringProtocol, in interview: Conversation.ID) -> UInt32 {
        var hash: UInt64 = 0xcbf2_9ce4_8422_2325
        for unit in interview.rawValue.utf8 { hash = (hash ^ UInt64(unit)) &* 0x100_0000_01b3 }
        for unit in words.lowercased().utf8 { hash = (hash ^ UInt64(unit)) &* 0x100_0000_01b3 }
        return UInt32(truncatingIfNeeded: hash ^ (hash >> 32))
    }
}
