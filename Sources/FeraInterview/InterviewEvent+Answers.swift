package import FeraDomain

extension InterviewEvent {
    /// The owner has said or done something about the open turn.
    package struct Answered: Codable, Hashable, Sendable {
        /// `<interview>.a<n>`.
        package var answer: AnswerID
        package var turn: Turn.ID
        package var action: Action
        /// The words, with secrets taken out; `nil` where a button was pressed.
        package var text: TextRef?
        /// How many secrets were taken out.
        package var redactions: Int
        /// Who said it, where that is not who typed it.
        package var speaker: Person.ID?
        /// Who said which part, where several did; bytes of the text.
        package var parts: [Part]?

        /// A part of an answer with who said it.
        package struct Part: Codable, Hashable, Sendable {
            package var speaker: Person.ID
            package var start: Int
            package var end: Int
        }

        /// What was done.
        package enum Action: String, Codable, Hashable, Sendable {
            case answer, skip, `defer`, refer, correct
        }
    }

    /// What was made of an answer. Newer rules never change it.
    package struct Analysed: Codable, Hashable, Sendable {
        package var answer: AnswerID
        package var intent: Intent
        /// Whether the turn is over, or stays open (a question of the owner, an empty message).
        package var closesTurn: Bool
        package var statements: [StatementFact]
        /// Earlier statements that these replace.
        package var superseded: [Statement.ID]
        /// What the answer did to each field: the material from which likelihoods are learned.
        package var shifts: [FieldShift]
        package var referral: Referral?
        package var people: [Mention]
        package var acronyms: [Mention]
        package var contradictions: [ContradictionChange]
        /// What the answer says otherwise than the record; absent where there is nothing, and in logs of before.
        package var disputes: [Dispute]?
        /// Fields about which no follow-up is worth asking any more.
        package var exhausted: [Field.ID]
        /// Modelled time of question and answer, in seconds; there is no clock here.
        package var seconds: Int
        /// Words of the answer, for fatigue.
        package var words: Int

        enum CodingKeys: String, CodingKey {
            case answer, intent, statements, superseded, shifts, referral, people, acronyms, contradictions, disputes, exhausted, seconds, words
            case closesTurn = "closes_turn"
        }
    }

    /// Something the owner said that the record denies: the record's line is passage A, the owner's passage B.
    package struct Dispute: Codable, Hashable, Sendable {
        package var id: Contradiction.ID
        package var finding: RecordReading.Finding
        /// The line that says it.
        package var statement: Statement.ID
    }

    /// What the owner has taken back. The texts are to be erased by who keeps them.
    package struct Withdrawn: Codable, Hashable, Sendable {
        package var answers: [AnswerID]
        package var statements: [Statement.ID]
        package var texts: [Identifier<TextRef.Subject>]
        /// Texts of which a part was taken back: the new one has the same length, so that every place in it stays.
        package var rewritten: [Rewrite]

        /// An old text and the one that stands in its place.
        package struct Rewrite: Codable, Hashable, Sendable {
            package var old: Identifier<TextRef.Subject>
            package var new: TextRef
        }
    }

    /// One line in the owner's pass, or corrected in the conversation.
    package struct StatementRevised: Codable, Hashable, Sendable {
        package var statement: Statement.ID
        package var action: Action
        package var revision: Int
        /// The new wording; only for `correct`.
        package var text: TextRef?
        /// UTF-8 bytes of the new wording, 0 where there is none.
        package var bytes: Int
        /// 0…100.
        package var confidence: Int
        package var label: Label
        package var routes: [ReviewRoute]
        /// What the new wording settles; absent where there is nothing.
        package var settles: [ContradictionChange]?

        /// What was done.
        package enum Action: String, Codable, Hashable, Sendable {
            case confirm, correct
            case keepPrivate = "private"
        }
    }

    /// The owner is through with their lines, or the pass was waived.
    package struct OwnerPassed: Codable, Hashable, Sendable {
        /// Why it was waived; `nil` when the owner did it.
        package var waived: TextRef?
    }
}

/// An answer's id.
package typealias AnswerID = Identifier<InterviewEvent.Answered>

/// What somebody meant by a message.
package enum Intent: String, Codable, Hashable, Sendable, CaseIterable {
    case answer, none, skip, `defer`, refer
    case unknown = "dont_know"
    case question, empty, abusive, correction
}

/// A statement as the log knows it: everything but its words.
package struct StatementFact: Codable, Hashable, Sendable {
    /// What the sentence is worth to one field.
    package struct Credit: Codable, Hashable, Sendable {
        package var field: Field.ID
        /// 0…100.
        package var confidence: Int

        package init(field: Field.ID, confidence: Int) {
            self.field = field
            self.confidence = confidence
        }
    }

    /// What it rests on beside the answer itself.
    package struct Support: Codable, Hashable, Sendable {
        /// The passage of the record, or `nil` for something the owner named that is not among the sources.
        package var excerpt: Excerpt.ID?
        /// Where the owner named it.
        package var span: WordSpan

        package init(excerpt: Excerpt.ID?, span: WordSpan) {
            self.excerpt = excerpt
            self.span = span
        }
    }

    /// `<interview>.s<n>`.
    package var id: Statement.ID
    package var field: Field.ID
    package var kind: StatementKind
    package var severity: Severity?
    /// 0…100.
    package var confidence: Int
    package var label: Label
    package var routes: [ReviewRoute]
    package var span: WordSpan
    package var support: [Support]
    /// Further fields that the sentence tells something about.
    package var also: [Credit]
    /// What a full answer would have besides.
    package var missing: [Aspect]
    /// The field that a follow-up would be about, with what it would ask for; `nil` where none is worth it.
    package var followUp: Field.ID?
    /// The earlier statement that it replaces.
    package var supersedes: Statement.ID?
    /// What a full and heavy statement may still be asked, once.
    package var probe: Probe?

    /// What one may still want to know of a statement that lacks nothing.
    package enum Probe: String, Codable, Hashable, Sendable {
        /// Of a rule of thumb: when it would be wrong.
        case contrast
        /// Of a warning: what nobody must do.
        case forbid
        /// Where it can be seen.
        case receipt
    }
    /// Who said it, where several people said the answer.
    package var speaker: Person.ID?
    /// The risk that it keeps in check.
    package var mitigates: Statement.ID?

    enum CodingKeys: String, CodingKey {
        case id, field, kind, severity, confidence, label, routes, span, support, also, missing, supersedes, probe, speaker, mitigates
        case followUp = "follow_up"
    }
}

/// How an answer changed what is known of a field.
package struct FieldShift: Codable, Hashable, Sendable {
    package var field: Field.ID
    /// The question's name, see `Turn.key`.
    package var question: String
    /// Confidence 0…100.
    package var before: Int
    package var after: Int
    /// 0…1000: how likely there is anything to tell.
    package var existence: Int

    package init(field: Field.ID, question: String, before: Int, after: Int, existence: Int) {
        self.field = field
        self.question = question
        self.before = before
        self.after = after
        self.existence = existence
    }
}

/// "Ask X": who knows what the owner does not.
package struct Referral: Codable, Hashable, Sendable {
    package var field: Field.ID?
    /// Where the name stands in the answer; `nil` when the owner named a person of the transfer.
    package var name: WordSpan?
    package var key: UInt32?
    package var person: Person.ID?
    /// The question that was passed on; absent in older logs.
    package var turn: Turn.ID?
    /// 0…100: what being known elsewhere is worth.
    package var confidence: Int
}

/// What an answer made of a contradiction.
package struct ContradictionChange: Codable, Hashable, Sendable {
    package var contradiction: Contradiction.ID
    package var status: Contradiction.Status
    /// The statement that settles it.
    package var statement: Statement.ID?
}
