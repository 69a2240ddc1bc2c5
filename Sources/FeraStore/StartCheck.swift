import FeraSQLite

/// What every start looks at before it writes anything. It takes milliseconds; `StoreExamination` looks at everything.
enum StartCheck {
    /// Up to this size every page is looked at.
    private static let most: Int64 = 64 << 20
    /// So many events at the end of the log are followed back.
    private static let tailLength = 1_000

    /// The database's own structure, where it is small enough to be read whole.
    static func pages(_ db: borrowing SQLConnection, folder: String) throws {
        let size = try db.first("SELECT page_count * page_size FROM pragma_page_count, pragma_page_size") { try $0.int(0) } ?? 0
        guard size <= most else { return }
        guard let fault = try db.first("PRAGMA quick_check(1)", [], { try $0.text(0) }), fault != "ok" else { return }
        throw damage(folder, fault)
    }

    /// The end of the log, where a crash leaves its traces: each event is what was written and follows from the one before it in its
    /// stream, and each stream ends where it says.
    static func tail(_ db: borrowing SQLConnection, folder: String) throws {
        let head = try EventLog.headPosition(db)
        let fault = try db.first(
            """
            SELECT e.position FROM events e LEFT JOIN streams s ON s.id = e.stream LEFT JOIN events p ON p.position = e.previous
            WHERE e.position > ?1 AND (s.id IS NULL OR s.seq < e.seq OR s.last < e.position OR (s.last = e.position) <> (s.seq = e.seq)
                OR CASE e.previous WHEN 0 THEN e.seq <> 1 ELSE p.stream IS NOT e.stream OR p.seq IS NOT e.seq - 1 END)
            ORDER BY e.position LIMIT 1
            """, [.int(head - Int64(tailLength))]
        ) { try $0.int(0) }
        if let fault { throw damage(folder, "the event at position \(fault) of the log does not fit its stream") }
        if let fault = try LogCheck.changed(after: head - Int64(tailLength), db).first { throw damage(folder, fault) }
    }

    private static func damage(_ folder: String, _ what: String) -> StoreError {
        StoreError(
            .damaged,
            "The database in \(folder) is damaged: \(what). Nothing was changed. Leave the folder as it is, see how much is damaged with fera doctor --data \(folder), and restore the newest backup with fera restore."
        )
    }
}
