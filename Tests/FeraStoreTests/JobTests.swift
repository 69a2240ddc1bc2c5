import Testing

@testable import FeraStore

@Suite struct JobTests {
    private func job(_ id: String, at runAt: Int64 = 0, kind: String = "mail") -> JobDraft {
        JobDraft(id: id, kind: kind, payload: Array(id.utf8), runAt: runAt)
    }

    @Test func dueJobsAreClaimedOnceAndOldestFirst() async throws {
        let space = Workspace()
        let store = try await space.open()
        _ = try await store.append(Append(jobs: [job("late", at: 1_001), job("b", at: 5), job("a", at: 4), job("other", kind: "seal")]))
        #expect(try await store.nextJobTime(kind: "mail") == 4)
        #expect(try await store.claimJobs(kind: "mail", limit: 1).map(\.id) == ["a"])
        #expect(try await store.claimJobs(kind: "mail", limit: 9).map(\.id) == ["b"])
        #expect(try await store.claimJobs(kind: "mail", limit: 9).isEmpty)
        space.setTime(1_001)
        let late = try await store.claimJobs(kind: "mail", limit: 9)
        #expect(late == [StoredJob(id: "late", kind: "mail", payload: Array("late".utf8), attempts: 1, lastError: nil)])
    }

    @Test func aJobEndsDoneAgainOrFailed() async throws {
        let space = Workspace()
        let store = try await space.open()
        _ = try await store.append(Append(jobs: [job("a"), job("b"), job("c")]))
        _ = try await store.claimJobs(kind: "mail", limit: 9)
        try await store.endJob("a", .done)
        try await store.endJob("b", .retry(runAt: 2_000, why: "no answer"))
        try await store.endJob("c", .failed(why: "no such address"))
        await expectRefusal(.notFound) { try await store.endJob("a", .done) }
        await expectRefusal(.notFound) { try await store.endJob("b", .done) }
        #expect(try await store.claimJobs(kind: "mail", limit: 9).isEmpty)
        space.setTime(2_000)
        let again = try await store.claimJobs(kind: "mail", limit: 9)
        #expect(again.map(\.attempts) == [2])
        #expect(again.map(\.lastError) == ["no answer"])
    }

    @Test func theEffectOfAJobAndItsEndAreOne() async throws {
        let store = try await Workspace().open()
        _ = try await store.append(Append(jobs: [job("a")]))
        _ = try await store.claimJobs(kind: "mail", limit: 9)
        let effect = Append([StreamPart("s", expectedSeq: 0, [draft("sent")])], finishedJobs: ["a"])
        _ = try await store.append(effect)
        let second = Append([StreamPart("s", expectedSeq: 1, [draft("sent")])], finishedJobs: ["a"])
        await expectRefusal(.notFound) { _ = try await store.append(second) }
        #expect(try await store.streamHead("s") == 1)
    }

    @Test func aJobThatWasRunningWhenTheProcessEndedWaitsAgain() async throws {
        let space = Workspace()
        let store = try await space.open()
        _ = try await store.append(Append(jobs: [job("a")]))
        _ = try await store.claimJobs(kind: "mail", limit: 9)
        await store.close()
        #expect(try await space.open().claimJobs(kind: "mail", limit: 9).map(\.attempts) == [2])
    }
}
