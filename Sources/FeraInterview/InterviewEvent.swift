package import FeraDomain

/// A fact in an interview's stream. Each is exactly one packet that a conversation can replay, and its place in the stream is
/// that packet's `seq`. Words lie apart: an event carries `TextRef`s and `WordSpan`s.
package struct InterviewEvent: Hashable, Sendable {
    /// Who caused it. Only the first event of a decision has an origin; what follows from it has none.
    package struct Origin: Codable, Hashable, Sendable {
        package var clientID: String?
        package var by: Person.ID
        package var day: Day

        package init(clientID: String?, by: Person.ID, day: Day) {
            self.clientID = clientID
            self.by = by
            self.day = day
        }

        enum CodingKeys: String, CodingKey {
            case by, day
            case clientID = "client_id"
        }
    }

    /// What happened; each case names a type in the log for ever.
    package enum Body: Hashable, Sendable {
        case prepared(Prepared)
        case joined(Joined)
        case turnOpened(Turn)
        case answered(Answered)
        case analysed(Analysed)
        case replied(Replied)
        case paused(Empty)
        case resumed(Empty)
        case withdrawn(Withdrawn)
        case statementRevised(StatementRevised)
        case ownerPassed(OwnerPassed)
        case gapRaised(GapRaised)
        case closed(Closed)
        case reopened(Reopened)
        case expired(Empty)
        case left(Empty)
        case budgetExtended(BudgetExtended)
        case sittingsPlanned(SittingsPlanned)
        case sittingEnded(SittingEnded)
        case recordExtended(RecordExtended)
        case fieldAdded(SpecialField)
        case admitted(Admitted)
        case referralChanged(ReferralChanged)
        case questionDropped(QuestionDropped)
    }

    package var origin: Origin?
    package var body: Body

    /// An event; `origin` only for the first of a decision.
    package init(_ body: Body, origin: Origin? = nil) {
        self.body = body
        self.origin = origin
    }

    /// The record has been read; the interview can begin.
    package struct Prepared: Codable, Hashable, Sendable {
        package var interview: Conversation.ID
        package var account: Account.ID
        package var accountName: String
        package var owner: Person.ID
        package var tier: Tier
        package var language: String
        package var asOf: Day
        package var questions: Int
        package var minutes: Int
        package var reading: RecordReading
        /// What the template wants asked; `nil` in logs of before there was one, and then everything is.
        package var plan: InterviewPlan?

        enum CodingKeys: String, CodingKey {
            case interview, account, owner, tier, language, questions, minutes, reading, plan
            case asOf = "as_of"
            case accountName = "account_name"
        }
    }

    /// The owner has come in; the words are the welcome.
    package struct Joined: Codable, Hashable, Sendable {
        package var text: TextRef
    }

    /// An event with nothing to say beside its type.
    package struct Empty: Codable, Hashable, Sendable {
        package init() {}
    }

    /// Something that Fera says beside the questions.
    package struct Replied: Codable, Hashable, Sendable {
        package var kind: Kind
        package var text: TextRef

        /// What the reply is about.
        package enum Kind: String, Codable, Hashable, Sendable, CaseIterable {
            case privacy, purpose
            case timeLeft = "time_left"
            case why, help, reask, redacted, abusive, referred, corrected, withdrawn, deferred
            case nearlyDone = "nearly_done"
            /// What was just said, in the owner's own words.
            case acknowledged
            /// Where we stand.
            case recap
            /// Ten more minutes, another day, or in writing.
            case budgetOffer = "budget_offer"
            /// The lines of a chapter by number, to be corrected.
            case lines
        }
    }

    /// A question of a successor that the clone could not answer.
    package struct GapRaised: Codable, Hashable, Sendable {
        package var gap: Gap.ID
        package var field: Field.ID
        package var question: TextRef
        package var label: Label
    }

    /// No more questions; the owner's pass over the lines is next.
    package struct Closed: Codable, Hashable, Sendable {
        package var reason: Reason
        /// 0…99.
        package var completeness: Int
        package var statements: Int
        package var openFields: [Field.ID]
        package var text: TextRef

        /// Why.
        package enum Reason: String, Codable, Hashable, Sendable {
            /// Nothing left that is worth a question.
            case done
            case budget, stopped, expired
        }

        enum CodingKeys: String, CodingKey {
            case reason, completeness, statements, text
            case openFields = "open_fields"
        }
    }

    /// The interview goes on after it was closed.
    package struct Reopened: Codable, Hashable, Sendable {
        package var reason: Reason
        /// With `source`: all that is asked now.
        package var fresh: Fresh?

        package init(reason: Reason, fresh: Fresh? = nil) {
            self.reason = reason
            self.fresh = fresh
        }

        /// Why.
        package enum Reason: String, Codable, Hashable, Sendable {
            /// A question came back from an asker or a reviewer, or somebody added one.
            case question
            /// The owner wants to say more.
            case more
            /// A new source.
            case source
        }
    }
}
