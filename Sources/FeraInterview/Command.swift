package import FeraDomain

/// What somebody wants of an interview.
package struct Command: Hashable, Sendable {
    /// Each command; a turn of `nil` means the open one.
    package enum Kind: Hashable, Sendable {
        case prepare(Preparation)
        case join
        /// An answer. Without a turn it is meant for the open one.
        case answer(turn: Turn.ID?, text: String)
        /// An answer that somebody else said, or several did, typed by who sat with them.
        case said(turn: Turn.ID?, text: String, Speakers)
        case skip(turn: Turn.ID?)
        case `defer`(turn: Turn.ID?)
        /// "Ask X": a name as typed, and the person where X belongs to the transfer.
        case refer(turn: Turn.ID?, name: String, person: Person.ID?)
        case correct(Statement.ID, text: String)
        case confirm(Statement.ID)
        case keepPrivate(Statement.ID)
        case withdrawStatement(Statement.ID)
        case withdrawAnswer(AnswerID)
        /// The newest answer that still stands.
        case withdrawLast
        case pause, resume, why, stop
        case finishPass
        case waivePass(reason: String)
        /// A question that was refused to an asker; its words are kept already.
        case raiseGap(Gap.ID, field: Field.ID?, question: TextRef, label: Label)
        case reopen
        /// Off to another account; the open question is put off.
        case leave
        /// More time than was planned; `nil` for the day: tomorrow.
        case extend(InterviewEvent.BudgetExtended.Choice, day: Day?)
        case planSittings([Sitting])
        /// The record with files that came later, read as a whole.
        case extendRecord(RecordReading)
        /// Something that is special to this account.
        case addField(title: String, question: String, chapter: Chapter)
        /// Lets somebody type here, or not any more.
        case admit(Person.ID, isIn: Bool)
        /// What became of something that was passed on.
        case referralChanged(InterviewEvent.ReferralChanged)
        /// Answers that were written outside the chat.
        case write(Writing)
        /// What a reviewer wanted to know of a line needs no answer any more.
        case dropQuestions(about: Statement.ID)
        /// The last working day has passed.
        case expire
    }

    package var kind: Kind
    /// The client's own id; the same id again has the same effect once.
    package var clientID: String?
    package var by: Person.ID
    package var day: Day

    /// A command of a person on a day; there is no clock here.
    package init(_ kind: Kind, clientID: String? = nil, by: Person.ID, day: Day) {
        self.kind = kind
        self.clientID = clientID
        self.by = by
        self.day = day
    }
}

/// Who may have said an answer, with the names by which a transcript calls them.
package struct Speakers: Hashable, Sendable {
    /// Who said it all; `nil` where the text names its speakers line by line ("Name: …").
    package var speaker: Person.ID?
    /// Everybody who can be named.
    package var roster: [Named]

    /// Somebody with their name.
    package struct Named: Hashable, Sendable {
        package var person: Person.ID
        package var name: String

        package init(person: Person.ID, name: String) {
            self.person = person
            self.name = name
        }
    }

    package init(speaker: Person.ID? = nil, roster: [Named]) {
        self.speaker = speaker
        self.roster = roster
    }
}

/// What an interview begins with.
package struct Preparation: Hashable, Sendable {
    package var interview: Conversation.ID
    package var account: Account.ID
    package var accountName: String
    package var owner: Person.ID
    package var tier: Tier
    package var language: String
    package var reading: RecordReading
    package var plan: InterviewPlan?
    /// Overrides of the tier's budget.
    package var questions: Int?
    package var minutes: Int?

    package init(
        interview: Conversation.ID, account: Account.ID, accountName: String, owner: Person.ID, tier: Tier, language: String = "en", reading: RecordReading,
        plan: InterviewPlan? = nil, questions: Int? = nil, minutes: Int? = nil
    ) {
        self.interview = interview
        self.account = account
        self.accountName = accountName
        self.owner = owner
        self.tier = tier
        self.language = language
        self.reading = reading
        self.plan = plan
        self.questions = questions
        self.minutes = minutes
    }
}

/// What came of a command.
package struct Decision: Sendable {
    /// How a command ended.
    package enum Outcome: Hashable, Sendable {
        /// Taken; for an answer, its id.
        case accepted(answer: AnswerID?)
        /// The same client id was taken before; nothing happens again.
        case duplicate(answer: AnswerID?)
        /// Meant for a turn that is no longer open; the text is the person's draft.
        case stale(open: Turn.ID?)
        /// Not taken, with a stable code and what to do next.
        case refused(Refusal)
    }

    /// Words that an event refers to, to be kept apart with it.
    package struct TextDraft: Hashable, Sendable {
        package var ref: TextRef
        package var content: String
    }

    package var outcome: Outcome
    /// To be appended in one transaction, in this order.
    package var events: [InterviewEvent]
    package var texts: [TextDraft]
    /// Texts whose words are to be erased with the events.
    package var erased: [Identifier<TextRef.Subject>]
    /// The state after the events.
    package var state: InterviewState
}

/// Why a command was not taken.
package struct Refusal: Error, Hashable, Sendable, CustomStringConvertible {
    /// Stable; stands in error packets.
    package enum Code: String, Codable, Hashable, Sendable, CaseIterable {
        case notPrepared = "not_prepared"
        case alreadyPrepared = "already_prepared"
        case noOpenTurn = "no_open_turn"
        case notPaused = "not_paused"
        case tooLong = "too_long"
        case empty
        case unknownStatement = "unknown_statement"
        case unknownAnswer = "unknown_answer"
        case settled
        case stillAsking = "still_asking"
        case alreadyPassed = "already_passed"
        case alreadyRaised = "already_raised"
        case unknownField = "unknown_field"
        case expired
        /// A sitting has a day, and it has not come.
        case notYet = "not_yet"
        /// A name in a transcript is nobody's here.
        case unknownSpeaker = "unknown_speaker"
        case invalidPlan = "invalid_plan"
        case unknownReferral = "unknown_referral"
    }

    package var code: Code
    package var message: String

    /// A refusal with a message for a person.
    package init(_ code: Code, _ message: String) {
        self.code = code
        self.message = message
    }

    package var description: String { message }
}
