package import FeraSQLite

/// Reading and writing the `events` table through one connection.
package enum EventLog {
    /// Events of one stream after a seq, oldest first.
    package static func events(stream: String, after seq: Int64, limit: Int, _ db: borrowing SQLConnection) throws -> [StoredEvent] {
        try db.all(
            """
            SELECT position, stream, seq, type, version, payload, at, "by", client_id FROM events
            WHERE stream = ? AND seq > ? ORDER BY seq LIMIT ?
            """, [.text(stream), .int(seq), .int(Int64(limit))], event)
    }

    /// Events of all streams after a position, oldest first.
    package static func events(afterPosition position: Int64, limit: Int, _ db: borrowing SQLConnection) throws -> [StoredEvent] {
        try db.all(
            """
            SELECT position, stream, seq, type, version, payload, at, "by", client_id FROM events
            WHERE position > ? ORDER BY position LIMIT ?
            """, [.int(position), .int(Int64(limit))], event)
    }

    /// The event that carries a client id in a stream.
    package static func event(stream: String, clientID: String, _ db: borrowing SQLConnection) throws -> StoredEvent? {
        try db.first(
            """
            SELECT position, stream, seq, type, version, payload, at, "by", client_id FROM events
            WHERE stream = ? AND client_id = ?
            """, [.text(stream), .text(clientID)], event)
    }

    /// The last seq of a stream, 0 when it is empty.
    package static func head(stream: String, _ db: borrowing SQLConnection) throws -> Int64 {
        try db.first("SELECT seq FROM events WHERE stream = ? ORDER BY seq DESC LIMIT 1", [.text(stream)]) { try $0.int(0) } ?? 0
    }

    /// The last position of the log, 0 when it is empty.
    package static func headPosition(_ db: borrowing SQLConnection) throws -> Int64 {
        try db.first("SELECT position FROM events ORDER BY position DESC LIMIT 1") { try $0.int(0) } ?? 0
    }

    /// Adds one part's events at the end of its stream.
    static func append(_ part: StreamPart, _ db: borrowing SQLConnection) throws -> [StoredEvent] {
        let head = try head(stream: part.stream, db)
        if let expected = part.expectedSeq, expected != head {
            throw StoreError(
                .conflict, "The stream \(part.stream) stands at \(head), not at \(expected): read what was added and decide again.",
                currentSeq: head)
        }
        var events: [StoredEvent] = []
        events.reserveCapacity(part.events.count)
        for draft in part.events {
            let seq = head + Int64(events.count) + 1
            try db.run(
                """
                INSERT INTO events(stream, seq, type, version, payload, at, "by", client_id) VALUES (?, ?, ?, ?, ?, ?, ?, ?)
                """,
                [
                    .text(part.stream), .int(seq), .text(draft.type), .int(Int64(draft.version)), .blob(draft.payload), .int(draft.at),
                    .text(draft.by), .text(draft.clientID),
                ])
            events.append(
                StoredEvent(
                    position: db.lastInsertedRow, stream: part.stream, seq: seq, type: draft.type, version: draft.version,
                    payload: draft.payload, at: draft.at, by: draft.by, clientID: draft.clientID))
        }
        return events
    }

    private static func event(_ row: borrowing SQLRow) throws -> StoredEvent {
        StoredEvent(
            position: try row.int(0), stream: try row.text(1), seq: try row.int(2), type: try row.text(3), version: Int(try row.int(4)),
            payload: try row.blob(5), at: try row.int(6), by: try row.textOrNil(7), clientID: try row.textOrNil(8))
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

    /// Destroys words and salts; a text erased before keeps its first date.
    static func erase(_ ids: [String], at: Int64, _ db: borrowing SQLConnection) throws {
        for id in ids {
            let changed = try db.run(
                "UPDATE texts SET salt = NULL, content = NULL, erased_at = coalesce(erased_at, ?) WHERE id = ?", [.int(at), .text(id)])
            guard changed == 1 else { throw StoreError(.notFound, "There is no text \(id) to erase.") }
        }
    }
}
