import FeraApp
import FeraDomain
import FeraInterview
import FeraStore
import Foundation
import Synchronization
import Testing

/// Long work on threads of its own: one kind never waits for another, nobody waits without end, and what nobody wants is not done.
@Suite struct LaneTests {
    /// Holds a lane's thread until the test lets go.
    final class Hold: Sendable {
        private let gate = DispatchSemaphore(value: 0)
        private let task: Task<Void, any Error>

        init(_ lane: Lane) async {
            let held = AsyncStream<Void>.makeStream()
            let gate = gate
            task = Task {
                try await lane.run {
                    held.continuation.yield()
                    gate.wait()
                }
            }
            var begun = held.stream.makeAsyncIterator()
            await begun.next()
        }

        func letGo() async throws {
            gate.signal()
            try await task.value
        }
    }

    static func until(_ condition: () -> Bool) async throws {
        let end = ContinuousClock.now + .seconds(20)
        while !condition() {
            guard ContinuousClock.now < end else { throw Missing(what: "it never happened") }
            await Task.yield()
        }
    }

    @Test func itWorksOnThreadsOfItsOwnOneAfterTheOther() async throws {
        let lane = Lane("test", threads: 1, room: 100)
        let running = Atomic<Int>(0), most = Atomic<Int>(0)
        let names = try await together(50) { _ in
            try await lane.run {
                most.max(running.add(1, ordering: .relaxed).newValue, ordering: .relaxed)
                defer { running.subtract(1, ordering: .relaxed) }
                return Thread.current.name ?? ""
            }
        }
        let atOnce = most.load(ordering: .relaxed)
        #expect(Set(names) == ["fera-test"] && atOnce == 1)
    }

    @Test func errorsComeBack() async throws {
        let lane = Lane("test", threads: 1, room: 1)
        await #expect(throws: Missing.self) { try await lane.run { throw Missing(what: "it") } }
        #expect(try await lane.run { 5 } == 5)
    }

    @Test func whoFindsTheLineFullIsToldWhenToComeAgain() async throws {
        let lane = Lane("test", threads: 1, room: 2)
        let hold = await Hold(lane)
        let waiting = (0..<2).map { number in Task { try await lane.run { number } } }
        try await Self.until { lane.waiting == 2 }
        do {
            try await lane.run {}
            Issue.record("there was room for a third")
        } catch let error as AppError {
            #expect(error.code == .busy && error.members["retry_after_ms"] == .number(1000))
            #expect(Packet.error(error).retryAfterMs == 1000)
        }
        // What was begun in the log is ended all the same.
        let bound = Task { try await lane.end { 7 } }
        try await Self.until { lane.waiting == 3 }
        bound.cancel()
        try await hold.letGo()
        let ended = [try await waiting[0].value, try await waiting[1].value, try await bound.value]
        #expect(ended == [0, 1, 7])
    }

    @Test func whatNobodyWaitsForAnyMoreIsNotDone() async throws {
        let lane = Lane("test", threads: 1, room: 5)
        let hold = await Hold(lane)
        let isDone = Atomic<Bool>(false)
        let gone = Task { try await lane.run { isDone.store(true, ordering: .relaxed) } }
        try await Self.until { lane.waiting == 1 }
        gone.cancel()
        await #expect(throws: CancellationError.self) { try await gone.value }
        #expect(lane.waiting == 0)
        try await hold.letGo()
        try await lane.run {}
        let wasDone = isDone.load(ordering: .relaxed)
        #expect(!wasDone)
    }

    @Test func workSeesThatItIsCancelled() async throws {
        let lane = Lane("test", threads: 1, room: 5)
        let (begun, mark) = AsyncStream<Void>.makeStream()
        let task = Task {
            try await lane.run {
                mark.yield()
                while !Task.isCancelled { usleep(100) }
                return "seen"
            }
        }
        var iterator = begun.makeAsyncIterator()
        await iterator.next()
        task.cancel()
        #expect(try await task.value == "seen")
    }

    @Test func whatNobodyWaitsForAnyMoreIsNeitherReadNorKept() async throws {
        let space = try await Workspace.open()
        let handover = try await space.handover()
        let lane = space.app.journal.lanes.compute
        let hold = await Hold(lane)
        let upload = Task { try await handover.add("late.md", "# Late\nPetra Lindqvist asked for a call.") }
        let opening = Task { try await handover.interview() }
        try await Self.until { lane.waiting == 2 }
        let before = space.app.journal.store.statistics.events
        upload.cancel()
        opening.cancel()
        await #expect(throws: CancellationError.self) { try await upload.value }
        await #expect(throws: CancellationError.self) { try await opening.value }
        #expect(lane.waiting == 0)
        try await hold.letGo()
        try await lane.run {}
        #expect(space.app.journal.store.statistics.events == before)
        #expect(try await handover.state().sources.count == Papers.files.count)
        // Whoever asks again is served.
        #expect(try await handover.account().interviewID == nil)
        _ = try await handover.interview()
        await space.app.close()
    }

    @Test func questionsAreAnsweredWhileARecordIsRead() async throws {
        let space = try await Workspace.open()
        let handover = try await space.handover()
        let clone = try await handover.locked()
        let asker = handover["successor"]
        let conversation = try await space.app.asks.open(clone, by: asker)
        let hold = await Hold(space.app.journal.lanes.compute)
        // The other account's interview waits for its record to be read, an upload for its turn.
        let opening = Task { try await handover.interview(handover.other) }
        let upload = Task { try await handover.add("late.md", "# Late\nPetra Lindqvist asked for a call.") }
        try await Self.until { space.app.journal.lanes.compute.waiting == 2 }
        let answered = try await handover.ask("Who is the champion?", asker, in: conversation, clientID: "q1")
        #expect(answered.contains { $0.type == .answerEnd })
        // A refusal writes its gap into the transfer, which nobody holds meanwhile.
        let refused = try await handover.ask("Which lawn mower do they own?", asker, in: conversation, clientID: "q2")
        #expect(refused.contains { $0.type == .refused })
        try await hold.letGo()
        _ = try await opening.value
        _ = try await upload.value
        await space.app.close()
    }

    @Test func aRecordThatChangedMeanwhileIsReadAgain() async throws {
        let space = try await Workspace.open()
        let handover = try await space.handover(files: false)
        try await handover.add("plan.md", "# Plan\nThe go-live of Brask Optics was in May 2025.")
        let lane = space.app.journal.lanes.compute
        let hold = await Hold(lane)
        let late = Task { try await handover.add("late.md", "# Late\nThe blocker is Jonas Weil because of the audit in May 2025.") }
        try await Self.until { lane.waiting == 1 }
        // It reads a record of one file; the other file is taken in before it can open the interview.
        let opening = Task { try await handover.interview() }
        try await Self.until { lane.waiting == 2 }
        try await hold.letGo()
        _ = try await late.value
        let interview = try await opening.value
        let again = try await handover.interview()
        #expect(again == interview)
        try await Self.expectWhole(handover, interview)
        await space.app.close()
    }

    @Test func peopleWhoCameMeanwhileAreKnownToTheReading() async throws {
        let space = try await Workspace.open()
        let handover = try await space.handover(files: false)
        try await handover.add("plan.md", "# Plan\nThe blocker is Jonas Weil because of the audit in May 2025.")
        let lane = space.app.journal.lanes.compute
        let hold = await Hold(lane)
        // It is about to read a record in which nobody knows Jonas Weil; before it may, he is one of ours.
        let opening = Task { try await handover.interview() }
        try await Self.until { lane.waiting == 1 }
        try await space.app.transfers.set(ParticipantForm(name: "Jonas Weil", roles: [.contributor]), in: handover.id, by: handover.manager)
        try await hold.letGo()
        let interview = try await opening.value
        #expect(try await Self.expectWhole(handover, interview).people.isEmpty, "one of ours is nobody to ask about")
        await space.app.close()
    }

    /// What the interview has read is the files that the transfer says it has read, with everybody who was ours then.
    @discardableResult
    private static func expectWhole(_ handover: Handover, _ interview: Conversation.ID) async throws -> RecordReading {
        let app = handover.app, state = try await handover.state()
        let count = try #require(state.accounts[handover.account]?.sourcesRead)
        #expect(count > 0 && state.sourcesNotRead(for: handover.account).count == state.sources.count - count)
        var excerpts: [Excerpt] = []
        for entry in state.sources.prefix(count) { excerpts += try await app.sources.source(entry.source.id, in: handover.id, for: handover.manager).excerpts }
        var ours: [String] = []
        for person in state.participants.keys { ours.append(try await app.directory.person(person).name) }
        let context = RecordReader.Context(interview: interview, accountName: "Brask Optics", ourPeople: ours.sorted(), asOf: app.journal.now().day)
        let reading = try await app.interviews.file(interview).state.reading
        #expect(reading == RecordReader(app.interviewer).read(excerpts, context: context))
        #expect(reading.excerpts == excerpts.count && !reading.fields.isEmpty)
        return reading
    }
}
