import FeraDomain
import FeraInterview
import FeraJSON
import FeraStore
import Synchronization

/// A file came after an interview was opened: the record is to be read again.
struct LateJob: Codable {
    static let kind = "record.read"
    var transfer: Transfer.ID
    var account: Account.ID

    /// One for each account with an open interview, queued in the append that takes the file in.
    static func drafts(_ source: Source, _ id: Transfer.ID, _ state: TransferState, at now: Timestamp) throws -> [JobDraft] {
        try source.accounts.filter { state.accounts[$0]?.interview != nil }.map { account in
            let payload = try JSONWriter().bytes(LateJob(transfer: id, account: account))
            return JobDraft(id: "\(kind):\(account):\(source.id)", kind: kind, payload: payload, runAt: now.milliseconds)
        }
    }
}

/// Wakes the worker that reads late files; it is made after who rings.
final class LateBell: Sendable {
    private let wake = Mutex<(@Sendable () -> Void)?>(nil)

    func hang(_ wake: @escaping @Sendable () -> Void) { self.wake.withLock { $0 = wake } }

    func ring() { wake.withLock { $0 }?() }
}

extension Interviews {
    /// One attempt at the job that a late file has left.
    func readLate(_ job: StoredJob) async -> JobWorker.End {
        guard let task = try? JSONReader().decode(LateJob.self, from: job.payload) else { return .givenUp(why: "unreadable") }
        do {
            try await readLate(task.account, in: task.transfer)
            return .done
        } catch {
            let why = AppError.of(error)
            if !Task.isCancelled { journal.log("job \(job.id), attempt \(job.attempts): \(why)") }
            return .again(after: .seconds(min(3_600, 1 << min(job.attempts, 12))), why: why.code.rawValue)
        }
    }

    /// Reads the record of an account again, in its lane and with nobody kept waiting, and lets its interview take it in.
    func readLate(_ account: Account.ID, in id: Transfer.ID) async throws {
        while true {
            let state = try await transfers.state(id)
            guard let interview = state.accounts[account]?.interview, !state.isClosed, !state.sourcesNotRead(for: account).isEmpty else { return }
            let read = try await read(account, state, for: interview)
            if try await takeIn(read, account, id) { return }
        }
    }

    /// - Returns: `false` when the record has changed since it was read.
    private func takeIn(_ read: Record, _ account: Account.ID, _ id: Transfer.ID) async throws -> Bool {
        try await transfers.lock.withLock(id.rawValue) {
            let transfer = try await transfers.states.entry(Transfers.stream(id))
            guard !transfer.state.isClosed else { return true }
            guard read.basis == Record.basis(account, transfer.state) else { return false }
            guard let by = transfer.state.people(with: .manager).first ?? transfer.state.people(with: .owner).first else { return true }
            return try await lock.withLock(read.interview.rawValue) {
                var entry = try await expired(read.interview, transfer.state, try await loaded(read.interview))
                // What it quotes from now on stands in the new files too.
                entry.state.shelves = try await sources.everyShelf(of: account, in: transfer.state)
                let command = Command(.extendRecord(read.reading), by: by, day: journal.now().day)
                let (decision, texts) = decide(command, entry.state)
                if case .refused(let refusal) = decision.outcome { throw AppError(refusal) }
                let event = TransferEvent.recordRead(.init(account: account, sources: transfer.state.sources.count))
                let parts = [
                    StreamPart(Transfers.stream(id), expectedSeq: transfer.seq, [try journal.draft(event, by: nil)]),
                    StreamPart(Self.stream(read.interview), expectedSeq: entry.seq, try drafts(decision, command)),
                ]
                guard case .appended(let stored) = try await journal.append(Append(parts, texts: texts)) else { return false }
                keep(decision, of: read.interview, entry, stored)
                try transfers.states.advanced(Transfers.stream(id), transfer, by: stored)
                return true
            }
        }
    }

    /// Keeps an interview's state after an append that others' streams have a part in.
    func keep(_ decision: Decision, of id: Conversation.ID, _ entry: StreamCache<InterviewFile>.Entry, _ stored: [StoredEvent]) {
        entry.state.shelf.add(decision.texts)
        entry.state.shelf.erase(decision.erased)
        var next = entry
        next.state.state = decision.state
        next.seq = stored.last { $0.stream == Self.stream(id) }?.seq ?? entry.seq
        states.keep(Self.stream(id), next)
    }
}
