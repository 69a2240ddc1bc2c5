import FeraSQLite
import Testing

@testable import FeraStore

@Suite struct GroupCommitTests {
    /// Opens a store whose first commit waits for the gate, so that what comes meanwhile shares the second.
    private func gated(_ space: Workspace, onCommit: @escaping @Sendable ([StoredEvent]) -> Void = { _ in }) async throws -> (Store, Gate) {
        let gate = Gate()
        let commits = Counter()
        let store = try await space.open(onCommit: onCommit) { db in
            if commits.next() == 0 { gate.wait() }
            try db.run("COMMIT")
        }
        return (store, gate)
    }

    private func waiting(_ store: Store, _ count: Int) async {
        while store.statistics.waiting < count { await Task.yield() }
    }

    @Test func oneBadAppendFailsAlone() async throws {
        let space = Workspace()
        let ear = Ear()
        let (store, gate) = try await gated(space) { ear.hear($0) }
        async let opening = store.append(Append([StreamPart("gate", expectedSeq: 0, [draft("0")])]))
        await gate.arrived()
        let outcomes = await withTaskGroup(of: (Int, Result<AppendOutcome, StoreError>).self) { group in
            for number in 0..<20 {
                group.addTask {
                    // Every fifth is wrong about where its stream stands.
                    let append = Append([StreamPart("s\(number)", expectedSeq: number % 5 == 0 ? 9 : 0, [draft("x")])])
                    do throws(StoreError) { return (number, .success(try await store.append(append))) } catch { return (number, .failure(error)) }
                }
            }
            await waiting(store, 20)
            gate.open()
            return await group.reduce(into: [:]) { $0[$1.0] = $1.1 }
        }
        _ = try await opening
        for number in 0..<20 {
            switch outcomes[number] {
            case .success(let outcome):
                #expect(number % 5 != 0)
                #expect(outcome.events.map(\.seq) == [1])
            case .failure(let error):
                #expect(number % 5 == 0)
                #expect(error.code == .conflict)
            case nil: Issue.record("append \(number) was never answered")
            }
        }
        #expect(store.statistics.groups == 2)
        #expect(store.statistics.largestGroup == 20)
        #expect(ear.events.map(\.position) == Array(1...17))
        #expect(try await store.events(afterPosition: 0, limit: 100).map(\.position) == Array(1...17))
    }

    @Test func aRetryInTheSameGroupIsADuplicate() async throws {
        let (store, gate) = try await gated(Workspace())
        async let opening = store.append(Append([StreamPart("gate", expectedSeq: 0, [draft("0")])]))
        await gate.arrived()
        let append = Append([StreamPart("s", expectedSeq: 0, [draft("1", clientID: "c")])])
        async let one = store.append(append)
        async let two = store.append(append)
        await waiting(store, 2)
        gate.open()
        _ = try await opening
        let outcomes = try await [one, two]
        let kept = try #require(outcomes.flatMap(\.events).first)
        #expect(outcomes.contains(.appended([kept])))
        #expect(outcomes.contains(.duplicate(of: kept)))
    }

    @Test func sixtyFourWritersHearInOrder() async throws {
        let space = Workspace()
        let ear = Ear()
        let store = try await space.open { ear.hear($0) }
        let answered = try await withThrowingTaskGroup(of: [StoredEvent].self) { group in
            for writer in 0..<64 {
                group.addTask {
                    var mine: [StoredEvent] = []
                    for number in 0..<25 {
                        let append = Append([StreamPart("s\(writer)", expectedSeq: Int64(number), [draft("\(number)", clientID: "c\(number)")])])
                        let events = try await store.append(append).events
                        // The observer heard first.
                        #expect(ear.events.contains(events[0]))
                        mine += events
                    }
                    return mine
                }
            }
            return try await group.reduce(into: []) { $0 += $1 }
        }
        #expect(answered.count == 1_600)
        #expect(ear.events.map(\.position) == Array(1...1_600))
        #expect(try await store.events(afterPosition: 0, limit: 2_000) == ear.events)
        #expect(store.statistics.groups < 1_600)
    }

    @Test func aFullQueueRefusesAtOnceAndACancelledAppendStillReports() async throws {
        let gate = Gate()
        var limits = Store.Limits()
        limits.waiting = 2
        limits.waitingBytes = 100_000
        let commits = Counter()
        let store = try await Store.open(
            folder: Workspace().folder, projections: [], limits: limits, onCommit: { _ in }, clock: { 0 }
        ) { db in
            if commits.next() == 0 { gate.wait() }
            try db.run("COMMIT")
        }
        async let opening = store.append(Append([StreamPart("gate", expectedSeq: 0, [draft("0")])]))
        await gate.arrived()
        let cancelled = Task { try await store.append(Append([StreamPart("a", expectedSeq: 0, [draft("1")])])) }
        await waiting(store, 1)
        cancelled.cancel()
        let big = EventDraft(type: "big", payload: [UInt8](repeating: 32, count: 100_001), at: 0)
        await expectRefusal(.tooLarge) { _ = try await store.append(Append([StreamPart("b", expectedSeq: 0, [big])])) }
        async let other = store.append(Append([StreamPart("b", expectedSeq: 0, [draft("1")])]))
        await waiting(store, 2)
        await expectRefusal(.busy) { _ = try await store.append(Append([StreamPart("c", expectedSeq: 0, [draft("1")])])) }
        gate.open()
        _ = try await (opening, other)
        #expect(try await cancelled.value.events.count == 1)
    }

    @Test func closingFinishesWhatWaitsAndThenRefuses() async throws {
        let space = Workspace()
        let (store, gate) = try await gated(space)
        async let opening = store.append(Append([StreamPart("gate", expectedSeq: 0, [draft("0")])]))
        await gate.arrived()
        async let late = store.append(Append([StreamPart("a", expectedSeq: 0, [draft("1")])]))
        await waiting(store, 1)
        async let closed: Void = store.close()
        gate.open()
        #expect(try await [opening, late].flatMap(\.events).count == 2)
        await closed
        await expectRefusal(.closed) { _ = try await store.append(Append([StreamPart("a", expectedSeq: 1, [draft("2")])])) }
        await expectRefusal(.closed) { _ = try await store.streamHead("a") }
        let again = try await space.open()
        #expect(try await again.streamHead("a") == 1)
    }
}
