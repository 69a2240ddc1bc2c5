import FeraCrypto
package import FeraDomain
import FeraStore

extension Asks {
    /// Equal questions about an account are one gap: equal but for case, punctuation and spaces.
    static func gapID(_ question: String, _ account: Account.ID) -> Gap.ID {
        let words = question.lowercased().split { !$0.isLetter && !$0.isNumber }.joined(separator: " ")
        return Gap.ID("ga_\(SHA256.hash("\(account)\n\(words)").hex.prefix(26))")
    }

    /// After a lock: whoever was refused a question that the new version answers is told, with the answer, in their
    /// conversation. Their rights are asked again; who may not read the answer hears nothing.
    package func tellAskers(_ transfer: TransferState, _ account: Account.ID) async throws {
        guard let record = transfer.accounts[account], let clone = record.clone else { return }
        var closed: [Gap.ID] = []
        for id in transfer.gapOrder {
            guard let raised = transfer.gaps[id], raised.gap.account == account, raised.status != .closed,
                let question = try await journal.words([raised.gap.question])[raised.gap.question.id.rawValue]
            else { continue }
            var isAnswered = false
            for conversation in raised.conversations where try await tell(conversation, question, id, clone, record.version) { isAnswered = true }
            if isAnswered { closed.append(id) }
        }
        try await mark(closed, .closed, in: transfer.id)
    }

    private func tell(_ conversation: Conversation.ID, _ question: String, _ gap: Gap.ID, _ clone: CloneID, _ version: Int) async throws -> Bool {
        let state = try await states.entry(Self.stream(conversation)).state
        guard let person = state.person else { return false }
        let principal = Principal(person: person, workspaceRoles: [], credential: .console)
        do {
            let reading = try await clones.reading(clone, version: version, capability: .ask, for: principal)
            let today = journal.now().day
            let asker = asker
            let result = try await journal.lanes.asks.run { try Answering(asker: asker, today: today).answer(question, clone, version, reading.editions) }
            guard case .answered = result.ending else { return false }
            let text = journal.mint.text("Version \(version) answers what you asked: \(question)")
            let event = AskEvent.notified(.init(gap: gap, version: version, text: text.ref))
            try await lock.withLock(conversation.rawValue) {
                let entry = try await states.entry(Self.stream(conversation))
                let part = StreamPart(
                    Self.stream(conversation), expectedSeq: entry.seq,
                    [journal.draft(event.type, try event.payload(), by: nil, clientID: "told:\(gap):\(version)")])
                if case .appended(let stored) = try await journal.append(Append([part], texts: [text.draft])) {
                    try states.advanced(Self.stream(conversation), entry, by: stored)
                }
            }
            _ = try await ask(question, in: conversation, clientID: "answer:\(gap):\(version)", by: principal)
            return true
        } catch let error as AppError where error.code == .notFound || error.code == .forbidden {
            return false
        }
    }
}
