import CSQLite

extension SQLConnection {
    /// Runs one statement to its end and gives how many rows it changed.
    @discardableResult
    package func run(_ sql: StaticString, _ values: [SQLValue] = []) throws(SQLError) -> Int {
        let statement = try ready(sql, values)
        defer { give(statement) }
        while try statement.step(db) {}
        return Int(sqlite3_changes64(db))
    }

    /// Every row, through `read`.
    package func all<T>(_ sql: StaticString, _ values: [SQLValue] = [], _ read: (borrowing SQLRow) throws -> T) throws -> [T] {
        var rows: [T] = []
        try each(sql, values) { rows.append(try read($0)) }
        return rows
    }

    /// The first row, through `read`; `nil` when there is none.
    package func first<T>(_ sql: StaticString, _ values: [SQLValue] = [], _ read: (borrowing SQLRow) throws -> T) throws -> T? {
        let statement = try ready(sql, values)
        defer { give(statement) }
        guard try statement.step(db) else { return nil }
        return try read(SQLRow(statement: statement.pointer))
    }

    /// Calls `body` with each row in turn; an error of `body` ends the query.
    package func each(_ sql: StaticString, _ values: [SQLValue] = [], _ body: (borrowing SQLRow) throws -> Void) throws {
        let statement = try ready(sql, values)
        defer { give(statement) }
        while try statement.step(db) { try body(SQLRow(statement: statement.pointer)) }
    }

    /// Runs several statements without values, such as a schema. For SQL of the program's own making only.
    package func runScript(_ script: String) throws(SQLError) {
        let code = sqlite3_exec(db, script, nil, nil, nil)
        guard code == SQLITE_OK else { throw SQLError(db, code: code, doing: "run a script", sql: script) }
    }

    private func ready(_ sql: StaticString, _ values: [SQLValue]) throws(SQLError) -> Statement {
        let statement = try cache.statement(sql, db)
        try statement.bind(values, db)
        statement.inUse = true
        return statement
    }

    private func give(_ statement: Statement) {
        statement.reset()
        statement.inUse = false
    }
}
