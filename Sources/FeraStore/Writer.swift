import FeraSQLite
import Foundation

/// The one thread that writes. It takes what waits into one transaction, a savepoint each, and answers after the synced commit.
struct Writer: Sendable {
    let folder: String
    let projections: [Projection]
    let onCommit: @Sendable ([StoredEvent]) -> Void
    let clock: @Sendable () -> Int64
    let inbox: Inbox<WriteRequest>
    let gauge: StoreGauge
    let groupLimit: Int
    let ledger: ErasureLedger
    /// COMMIT, but for tests that make it fail.
    let commit: @Sendable (borrowing SQLConnection) throws -> Void

    var path: String { folder + "/fera.sqlite" }

    private enum End {
        case closed
        /// The connection is in doubt; with a group whose commit may or may not have happened, and what the commit said. `tried` is the
        /// highest number that was ever given to a commit: none gets it again, so that no other commit is taken for it.
        case reopen((group: WriteGroup, failure: StoreError)?, tried: Int64)
    }

    /// Opens the database, tells `ready` how that went, and serves until the inbox closes.
    func run(_ ready: (StoreError?) -> Void) {
        do {
            let lock = try FolderLock(folder: folder)
            try ledger.open()
            var end = try open(ready)
            while case .reopen(let pending, let tried) = end { end = reopen(pending, tried) }
            lock.release()
        } catch {
            inbox.close()
            ready(StoreError(error))
        }
    }

    private func open(_ ready: (StoreError?) -> Void) throws -> End {
        // What a process left that died at a failed sync may lie in memory only.
        try WriteAheadLog.rewrite(path + "-wal")
        let db = try SQLConnection(path: path, access: .create)
        try StartCheck.pages(db, folder: folder)
        try Migrations.run(db, path: path)
        try StartCheck.tail(db, folder: folder)
        try JobTable.release(db)
        try Projections.prepare(projections, db)
        // A process that died may have left a long log, and in it words that were erased.
        try db.checkpoint(.truncate)
        try syncFolder(folder)
        try ledger.complete(try TextTable.erased(db))
        let number = try commitNumber(db)
        ready(nil)
        return serve(db, number)
    }

    /// A new connection after a failure. Nobody in `pending` has been answered: the database says what became of them.
    private func reopen(_ pending: (group: WriteGroup, failure: StoreError)?, _ tried: Int64) -> End {
        var tried = tried
        var failure: any Error = StoreError(.failed, "The database could not be opened again.")
        for attempt in 0..<(pending == nil ? 1 : 5) {
            if attempt > 0 { Thread.sleep(forTimeInterval: 0.05) }
            do {
                let db = try SQLConnection(path: path, access: .write)
                // SQLite does not look at what the folder's sync says when it makes a log file anew.
                try syncFolder(folder)
                let number = try commitNumber(db)
                if var pending {
                    if number == pending.group.number {
                        // After a failed sync the pages may be in memory only.
                        try WriteAheadLog.rewrite(path + "-wal")
                        record(&pending.group)
                        publish(pending.group)
                    } else {
                        try bury(pending.group, pending.failure, &tried, db)
                    }
                }
                return serve(db, max(number, tried))
            } catch { failure = error }
        }
        pending?.group.refuse(
            StoreError(.unknownOutcome, "The commit failed and its outcome cannot be looked up; send it again with the same client id. \(failure)"))
        // Whoever comes while the database cannot be opened is told so, and each arrival tries again.
        guard let waiting = inbox.take(atMost: groupLimit) else { return .closed }
        WriteGroup(number: 0, waiting).refuse(StoreError(failure))
        return .reopen(nil, tried: tried)
    }

    /// Tells a group that nothing of it was kept, once that is sure.
    ///
    /// Behind the last commit that counts, the write-ahead log may hold the whole failed one, written and not synced: a process that
    /// died now would find it at its next start. A small commit written over it takes that away. Where the disk was full there is
    /// nothing to bury, since the frame that ends a commit is written last.
    private func bury(_ group: WriteGroup, _ failure: StoreError, _ tried: inout Int64, _ db: borrowing SQLConnection) throws {
        // Why it failed is what its writers can do something about: a full disk is not a broken one.
        if failure.code == .full { return group.refuse(failure) }
        tried += 1
        let next = tried
        try db.transaction { try db.run("UPDATE commits SET number = ?", [.int(next)]) }
        group.refuse(StoreError(.failed, "The commit failed and nothing of it was kept; try again. \(failure)"))
    }

    private func serve(_ db: borrowing SQLConnection, _ first: Int64) -> End {
        var number = first
        var checkpointing = Checkpointing()
        while let requests = inbox.take(atMost: groupLimit) {
            var group = WriteGroup(number: number + 1, requests)
            do {
                try fill(&group, db)
            } catch {
                group.refuse(StoreError(error))
                return .reopen(nil, tried: number)
            }
            if group.wrote {
                do {
                    try commit(db)
                } catch {
                    return .reopen((group, StoreError(error)), tried: group.number)
                }
                number += 1
                if !group.erased.isEmpty { checkpointing.owesErasure = true }
                record(&group)
            }
            if checkpointing.owesErasure { checkpointing.empty(db, gauge) }
            // Counted before anybody is answered, so that whoever was answered finds themselves counted.
            gauge.committed(group, frames: db.walFrames, requests: requests.count)
            publish(group)
            checkpointing.run(db, idle: inbox.count == 0, gauge)
        }
        return .closed
    }

    /// Enters what was erased into the ledger, before anybody hears of it; where that fails, who asked for it is not told that it is done.
    private func record(_ group: inout WriteGroup) {
        guard !group.erased.isEmpty else { return }
        do {
            try ledger.add(group.erased)
        } catch {
            let told = Self.unrecorded(error)
            for (index, request) in group.requests.enumerated() {
                if case .append(let append) = request.work, !append.erasures.isEmpty, case .success = group.results[index] {
                    group.results[index] = .failure(told)
                }
            }
        }
    }

    private static func unrecorded(_ error: StoreError) -> StoreError {
        StoreError(
            .unknownOutcome,
            "The words were erased, and the ledger of erasures does not say so yet: send it again with the same client id. \(error)")
    }

    /// Order matters: whoever listens hears of the events in the order of their positions, and before their writers do.
    private func publish(_ group: WriteGroup) {
        if !group.events.isEmpty { onCommit(group.events) }
        group.answer()
    }

    /// Does the work of a group inside a transaction that is left open to be committed, or rolled back when nothing was written.
    private func fill(_ group: inout WriteGroup, _ db: borrowing SQLConnection) throws {
        try db.run("BEGIN IMMEDIATE")
        for request in group.requests {
            let events = group.events.count
            do {
                let done = try db.savepoint { try perform(request.work, &group, db) }
                group.results.append(.success(done))
            } catch {
                if let error = error as? SQLError, error.endsConnection { throw error }
                guard db.isInTransaction else { throw error }
                group.events.removeSubrange(events...)
                group.results.append(.failure(StoreError(error)))
            }
        }
        guard group.wrote else { return try _ = db.run("ROLLBACK") }
        if let last = group.events.last { try Projections.advance(projections, to: last.position, db) }
        try db.run("UPDATE commits SET number = ?", [.int(group.number)])
    }

    private func perform(_ work: WriteRequest.Work, _ group: inout WriteGroup, _ db: borrowing SQLConnection) throws -> WriteRequest.Done {
        switch work {
        case .append(let append):
            let outcome = try perform(append, db)
            if case .appended(let events) = outcome {
                group.wrote = true
                group.events += events
                group.erased += append.erasures.map { Erasure(.text, $0, at: clock()) }
            }
            return .append(outcome)
        case .claim(let kind, let limit):
            let jobs = try JobTable.claim(kind, now: clock(), limit: limit, db)
            if !jobs.isEmpty { group.wrote = true }
            return .claimed(jobs)
        case .end(let job, let end):
            try JobTable.end(job, end, db)
            group.wrote = true
            return .ended
        }
    }

    private func perform(_ append: Append, _ db: borrowing SQLConnection) throws -> AppendOutcome {
        for part in append.parts {
            for case let id? in part.events.lazy.map(\.clientID) {
                guard let known = try EventLog.event(stream: part.stream, clientID: id, db) else { continue }
                if !append.erasures.isEmpty {
                    do { try ledger.add([]) } catch { throw Self.unrecorded(error) }
                }
                return .duplicate(of: known)
            }
        }
        try TextTable.add(append.texts, db)
        if !append.erasures.isEmpty {
            // What an earlier erasure owes the ledger comes first.
            try ledger.add([])
            try TextTable.erase(append.erasures, at: clock(), db)
        }
        var events: [StoredEvent] = []
        for part in append.parts { events += try EventLog.append(part, db) }
        try Projections.apply(projections, events, db)
        try JobTable.finish(append.finishedJobs, db)
        try JobTable.add(append.jobs, db)
        if !append.audit.isEmpty { try AuditLog.append(append.audit, db) }
        return .appended(events)
    }

    private func commitNumber(_ db: borrowing SQLConnection) throws -> Int64 {
        try db.first("SELECT number FROM commits") { try $0.int(0) } ?? 0
    }
}
