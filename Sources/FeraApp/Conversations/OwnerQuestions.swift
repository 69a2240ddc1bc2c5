import FeraCrypto
package import FeraDomain
import FeraInterview
import FeraStore
import Foundation

/// A question that is asked once about all accounts of an owner.
package struct OwnerQuestionView: Codable, Sendable {
    package var id: Question.ID
    package var text: String
    package var probes: [String]
    package var answered: Bool
    /// Where the answers were filed.
    package var filed: [Filed]
    /// What was told and named no account; nobody else reads it.
    package var rest: String?

    /// An answer in one account's interview.
    package struct Filed: Codable, Sendable {
        package var transferID: Transfer.ID
        package var account: Packet.Named
        package var conversationID: Conversation.ID
        package var answerID: String
        /// Lines that came of it and still stand.
        package var statements: [StatementView]

        enum CodingKeys: String, CodingKey {
            case account, statements
            case transferID = "transfer_id"
            case conversationID = "conversation_id"
            case answerID = "answer_id"
        }
    }
}

/// The questions with the accounts that their answers may name.
package struct OwnerQuestionsView: Codable, Sendable {
    package var items: [OwnerQuestionView]
    package var accounts: [Packet.Named]
}

/// What is asked once of an owner: the answer is taken apart by the accounts that it names, and each part becomes an answer in that
/// account's interview, all of them in one commit.
package struct OwnerQuestions: Sendable {
    let interviews: Interviews
    private var journal: Journal { interviews.journal }
    private var transfers: Transfers { interviews.transfers }
    private var interviewer: Interviewer { interviews.interviewer }

    package init(interviews: Interviews) { self.interviews = interviews }

    /// An account that somebody owns in an open transfer.
    struct Own {
        var transfer: TransferState
        var account: Account
        var interview: Conversation.ID?
    }

    /// The accounts whose interviews are the caller's, in transfers that are open and whose last working day has not passed.
    func accounts(of principal: Principal) async throws -> [Own] {
        let today = journal.now().day
        var own: [Own] = []
        for id in try await transfers.parts(of: principal.person).sorted() {
            let state = try await transfers.state(id)
            guard !state.isClosed, let opened = state.opened, opened.lastWorkingDay >= today,
                Gate.pass(principal, in: state)?.capabilities.contains(.answer) == true
            else { continue }
            for account in state.accountOrder {
                guard let record = state.accounts[account] else { continue }
                let owner = try await record.interview.asyncMap { try await self.interviews.owner(of: $0) } ?? state.people(with: .owner).first
                if owner == principal.person { own.append(Own(transfer: state, account: record.account, interview: record.interview)) }
            }
        }
        return own
    }

    /// The questions, with what became of those that were answered. Who owns nothing has none.
    package func list(for principal: Principal) async throws -> OwnerQuestionsView {
        let own = try await accounts(of: principal)
        guard !own.isEmpty else { return OwnerQuestionsView(items: [], accounts: []) }
        let answered = try await answers(of: principal)
        var items: [OwnerQuestionView] = []
        for question in interviewer.ownerQuestions(asked: []) {
            items.append(try await view(question, answered.filter { $0.question == question.id }, own, principal))
        }
        return OwnerQuestionsView(items: items, accounts: own.map { .init(id: $0.account.id.rawValue, name: $0.account.name) })
    }

    /// Takes in an answer. What it tells of each account that it names is filed there; the rest is kept for the owner.
    /// - Throws: `.invalid` for an answer that tells something and names no account, `.tooLarge` for one that no chat would take.
    package func answer(_ id: Question.ID, _ text: String, clientID: String?, by principal: Principal) async throws -> OwnerQuestionView {
        let own = try await accounts(of: principal)
        guard let question = interviewer.ownerQuestions(asked: []).first(where: { $0.id == id }), !own.isEmpty else { throw AppError.notFound("question") }
        guard let clientID = clientID?.nonEmpty, clientID.utf8.count <= 100 else {
            throw Transfers.invalid("client_message_id", "every answer carries an id of the client's own, at most 100 bytes, so that it counts once")
        }
        let most = interviewer.settings.maxAnswerBytes
        guard text.utf8.count <= most else {
            throw AppError(.tooLarge, "The text has \(text.utf8.count) bytes; at most \(most) are taken. Please send it in parts.")
        }
        guard text.nonEmpty != nil else { throw Transfers.invalid("text", "an answer has words") }
        // One after the other: the same answer sent twice at once is filed once.
        try await interviews.lock.withLock(Directory.stream(principal.person)) {
            guard try await journal.event(in: Directory.stream(principal.person), clientID: "owner:\(clientID)") == nil else { return }
            try await file(question, text, "owner:\(clientID)", own, principal)
        }
        let now = try await accounts(of: principal)
        return try await view(question, try await answers(of: principal).filter { $0.question == id }, now, principal)
    }

    private func file(_ question: Question, _ text: String, _ clientID: String, _ own: [Own], _ principal: Principal) async throws {
        let redacted = SecretRedactor.redact(text)
        let split = interviewer.ownerWide(redacted.text, accounts: own.map { ($0.account.id, $0.account.name) })
        guard !split.shares.isEmpty || interviewer.saysNothing(redacted.text) else {
            let names = own.map(\.account.name).joined(separator: ", ")
            throw Transfers.invalid("text", "it names none of your accounts (\(names)); begin a sentence with the account that it is about")
        }
        var shares: [Conversation.ID: String] = [:]
        for one in own {
            guard let share = split.shares[one.account.id] else { continue }
            let interview: Conversation.ID
            if let known = one.interview {
                interview = known
            } else {
                interview = try await interviews.open(one.account.id, in: one.transfer.id, by: principal)
            }
            shares[interview] = share
        }
        let held = shares.keys.sorted()
        try await withLocks(held[...]) {
            var filed: [PersonEvent.OwnerAnswered.Filed] = []
            var append = Append()
            var decided: [(id: Conversation.ID, decision: Decision, entry: StreamCache<InterviewFile>.Entry)] = []
            for id in held {
                let entry = try await interviews.loaded(id)
                let writing = Writing([.init(key: "bank:\(question.id)", text: shares[id] ?? "")], comesIn: false)
                let command = Command(.write(writing), clientID: clientID, by: principal.person, day: journal.now().day)
                var (decision, texts) = interviews.decide(command, entry.state)
                if case .refused(let refusal) = decision.outcome { throw AppError(refusal) }
                let answer = decision.events.lazy.compactMap { if case .answered(let value) = $0.body, value.text != nil { value.answer } else { nil } }.first
                guard let answer else { continue }
                await interviews.reword(&decision, &texts, entry.state)
                filed.append(.init(conversation: id, answer: answer.rawValue))
                append.parts.append(StreamPart(Interviews.stream(id), expectedSeq: entry.seq, try interviews.drafts(decision, command)))
                append.texts += texts
                append.erasures += decision.erased.map(\.rawValue)
                decided.append((id, decision, entry))
            }
            // What was left of an earlier answer is a draft of the owner's: it goes when they answer anew.
            let earlier = try await answers(of: principal).filter { $0.question == question.id }.compactMap(\.rest)
            append.erasures += try await journal.words(earlier).keys.sorted()
            let rest = split.rest.nonEmpty.map { journal.mint.text($0) }
            if let rest { append.texts.append(rest.draft) }
            let event = PersonEvent.ownerAnswered(.init(question: question.id, filed: filed, rest: rest?.ref, redactions: redacted.findings.count))
            let draft = journal.draft(event.type, try event.payload(), by: principal.person, clientID: clientID)
            append.parts.append(StreamPart(Directory.stream(principal.person), expectedSeq: nil, [draft]))
            append.audit.append(journal.audit(principal.person.rawValue, "owner_question.answer", question.id.rawValue))
            guard case .appended(let stored) = try await journal.append(append) else { return }
            for one in decided { interviews.keep(one.decision, of: one.id, one.entry, stored) }
        }
    }

    /// Holds several interviews at once, always in the same order, so that nobody waits for each other.
    private func withLocks(_ ids: ArraySlice<Conversation.ID>, _ body: () async throws -> Void) async throws {
        guard let first = ids.first else { return try await body() }
        try await interviews.lock.withLock(first.rawValue) { try await withLocks(ids.dropFirst(), body) }
    }

    private func answers(of principal: Principal) async throws -> [PersonEvent.OwnerAnswered] {
        try await journal.events(of: Directory.stream(principal.person)).compactMap { stored in
            guard case .ownerAnswered(let value) = try PersonEvent(type: stored.type, payload: Data(stored.payload)) else { return nil }
            return value
        }
    }

    private func view(_ question: Question, _ answers: [PersonEvent.OwnerAnswered], _ own: [Own], _ principal: Principal) async throws -> OwnerQuestionView {
        let name = try await interviews.directory.person(principal.person).name
        var filed: [OwnerQuestionView.Filed] = []
        for answer in answers.flatMap(\.filed) {
            // What has been closed since, or is somebody else's now, is not shown through this door.
            guard let one = own.first(where: { $0.interview == answer.conversation }) else { continue }
            let file = try await interviews.file(answer.conversation)
            let lines = InterviewStatements(interviewer: interviewer, file: file)
            let said = file.state.statements.filter { $0.answer.rawValue == answer.answer && $0.isLive }
            filed.append(
                .init(
                    transferID: one.transfer.id, account: .init(id: one.account.id.rawValue, name: one.account.name), conversationID: answer.conversation,
                    answerID: answer.answer, statements: said.compactMap { lines.view($0.fact.id) { _ in name } }))
        }
        let words = try await journal.words(answers.compactMap(\.rest))
        let rest = answers.compactMap { $0.rest.flatMap { words[$0.id.rawValue] } }.joined(separator: " ")
        return OwnerQuestionView(
            id: question.id, text: question.text, probes: question.probes, answered: !answers.isEmpty, filed: filed, rest: rest.nonEmpty)
    }
}
