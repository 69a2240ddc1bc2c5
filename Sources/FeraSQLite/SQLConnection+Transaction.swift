import CSQLite

extension SQLConnection {
    /// Runs `body` in a write transaction (BEGIN IMMEDIATE); an error undoes all of it.
    @discardableResult
    package func transaction<T>(_ body: () throws -> T) throws -> T {
        try run("BEGIN IMMEDIATE")
        return try end("COMMIT", "ROLLBACK", body)
    }

    /// Runs `body` against one unchanging view of the database.
    package func snapshot<T>(_ body: () throws -> T) throws -> T {
        try run("BEGIN DEFERRED")
        return try end("COMMIT", "ROLLBACK", body)
    }

    /// Runs `body` inside an open transaction; an error undoes `body` alone.
    @discardableResult
    package func savepoint<T>(_ body: () throws -> T) throws -> T {
        try run("SAVEPOINT part")
        do {
            let value = try body()
            try run("RELEASE part")
            return value
        } catch {
            if isInTransaction {
                try run("ROLLBACK TO part")
                try run("RELEASE part")
            }
            throw error
        }
    }

    private func end<T>(_ commit: StaticString, _ rollback: StaticString, _ body: () throws -> T) throws -> T {
        do {
            let value = try body()
            try run(commit)
            return value
        } catch {
            if isInTransaction { try run(rollback) }
            throw error
        }
    }

    /// How far a checkpoint goes.
    package enum Checkpoint: Sendable {
        /// Moves what it can without waiting for anybody.
        case passive
        /// Waits for readers, moves all and empties the log file.
        case truncate
    }

    /// Moves the write-ahead log into the database file, and says whether all of it was moved.
    @discardableResult
    package func checkpoint(_ kind: Checkpoint) throws(SQLError) -> Bool {
        var log: Int32 = 0, moved: Int32 = 0
        let mode = kind == .passive ? SQLITE_CHECKPOINT_PASSIVE : SQLITE_CHECKPOINT_TRUNCATE
        let code = sqlite3_wal_checkpoint_v2(db, nil, mode, &log, &moved)
        if code & 0xFF == SQLITE_BUSY { return false }
        guard code == SQLITE_OK else { throw SQLError(db, code: code, doing: "move the write-ahead log into the database") }
        return log == moved
    }
}
