import FeraAsk
import FeraDomain
import FeraStore
import Synchronization

extension Asks {
    /// An answer that a model words: the question first, then each sentence in an append of its own as soon as it has passed
    /// its check, then the end. Whoever follows sees nothing that is not stored. The writing belongs to the conversation:
    /// a caller that goes away stops nothing.
    func worded(
        _ asked: Asked, _ extractive: [Answering.Sentence], _ label: Label, by composer: AnswerComposer, _ entry: StreamCache<AskState>.Entry
    ) async throws -> Reply {
        let id = asked.place.id
        return try await Task {
            working.withLock { _ = $0.insert(id) }
            defer { working.withLock { _ = $0.remove(id) } }
            return try await write(asked, extractive, label, by: composer, entry)
        }.value
    }

    private func write(
        _ asked: Asked, _ extractive: [Answering.Sentence], _ label: Label, by composer: AnswerComposer, _ entry: StreamCache<AskState>.Entry
    ) async throws -> Reply {
        let id = asked.place.id
        // What opens the conversation is taken in from the log with the question.
        var writing = Writing(entry: asked.opened == nil ? entry : .init(state: AskState(), seq: 0))
        var texts: [TextDraft] = []
        let event = AskEvent.asked(
            asked.event { content in
                let text = journal.mint.text(content)
                texts.append(text.draft)
                return text.ref
            })
        var drafts = try asked.opened.map { [journal.draft($0.type, try $0.payload(), by: asked.principal.person)] } ?? []
        drafts.append(journal.draft(event.type, try event.payload(), by: asked.principal.person, clientID: asked.clientID))
        let line = journal.audit(asked.principal.person.rawValue, "clone.ask", asked.reading.clone.rawValue, "version \(asked.reading.version)")
        try await unlessThere(asked.place) { try await append(drafts, texts, [line], to: id, &writing) }
        // Whoever asked hears of the question and its answer; the opening they know.
        if asked.opened != nil { writing.events.removeFirst() }
        let seq = writing.entry.seq
        let outcome = try await composer.compose(asked.wording.completed ?? asked.wording.question, extractive, label: label, asked.reading) { sentence in
            try await append([sentence], nil, to: id, &writing)
        }
        let rest = outcome.isWhole ? [] : Self.rest(of: extractive, after: writing.entry.state)
        let end = AskEvent.answered(.init(answer: Self.answerID(id, asked: seq), prompt: outcome.prompt, heldBack: outcome.heldBack))
        try await append(rest, end, to: id, &writing)
        return Reply(conversation: id, seq: seq, events: try writing.events.map { try AskRecord($0) })
    }

    /// Where the writing of an answer stands.
    private struct Writing {
        var entry: StreamCache<AskState>.Entry
        var events: [StoredEvent] = []
    }

    /// What of the clone's own answer was not told yet.
    private static func rest(of extractive: [Answering.Sentence], after state: AskState) -> [Answering.Sentence] {
        let told = state.unfinished?.passages ?? []
        return extractive.filter { !told.isSuperset(of: $0.body.citations.map(\.passageID)) }
    }

    private func append(_ sentences: [Answering.Sentence], _ end: AskEvent?, to id: Conversation.ID, _ writing: inout Writing) async throws {
        var drafts: [EventDraft] = [], texts: [TextDraft] = []
        for sentence in sentences {
            let body = journal.mint.text(sentence.body.encoded)
            let event = AskEvent.sentence(.init(body: body.ref, label: sentence.label, passages: sentence.body.citations.map(\.passageID)))
            drafts.append(journal.draft(event.type, try event.payload(), by: nil))
            texts.append(body.draft)
        }
        if let end { drafts.append(journal.draft(end.type, try end.payload(), by: nil)) }
        try await append(drafts, texts, [], to: id, &writing)
    }

    private func append(
        _ drafts: [EventDraft], _ texts: [TextDraft], _ audit: [AuditDraft], to id: Conversation.ID, _ writing: inout Writing
    ) async throws {
        let part = StreamPart(Self.stream(id), expectedSeq: writing.entry.seq, drafts)
        guard case .appended(let stored) = try await journal.append(Append([part], texts: texts, audit: audit)) else {
            throw Self.sentTwice
        }
        writing.entry = try states.advanced(Self.stream(id), writing.entry, by: stored)
        writing.events += stored
    }

    // MARK: What was interrupted

    /// Ends an answer that a crash or a full disk has cut off, unless somebody is writing it just now. Called whenever a
    /// conversation is looked into.
    func endInterrupted(_ id: Conversation.ID, by principal: Principal) async throws {
        guard try await states.entry(Self.stream(id)).state.unfinished != nil, !working.withLock({ $0.contains(id) }) else { return }
        try await lock.withLock(id.rawValue) { _ = try await end(id, try await states.entry(Self.stream(id)), by: principal) }
    }

    /// The same for who holds the conversation's lock: the rest of the clone's own answer follows what was shown, without the
    /// model, from the version that was asked. Where the caller's rights answer it no more, an answer that had begun is ended
    /// as it stands, and one without a sentence is refused.
    func end(_ id: Conversation.ID, _ entry: StreamCache<AskState>.Entry, by principal: Principal) async throws -> StreamCache<AskState>.Entry {
        guard let open = entry.state.unfinished, let clone = entry.state.clone else { return entry }
        var writing = Writing(entry: entry)
        let answer = Self.answerID(id, asked: open.seq)
        let question = try await journal.words([open.question])[open.question.id.rawValue]
        let reading = try await clones.reading(clone, version: open.version, capability: .ask, for: principal)
        var sentences: [Answering.Sentence] = []
        var ended = AskEvent.answered(.init(answer: answer, heldBack: ["interrupted"]))
        if let question {
            let result = try await self.answer(question, reading)
            sentences = Self.rest(of: result.sentences, after: entry.state)
            if case .refused(let reason, let nearest) = result.ending, open.passages.isEmpty {
                ended = .refused(.init(answer: answer, reason: reason.rawValue, gap: nil, nearest: nearest))
            }
        }
        try await append(sentences, ended, to: id, &writing)
        return writing.entry
    }
}
