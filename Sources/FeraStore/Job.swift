import FeraSQLite

/// Work to be done later, queued in the same append as the event that calls for it.
package struct JobDraft: Sendable, Equatable {
    /// Unique among the jobs not yet finished.
    package let id: String
    /// Which worker it is for.
    package let kind: String
    /// Opaque to the store.
    package let payload: [UInt8]
    /// Not before, milliseconds since 1970.
    package let runAt: Int64

    package init(id: String, kind: String, payload: [UInt8], runAt: Int64) {
        self.id = id
        self.kind = kind
        self.payload = payload
        self.runAt = runAt
    }
}

/// A job in the queue.
package struct StoredJob: Sendable, Equatable {
    /// Its id.
    package let id: String
    /// Which worker it is for.
    package let kind: String
    /// Opaque to the store.
    package let payload: [UInt8]
    /// How often it was claimed, this time included.
    package let attempts: Int
    /// Why the last attempt failed.
    package let lastError: String?
}

/// How a claimed job ended, apart from `Append.finishedJobs`.
package enum JobEnd: Sendable, Equatable {
    /// Done; the job is removed.
    case done
    /// To be tried again, not before `runAt` (milliseconds since 1970).
    case retry(runAt: Int64, why: String)
    /// Given up; it stays for people to look at.
    case failed(why: String)
}

/// The job table, on the writer's connection.
enum JobTable {
    static func add(_ jobs: [JobDraft], _ db: borrowing SQLConnection) throws {
        for job in jobs {
            try db.run(
                "INSERT INTO jobs(id, kind, payload, run_at, attempts, state) VALUES (?, ?, ?, ?, 0, 'waiting')",
                [.text(job.id), .text(job.kind), .blob(job.payload), .int(job.runAt)])
        }
    }

    /// Waiting jobs of one kind whose time has come, oldest first, marked as running.
    static func claim(_ kind: String, now: Int64, limit: Int, _ db: borrowing SQLConnection) throws -> [StoredJob] {
        let jobs = try db.all(
            """
            SELECT id, kind, payload, attempts + 1, error FROM jobs WHERE state = 'waiting' AND kind = ? AND run_at <= ?
            ORDER BY run_at, rowid LIMIT ?
            """, [.text(kind), .int(now), .int(Int64(limit))]
        ) { row in
            StoredJob(
                id: try row.text(0), kind: try row.text(1), payload: try row.blob(2), attempts: Int(try row.int(3)),
                lastError: try row.textOrNil(4))
        }
        for job in jobs { try db.run("UPDATE jobs SET state = 'running', attempts = attempts + 1 WHERE id = ?", [.text(job.id)]) }
        return jobs
    }

    static func finish(_ ids: [String], _ db: borrowing SQLConnection) throws {
        for id in ids {
            try expect(db.run("DELETE FROM jobs WHERE id = ? AND state = 'running'", [.text(id)]), id)
        }
    }

    static func end(_ id: String, _ end: JobEnd, _ db: borrowing SQLConnection) throws {
        switch end {
        case .done: try finish([id], db)
        case .retry(let runAt, let why):
            let changed = try db.run(
                "UPDATE jobs SET state = 'waiting', run_at = ?, error = ? WHERE id = ? AND state = 'running'",
                [.int(runAt), .text(why), .text(id)])
            try expect(changed, id)
        case .failed(let why):
            try expect(db.run("UPDATE jobs SET state = 'failed', error = ? WHERE id = ? AND state = 'running'", [.text(why), .text(id)]), id)
        }
    }

    /// A job that was running when the last process ended waits again. The lock file makes sure that no other process runs it.
    static func release(_ db: borrowing SQLConnection) throws {
        try db.run("UPDATE jobs SET state = 'waiting' WHERE state = 'running'")
    }

    private static func expect(_ changed: Int, _ id: String) throws(StoreError) {
        guard changed == 1 else { throw StoreError(.notFound, "The job \(id) is not running; it was finished or given back already.") }
    }
}
