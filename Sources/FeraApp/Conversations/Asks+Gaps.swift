import FeraCrypto
import FeraDomain
import FeraJSON
import FeraStore
import Foundation

/// What is to be done after a lock, as it lies in the queue.
struct AskersJob: Codable {
    static let kind = "askers.tell"
    var transfer: Transfer.ID
    var account: Account.ID

    /// Queued in the append that says that a version is sealed.
    static func draft(_ transfer: Transfer.ID, _ account: Account.ID, _ clone: CloneID, version: Int, at now: Timestamp) throws -> JobDraft {
        let payload = try JSONWriter().bytes(AskersJob(transfer: transfer, account: account))
        return JobDraft(id: "\(kind):\(clone):\(version)", kind: kind, payload: payload, runAt: now.milliseconds)
    }
}

extension Asks {
    /// Equal questions about an account are one gap: equal but for case, punctuation and spaces.
    static func gapID(_ question: String, _ account: Account.ID) -> Gap.ID {
        let words = question.lowercased().split { !$0.isLetter && !$0.isNumber }.joined(separator: " ")
        return Gap.ID("ga_\(SHA256.hash("\(account)\n\(words)").hex.prefix(26))")
    }

    /// One attempt at the job that a lock has left. It is tried until everybody is told; who was told already is not told twice.
    func tellAskers(_ job: StoredJob) async -> JobWorker.End {
        guard let task = try? JSONReader().decode(AskersJob.self, from: job.payload) else { return .givenUp(why: "unreadable") }
        do {
            try await tellAskers(task.account, in: task.transfer)
            return .done
        } catch {
            let why = AppError.of(error)
            if !Task.isCancelled { journal.log("job \(job.id), attempt \(job.attempts): \(why)") }
            return .again(after: .seconds(min(3_600, 1 << min(job.attempts, 12))), why: why.code.rawValue)
        }
    }

    /// What became of one asker.
    private enum Telling {
        case told
        /// The newest version does not answer them, or not where they may read.
        case waits
        /// They may not ask this clone any more, or not read what their question was completed from.
        case gone
    }

    /// After a lock: everybody who was refused a question that the new version answers is told, with the answer, in their
    /// conversation. Their rights are asked again; who may not read the answer hears nothing and goes on waiting. A gap is closed
    /// when nobody waits for it any more.
    /// - Throws: the first failure, once all the others were told.
    func tellAskers(_ account: Account.ID, in id: Transfer.ID) async throws {
        let transfer = try await transfers.state(id)
        guard let record = transfer.accounts[account], let clone = record.clone, record.version > 0 else { return }
        var closed: [Gap.ID: Int] = [:]
        var failure: (any Error)?
        for gap in transfer.gapOrder {
            guard let raised = transfer.gaps[gap], raised.gap.account == account, raised.status != .closed else { continue }
            var told = 0, waiting = 0
            for conversation in raised.conversations {
                do {
                    switch try await tell(conversation, gap, clone, record.version) {
                    case .told: told += 1
                    case .waits: waiting += 1
                    case .gone: break
                    }
                } catch {
                    failure = failure ?? error
                    waiting += 1
                }
            }
            if waiting == 0, told > 0 { closed[gap] = raised.count }
        }
        try await close(closed, in: id)
        if let failure { throw failure }
    }

    /// Closes gaps that were asked no more often than when they were looked at: who was refused since waits.
    private func close(_ gaps: [Gap.ID: Int], in id: Transfer.ID) async throws {
        try await mark(Array(gaps.keys), .closed, in: id) { gap, state in state.gaps[gap]?.count == gaps[gap] }
    }

    private func tell(_ conversation: Conversation.ID, _ gap: Gap.ID, _ clone: CloneID, _ version: Int) async throws -> Telling {
        let state = try await states.entry(Self.stream(conversation)).state
        guard let person = state.person else { return .gone }
        let principal = Principal(person: person, workspaceRoles: [], credential: .console)
        guard let refusal = state.waiting[gap] else {
            guard let told = state.told[gap] else { return .gone }
            // A crash may have come between the notice and the answer; the answer counts once.
            if told.version == version { try await answerAgain(told.refusal, conversation, gap, version, principal) }
            return .told
        }
        do {
            let reading = try await clones.reading(clone, version: version, capability: .ask, for: principal)
            guard reading.pass.labels.isSuperset(of: refusal.drawnFrom), let wording = try await wording(refusal) else { return .gone }
            guard case .answered = try await answer(wording.completed ?? wording.question, reading).ending else { return .waits }
            // In the asker's own words: a completed question may hold what they cannot read some day.
            let text = journal.mint.text("Version \(version) answers what you asked: \(wording.question)")
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
            try await answerAgain(refusal, conversation, gap, version, principal)
            return .told
        } catch let error as AppError where error.code == .notFound || error.code == .forbidden {
            return .gone
        }
    }

    /// The refused question once more, word for word as it was asked and completed.
    private func answerAgain(_ refusal: AskState.Refusal, _ id: Conversation.ID, _ gap: Gap.ID, _ version: Int, _ principal: Principal) async throws {
        guard let wording = try await wording(refusal) else { return }
        _ = try await ask(version: version, in: id, clientID: "answer:\(gap):\(version)", by: principal) { _, _ in wording }
    }

    /// `nil` where the words were erased.
    private func wording(_ refusal: AskState.Refusal) async throws -> Wording? {
        let words = try await journal.words([refusal.question] + (refusal.completed.map { [$0] } ?? []))
        guard let question = words[refusal.question.id.rawValue] else { return nil }
        guard let completed = refusal.completed else { return Wording(question: question) }
        guard let full = words[completed.id.rawValue] else { return nil }
        return Wording(question: question, completed: full, drawnFrom: refusal.drawnFrom)
    }
}
