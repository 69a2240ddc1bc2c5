import FeraSQLite
import Foundation
import Testing

@testable import FeraStore

/// Files copied in the middle of something are what a kill at that moment leaves.
@Suite struct MigrationTests {
    private static let steps: [(name: String, sql: String)] =
        Migrations.steps + [("two more", "CREATE TABLE later(a); INSERT INTO later VALUES (1); CREATE TABLE latest(a);")]

    private func image(of space: Workspace) throws -> Workspace {
        let image = Workspace()
        try FileManager.default.copyItem(atPath: space.folder, toPath: image.folder)
        return image
    }

    private func tables(_ space: Workspace) throws -> (schema: Int64, later: Int64) {
        let db = try SQLConnection(path: space.database, access: .write)
        return (
            try db.first("PRAGMA user_version") { try $0.int(0) } ?? 0,
            try db.first("SELECT count(*) FROM sqlite_schema WHERE name LIKE 'late%'") { try $0.int(0) } ?? 0
        )
    }

    @Test func aKillInsideAMigrationLeavesTheOldOrTheNew() async throws {
        let space = Workspace()
        let store = try await space.open()
        _ = try await store.append(Append([StreamPart("s", expectedSeq: 0, [draft("1")])]))
        await store.close()
        let old = Int64(Migrations.steps.count)
        var images: [(Workspace, Bool)] = []
        do {
            let db = try SQLConnection(path: space.database, access: .write)
            // So little memory that pages of the open transaction go to the disk before its end.
            try db.runScript("PRAGMA cache_size = 2")
            try db.runScript(
                "BEGIN IMMEDIATE; CREATE TABLE later(a); WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 9000) INSERT INTO later SELECT hex(randomblob(50)) FROM n;"
            )
            images.append((try image(of: space), false))
            try db.runScript("CREATE TABLE latest(a); PRAGMA user_version = \(old + 1);")
            images.append((try image(of: space), false))
            try db.runScript("COMMIT")
            images.append((try image(of: space), true))
        }
        let log = try FileManager.default.attributesOfItem(atPath: images[1].0.database + "-wal")[.size] as? Int ?? 0
        #expect(log > 100_000, "half of the migration was on the disk")
        for (image, isNew) in images {
            let found = try tables(image)
            #expect(found == (isNew ? (old + 1, 2) : (old, 0)))
            if isNew {
                await expectRefusal(.newerSchema) { _ = try await image.open() }
            } else {
                #expect(try await image.open().streamHead("s") == 1)
            }
        }
    }

    @Test func aMigrationThatFailsLeavesTheOldSchema() async throws {
        let space = Workspace()
        try await space.open().close()
        do {
            let db = try SQLConnection(path: space.database, access: .write)
            let broken = Migrations.steps + [("broken", "CREATE TABLE later(a); INSERT INTO nowhere VALUES (1);")]
            #expect(throws: SQLError.self) { try Migrations.run(db, path: space.database, steps: broken) }
        }
        #expect(try tables(space) == (Int64(Migrations.steps.count), 0))
        do {
            let db = try SQLConnection(path: space.database, access: .write)
            try Migrations.run(db, path: space.database, steps: Self.steps)
            // Doing it again changes nothing.
            try Migrations.run(db, path: space.database, steps: Self.steps)
        }
        #expect(try tables(space) == (Int64(Migrations.steps.count) + 1, 2))
    }
}
