import FeraSQLite

/// Everything that can be seen to be wrong with a database: SQLite's own check of its pages, and the log's rules, which SQLite does not know.
enum LogCheck {
    /// Faults, worst first, at most so many; none of a whole database.
    static func faults(_ db: borrowing SQLConnection, most: Int = 10) throws -> [String] {
        let pages: [String]
        do {
            pages = try db.all("PRAGMA integrity_check(10)") { try $0.text(0) }.filter { $0 != "ok" }
        } catch let error as SQLError where error.isCorrupt {
            return [error.message]
        }
        // What is read over broken pages is no further news.
        guard pages.isEmpty else { return Array(pages.prefix(most)) }
        let tables = try db.first("SELECT count(*) FROM sqlite_schema WHERE name IN ('events', 'streams')") { try $0.int(0) } ?? 0
        guard tables == 2 else { return ["the tables of the log are not there"] }
        return Array((try streams(db) + changed(after: 0, db) + words(db)).prefix(most))
    }

    /// Positions rise by one; in each stream seq rises by one and each event names the one before; each stream ends where it says.
    private static func streams(_ db: borrowing SQLConnection) throws -> [String] {
        var ends: [Int64: (seq: Int64, last: Int64)] = [:], faults: [String] = [], expected: Int64 = 1
        try db.each("SELECT position, stream, seq, previous FROM events ORDER BY position") { row in
            guard faults.count < 10 else { return }
            let position = try row.int(0), stream = try row.int(1), seq = try row.int(2), previous = try row.int(3)
            if position != expected { faults.append("the log has no event at position \(expected)") }
            let end = ends[stream] ?? (0, 0)
            if seq != end.seq + 1 || previous != end.last {
                faults.append("the event at position \(position) says that it is number \(seq) of its stream, and \(end.seq + 1) is due")
            }
            ends[stream] = (seq, position)
            expected = position + 1
        }
        try db.each("SELECT id, name, seq, last FROM streams") { row in
            let end = ends.removeValue(forKey: try row.int(0)) ?? (0, 0)
            guard faults.count < 10, try row.int(2) != end.seq || row.int(3) != end.last else { return }
            faults.append("the stream \(try row.text(1)) should end at number \(try row.int(2)) and ends at \(end.seq)")
        }
        if faults.count < 10, let stray = ends.first { faults.append("the event at position \(stray.value.last) belongs to no stream") }
        return faults
    }

    /// Events that are not what was written, at most ten.
    static func changed(after position: Int64, _ db: borrowing SQLConnection) throws -> [String] {
        // Before the second step of the schema nothing was noted.
        guard try db.first("SELECT 1 FROM pragma_table_info('events') WHERE name = 'checksum'", [], { try $0.int(0) }) != nil else { return [] }
        var faults: [String] = []
        try db.each(
            """
            SELECT position, seq, type, version, payload, at, "by", client_id, checksum FROM events WHERE position > ? AND checksum IS NOT NULL ORDER BY position
            """, [.int(position)]
        ) { row in
            guard faults.count < 10 else { return }
            let checksum = EventChecksum.of(
                seq: try row.int(1), type: try row.text(2), version: Int(try row.int(3)), payload: try row.blob(4), at: try row.int(5),
                by: try row.textOrNil(6), clientID: try row.textOrNil(7))
            if try row.int(8) != checksum { faults.append("the event at position \(try row.int(0)) of the log is not what was written") }
        }
        return faults
    }

    /// Words lie there with their salt, or are erased with it.
    private static func words(_ db: borrowing SQLConnection) throws -> [String] {
        try db.all("SELECT id FROM texts WHERE (content IS NULL) <> (salt IS NULL) OR (content IS NULL) <> (erased_at IS NOT NULL) LIMIT 10") {
            "the text \(try $0.text(0)) is neither whole nor erased"
        }
    }
}
