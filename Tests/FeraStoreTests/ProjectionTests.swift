import FeraSQLite
import Testing

@testable import FeraStore

@Suite struct ProjectionTests {
    struct Refused: Error {}

    /// Counts the events of each stream, `step` at a time.
    private func tally(_ version: Int, step: Int64 = 1, column: String = "count", refusing type: String? = nil) -> Projection {
        Projection(
            name: "tally", version: version,
            schema: "CREATE TABLE tally(stream TEXT PRIMARY KEY, count INTEGER NOT NULL) STRICT; CREATE INDEX tally_by_count ON tally(count);"
        ) { event, db in
            if event.type == type { throw Refused() }
            try db.run(
                "INSERT INTO tally VALUES (?1, ?2) ON CONFLICT (stream) DO UPDATE SET count = count + ?2", [.text(event.stream), .int(step)])
        }
    }

    private func count(_ store: Store, _ stream: String) async throws -> Int64? {
        try await store.read { db in try db.first("SELECT count FROM tally WHERE stream = ?", [.text(stream)]) { try $0.int(0) } }
    }

    private func say(_ store: Store, _ stream: String, _ count: Int) async throws {
        for _ in 0..<count { _ = try await store.append(Append([StreamPart(stream, expectedSeq: nil, [draft("x")])])) }
    }

    @Test func aProjectionMovesWithTheAppend() async throws {
        let store = try await Workspace().open([tally(1)])
        try await say(store, "a", 3)
        #expect(try await count(store, "a") == 3)
        await expectRefusal(.conflict) {
            _ = try await store.append(Append([StreamPart("a", expectedSeq: 3, [draft("x")]), StreamPart("b", expectedSeq: 7, [draft("x")])]))
        }
        #expect(try await count(store, "a") == 3)
    }

    @Test func anEventAProjectionRefusesIsNotAppended() async throws {
        let store = try await Workspace().open([tally(1, refusing: "test.said")])
        let error = await expectRefusal(.projection) { try await say(store, "a", 1) }
        #expect(error?.message.contains("tally") == true)
        #expect(try await store.streamHead("a") == 0)
    }

    @Test func aNewVersionIsMadeFromTheWholeLog() async throws {
        let space = Workspace()
        var store = try await space.open([tally(1)])
        try await say(store, "a", 5)
        await store.close()
        store = try await space.open([tally(2, step: 10)])
        #expect(try await count(store, "a") == 50)
        try await say(store, "a", 1)
        #expect(try await count(store, "a") == 60)
        await store.close()
        // The same version again does no work and changes nothing.
        store = try await space.open([tally(2, step: 1_000)])
        #expect(try await count(store, "a") == 60)
    }

    @Test func aRebuildThatFailsLeavesTheOldTables() async throws {
        let space = Workspace()
        var store = try await space.open([tally(1)])
        try await say(store, "a", 5)
        _ = try await store.append(Append([StreamPart("a", expectedSeq: 5, [EventDraft(type: "late", payload: [], at: 0)])]))
        await store.close()
        await expectRefusal(.projection) { _ = try await space.open([tally(2, step: 10, refusing: "late")]) }
        store = try await space.open([tally(1, step: 1_000)])
        #expect(try await count(store, "a") == 6)
    }

    @Test func oneThatWasLeftOutCatchesUp() async throws {
        let space = Workspace()
        var store = try await space.open([tally(1)])
        try await say(store, "a", 2)
        await store.close()
        store = try await space.open()
        try await say(store, "a", 3)
        #expect(try await count(store, "a") == 2)
        await store.close()
        store = try await space.open([tally(1)])
        #expect(try await count(store, "a") == 5)
    }

    @Test func twoOfOneNameAreRefused() async throws {
        await expectRefusal(.invalid) { _ = try await Workspace().open([tally(1), tally(2)]) }
    }
}
