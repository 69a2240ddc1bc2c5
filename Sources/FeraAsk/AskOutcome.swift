package import FeraDomain

/// Where a sentence of an answer stands in the clone.
package struct Citation: Hashable, Sendable {
    /// The sealed statement.
    package var passage: Statement.ID
    /// UTF-8 offsets in the passage's text; `quote` is what stands there, byte for byte.
    package var start: Int
    /// See `start`.
    package var end: Int
    /// Verbatim.
    package var quote: String
    /// Whole days since it was said, never negative.
    package var ageDays: Int
    /// The last day on which it was to be believed without asking again is over.
    package var isExpired: Bool

    /// A citation.
    package init(passage: Statement.ID, start: Int, end: Int, quote: String, ageDays: Int, isExpired: Bool) {
        self.passage = passage
        self.start = start
        self.end = end
        self.quote = quote
        self.ageDays = ageDays
        self.isExpired = isExpired
    }
}

/// One sentence that is shown, with what it rests on; there is always at least one citation.
package struct AnswerSentence: Hashable, Sendable {
    /// As it is shown.
    package var text: String
    /// What it rests on, never empty.
    package var citations: [Citation]

    /// A sentence with what it rests on.
    package init(text: String, citations: [Citation]) {
        self.text = text
        self.citations = citations
    }
}

/// Why a question is not answered.
package enum RefusalReason: String, Codable, Hashable, Sendable {
    case notInClone = "not_in_clone"
    /// The question names too little, and several passages fit it equally.
    case ambiguous
    /// Everything that would answer has passed its day.
    case expired
}

/// What comes of a question.
package enum AskOutcome: Hashable, Sendable {
    /// One to four sentences.
    case answer([AnswerSentence])
    /// - Parameter nearest: titles of the topics that came nearest, at most three, best first; empty when nothing came near.
    case refused(reason: RefusalReason, nearest: [String])
}
