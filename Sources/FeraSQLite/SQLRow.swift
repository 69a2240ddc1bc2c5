import CSQLite

/// The row a query stands on. It is lent to the closure that reads it and cannot outlive it; what is read is copied.
/// Columns count from zero. A value of another type than asked for is an error, never a conversion.
package struct SQLRow: ~Copyable {
    let statement: OpaquePointer

    /// An integer column.
    package func int(_ column: Int) throws(SQLError) -> Int64 {
        try expect(SQLITE_INTEGER, column, "an integer")
        return sqlite3_column_int64(statement, Int32(column))
    }

    /// An integer column that may be NULL.
    package func intOrNil(_ column: Int) throws(SQLError) -> Int64? { isNull(column) ? nil : try int(column) }

    /// An integer column read as true for anything but zero.
    package func bool(_ column: Int) throws(SQLError) -> Bool { try int(column) != 0 }

    /// A floating point column.
    package func double(_ column: Int) throws(SQLError) -> Double {
        try expect(SQLITE_FLOAT, column, "a floating point number")
        return sqlite3_column_double(statement, Int32(column))
    }

    /// A text column.
    package func text(_ column: Int) throws(SQLError) -> String {
        try expect(SQLITE3_TEXT, column, "text")
        return withBytes(column) { String(decoding: $0, as: UTF8.self) }
    }

    /// A text column that may be NULL.
    package func textOrNil(_ column: Int) throws(SQLError) -> String? { isNull(column) ? nil : try text(column) }

    /// A blob column, copied.
    package func blob(_ column: Int) throws(SQLError) -> [UInt8] {
        try expect(SQLITE_BLOB, column, "a blob")
        return withBytes(column) { Array($0) }
    }

    /// A blob column that may be NULL.
    package func blobOrNil(_ column: Int) throws(SQLError) -> [UInt8]? { isNull(column) ? nil : try blob(column) }

    /// Whether the column is NULL.
    package func isNull(_ column: Int) -> Bool { sqlite3_column_type(statement, Int32(column)) == SQLITE_NULL }

    private func withBytes<R>(_ column: Int, _ body: (UnsafeRawBufferPointer) -> R) -> R {
        // The pointer first, then the count: the order SQLite asks for.
        let start = sqlite3_column_blob(statement, Int32(column))
        return body(UnsafeRawBufferPointer(start: start, count: Int(sqlite3_column_bytes(statement, Int32(column)))))
    }

    private func expect(_ type: Int32, _ column: Int, _ name: String) throws(SQLError) {
        guard sqlite3_column_type(statement, Int32(column)) != type else { return }
        let sql = sqlite3_sql(statement).map { String(cString: $0) }
        throw SQLError(code: SQLITE_MISMATCH, message: "Column \(column) was read as \(name) and holds something else.", sql: sql)
    }
}
