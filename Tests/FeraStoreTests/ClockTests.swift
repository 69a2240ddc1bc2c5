import Foundation
import Testing

@testable import FeraStore

/// A clock that jumps: order is a position's, and nothing is lost or done twice.
@Suite struct ClockTests {
    private func event(at: Int64) -> EventDraft { EventDraft(type: "test.said", payload: [], at: at) }

    @Test func orderDoesNotAskTheClock() async throws {
        let space = Workspace()
        let store = try await space.open()
        let times: [Int64] = [1_000, .max, -5, .min, 1_001]
        for (index, time) in times.enumerated() {
            space.setTime(time)
            _ = try await store.append(Append([StreamPart("s", expectedSeq: Int64(index), [event(at: time)])]))
        }
        #expect(try await store.events(stream: "s", limit: 9).map(\.at) == times)
        await store.close()
        #expect(try await space.open().events(afterPosition: 0, limit: 9).map(\.position) == [1, 2, 3, 4, 5])
    }

    @Test func jobsRunOnceHoweverTheClockJumps() async throws {
        let space = Workspace()
        let store = try await space.open()
        func job(_ id: String, _ at: Int64) -> Append { Append(jobs: [JobDraft(id: id, kind: "k", payload: [], runAt: at)]) }
        _ = try await store.append(job("a", 1_500))
        // A year ahead: due, and claimed once.
        space.setTime(31_536_000_000)
        #expect(try await store.claimJobs(kind: "k", limit: 9).map(\.id) == ["a"])
        try await store.endJob("a", .retry(runAt: 31_536_000_100, why: "later"))
        // Back again: it is not lost, it waits for the time that it was given.
        space.setTime(1_000)
        _ = try await store.append(job("b", 900))
        #expect(try await store.claimJobs(kind: "k", limit: 9).map(\.id) == ["b"])
        #expect(try await store.nextJobTime(kind: "k") == 31_536_000_100)
        space.setTime(31_536_000_100)
        #expect(try await store.claimJobs(kind: "k", limit: 9).map(\.id) == ["a"])
    }

    @Test func anErasureKeepsItsFirstDate() async throws {
        let space = Workspace()
        let store = try await space.open()
        _ = try await store.append(Append(texts: [TextDraft(id: "t", content: "w")]))
        space.setTime(9_000)
        _ = try await store.append(Append(erasures: ["t"]))
        space.setTime(-9_000)
        _ = try await store.append(Append(erasures: ["t"]))
        #expect(try await store.texts(["t"])["t"]?.erasedAt == 9_000)
    }

    @Test func aSecondProcessWaitsForOneThatEnds() async throws {
        let space = Workspace()
        let store = try await space.open()
        let error = await expectRefusal(.locked) { try await Store.waitForFolder(space.folder, limit: .milliseconds(100)) { _ in } }
        #expect(error?.message.contains("process \(ProcessInfo.processInfo.processIdentifier)") == true)
        let steps = Counter()
        try await Store.waitForFolder(space.folder, limit: .seconds(60)) { _ in if steps.next() == 2 { await store.close() } }
        #expect(steps.next() == 3)
        await (try space.open()).close()
        // A folder that nobody has, or that is not there yet, is free.
        try await Store.waitForFolder(space.folder, limit: .zero)
        try await Store.waitForFolder(space.folder + "/not-there", limit: .zero)
    }
}
