import FeraDomain
import FeraInterview
import FeraStore

extension Reviews {
    /// Appends a reviewer's request for changes together with the question that it puts to whoever said the line: in one commit, so that
    /// no line waits for an answer that nobody is asked for. Past the last working day nobody is asked, and the request stands alone.
    func sendBack(
        _ statement: Statement.ID, _ route: ReviewRoute, _ revision: Int, _ reason: TextRef, _ place: Interviews.Place, by principal: Principal,
        action: String, texts: [TextDraft], _ judge: (TransferState) async throws -> [TransferEvent]
    ) async throws -> TransferState {
        try await transfers.lock.withLock(place.transfer.rawValue) {
            try await interviews.lock.withLock(place.conversation.rawValue) {
                try await transfers.changeHeld(
                    place.transfer, .review, by: principal, action: action, texts: texts,
                    beside: { transfer in
                        let entry = try await interviews.expired(place.conversation, transfer, try await interviews.loaded(place.conversation))
                        guard let line = entry.state.state.statement(statement) else { return nil }
                        let gap = Gap.ID.review(of: statement, own: line.revision, revision: revision, route: route)
                        let kind = Command.Kind.raiseGap(gap, field: line.fact.field, question: reason, label: line.label)
                        let command = Command(kind, by: principal.person, day: journal.now().day)
                        // The question quotes the reason, whose words are kept by this very append.
                        if let words = texts.first(where: { $0.id == reason.id.rawValue })?.content { entry.state.shelf.add([reason.id.rawValue: words]) }
                        let (decision, drafts) = interviews.decide(command, entry.state)
                        guard case .accepted = decision.outcome, !decision.events.isEmpty else { return nil }
                        let part = StreamPart(Interviews.stream(place.conversation), expectedSeq: entry.seq, try interviews.drafts(decision, command))
                        return .init(part: part, texts: drafts) { [interviews] in interviews.keep(decision, of: place.conversation, entry, $0) }
                    }, judge)
            }
        }
    }

    /// A line that was decided otherwise is asked about no more.
    func dropQuestions(about statement: Statement.ID, _ place: Interviews.Place, by principal: Principal) async throws {
        let state = try await interviews.file(place.conversation).state
        guard !state.isExpired, state.raised.contains(where: { $0.fact.gap.reviewed == statement && $0.answer == nil }) else { return }
        do {
            _ = try await interviews.perform(.dropQuestions(about: statement), in: place.conversation, by: principal.person, clientID: nil)
        } catch let error as AppError where error.code == .state {
            // Somebody else has let it go meanwhile.
        }
    }
}
