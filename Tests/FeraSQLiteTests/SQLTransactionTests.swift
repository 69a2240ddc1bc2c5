import FeraSQLite
import Testing

@Suite struct SQLTransactionTests {
    struct Refused: Error {}

    private func rows(_ db: borrowing SQLConnection) throws -> [Int64] { try db.all("SELECT a FROM t ORDER BY a") { try $0.int(0) } }

    @Test func anErrorUndoesTheTransaction() throws {
        let scratch = try Scratch()
        let db = try SQLConnection(path: scratch.path, access: .create)
        try db.runScript("CREATE TABLE t(a INTEGER)")
        try db.transaction { try db.run("INSERT INTO t VALUES (1)") }
        #expect(throws: Refused.self) {
            try db.transaction {
                try db.run("INSERT INTO t VALUES (2)")
                throw Refused()
            }
        }
        #expect(try rows(db) == [1])
        let open = db.isInTransaction
        #expect(!open)
    }

    @Test func anErrorUndoesTheSavepointAlone() throws {
        let scratch = try Scratch()
        let db = try SQLConnection(path: scratch.path, access: .create)
        try db.runScript("CREATE TABLE t(a INTEGER)")
        try db.transaction {
            try db.savepoint { try db.run("INSERT INTO t VALUES (1)") }
            #expect(throws: Refused.self) {
                try db.savepoint {
                    try db.run("INSERT INTO t VALUES (2)")
                    try db.savepoint { try db.run("INSERT INTO t VALUES (3)") }
                    throw Refused()
                }
            }
            try db.savepoint { try db.run("INSERT INTO t VALUES (4)") }
        }
        #expect(try rows(db) == [1, 4])
    }

    @Test func aSnapshotDoesNotMove() throws {
        let scratch = try Scratch()
        let db = try SQLConnection(path: scratch.path, access: .create)
        try db.runScript("CREATE TABLE t(a INTEGER)")
        let reader = try SQLConnection(path: scratch.path, access: .read)
        try reader.snapshot {
            #expect(try rows(reader).isEmpty)
            try db.run("INSERT INTO t VALUES (1)")
            #expect(try rows(reader).isEmpty)
        }
        #expect(try rows(reader) == [1])
    }

    @Test func theLogIsMovedOnlyWhenAsked() throws {
        let scratch = try Scratch()
        let db = try SQLConnection(path: scratch.path, access: .create)
        try db.runScript("CREATE TABLE t(a INTEGER)")
        for number in Int64(0)..<200 { try db.run("INSERT INTO t VALUES (?)", [.int(number)]) }
        let grown = db.walFrames
        #expect(grown > 150)
        let reader = try SQLConnection(path: scratch.path, access: .read)
        try reader.snapshot {
            #expect(try rows(reader).count == 200)
            try db.run("INSERT INTO t VALUES (-1)")
            db.waitForLocks(milliseconds: 0)
            let moved = try db.checkpoint(.truncate)
            #expect(!moved)
        }
        let moved = try db.checkpoint(.truncate)
        #expect(moved)
        try db.run("INSERT INTO t VALUES (-2)")
        let begun = db.walFrames
        #expect(begun < 5)
    }

    @Test func aFullDatabaseSaysSo() throws {
        let scratch = try Scratch()
        let db = try SQLConnection(path: scratch.path, access: .create)
        try db.runScript("CREATE TABLE t(a); PRAGMA max_page_count = 4;")
        let error = #expect(throws: SQLError.self) {
            try db.transaction { for _ in 0..<100 { try db.run("INSERT INTO t VALUES (?)", [.blob([UInt8](repeating: 1, count: 1_000))]) } }
        }
        #expect(error?.isFull == true)
        #expect(error?.endsConnection == true)
        #expect(try db.first("SELECT count(*) FROM t") { try $0.int(0) } == 0)
    }
}
