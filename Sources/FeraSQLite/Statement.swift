import CSQLite

/// A prepared statement. It never leaves this module, and lives no longer than the connection's cache that holds it.
final class Statement {
    let pointer: OpaquePointer
    let sql: StaticString
    /// Set while rows are read from it: a second use of the same SQL meanwhile gets a statement of its own.
    var inUse = false

    init(_ db: OpaquePointer, _ sql: StaticString) throws(SQLError) {
        precondition(sql.hasPointerRepresentation, "SQL is a string literal of more than one character")
        var pointer: OpaquePointer?
        var tail: UnsafePointer<CChar>?
        let code = sql.utf8Start.withMemoryRebound(to: CChar.self, capacity: sql.utf8CodeUnitCount) { text in
            sqlite3_prepare_v3(db, text, Int32(sql.utf8CodeUnitCount), UInt32(SQLITE_PREPARE_PERSISTENT), &pointer, &tail)
        }
        guard code == SQLITE_OK else { throw SQLError(db, code: code, doing: "prepare a statement", sql: sql.description) }
        guard let pointer else { throw SQLError(code: SQLITE_MISUSE, message: "The statement is empty.", sql: sql.description) }
        let read = tail.map { UnsafeRawPointer($0) - UnsafeRawPointer(sql.utf8Start) } ?? sql.utf8CodeUnitCount
        for at in read..<max(read, sql.utf8CodeUnitCount) where sql.utf8Start[at] > 32 {
            sqlite3_finalize(pointer)
            throw SQLError(code: SQLITE_MISUSE, message: "Only the first of several statements would have run; use runScript.", sql: sql.description)
        }
        self.pointer = pointer
        self.sql = sql
    }

    deinit { sqlite3_finalize(pointer) }

    func bind(_ values: [SQLValue], _ db: OpaquePointer) throws(SQLError) {
        guard values.count == Int(sqlite3_bind_parameter_count(pointer)) else {
            let wanted = sqlite3_bind_parameter_count(pointer)
            throw SQLError(code: SQLITE_RANGE, message: "The statement takes \(wanted) values and was given \(values.count).", sql: sql.description)
        }
        var index: Int32 = 0
        for value in values {
            index += 1
            let code: Int32
            switch value {
            case .null: code = sqlite3_bind_null(pointer, index)
            case .int(let value): code = sqlite3_bind_int64(pointer, index, value)
            case .double(let value): code = sqlite3_bind_double(pointer, index, value)
            case .text(var value):
                code = value.withUTF8 { bytes in
                    bytes.withMemoryRebound(to: CChar.self) { fera_sqlite_bind_text(pointer, index, $0.baseAddress, UInt64($0.count)) }
                }
            case .blob(let value):
                code = value.withUnsafeBytes { fera_sqlite_bind_blob(pointer, index, $0.baseAddress, UInt64($0.count)) }
            }
            guard code == SQLITE_OK else { throw SQLError(db, code: code, doing: "bind value \(index)", sql: sql.description) }
        }
    }

    /// Whether a row stands ready; `false` at the end.
    func step(_ db: OpaquePointer) throws(SQLError) -> Bool {
        switch sqlite3_step(pointer) {
        case SQLITE_ROW: return true
        case SQLITE_DONE: return false
        case let code: throw SQLError(db, code: code, doing: "run a statement", sql: sql.description)
        }
    }

    func reset() {
        // The code that reset returns repeats the last step's, which has been thrown already.
        sqlite3_reset(pointer)
        sqlite3_clear_bindings(pointer)
    }
}

/// The statements of one connection, found by the address of their literal.
final class StatementCache {
    private var statements: [UInt: Statement] = [:]
    private static let most = 256

    func statement(_ sql: StaticString, _ db: OpaquePointer) throws(SQLError) -> Statement {
        let key = UInt(bitPattern: sql.utf8Start)
        // An address may stand for two literals of different length when the linker shares their tails.
        if let known = statements[key], !known.inUse, known.sql.utf8CodeUnitCount == sql.utf8CodeUnitCount { return known }
        let fresh = try Statement(db, sql)
        if statements[key] == nil {
            if statements.count >= Self.most { statements.removeAll() }
            statements[key] = fresh
        }
        return fresh
    }

    func removeAll() { statements.removeAll() }
}
