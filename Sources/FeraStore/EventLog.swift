package import FeraSQLite

/// Where a stream ends.
struct StreamEnd {
    /// Its number in the `streams` table, 0 while nothing was ever added.
    var id: Int64 = 0
    /// The seq of its last event, 0 when there is none.
    var seq: Int64 = 0
    /// The position of its last event.
    var last: Int64 = 0
}

/// Reading and writing the `streams` and `events` tables through one connection.
///
/// Each event names the position of the one before it in its stream, and the stream names its last: a stream is read from its end.
/// An index over stream and seq would dirty one more page for every event of a group that touches many streams.
package enum EventLog {
    /// Events of one stream after a seq, oldest first.
    package static func events(stream: String, after seq: Int64, limit: Int, _ db: borrowing SQLConnection) throws -> [StoredEvent] {
        let end = try end(of: stream, db), seq = max(0, seq)
        var count = end.seq - seq, position = end.last
        while count > Int64(max(0, limit)) {
            guard let previous = try db.first("SELECT previous FROM events WHERE position = ?", [.int(position)], { try $0.int(0) }) else {
                throw brokenChain(stream, position)
            }
            position = previous
            count -= 1
        }
        var events: [StoredEvent] = []
        while count > 0 {
            let found = try db.first(
                """
                SELECT position, ?2, seq, type, version, payload, at, "by", client_id, checksum, previous FROM events WHERE position = ?1
                """, [.int(position), .text(stream)]
            ) { (event: try event($0), previous: try $0.int(10)) }
            guard let found, found.event.seq == seq + count else { throw brokenChain(stream, position) }
            events.append(found.event)
            position = found.previous
            count -= 1
        }
        return events.reversed()
    }

    /// Events of all streams after a position, oldest first.
    package static func events(afterPosition position: Int64, limit: Int, _ db: borrowing SQLConnection) throws -> [StoredEvent] {
        try db.all(
            """
            SELECT position, name, events.seq, type, version, payload, at, "by", client_id, checksum FROM events JOIN streams ON streams.id = stream
            WHERE position > ? ORDER BY position LIMIT ?
            """, [.int(position), .int(Int64(limit))], event)
    }

    /// The event that carries a client id in a stream.
    package static func event(stream: String, clientID: String, _ db: borrowing SQLConnection) throws -> StoredEvent? {
        try db.first(
            """
            SELECT position, ?1, seq, type, version, payload, at, "by", client_id, checksum FROM events
            WHERE stream = (SELECT id FROM streams WHERE name = ?1) AND client_id = ?2
            """, [.text(stream), .text(clientID)], event)
    }

    /// The last seq of a stream, 0 when it is empty.
    package static func head(stream: String, _ db: borrowing SQLConnection) throws -> Int64 { try end(of: stream, db).seq }

    /// The last position of the log, 0 when it is empty.
    package static func headPosition(_ db: borrowing SQLConnection) throws -> Int64 {
        try db.first("SELECT position FROM events ORDER BY position DESC LIMIT 1") { try $0.int(0) } ?? 0
    }

    /// Adds one part's events at the end of its stream.
    static func append(_ part: StreamPart, _ db: borrowing SQLConnection) throws -> [StoredEvent] {
        var end = try end(of: part.stream, db)
        if let expected = part.expectedSeq, expected != end.seq {
            throw StoreError(
                .conflict, "The stream \(part.stream) stands at \(end.seq), not at \(expected): read what was added and decide again.",
                currentSeq: end.seq)
        }
        if end.id == 0 {
            try db.run("INSERT INTO streams(name, seq, last) VALUES (?, 0, 0)", [.text(part.stream)])
            end.id = db.lastInsertedRow
        }
        var events: [StoredEvent] = []
        events.reserveCapacity(part.events.count)
        for draft in part.events {
            let position = end.last
            end.seq += 1
            let checksum = EventChecksum.of(
                seq: end.seq, type: draft.type, version: draft.version, payload: draft.payload, at: draft.at, by: draft.by, clientID: draft.clientID)
            try db.run(
                """
                INSERT INTO events(stream, seq, previous, type, version, payload, at, "by", client_id, checksum) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                """,
                [
                    .int(end.id), .int(end.seq), .int(position), .text(draft.type), .int(Int64(draft.version)), .blob(draft.payload),
                    .int(draft.at), .text(draft.by), .text(draft.clientID), .int(checksum),
                ])
            end.last = db.lastInsertedRow
            events.append(
                StoredEvent(
                    position: end.last, stream: part.stream, seq: end.seq, type: draft.type, version: draft.version,
                    payload: draft.payload, at: draft.at, by: draft.by, clientID: draft.clientID))
        }
        try db.run("UPDATE streams SET seq = ?, last = ? WHERE id = ?", [.int(end.seq), .int(end.last), .int(end.id)])
        return events
    }

    private static func end(of stream: String, _ db: borrowing SQLConnection) throws -> StreamEnd {
        try db.first("SELECT id, seq, last FROM streams WHERE name = ?", [.text(stream)]) {
            StreamEnd(id: try $0.int(0), seq: try $0.int(1), last: try $0.int(2))
        } ?? StreamEnd()
    }

    private static func brokenChain(_ stream: String, _ position: Int64) -> StoreError {
        StoreError(.damaged, "The stream \(stream) breaks off at position \(position) of the log: restore a backup.")
    }

    /// - Throws: `.damaged` for a row that is not what was written.
    private static func event(_ row: borrowing SQLRow) throws -> StoredEvent {
        let event = StoredEvent(
            position: try row.int(0), stream: try row.text(1), seq: try row.int(2), type: try row.text(3), version: Int(try row.int(4)),
            payload: try row.blob(5), at: try row.int(6), by: try row.textOrNil(7), clientID: try row.textOrNil(8))
        guard let written = try row.intOrNil(9), written != event.checksum else { return event }
        throw StoreError(
            .damaged,
            "The event at position \(event.position) of the log is not what was written: stop the server, see with fera doctor how much is damaged, and restore a backup."
        )
    }
}

/// Reading and writing the `texts` table through one connection.
package enum TextTable {
    /// The texts that exist among `ids`, by id.
    package static func texts(_ ids: [String], _ db: borrowing SQLConnection) throws -> [String: StoredText] {
        var texts: [String: StoredText] = [:]
        for id in ids {
            texts[id] = try db.first("SELECT salt, content, erased_at FROM texts WHERE id = ?", [.text(id)]) { row in
                StoredText(id: id, salt: try row.blobOrNil(0), content: try row.textOrNil(1), erasedAt: try row.intOrNil(2))
            }
        }
        return texts
    }

    static func add(_ texts: [TextDraft], _ db: borrowing SQLConnection) throws {
        for text in texts {
            try db.run("INSERT INTO texts(id, salt, content) VALUES (?, ?, ?)", [.text(text.id), .blob(text.salt), .text(text.content)])
        }
    }

    /// Every erased text.
    static func erased(_ db: borrowing SQLConnection) throws -> [Erasure] {
        try db.all("SELECT id, erased_at FROM texts WHERE erased_at IS NOT NULL") { Erasure(.text, try $0.text(0), at: try $0.int(1)) }
    }

    /// Destroys words and salts; a text erased before keeps its first date.
    static func erase(_ ids: [String], at: Int64, _ db: borrowing SQLConnection) throws {
        for id in ids {
            let changed = try db.run(
                "UPDATE texts SET salt = NULL, content = NULL, erased_at = coalesce(erased_at, ?) WHERE id = ?", [.int(at), .text(id)])
            guard changed == 1 else { throw StoreError(.notFound, "There is no text \(id) to erase.") }
        }
    }
}
