package import FeraDomain

/// An interview as its events tell it: a pure fold, without words and without settings. Any program that has the events has
/// the same state.
package struct InterviewState: Hashable, Sendable {
    /// Where the interview stands.
    package enum Phase: String, Codable, Hashable, Sendable {
        /// The record has not been read.
        case preparing
        /// The owner has not come in yet.
        case ready
        /// One turn is open.
        case asking
        /// One turn is open and waits.
        case paused
        /// The owner's pass over the lines is next.
        case closing
        /// The owner has passed the lines, or the pass was waived.
        case done
    }

    /// What is known of a field.
    package struct FieldState: Hashable, Sendable {
        /// 0…100, from the record.
        package var record = 0
        /// 0…100, from record and answers.
        package var confidence = 0
        /// 0…1000 once an answer has changed it; before that the settings say.
        package var existence: Int?
        /// Sum of the likelihoods with which it was asked, in hundredths.
        package var asked = 0
        package var gapTries = 0
        package var followUps = 0
        package var isExhausted = false
        /// The owner did not want to say; not asked again, listed as open.
        package var isSkipped = false
        package var referral: Referral?
        package var hint: WordSpan?
    }

    /// A statement with what became of it since.
    package struct StatementState: Hashable, Sendable {
        package var fact: StatementFact
        package var status: Statement.Status = .proposed
        package var revision = 1
        package var label: Label
        package var routes: [ReviewRoute]
        /// Where the words of the newest revision stand.
        package var span: WordSpan
        /// Earlier wordings, oldest first.
        package var earlier: [WordSpan] = []
        package var answer: AnswerID
        package var speaker: Person.ID
        package var saidOn: Day
        /// Why the owner's pass over this line was waived; `nil` where the owner passed it, or nobody has yet.
        package var waiver: TextRef?

        /// Whether the statement still counts.
        package var isLive: Bool { ![.withdrawn, .superseded, .rejected].contains(status) }
    }

    /// An answer with what became of it.
    package struct AnswerState: Hashable, Sendable {
        package var id: AnswerID
        package var turn: Turn.ID
        package var text: TextRef?
        package var speaker: Person.ID
        package var day: Day
        package var intent: Intent?
        package var words = 0
        package var statements: [Statement.ID] = []
        package var isWithdrawn = false
    }

    /// Two lines that disagree, and how far that is settled.
    package struct ContradictionState: Hashable, Sendable {
        package var id: Contradiction.ID
        package var finding: RecordReading.Finding
        package var status: Contradiction.Status = .open
        package var statement: Statement.ID?
        package var isAsked = false
        /// The owner's own line that the record denies; `nil` where the record contradicts itself.
        package var said: Statement.ID?
    }

    /// A question of a successor that waits for the owner.
    package struct RaisedGap: Hashable, Sendable {
        package var fact: InterviewEvent.GapRaised
        package var isAsked = false
        /// The answer that told it.
        package var answer: AnswerID?
    }

    /// What became of something that was passed on.
    package struct ReferralState: Hashable, Sendable {
        package var status: InterviewEvent.ReferralChanged.Status
        package var person: Person.ID
        package var conversation: Conversation.ID
    }

    package var interview: Conversation.ID?
    package var account: Account.ID?
    package var accountName = ""
    package var owner: Person.ID?
    package var tier: Tier = .mid
    package var language = "en"
    package var asOf: Day?
    package var questionBudget = 0
    package var minuteBudget = 0
    package var phase: Phase = .preparing
    /// The last working day has passed.
    package var isExpired = false
    /// Only questions that came back are asked.
    package var asksRaisedOnly = false
    package var reading = RecordReading()

    package var fields: [Field.ID: FieldState] = [:]
    package var turns: [Turn] = []
    /// The open turn by its place in `turns`.
    package var openTurn: Int?
    /// Whether the open turn was already put once more in short.
    package var isReasked = false
    package var askedQuestions: Set<Question.ID> = []
    package var deferred: [Int] = []
    /// The turns put off are due: a new sitting has begun.
    package var deferredAreDue = false
    package var answers: [AnswerState] = []
    package var statements: [StatementState] = []
    package var statementPlaces: [Statement.ID: Int] = [:]
    package var contradictions: [ContradictionState] = []
    package var contradictionsInARow = 0
    /// How many there have ever been: the highest number of an id.
    package var contradictionCount = 0
    package var people: [Mention] = []
    package var acronyms: [Mention] = []
    package var known: Set<UInt32> = []
    package var askedMentions: Set<Mention.ID> = []
    /// Statements that a follow-up has asked about.
    package var followedUp: Set<Statement.ID> = []
    package var raised: [RaisedGap] = []
    package var referrals: [Referral] = []
    /// Lines that reviewers have sent back since the owner has last passed all of them.
    package var sentBack: Set<Statement.ID> = []
    /// Client ids of commands that were accepted, with the answer that came of each.
    package var seen: [String: AnswerID?] = [:]
    /// Texts that were rewritten because a part of them was taken back.
    package var rewritten: [Identifier<TextRef.Subject>: Identifier<TextRef.Subject>] = [:]
    package var seconds = 0
    package var eventCount = 0
    /// Of the decision whose events are being folded.
    package var speaker: Person.ID?
    package var day: Day?
    package var clientID: String?
    /// The owner has been told that few questions are left.
    package var isToldNearlyDone = false
    /// Ten more minutes, another day or a written pass have been offered.
    package var isOffered = false
    /// What is left is answered in writing, whenever the owner finds the time.
    package var isWritten = false
    /// The owner went to another account; coming back goes on.
    package var isAway = false
    package var sittings: [Sitting] = []
    /// The sitting that has begun last, by its place.
    package var sitting: Int?
    /// Turns and modelled seconds when it began.
    package var sittingTurns = 0
    package var sittingSeconds = 0
    /// A sitting has ended and the next has not begun.
    package var awaitsSitting = false
    /// What the template wants asked; `nil`: everything.
    package var plan: InterviewPlan?
    package var plannedQuestions: Set<Question.ID>?
    /// Fields of this account alone.
    package var special: [SpecialField] = []
    /// With `asksRaisedOnly`: what a new source has brought.
    package var fresh: Fresh?
    /// Turns when it came.
    package var freshTurns = 0
    /// Who may type here beside the owner.
    package var admitted: Set<Person.ID> = []
    /// What became of referrals, by their place from 1.
    package var referralStates: [Int: ReferralState] = [:]
    /// What contributors told of fields, 0…100.
    package var contributed: [Field.ID: Int] = [:]
    /// Everything Fera has said, for taking back what of it was a quotation.
    package var said: [Identifier<TextRef.Subject>] = []

    package init() {}

    /// The turn that waits for an answer.
    package var open: Turn? { openTurn.map { turns[$0] } }

    /// The statement of that id with what became of it.
    package func statement(_ id: Statement.ID) -> StatementState? { statementPlaces[id].map { statements[$0] } }

    /// The same place after rewriting.
    package func resolved(_ span: WordSpan) -> WordSpan {
        guard let text = span.text, let newer = rewritten[text] else { return span }
        return resolved(WordSpan(text: newer, start: span.start, end: span.end))
    }
}
