import FeraApp
import Foundation
import Synchronization
import Testing

/// Alone with a key, in the order of coming, and gone from the line when nobody waits any more.
@Suite struct KeyedLockTests {
    /// Who was let in, in order, and how many were there at once.
    private final class Book: Sendable {
        private let state = Mutex<(order: [Int], inside: Int, most: Int, gone: Int)>(([], 0, 0, 0))

        var order: [Int] { state.withLock { $0.order } }
        var most: Int { state.withLock { $0.most } }
        var gone: Int { state.withLock { $0.gone } }

        func enter(_ number: Int) {
            state.withLock { state in
                state.order.append(number)
                state.inside += 1
                state.most = max(state.most, state.inside)
            }
        }

        func leave() { state.withLock { $0.inside -= 1 } }

        func isGone() { state.withLock { $0.gone += 1 } }
    }

    /// Holds a key until the test lets go.
    private final class Hold: Sendable {
        private let go = AsyncStream<Void>.makeStream()
        private let task: Task<Void, any Error>

        init(_ lock: KeyedLock, _ key: String) async {
            let held = AsyncStream<Void>.makeStream()
            let go = go.stream
            task = Task {
                try await lock.withLock(key) {
                    held.continuation.yield()
                    for await _ in go { break }
                }
            }
            var begun = held.stream.makeAsyncIterator()
            await begun.next()
        }

        func letGo() async throws {
            go.continuation.yield()
            try await task.value
        }
    }

    @Test(.timeLimit(.minutes(1))) func whoIsCancelledLeavesTheLine() async throws {
        let lock = KeyedLock()
        let hold = await Hold(lock, "a")
        let book = Book()
        var tasks: [Task<Void, any Error>] = []
        for number in 0..<3 {
            tasks.append(Task { try await lock.withLock("a") { book.enter(number) } })
            try await LaneTests.until { lock.waiting(for: "a") == number + 1 }
        }
        tasks[1].cancel()
        // While the key is still held.
        await #expect(throws: CancellationError.self) { try await tasks[1].value }
        #expect(lock.waiting(for: "a") == 2)
        try await hold.letGo()
        try await tasks[0].value
        try await tasks[2].value
        #expect(book.order == [0, 2])
        #expect(lock.waiting(for: "a") == 0)
        #expect(try await lock.withLock("a") { 5 } == 5)
    }

    @Test(.timeLimit(.minutes(1))) func whoIsCancelledBeforeItWaitsDoesNotWait() async throws {
        let lock = KeyedLock()
        let hold = await Hold(lock, "a")
        let late = Task {
            while !Task.isCancelled { await Task.yield() }
            try await lock.withLock("a") {}
        }
        late.cancel()
        await #expect(throws: CancellationError.self) { try await late.value }
        // Another key is another line.
        #expect(try await lock.withLock("b") { 1 } == 1)
        try await hold.letGo()
    }

    @Test(.timeLimit(.minutes(1))) func nobodyIsThereTwiceWhoeverIsCancelled() async throws {
        let lock = KeyedLock()
        let books = (0..<3).map { _ in Book() }
        let tasks = (0..<400).map { number in
            Task {
                let book = books[number % 3]
                do {
                    try await lock.withLock("k\(number % 3)") {
                        book.enter(number)
                        await Task.yield()
                        book.leave()
                    }
                } catch { book.isGone() }
            }
        }
        for number in stride(from: 0, to: 400, by: 7) { tasks[number].cancel() }
        for task in tasks { await task.value }
        #expect(books.allSatisfy { $0.most == 1 })
        #expect(books.reduce(0) { $0 + $1.order.count + $1.gone } == 400)
        for key in 0..<3 { #expect(try await lock.withLock("k\(key)") { true }) }
    }

    /// The client of a request that waits for somebody else's goes away: its request is not done, and the next one is.
    @Test(.timeLimit(.minutes(1))) func aRequestThatNobodyWaitsForIsNotTakenIn() async throws {
        let space = try await Workspace.open()
        let handover = try await space.handover()
        let interview = try await handover.interview()
        let before = try await space.app.conversations.page(interview, after: 0, limit: 500, for: handover.owner).last
        let gone = Task {
            while !Task.isCancelled { await Task.yield() }
            return try await handover.say("The champion is Mara Lenz because of the pilot.", interview, clientID: "gone")
        }
        gone.cancel()
        // Nobody holds the interview, so it may be let in; either it was, whole, or nothing of it is there.
        let outcome = try? await gone.value
        let after = try await space.app.conversations.page(interview, after: 0, limit: 500, for: handover.owner)
        #expect((after.last > before) == (outcome != nil))
        #expect(after.packets.count { $0.clientMessageID == "gone" } == (outcome == nil ? 0 : 1))
        await space.app.close()
    }
}
