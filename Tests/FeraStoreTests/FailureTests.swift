import FeraSQLite
import Foundation
import Testing

@testable import FeraStore

@Suite struct FailureTests {
    struct Trouble: Error {}

    private func one(_ stream: String, _ clientID: String? = nil, expected: Int64 = 0) -> Append {
        Append([StreamPart(stream, expectedSeq: expected, [draft("x", clientID: clientID)])])
    }

    @Test func aCommitThatFailedFailsItsGroupAndNothingElse() async throws {
        let commits = Counter(), ear = Ear()
        let store = try await Workspace().open(onCommit: { ear.hear($0) }) { db in
            if commits.next() == 1 { throw Trouble() }
            try db.run("COMMIT")
        }
        _ = try await store.append(one("a"))
        await expectRefusal(.failed) { _ = try await store.append(one("b")) }
        #expect(try await store.append(one("c")).events.map(\.position) == [2])
        #expect(try await store.events(afterPosition: 0, limit: 9).map(\.stream) == ["a", "c"])
        #expect(ear.events.map(\.stream) == ["a", "c"])
    }

    @Test func aCommitOfUnknownOutcomeIsLookedUp() async throws {
        let commits = Counter(), ear = Ear()
        let store = try await Workspace().open(onCommit: { ear.hear($0) }) { db in
            try db.run("COMMIT")
            if commits.next() == 1 { throw Trouble() }
        }
        _ = try await store.append(one("a"))
        #expect(try await store.append(one("b")).events.map(\.position) == [2])
        #expect(try await store.append(one("c")).events.map(\.position) == [3])
        #expect(ear.events.map(\.stream) == ["a", "b", "c"])
    }

    @Test func whatCannotBeLookedUpIsSaidAndARetryFindsIt() async throws {
        let space = Workspace(), commits = Counter()
        let store = try await space.open { db in
            try db.run("COMMIT")
            if commits.next() == 1 {
                try FileManager.default.moveItem(atPath: space.database, toPath: space.database + ".away")
                throw Trouble()
            }
        }
        _ = try await store.append(one("a"))
        await expectRefusal(.unknownOutcome) { _ = try await store.append(one("b", "c1")) }
        await expectRefusal(.failed) { _ = try await store.append(one("c")) }
        #expect(!FileManager.default.fileExists(atPath: space.database))
        try FileManager.default.moveItem(atPath: space.database + ".away", toPath: space.database)
        // Whoever asks next makes the writer try again; that one request may still hear of the failure.
        var outcome: AppendOutcome?
        for _ in 0..<3 where outcome == nil { outcome = try? await store.append(one("b", "c1")) }
        guard case .duplicate(let event) = outcome else {
            Issue.record("expected the event of the first try, got \(String(describing: outcome))")
            return
        }
        #expect(event.position == 2)
    }

    @Test func aFullDiskFailsTheWholeGroup() async throws {
        let gate = Gate(), commits = Counter()
        let store = try await Workspace().open { db in
            let first = commits.next() == 0
            if first { gate.wait() }
            try db.run("COMMIT")
            let pages = try db.first("PRAGMA page_count") { try $0.int(0) } ?? 0
            if first { try db.runScript("PRAGMA max_page_count = \(pages + 2)") }
        }
        async let opening = store.append(one("a"))
        await gate.arrived()
        let big = Append([StreamPart("big", expectedSeq: 0, [EventDraft(type: "big", payload: [UInt8](repeating: 32, count: 100_000), at: 0)])])
        async let small = Result { try await store.append(one("small")) }
        async let large = Result { try await store.append(big) }
        while store.statistics.waiting < 2 { await Task.yield() }
        gate.open()
        _ = try await opening
        for result in await [small, large] {
            #expect(throws: StoreError.self) { try result.get() }
            if case .failure(let error as StoreError) = result { #expect(error.code == .full) }
        }
        #expect(try await store.events(afterPosition: 0, limit: 9).map(\.stream) == ["a"])
        // The limit went with the connection: there is space again.
        #expect(try await store.append(big).events.map(\.position) == [2])
    }

    @Test func aNewerSchemaIsRefused() async throws {
        let space = Workspace()
        try await space.open().close()
        let known = Migrations.steps.count
        try { try SQLConnection(path: space.database, access: .write).runScript("PRAGMA user_version = \(known + 1)") }()
        let error = await expectRefusal(.newerSchema) { _ = try await space.open() }
        #expect(error?.message.contains("schema \(known + 1)") == true)
        // The refusal let go of the folder.
        await expectRefusal(.newerSchema) { _ = try await space.open() }
    }

    @Test func aForeignDatabaseIsRefused() async throws {
        let space = Workspace()
        try FileManager.default.createDirectory(atPath: space.folder, withIntermediateDirectories: true)
        try { try SQLConnection(path: space.database, access: .create).runScript("CREATE TABLE theirs(a)") }()
        await expectRefusal(.foreignFile) { _ = try await space.open() }
        try Data(repeating: 7, count: 9_000).write(to: URL(fileURLWithPath: space.database))
        await expectRefusal(.damaged) { _ = try await space.open() }
    }

    @Test func theLockKeepsASecondStoreOutAndNamesTheHolder() async throws {
        let space = Workspace()
        let store = try await space.open()
        let error = await expectRefusal(.locked) { _ = try await space.open() }
        #expect(error?.message.contains("process \(ProcessInfo.processInfo.processIdentifier)") == true)
        _ = try await store.append(one("a"))
        await store.close()
        #expect(try await space.open().streamHead("a") == 1)
    }

    @Test func aMigrationThatStoppedHalfwayStartsAgain() async throws {
        let space = Workspace()
        try FileManager.default.createDirectory(atPath: space.folder, withIntermediateDirectories: true)
        // What a process leaves that died after making the file and before its first commit.
        try { _ = try SQLConnection(path: space.database, access: .create) }()
        #expect(try await space.open().streamHead("a") == 0)
    }
}

extension Result where Failure == any Error {
    init(_ body: () async throws -> Success) async {
        do { self = .success(try await body()) } catch { self = .failure(error) }
    }
}
