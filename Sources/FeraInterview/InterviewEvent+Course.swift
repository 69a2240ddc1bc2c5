package import FeraDomain

extension InterviewEvent {
    /// There is more time: the budget has new totals.
    package struct BudgetExtended: Codable, Hashable, Sendable {
        package var choice: Choice
        /// New totals of the whole interview.
        package var questions: Int
        package var minutes: Int
        /// What Fera says to it.
        package var text: TextRef

        /// What the owner chose.
        package enum Choice: String, Codable, Hashable, Sendable, CaseIterable {
            case minutes, sitting, written
        }
    }

    /// The interview is split into sittings; they replace those that were planned and have not begun.
    package struct SittingsPlanned: Codable, Hashable, Sendable {
        package var sittings: [Sitting]
        /// New totals of the whole interview.
        package var questions: Int
        package var minutes: Int
    }

    /// A sitting's questions are asked; the next one waits for its day.
    package struct SittingEnded: Codable, Hashable, Sendable {
        package var text: TextRef
    }

    /// The record was read again with files that came after the interview was opened. What was known before keeps its ids.
    package struct RecordExtended: Codable, Hashable, Sendable {
        package var asOf: Day
        /// The whole record as it reads now; its findings and mentions count only where they are listed below.
        package var reading: RecordReading
        /// Findings that were not there before, with their ids.
        package var found: [Found]
        /// Contradictions that nobody was asked about and that the record does not show any more.
        package var gone: [Contradiction.ID]
        /// Mentions that were not there before, with their ids.
        package var people: [Mention]
        package var acronyms: [Mention]

        /// A finding with its id.
        package struct Found: Codable, Hashable, Sendable {
            package var id: Contradiction.ID
            package var finding: RecordReading.Finding
        }

        enum CodingKeys: String, CodingKey {
            case reading, found, gone, people, acronyms
            case asOf = "as_of"
        }
    }

    /// Somebody else than the owner may type in this interview, or may not any more.
    package struct Admitted: Codable, Hashable, Sendable {
        package var person: Person.ID
        package var isIn: Bool

        enum CodingKeys: String, CodingKey {
            case person
            case isIn = "in"
        }
    }

    /// What became of something that the owner passed on to somebody.
    package struct ReferralChanged: Codable, Hashable, Sendable {
        /// Its place among the interview's referrals, from 1.
        package var referral: Int
        package var status: Status
        /// Who was asked.
        package var person: Person.ID
        /// The short interview in which they answer.
        package var conversation: Conversation.ID
        /// What their answer told, with `answered`.
        package var credits: [StatementFact.Credit]

        package init(referral: Int, status: Status, person: Person.ID, conversation: Conversation.ID, credits: [StatementFact.Credit]) {
            self.referral = referral
            self.status = status
            self.person = person
            self.conversation = conversation
            self.credits = credits
        }

        /// How far it is.
        package enum Status: String, Codable, Hashable, Sendable {
            case sent, answered
        }
    }
}

/// A part of an interview on a day of its own.
package struct Sitting: Codable, Hashable, Sendable {
    /// It begins when the owner comes on this day or later.
    package var day: Day
    package var questions: Int
    /// Modelled minutes after which it ends; `nil`: the questions alone count.
    package var minutes: Int?

    package init(day: Day, questions: Int, minutes: Int? = nil) {
        self.day = day
        self.questions = questions
        self.minutes = minutes
    }
}

/// What is special to one account: a field that somebody added to its interview. Title and question are people's words and lie apart.
package struct SpecialField: Codable, Hashable, Sendable {
    /// `special.<n>`.
    package var id: Field.ID
    package var chapter: Chapter
    package var label: Label
    package var title: TextRef
    package var question: TextRef
}

/// What is still to be asked after a new source, and nothing else.
package struct Fresh: Codable, Hashable, Sendable {
    package var contradictions: [Contradiction.ID] = []
    package var fields: [Field.ID] = []
    package var mentions: [Mention.ID] = []

    package init() {}

    /// Whether there is nothing to ask.
    package var isEmpty: Bool { contradictions.isEmpty && fields.isEmpty && mentions.isEmpty }
}

/// What a template wants of an interview, as it was when the interview was opened: in the log, so that a template that is edited
/// later changes no interview.
package struct InterviewPlan: Codable, Hashable, Sendable {
    package var template: Template.ID?
    /// Weights of the fields that are asked for; no other field is.
    package var weights: [Field.ID: Int]
    /// Questions of the bank that may be asked, sorted; `nil`: all.
    package var questions: [Question.ID]?
    /// A field is asked for once one of these is known or hinted at.
    package var after: [Field.ID: [Field.ID]]
    /// The interview ends where the best question gains less per minute; `nil`: as the settings say.
    package var stop: Double?
    /// Set where a contributor answers what an owner passed on.
    package var contribution: Contribution?

    /// Where a contributor's questions come from.
    package struct Contribution: Codable, Hashable, Sendable {
        package var interview: Conversation.ID
        package var referral: Int

        package init(interview: Conversation.ID, referral: Int) {
            self.interview = interview
            self.referral = referral
        }
    }

    package init(
        template: Template.ID? = nil, weights: [Field.ID: Int], questions: [Question.ID]? = nil, after: [Field.ID: [Field.ID]] = [:],
        stop: Double? = nil, contribution: Contribution? = nil
    ) {
        self.template = template
        self.weights = weights
        self.questions = questions?.sorted()
        self.after = after
        self.stop = stop
        self.contribution = contribution
    }
}
