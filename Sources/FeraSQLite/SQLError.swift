import CSQLite

/// What SQLite refused, with its extended result code (https://sqlite.org/rescode.html) and a sentence for people.
package struct SQLError: Error, Sendable, Equatable, CustomStringConvertible {
    /// SQLite's extended result code, such as 2067 for a broken UNIQUE rule.
    package let code: Int32

    /// What happened, where, and SQLite's own words.
    package let message: String

    /// The statement, where one was running.
    package let sql: String?

    package init(code: Int32, message: String, sql: String? = nil) {
        self.code = code
        self.message = message
        self.sql = sql
    }

    init(_ db: OpaquePointer?, code: Int32, doing what: String, sql: String? = nil) {
        let extended = db.map { sqlite3_extended_errcode($0) } ?? code
        // A result of our own making (misuse, range) leaves the connection's code untouched.
        self.code = extended & 0xFF == code & 0xFF ? extended : code
        let words = db.flatMap { sqlite3_errmsg($0) } ?? sqlite3_errstr(code)
        let reason = words.map { String(cString: $0) } ?? "no reason given"
        message = "SQLite could not \(what): \(reason) (code \(self.code))."
        self.sql = sql
    }

    /// The family of the code: its lowest eight bits.
    package var primaryCode: Int32 { code & 0xFF }

    /// A UNIQUE, NOT NULL, CHECK, foreign key or trigger rule was broken.
    package var isConstraint: Bool { primaryCode == SQLITE_CONSTRAINT }

    /// The disk, or the page limit, is used up.
    package var isFull: Bool { primaryCode == SQLITE_FULL }

    /// Another connection holds the lock.
    package var isBusy: Bool { primaryCode == SQLITE_BUSY || primaryCode == SQLITE_LOCKED }

    /// The file is no database, or a damaged one.
    package var isCorrupt: Bool { primaryCode == SQLITE_CORRUPT || primaryCode == SQLITE_NOTADB }

    /// The connection itself is in doubt and not only the statement: it should be closed, and nothing in its transaction kept.
    package var endsConnection: Bool {
        switch primaryCode {
        case SQLITE_FULL, SQLITE_IOERR, SQLITE_NOMEM, SQLITE_CORRUPT, SQLITE_NOTADB, SQLITE_READONLY, SQLITE_CANTOPEN, SQLITE_PROTOCOL: true
        default: false
        }
    }

    package var description: String { message }
}
