import CSQLite

extension SQLConnection {
    /// Copies the whole database, as it stands at one moment, into a new file, and syncs it. Others may read and write meanwhile; while it
    /// lasts, the write-ahead log is not begun anew (https://sqlite.org/backup.html).
    package func copy(to path: String) throws(SQLError) {
        var opened: OpaquePointer?
        let flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE
        let code = sqlite3_open_v2(path, &opened, flags, nil)
        defer { sqlite3_close_v2(opened) }
        guard code == SQLITE_OK, let copy = opened else { throw SQLError(opened, code: code, doing: "open \(path)") }
        guard let backup = sqlite3_backup_init(copy, "main", db, "main") else {
            throw SQLError(copy, code: sqlite3_errcode(copy), doing: "begin to copy the database to \(path)")
        }
        // All pages in one step: with several, each commit of another process would begin the copy anew.
        let stepped = sqlite3_backup_step(backup, -1)
        let finished = sqlite3_backup_finish(backup)
        guard stepped == SQLITE_DONE, finished == SQLITE_OK else {
            throw SQLError(copy, code: finished == SQLITE_OK ? stepped : finished, doing: "copy the database to \(path)")
        }
    }
}
