/// A fact in a transfer's stream. Each case's payload is one JSON object; `type` names it in the log for ever.
package enum TransferEvent: Hashable, Sendable {
    case opened(Opened)
    case participantSet(Participant)
    case joined(Joined)
    case sourceAdded(SourceAdded)
    case interviewOpened(InterviewOpened)
    case recordRead(RecordRead)
    case contributionOpened(ContributionOpened)
    case reviewed(ReviewDecision)
    case contradictionAccepted(ContradictionAccepted)
    case sealBegun(SealBegun)
    case sealed(Sealed)
    case sealFailed(SealFailed)
    case gapRaised(GapRaised)
    case gapChanged(GapChanged)
    case verified(Verified)
    case signedOff(SignedOff)
    case closed(Closed)

    /// A manager has opened the transfer.
    package struct Opened: Codable, Hashable, Sendable {
        package var template: Template.ID
        package var title: String
        package var lastWorkingDay: Day
        package var language: String
        package var participants: [Participant]
        package var accounts: [Account]
        /// JSON `{"scope","reason"}`: what the manager wrote.
        package var context: TextRef

        package init(
            template: Template.ID, title: String, lastWorkingDay: Day, language: String, participants: [Participant], accounts: [Account], context: TextRef
        ) {
            self.template = template
            self.title = title
            self.lastWorkingDay = lastWorkingDay
            self.language = language
            self.participants = participants
            self.accounts = accounts
            self.context = context
        }

        enum CodingKeys: String, CodingKey {
            case template, title, language, participants, accounts, context
            case lastWorkingDay = "last_working_day"
        }
    }

    /// Somebody has signed in for the first time.
    package struct Joined: Codable, Hashable, Sendable {
        package var person: Person.ID
        package init(person: Person.ID) { self.person = person }
    }

    /// A file of the record was read.
    package struct SourceAdded: Codable, Hashable, Sendable {
        package var source: Source
        /// The extracted text with its excerpts, as JSON.
        package var extraction: TextRef
        package init(source: Source, extraction: TextRef) {
            self.source = source
            self.extraction = extraction
        }
    }

    /// The record of an account was read and its interview can begin.
    package struct InterviewOpened: Codable, Hashable, Sendable {
        package var account: Account.ID
        package var interview: Conversation.ID
        package init(account: Account.ID, interview: Conversation.ID) {
            self.account = account
            self.interview = interview
        }
    }

    /// An open interview has read the files that came after it was opened.
    package struct RecordRead: Codable, Hashable, Sendable {
        package var account: Account.ID
        /// How many of the transfer's sources it has read now, those of other accounts counted.
        package var sources: Int
        package init(account: Account.ID, sources: Int) {
            self.account = account
            self.sources = sources
        }
    }

    /// Something that an owner passed on was put to somebody, who answers in a short interview of their own.
    package struct ContributionOpened: Codable, Hashable, Sendable {
        package var account: Account.ID
        /// The owner's interview, and the place of what was passed on among its referrals, from 1.
        package var interview: Conversation.ID
        package var referral: Int
        package var person: Person.ID
        package var conversation: Conversation.ID
        package init(account: Account.ID, interview: Conversation.ID, referral: Int, person: Person.ID, conversation: Conversation.ID) {
            self.account = account
            self.interview = interview
            self.referral = referral
            self.person = person
            self.conversation = conversation
        }
    }

    /// A reviewer accepts that a contradiction stays open.
    package struct ContradictionAccepted: Codable, Hashable, Sendable {
        package var contradiction: Contradiction.ID
        package var reason: TextRef
        package var by: Person.ID
        package init(contradiction: Contradiction.ID, reason: TextRef, by: Person.ID) {
            self.contradiction = contradiction
            self.reason = reason
            self.by = by
        }
    }

    /// Sealing has begun: everything that goes into the file is fixed, so that a restart seals the same bytes.
    package struct SealBegun: Codable, Hashable, Sendable {
        package var account: Account.ID
        package var clone: CloneID
        package var version: Int
        /// What is sealed, with its salts, as JSON.
        package var input: TextRef
        package var by: Person.ID
        package init(account: Account.ID, clone: CloneID, version: Int, input: TextRef, by: Person.ID) {
            self.account = account
            self.clone = clone
            self.version = version
            self.input = input
            self.by = by
        }
    }

    /// A version is sealed: its files are written, verified and synced.
    package struct Sealed: Codable, Hashable, Sendable {
        package var account: Account.ID
        package var clone: CloneID
        package var version: Int
        package var root: String
        package var editions: [Edition]
        package var statements: [Statement.ID]
        /// The wording of each statement that was sealed, in their order.
        package var revisions: [Int]
        package init(
            account: Account.ID, clone: CloneID, version: Int, root: String, editions: [Edition], statements: [Statement.ID], revisions: [Int]
        ) {
            self.account = account
            self.clone = clone
            self.version = version
            self.root = root
            self.editions = editions
            self.statements = statements
            self.revisions = revisions
        }
    }

    /// A seal that had begun could not be ended; nothing was sealed.
    package struct SealFailed: Codable, Hashable, Sendable {
        package var account: Account.ID
        package var version: Int
        package var why: String
        package init(account: Account.ID, version: Int, why: String) {
            self.account = account
            self.version = version
            self.why = why
        }
    }

    /// A refused question. Its words lie apart; equal questions are counted, not doubled.
    package struct GapRaised: Codable, Hashable, Sendable {
        package var gap: Gap.ID
        package var account: Account.ID
        package var label: Label
        package var question: TextRef
        package var conversation: Conversation.ID
        package init(gap: Gap.ID, account: Account.ID, label: Label, question: TextRef, conversation: Conversation.ID) {
            self.gap = gap
            self.account = account
            self.label = label
            self.question = question
            self.conversation = conversation
        }
    }

    /// A gap was put to somebody, answered or closed.
    package struct GapChanged: Codable, Hashable, Sendable {
        package var gap: Gap.ID
        package var status: Gap.Status
        package init(gap: Gap.ID, status: Gap.Status) {
            self.gap = gap
            self.status = status
        }
    }

    /// Who decides a route has said that a version is complete enough to work from.
    package struct Verified: Codable, Hashable, Sendable {
        package var account: Account.ID
        package var version: Int
        package var route: ReviewRoute
        package var by: Person.ID
        package init(account: Account.ID, version: Int, route: ReviewRoute, by: Person.ID) {
            self.account = account
            self.version = version
            self.route = route
            self.by = by
        }
    }

    /// Who takes over has said: I have it.
    package struct SignedOff: Codable, Hashable, Sendable {
        package var account: Account.ID
        package var version: Int
        package var by: Person.ID
        package init(account: Account.ID, version: Int, by: Person.ID) {
            self.account = account
            self.version = version
            self.by = by
        }
    }

    /// The manager has ended the transfer.
    package struct Closed: Codable, Hashable, Sendable {
        package var by: Person.ID
        package init(by: Person.ID) { self.by = by }
    }
}

/// An interview or an ask: what packets belong to.
package enum Conversation {
    package typealias ID = Identifier<Conversation>
}
