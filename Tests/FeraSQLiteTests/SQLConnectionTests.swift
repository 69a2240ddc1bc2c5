import FeraSQLite
import Foundation
import Testing

@Suite struct SQLConnectionTests {
    @Test func valuesComeBackAsTheyWent() throws {
        let scratch = try Scratch()
        let db = try SQLConnection(path: scratch.path, access: .create)
        try db.runScript("CREATE TABLE t(a, b, c, d, e, f, g)")
        let text = "caf\u{0301}e \u{0} \u{1F600}"
        try db.run(
            "INSERT INTO t VALUES (?, ?, ?, ?, ?, ?, ?)",
            [.int(Int64.min), .double(0.1), .text(text), .blob([0, 255, 0]), .null, .text(""), .blob([])])
        let seen = try db.all("SELECT a, b, c, d, e, f, g FROM t") { row -> Bool in
            let (a, b, c, d) = (try row.int(0), try row.double(1), try row.text(2), try row.blob(3))
            let (e, isNull, f, g) = (try row.intOrNil(4), row.isNull(4), try row.text(5), try row.blob(6))
            return a == Int64.min && b == 0.1 && Array(c.utf8) == Array(text.utf8) && d == [0, 255, 0] && e == nil && isNull && f.isEmpty && g.isEmpty
        }
        #expect(seen == [true])
    }

    @Test func aValueOfAnotherTypeIsAnError() throws {
        let scratch = try Scratch()
        let db = try SQLConnection(path: scratch.path, access: .create)
        #expect(throws: SQLError.self) { try db.first("SELECT 'seven'") { try $0.int(0) } }
        #expect(throws: SQLError.self) { try db.first("SELECT NULL") { try $0.text(0) } }
        #expect(throws: SQLError.self) { try db.first("SELECT x'00'") { try $0.text(0) } }
    }

    @Test func everySafeguardIsOn() throws {
        let scratch = try Scratch()
        let db = try SQLConnection(path: scratch.path, access: .create)
        #expect(try db.first("PRAGMA journal_mode") { try $0.text(0) } == "wal")
        #expect(try db.first("PRAGMA synchronous") { try $0.int(0) } == 2)
        #expect(try db.first("PRAGMA foreign_keys") { try $0.int(0) } == 1)
        #expect(try db.first("PRAGMA trusted_schema") { try $0.int(0) } == 0)
        #expect(try db.first("PRAGMA secure_delete") { try $0.int(0) } == 1)
        #expect(try db.first("PRAGMA busy_timeout") { try $0.int(0) } == 5_000)
        // Defensive mode: the schema cannot be written as a table.
        try db.runScript("CREATE TABLE t(a); PRAGMA writable_schema = ON;")
        #expect(throws: SQLError.self) { try db.run("UPDATE sqlite_schema SET sql = 'nonsense'") }
        // A double-quoted word is a name and never a string.
        #expect(throws: SQLError.self) { try db.first("SELECT \"nonsense\"") { try $0.text(0) } }
    }

    @Test func errorsCarryTheExtendedCodeAndASentence() throws {
        let scratch = try Scratch()
        let db = try SQLConnection(path: scratch.path, access: .create)
        try db.runScript("CREATE TABLE t(a UNIQUE)")
        try db.run("INSERT INTO t VALUES (1)")
        let error = #expect(throws: SQLError.self) { try db.run("INSERT INTO t VALUES (1)") }
        #expect(error?.code == 2067)
        #expect(error?.isConstraint == true)
        #expect(error?.message.contains("UNIQUE constraint failed: t.a") == true)
        #expect(error?.sql == "INSERT INTO t VALUES (1)")
        #expect(error?.endsConnection == false)
    }

    @Test func aStatementIsOneStatementWithAllItsValues() throws {
        let scratch = try Scratch()
        let db = try SQLConnection(path: scratch.path, access: .create)
        #expect(throws: SQLError.self) { try db.run("SELECT 1; SELECT 2") }
        #expect(throws: SQLError.self) { try db.run("  ") }
        #expect(throws: SQLError.self) { try db.run("SELECT ?") }
        #expect(throws: SQLError.self) { try db.run("SELECT ?", [.int(1), .int(2)]) }
        #expect(throws: SQLError.self) { try db.run("NONSENSE") }
        try db.run("SELECT 1; ")
    }

    @Test func theSameSQLMayRunInsideItself() throws {
        let scratch = try Scratch()
        let db = try SQLConnection(path: scratch.path, access: .create)
        try db.runScript("CREATE TABLE t(a INTEGER); INSERT INTO t VALUES (1), (2), (3);")
        func sum(_ depth: Int) throws -> Int64 {
            var total: Int64 = 0
            try db.each("SELECT a FROM t ORDER BY a") { row in
                total += try row.int(0)
                if depth > 0 { total += try sum(depth - 1) }
            }
            return total
        }
        #expect(try sum(2) == 6 + 3 * (6 + 3 * 6))
        #expect(try sum(0) == 6)
    }

    @Test func aReaderCannotWriteAndNeedsAFile() throws {
        let scratch = try Scratch()
        #expect(throws: SQLError.self) { _ = try SQLConnection(path: scratch.path, access: .read) }
        #expect(throws: SQLError.self) { _ = try SQLConnection(path: scratch.path, access: .write) }
        let db = try SQLConnection(path: scratch.path, access: .create)
        try db.runScript("CREATE TABLE t(a)")
        let reader = try SQLConnection(path: scratch.path, access: .read)
        #expect(throws: SQLError.self) { try reader.run("INSERT INTO t VALUES (1)") }
        #expect(try reader.first("SELECT count(*) FROM t") { try $0.int(0) } == 0)
    }

    @Test func aFileThatIsNoDatabaseIsRefused() throws {
        let scratch = try Scratch()
        try Data(repeating: 65, count: 8_192).write(to: URL(fileURLWithPath: scratch.path))
        let error = #expect(throws: SQLError.self) { _ = try SQLConnection(path: scratch.path, access: .create) }
        #expect(error?.isCorrupt == true)
    }
}
