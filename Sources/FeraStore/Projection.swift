package import FeraSQLite

/// Tables made from the log and nothing else, kept up to date inside the transaction that appends.
package struct Projection: Sendable {
    /// Unique among the projections of a store.
    package let name: String
    /// Raised whenever `schema` or `apply` changes: the tables are then made anew from the whole log.
    package let version: Int
    /// CREATE statements. Table names must not collide with those of other projections.
    package let schema: String
    /// Enters one event. It may read and write the projection's own tables and read everything else; an error refuses the append.
    package let apply: @Sendable (StoredEvent, borrowing SQLConnection) throws -> Void

    package init(
        name: String, version: Int, schema: String,
        apply: @escaping @Sendable (StoredEvent, borrowing SQLConnection) throws -> Void
    ) {
        self.name = name
        self.version = version
        self.schema = schema
        self.apply = apply
    }
}

/// Bringing projections up to date when a store opens, and keeping their positions.
enum Projections {
    private static let batch = 1_000

    /// Makes each projection's tables anew when its version changed, and lets one that was left out for a while catch up.
    ///
    /// A rebuild is one transaction: readers see the old tables until it commits, and a crash leaves the old ones.
    static func prepare(_ projections: [Projection], _ db: borrowing SQLConnection) throws {
        guard Set(projections.map(\.name)).count == projections.count else {
            throw StoreError(.invalid, "Two projections have the same name.")
        }
        let head = try EventLog.headPosition(db)
        for projection in projections {
            let known = try db.first(
                "SELECT version, position, tables FROM projections WHERE name = ?", [.text(projection.name)]
            ) { (version: try $0.int(0), position: try $0.int(1), tables: try $0.text(2)) }
            if let known, known.version == Int64(projection.version), known.position == head { continue }
            try db.transaction {
                if let known, known.version == Int64(projection.version), known.position < head {
                    try replay(projection, from: known.position, db)
                } else {
                    try rebuild(projection, dropping: known?.tables ?? "", db)
                }
            }
        }
    }

    /// Enters freshly appended events into every projection.
    static func apply(_ projections: [Projection], _ events: [StoredEvent], _ db: borrowing SQLConnection) throws {
        for projection in projections {
            for event in events { try apply(projection, event, db) }
        }
    }

    /// Records, once a group, how far the projections are.
    static func advance(_ projections: [Projection], to position: Int64, _ db: borrowing SQLConnection) throws {
        for projection in projections {
            try db.run("UPDATE projections SET position = ? WHERE name = ?", [.int(position), .text(projection.name)])
        }
    }

    private static func rebuild(_ projection: Projection, dropping old: String, _ db: borrowing SQLConnection) throws {
        for table in old.split(separator: "\n").reversed() { try db.runScript("DROP TABLE IF EXISTS \"\(table)\"") }
        let before = Set(try tables(db))
        try db.runScript(projection.schema)
        let made = try tables(db).filter { !before.contains($0) }
        try db.run(
            "INSERT OR REPLACE INTO projections(name, version, position, tables) VALUES (?, ?, 0, ?)",
            [.text(projection.name), .int(Int64(projection.version)), .text(made.joined(separator: "\n"))])
        try replay(projection, from: 0, db)
    }

    private static func replay(_ projection: Projection, from start: Int64, _ db: borrowing SQLConnection) throws {
        var position = start
        while true {
            let events = try EventLog.events(afterPosition: position, limit: batch, db)
            for event in events { try apply(projection, event, db) }
            guard let last = events.last else { break }
            position = last.position
        }
        try advance([projection], to: position, db)
    }

    private static func apply(_ projection: Projection, _ event: StoredEvent, _ db: borrowing SQLConnection) throws {
        do {
            try projection.apply(event, db)
        } catch let error as SQLError where error.endsConnection {
            throw error
        } catch {
            let place = "\(event.type), seq \(event.seq) of \(event.stream)"
            throw StoreError(.projection, "The projection \(projection.name) could not enter the event \(place): \(error)")
        }
    }

    /// Names of the tables, in the order of their making.
    private static func tables(_ db: borrowing SQLConnection) throws -> [String] {
        try db.all("SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY rowid") { try $0.text(0) }
    }
}
