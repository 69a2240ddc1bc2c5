import FeraAsk
import FeraDomain
import FeraStore
import Foundation

extension Asks {
    /// Question, sentences and end as one append, with the opening before them where the conversation is new.
    func keep(_ asked: Asked, _ result: Answering.Result, _ entry: StreamCache<AskState>.Entry) async throws -> Reply {
        let id = asked.place.id, (reading, principal) = (asked.reading, asked.principal)
        var texts: [TextDraft] = [], words = Words()
        func kept(_ content: String) -> TextRef {
            let text = journal.mint.text(content)
            texts.append(text.draft)
            words.texts[text.ref.id.rawValue] = content
            return text.ref
        }
        let seq = entry.seq + (asked.opened == nil ? 1 : 2)
        let answerID = Self.answerID(id, asked: seq)
        let first = asked.event(kept)
        var events = [AskRecord(seq: seq, clientID: asked.clientID, event: .asked(first))]
        func add(_ event: AskEvent) { events.append(AskRecord(seq: seq + Int64(events.count), event: event)) }
        for sentence in result.sentences {
            let body = kept(sentence.body.encoded)
            words.bodies[body.id.rawValue] = sentence.body
            add(.sentence(.init(body: body, label: sentence.label, passages: sentence.body.citations.map(\.passageID))))
        }
        var raised: TransferEvent.GapRaised?
        switch result.ending {
        case .answered: add(.answered(.init(answer: answerID)))
        case .refused(let reason, let nearest):
            if reason != .ambiguous {
                let label = reading.pass.labels.max { $0.strictness < $1.strictness } ?? .internal
                let question = asked.wording.completed ?? asked.wording.question
                raised = .init(
                    gap: Self.gapID(question, reading.account.account.id), account: reading.account.account.id, label: label,
                    question: first.completed ?? first.question,
                    conversation: id)
            }
            add(.refused(.init(answer: answerID, reason: reason.rawValue, gap: raised?.gap, nearest: nearest)))
        }
        var drafts = try asked.opened.map { [journal.draft($0.type, try $0.payload(), by: principal.person)] } ?? []
        for record in events {
            drafts.append(
                journal.draft(
                    record.event.type, try record.event.payload(), by: record.seq == seq ? principal.person : nil, clientID: record.clientID))
        }
        let part = StreamPart(Self.stream(id), expectedSeq: entry.seq, drafts)
        let line = journal.audit(principal.person.rawValue, "clone.ask", reading.clone.rawValue, "version \(reading.version)")
        let transfer = try await unlessThere(asked.place) { () -> TransferState? in
            if let raised { return try await append(part, texts, line, raising: raised, in: reading.transfer.id, by: principal) }
            try await append(Append([part], texts: texts, audit: [line]))
            return nil
        }
        // Before anything else is tried: the log and the state of this conversation must agree whatever becomes of the gap.
        var next = entry
        for record in events { next.state.apply(record) }
        next.seq = events.last?.seq ?? seq
        states.keep(Self.stream(id), next)
        if let raised, let transfer {
            // It is in the log that the owner is to be asked: that is done also where the asker has gone meanwhile.
            try await Task { try await putToOwner(raised, transfer) }.value
        }
        return Reply(conversation: id, seq: seq, events: events, words: words)
    }

    private func append(_ append: Append) async throws {
        guard case .appended = try await journal.append(append) else { throw Self.sentTwice }
    }

    static var sentTwice: AppError { AppError(.conflict, "This question was sent twice at the same moment. Send it again.") }

    /// Runs the first append of a question.
    /// - Throws: `NotNew` where the conversation was taken for new and the log knows better.
    func unlessThere<R>(_ place: Place, _ body: () async throws -> R) async throws -> R {
        do {
            return try await body()
        } catch let error as AppError where place.isNew && error.code == .conflict {
            throw NotNew()
        }
    }

    /// The refusal and its gap are one append.
    private func append(
        _ part: StreamPart, _ texts: [TextDraft], _ line: AuditDraft, raising gap: TransferEvent.GapRaised, in id: Transfer.ID, by principal: Principal
    ) async throws -> TransferState {
        try await transfers.lock.withLock(id.rawValue) {
            let entry = try await transfers.states.entry(Transfers.stream(id))
            let raise = StreamPart(Transfers.stream(id), expectedSeq: entry.seq, [try journal.draft(.gapRaised(gap), by: principal.person)])
            guard case .appended(let stored) = try await journal.append(Append([part, raise], texts: texts, audit: [line])) else { throw Self.sentTwice }
            return try transfers.states.advanced(Transfers.stream(id), entry, by: stored).state
        }
    }
}
