import FeraSQLite

/// The steps that bring a database to the present schema. Append-only: a step that was released is never edited.
enum Migrations {
    /// Marks the file as Fera's ("Fera" in ASCII).
    static let applicationID: Int64 = 0x4665_7261

    static let steps: [(name: String, sql: String)] = [
        (
            "the log, texts, audit and jobs",
            """
            CREATE TABLE streams(id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE, seq INTEGER NOT NULL, last INTEGER NOT NULL) STRICT;
            CREATE TABLE events(
                position INTEGER PRIMARY KEY, stream INTEGER NOT NULL, seq INTEGER NOT NULL, previous INTEGER NOT NULL, type TEXT NOT NULL,
                version INTEGER NOT NULL, payload BLOB NOT NULL, at INTEGER NOT NULL, "by" TEXT, client_id TEXT) STRICT;
            CREATE UNIQUE INDEX events_by_client ON events(stream, client_id) WHERE client_id IS NOT NULL;
            CREATE TRIGGER events_stay BEFORE UPDATE ON events BEGIN SELECT RAISE(ABORT, 'an event is never changed'); END;
            CREATE TRIGGER events_remain BEFORE DELETE ON events BEGIN SELECT RAISE(ABORT, 'an event is never deleted'); END;

            CREATE TABLE texts(id TEXT PRIMARY KEY, salt BLOB, content TEXT, erased_at INTEGER) STRICT;

            CREATE TABLE audit(
                position INTEGER PRIMARY KEY, at INTEGER NOT NULL, actor TEXT NOT NULL, action TEXT NOT NULL, subject TEXT NOT NULL,
                detail TEXT NOT NULL, previous BLOB NOT NULL, hash BLOB NOT NULL) STRICT;
            CREATE TRIGGER audit_stays BEFORE UPDATE ON audit BEGIN SELECT RAISE(ABORT, 'an audit line is never changed'); END;
            CREATE TRIGGER audit_remains BEFORE DELETE ON audit BEGIN SELECT RAISE(ABORT, 'an audit line is never deleted'); END;

            CREATE TABLE jobs(
                id TEXT PRIMARY KEY, kind TEXT NOT NULL, payload BLOB NOT NULL, run_at INTEGER NOT NULL, attempts INTEGER NOT NULL,
                state TEXT NOT NULL CHECK (state IN ('waiting', 'running', 'failed')), error TEXT) STRICT;
            CREATE INDEX jobs_by_time ON jobs(kind, run_at) WHERE state = 'waiting';

            CREATE TABLE projections(name TEXT PRIMARY KEY, version INTEGER NOT NULL, position INTEGER NOT NULL, tables TEXT NOT NULL) STRICT;
            CREATE TABLE commits(only INTEGER PRIMARY KEY CHECK (only = 1), number INTEGER NOT NULL) STRICT;
            INSERT INTO commits VALUES (1, 0);
            """
        ),
        // Events of before have none, and are taken as they are.
        ("checksums of events", "ALTER TABLE events ADD COLUMN checksum INTEGER;"),
    ]

    /// Brings the schema up to date, each step in a transaction of its own.
    static func run(_ db: borrowing SQLConnection, path: String, steps: [(name: String, sql: String)] = Migrations.steps) throws {
        let id = try db.first("PRAGMA application_id") { try $0.int(0) } ?? 0
        let found = Int(try db.first("PRAGMA user_version") { try $0.int(0) } ?? 0)
        if id != applicationID {
            let tables = try db.first("SELECT count(*) FROM sqlite_master") { try $0.int(0) } ?? 0
            guard id == 0, found == 0, tables == 0 else {
                throw StoreError(.foreignFile, "\(path) is a database of another program; choose another data folder.")
            }
        }
        guard found <= steps.count else {
            throw StoreError(
                .newerSchema, "\(path) has schema \(found) and this Fera knows \(steps.count): run the newer Fera, or restore a backup made before the update.")
        }
        for number in found..<steps.count {
            try db.transaction {
                try db.runScript(steps[number].sql)
                try db.runScript("PRAGMA user_version = \(number + 1); PRAGMA application_id = \(applicationID);")
            }
        }
    }
}
