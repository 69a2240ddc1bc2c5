package import FeraDomain
import FeraInterview

/// The questions of an interview that are answered in writing.
package struct WrittenFormView: Codable, Sendable {
    /// One question, with its place in the form.
    package struct QuestionView: Codable, Sendable {
        /// From 1; `key` is what an answer names.
        package var number: Int
        package var key: String
        package var chapter: Chapter
        package var text: String
        package var why: String
        package var hint: PlaceView?
        /// What the owner has told to it; absent where nothing has been.
        package var answer: String?
    }

    package var conversationID: Conversation.ID
    package var account: Packet.Named
    package var tier: Tier
    /// The interview's phase, as in `snapshot`.
    package var state: String
    package var questions: [QuestionView]
    /// Of one answer, in UTF-8.
    package var maxBytes: Int

    enum CodingKeys: String, CodingKey {
        case account, tier, state, questions
        case conversationID = "conversation_id"
        case maxBytes = "max_bytes"
    }
}

/// Answers to any questions of the form.
package struct WrittenAnswers: Codable, Sendable {
    package var clientMessageID: String?
    /// Key of a question → what is told to it. What is blank is left out.
    package var answers: [String: String]
    /// The owner is through with the form: their pass over the lines is next.
    package var finish: Bool?

    package init(clientMessageID: String?, answers: [String: String], finish: Bool? = nil) {
        self.clientMessageID = clientMessageID
        self.answers = answers
        self.finish = finish
    }

    enum CodingKeys: String, CodingKey {
        case answers, finish
        case clientMessageID = "client_message_id"
    }
}

extension Command.Kind {
    /// Whether the command itself brings the owner in.
    var bringsIn: Bool {
        switch self {
        case .join, .write: true
        default: false
        }
    }
}

extension Conversations {
    /// The form of an interview that is answered in writing.
    package func written(_ id: Conversation.ID, for principal: Principal) async throws -> WrittenFormView {
        let file = try await writable(id, principal)
        let state = file.state, words = file.words
        let questions = interviews.interviewer.written(state, words: words)
        return WrittenFormView(
            conversationID: id, account: .init(id: state.account?.rawValue ?? "", name: state.accountName), tier: state.tier, state: state.phase.rawValue,
            questions: questions.enumerated().map { place, question in
                let told = question.answer.flatMap { id in state.answers.first { $0.id == id }?.text }
                let text = told.map { state.resolved(WordSpan(text: $0.id, start: 0, end: 0)).text ?? $0.id }
                return .init(
                    number: place + 1, key: question.key, chapter: question.chapter, text: question.text, why: question.why,
                    hint: question.hint.flatMap { Self.place($0, words) }, answer: text.flatMap { words.text($0) })
            }, maxBytes: interviews.interviewer.settings.maxAnswerBytes)
    }

    /// Takes in answers of the form: all of them or none, in one commit. What was told to a question word for word before is not told twice.
    package func write(_ form: WrittenAnswers, to id: Conversation.ID, by principal: Principal) async throws -> (accepted: Packet, packets: [Packet]) {
        let file = try await writable(id, principal)
        guard let clientID = form.clientMessageID?.nonEmpty, clientID.utf8.count <= 100 else {
            throw Transfers.invalid("client_message_id", "every form carries an id of the client's own, at most 100 bytes, so that it counts once")
        }
        let interviewer = interviews.interviewer
        var order: [String: Int] = [:]
        for (place, question) in interviewer.written(file.state, words: file.words).enumerated() { order[question.key] = place }
        let told = form.answers.filter { $0.value.nonEmpty != nil }.filter { key, text in
            guard let old = interviewer.answered(key, file.state)?.text, let words = file.words.text(old.id) else { return true }
            return words != SecretRedactor.redact(text).text
        }
        let entries = told.sorted { (order[$0.key] ?? .max, $0.key) < (order[$1.key] ?? .max, $1.key) }.map { Writing.Entry(key: $0.key, text: $0.value) }
        let isOver = form.finish == true && ![.closing, .done].contains(file.state.phase)
        if entries.isEmpty, !isOver {
            guard form.finish == true || form.answers.contains(where: { $0.value.nonEmpty != nil }) else {
                throw Transfers.invalid("answers", "nothing is written in the form")
            }
            // All of it is there already.
            return (.accepted(clientID, seq: try await interviews.loaded(id).seq), [])
        }
        let command = Command.Kind.write(Writing(entries, comesIn: true, isOver: form.finish == true && (isOver || !entries.isEmpty)))
        let reply = try await interviews.perform(command, in: id, by: principal.person, clientID: clientID)
        return (.accepted(clientID, seq: reply.seq), try await packets(reply.events, reply.file))
    }

    /// An account's interview that its owner answers in writing.
    private func writable(_ id: Conversation.ID, _ principal: Principal) async throws -> InterviewFile {
        guard try await require(id, principal) == .interview else { throw AppError.notFound("conversation") }
        let file = try await interviews.file(id)
        guard file.state.owner == principal.person else { throw AppError(.forbidden, "Only the owner answers in writing; you may type for them in the chat.") }
        guard Self.isWritten(file.state) else {
            throw AppError(
                .state, "This account is told in the chat. Choose 'written' there (the action extend), and what is left can be answered in writing.")
        }
        return file
    }

    /// Whether an interview has a form: the tail's, and where the owner has chosen to write.
    static func isWritten(_ state: InterviewState) -> Bool { state.plan?.contribution == nil && (state.tier == .tail || state.isWritten) }

    private static func place(_ span: WordSpan, _ words: Words) -> PlaceView? {
        guard let quote = words.at(span) else { return nil }
        let source = span.excerpt.flatMap { words.excerpt($0) }
        return PlaceView(name: source?.source ?? "the interview", place: source?.locator.map { "\($0)" }, quote: quote)
    }
}
