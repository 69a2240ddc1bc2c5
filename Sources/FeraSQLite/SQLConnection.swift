import CSQLite

/// One connection to one SQLite file. It cannot be copied, closes itself, and belongs to one thread at a time.
///
/// SQL is a literal, so that nothing a person typed can become SQL; values are bound.
package struct SQLConnection: ~Copyable {
    /// What the connection may do.
    package enum Access: Sendable {
        /// Reads and writes; makes the file where there is none.
        case create
        /// Reads and writes; the file must exist.
        case write
        /// Reads only; the file must exist.
        case read
        /// Reads only a file that nobody writes to meanwhile; leaves no files beside it, and does not look at a log that lies there.
        case frozen
    }

    private let handle: Handle
    var db: OpaquePointer { handle.db }
    var cache: StatementCache { handle.cache }

    /// Opens `path` with write-ahead logging, full synchronisation, foreign keys, an untrusted schema and defensive mode.
    ///
    /// A statement waits five seconds for another connection's lock. Checkpoints never run by themselves; see `checkpoint(_:)`.
    package init(path: String, access: Access) throws(SQLError) {
        handle = try Handle(path, access)
    }

    /// Changes how long a statement waits for another connection's lock.
    package func waitForLocks(milliseconds: Int32) { sqlite3_busy_timeout(db, milliseconds) }

    /// The rowid of the last row this connection inserted.
    package var lastInsertedRow: Int64 { sqlite3_last_insert_rowid(db) }

    /// Whether a transaction is open. SQLite ends one by itself after some errors.
    package var isInTransaction: Bool { sqlite3_get_autocommit(db) == 0 }

    /// Frames in the write-ahead log after this connection's last commit.
    package var walFrames: Int { Int(handle.frames.pointee) }

    /// Owns what C holds, so that a connection that fails half-way through its opening closes too.
    private final class Handle {
        let db: OpaquePointer
        let cache = StatementCache()
        let frames: UnsafeMutablePointer<Int32>

        init(_ path: String, _ access: Access) throws(SQLError) {
            var name = path
            var rights =
                switch access {
                case .create: SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE
                case .write: SQLITE_OPEN_READWRITE
                case .read, .frozen: SQLITE_OPEN_READONLY
                }
            if access == .frozen {
                rights |= SQLITE_OPEN_URI
                name = "file:" + Self.uriPath(path) + "?immutable=1"
            }
            var opened: OpaquePointer?
            let code = sqlite3_open_v2(name, &opened, rights | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE, nil)
            guard code == SQLITE_OK, let opened else {
                let error = SQLError(opened, code: code, doing: "open \(path)")
                sqlite3_close_v2(opened)
                throw error
            }
            db = opened
            frames = .allocate(capacity: 1)
            frames.initialize(to: 0)
            for (option, on) in [
                (SQLITE_DBCONFIG_DEFENSIVE, 1), (SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0), (SQLITE_DBCONFIG_DQS_DML, 0),
                (SQLITE_DBCONFIG_DQS_DDL, 0), (SQLITE_DBCONFIG_ENABLE_FKEY, 1),
            ] as [(Int32, Int32)] {
                try check(fera_sqlite_configure(db, option, on), "set option \(option)")
            }
            // Erased words are overwritten in the file and not only unlinked.
            let settings =
                access == .read || access == .frozen
                ? "PRAGMA query_only = ON;"
                : "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA secure_delete = ON; PRAGMA journal_size_limit = 67108864;"
            sqlite3_busy_timeout(db, 5_000)
            try check(sqlite3_exec(db, settings, nil, nil, nil), "set up \(path)")
            if access == .create || access == .write { fera_sqlite_watch_wal(db, frames) }
        }

        /// Every byte that means something in a URI, escaped.
        private static func uriPath(_ path: String) -> String {
            let digits = Array("0123456789ABCDEF".utf8)
            return String(
                decoding: path.utf8.flatMap { byte -> [UInt8] in
                    switch byte {
                    case UInt8(ascii: "/"), UInt8(ascii: "."), UInt8(ascii: "-"), UInt8(ascii: "_"): [byte]
                    case 48...57, 65...90, 97...122: [byte]
                    default: [UInt8(ascii: "%"), digits[Int(byte >> 4)], digits[Int(byte & 15)]]
                    }
                }, as: UTF8.self)
        }

        private func check(_ code: Int32, _ what: String) throws(SQLError) {
            guard code == SQLITE_OK else { throw SQLError(db, code: code, doing: what) }
        }

        deinit {
            cache.removeAll()
            sqlite3_close_v2(db)
            frames.deallocate()
        }
    }
}
