import FeraClone
import FeraCrypto
package import FeraDomain
import FeraInterview
import FeraJSON
import FeraStore
import Foundation

/// Seals what is approved into the next version of an account's clone.
package final class Locks: Sendable {
    private let journal: Journal
    private let transfers: Transfers
    private let boards: Boards
    private let clones: Clones
    private let sources: Sources
    private let directory: Directory
    private let keys: KeyStore
    /// Called when a version is sealed; it does not wait.
    private let onSealed: @Sendable () -> Void
    /// The program's version, written into every clone.
    private let program: String

    package init(
        boards: Boards, clones: Clones, sources: Sources, keys: KeyStore, program: String, onSealed: @escaping @Sendable () -> Void
    ) {
        self.boards = boards
        self.clones = clones
        self.sources = sources
        self.keys = keys
        self.program = program
        self.onSealed = onSealed
        journal = boards.journal
        transfers = boards.transfers
        directory = boards.directory
    }

    /// Whether an account can be locked, and what stands in the way.
    package struct Preview: Codable, Sendable {
        package var ready: Bool
        package var blockers: [LockBlocker]
        package var approved: Int
        /// The version that a lock would give.
        package var version: Int
    }

    /// What a lock would seal now, or what stands in its way.
    /// - Throws: `.forbidden` or `.notFound` for who may not lock.
    package func preview(_ account: Account.ID, in id: Transfer.ID, for principal: Principal) async throws -> Preview {
        let transfer = try await transfers.state(id)
        _ = try await transfers.gate.require(capability(transfer, account), principal, in: transfer)
        let board = try await boards.board(account, in: transfer)
        let blockers = LockRules.blockers(board)
        return Preview(
            ready: blockers.isEmpty, blockers: blockers, approved: board.lines.count { $0.statement.status == .approved },
            version: (transfer.accounts[account]?.version ?? 0) + 1)
    }

    /// A first lock is the manager's or their deputy's; a refresh also the steward's.
    private func capability(_ transfer: TransferState, _ account: Account.ID) -> Capability {
        (transfer.accounts[account]?.version ?? 0) > 0 ? .refreshLock : .lock
    }

    /// Locks an account: fixes what is sealed, writes and verifies the files, records them.
    /// - Returns: the number of the new version.
    /// - Throws: `.lockBlocked` with the list of what blocks.
    package func lock(_ account: Account.ID, in id: Transfer.ID, by principal: Principal) async throws -> Int {
        let state = try await transfers.lock.withLock(id.rawValue) {
            let entry = try await transfers.states.entry(Transfers.stream(id))
            let transfer = entry.state
            _ = try await transfers.gate.require(capability(transfer, account), principal, in: transfer)
            try Transfers.requireOpen(transfer)
            // Whoever holds the transfer's lock and finds a seal begun finds one that the disk interrupted: it is ended now.
            if transfer.accounts[account]?.pendingSeal != nil { return try await finish(account, id) }
            guard let interview = transfer.accounts[account]?.interview else { throw AppError(.state, "The interview of this account has not begun.") }
            // Nobody takes a line back between the look at the board and the fixing of what is sealed.
            let begun = try await boards.interviews.lock.withLock(interview.rawValue) {
                let board = try await boards.board(account, in: transfer)
                let blockers = LockRules.blockers(board)
                guard blockers.isEmpty else {
                    throw AppError(.lockBlocked, blockers.map(\.message).joined(separator: " "), members: ["blockers": .encoded(blockers)])
                }
                return try await begin(board, account, transfer, by: principal)
            }
            let parts = [StreamPart(Transfers.stream(id), expectedSeq: entry.seq, [try journal.draft(.sealBegun(begun.event), by: principal.person)])]
            let line = journal.audit(principal.person.rawValue, "clone.lock", begun.event.clone.rawValue, "version \(begun.event.version)")
            guard case .appended(let events) = try await journal.append(Append(parts, texts: [begun.text], audit: [line])) else {
                throw AppError(.conflict, "Somebody locked this account a moment ago.")
            }
            try transfers.states.advanced(Transfers.stream(id), entry, by: events)
            return try await finish(account, id)
        }
        return state.accounts[account]?.version ?? 0
    }

    private func begin(_ board: Board, _ account: Account.ID, _ transfer: TransferState, by principal: Principal) async throws
        -> (event: TransferEvent.SealBegun, text: TextDraft)
    {
        guard let record = transfer.accounts[account], let opened = transfer.opened else { throw AppError.notFound("account") }
        let people = Set(
            board.lines.flatMap { [$0.statement.speaker] + $0.history.map(\.by) } + board.contradictions.compactMap(\.resolvedBy) + [principal.person])
        var names: [Person.ID: String] = [:]
        for person in people { names[person] = try await directory.person(person).name }
        let clone = record.clone ?? journal.mint.id("cl")
        let head = SealInput(
            clone: clone, account: account, accountName: record.account.name, version: record.version + 1, parent: record.root.flatMap { Digest(hex: $0) },
            template: opened.template.rawValue, language: opened.language, lockedBy: names[principal.person] ?? "", lockedAt: journal.now(),
            auditHead: Digest(bytes: try await journal.store.auditHead()) ?? SHA256.hash(""), program: program)
        let contacts = try await sources.shelves(of: account, in: transfer).flatMap(\.excerpts).compactMap(\.record).filter { $0.kind == .contact }
        let input = Sealing(board: board, interviewer: boards.interviews.interviewer, names: names).input(head: head, contacts: contacts)
        let pending = PendingSeal(input: input, salts: .draw())
        let text = journal.mint.text(try JSONWriter().text(pending))
        return (.init(account: account, clone: clone, version: head.version, input: text.ref, by: principal.person), text.draft)
    }

    /// What was fixed when a seal began.
    private struct PendingSeal: Codable {
        var input: SealInput
        var salts: SealingSalts
    }

    /// Ends a seal that has begun; the caller holds the transfer's lock. Doing it again after a crash ends in the same bytes.
    private func finish(_ account: Account.ID, _ id: Transfer.ID) async throws -> TransferState {
        let entry = try await transfers.states.entry(Transfers.stream(id))
        guard let begun = entry.state.accounts[account]?.pendingSeal else { return entry.state }
        let folder = clones.folder(of: begun.clone)
        let key = keys.signing
        let event: TransferEvent
        do {
            // A restored backup may have begun what was sealed, and its words erased, after it was made.
            guard let json = try await journal.words([begun.input])[begun.input.id.rawValue] else {
                throw CloneError(.notWhole, "what was fixed for it was erased; lock again")
            }
            // Begun in the log, it is ended whoever goes away meanwhile.
            let sealed = try await journal.lanes.compute.end { () throws -> (version: SealedVersion, passages: [ClonePassage]) in
                let pending = try JSONReader().decode(PendingSeal.self, from: json)
                return (try CloneSealer.seal(pending.input, salts: pending.salts, keys: [key]), pending.input.passages)
            }
            try await journal.lanes.disk.end {
                try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
                _ = try CloneFile.write(sealed.version, to: folder)
            }
            event = .sealed(
                .init(
                    account: account, clone: begun.clone, version: begun.version, root: sealed.version.root.hex, editions: Edition.allCases,
                    statements: sealed.passages.map(\.id), revisions: sealed.passages.map(\.revision)))
        } catch let error as CloneError where error.code != .inputOutput {
            event = .sealFailed(.init(account: account, version: begun.version, why: error.message))
        } catch {
            throw AppError.failed(
                "The clone's files could not be written; what is sealed is fixed, and locking again ends it.",
                inner: (error as? CloneError)?.message ?? "\(error)")
        }
        let part = StreamPart(Transfers.stream(id), expectedSeq: entry.seq, [try journal.draft(event, by: begun.by)])
        // The files hold what was fixed, or nothing does: words and salts must lie nowhere else.
        // Who waits for an answer is told afterwards, by a job of the same append: no lock waits for that, and no crash loses it.
        var jobs: [JobDraft] = []
        if case .sealed = event { jobs = [try AskersJob.draft(id, account, begun.clone, version: begun.version, at: journal.now())] }
        let append = Append([part], erasures: [begun.input.id.rawValue], jobs: jobs)
        guard case .appended(let events) = try await journal.append(append) else { return entry.state }
        let state = try transfers.states.advanced(Transfers.stream(id), entry, by: events).state
        if case .sealFailed(let failure) = event { throw AppError.failed("The lock did not succeed and nothing was sealed.", inner: failure.why) }
        onSealed()
        return state
    }

    /// Ends what a crash interrupted. Called once at the start, before requests are taken.
    package func resume() async throws {
        for id in try await journal.store.transfersWithOpenSeals().compactMap(Transfer.ID.init(rawValue:)) {
            let state = try await transfers.state(id)
            for account in state.accountOrder where state.accounts[account]?.pendingSeal != nil {
                do {
                    _ = try await transfers.lock.withLock(id.rawValue) { try await finish(account, id) }
                } catch {
                    journal.log("the interrupted lock of \(account): \(AppError.of(error))")
                    // One account that cannot be sealed keeps nobody else from working; its next lock tries again.
                    let line = journal.audit("program", "clone.lock_failed", id.rawValue)
                    _ = try await journal.append(Append(audit: [line]))
                }
            }
        }
    }
}
