import Dispatch
import Foundation
import Synchronization

/// A few threads of their own with a waiting line before them: what computes or blocks for long runs here and not on Swift's
/// cooperative threads. The line is bounded: past its end one is told to come again, so that no crowd piles up work that nobody waits for
/// any more. Whoever is cancelled while waiting leaves the line, and what it wanted is not done.
package final class Lane: Sendable {
    private struct Waiter {
        var id: UInt64
        /// What has been begun in the log is ended, whoever went away.
        var isBound: Bool
        var continuation: CheckedContinuation<Bool, Never>
    }

    private struct State {
        var free: Int
        var line: [Waiter] = []
        var nextID: UInt64 = 0
        /// Nanoseconds that a job took of late.
        var usual: Double = 0
    }

    private let threads: LaneThreads
    private let name: String
    private let count: Int
    private let room: Int
    private let state: Mutex<State>

    /// - Parameters:
    ///   - name: of the threads, and what a person who has to come again is told is busy.
    ///   - threads: how many jobs run at once.
    ///   - room: how many may wait.
    package init(_ name: String, threads: Int, room: Int) {
        self.name = name
        self.room = room
        count = threads
        self.threads = LaneThreads(name: name, count: threads)
        state = Mutex(State(free: threads))
    }

    /// Jobs that wait for a thread.
    package var waiting: Int { state.withLock { $0.line.count } }

    /// Runs `body` on one of the threads; within it `Task.isCancelled` tells whether anybody still waits for it.
    /// - Throws: `AppError` `.busy` with `retry_after` in seconds when the line is full, `CancellationError` when the caller was cancelled
    ///   before its turn came, and what `body` throws.
    package func run<R: Sendable>(_ body: @escaping @Sendable () throws -> R) async throws -> R {
        try await take()
        return try await work(body)
    }

    /// Runs what the log says has begun: it is never refused, and goes on when its caller goes away.
    package func end<R: Sendable>(_ body: @escaping @Sendable () throws -> R) async throws -> R {
        try await Task {
            _ = await wait(isBound: true)
            return try await work(body)
        }.value
    }

    private func work<R: Sendable>(_ body: @escaping @Sendable () throws -> R) async throws -> R {
        let start = DispatchTime.now().uptimeNanoseconds
        defer { give(after: DispatchTime.now().uptimeNanoseconds - start) }
        return try await withTaskExecutorPreference(threads) { try body() }
    }

    private func take() async throws {
        let refusal = state.withLock { state -> Double? in
            guard state.free == 0, state.line.count >= room else { return nil }
            return state.usual * Double(room) / Double(count) / 1e9
        }
        if let refusal {
            throw AppError(
                .busy, "The server has as much to do for \(name) as it takes on at once. Nothing was done; send it again in a moment.",
                members: ["retry_after": .number(min(60, max(1, refusal.rounded(.up))))])
        }
        if await wait(isBound: false) { return }
        throw CancellationError()
    }

    /// `false` when the caller was cancelled before its turn.
    private func wait(isBound: Bool) async -> Bool {
        let id = state.withLock { state in
            state.nextID += 1
            return state.nextID
        }
        return await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let outcome: Bool? = state.withLock { state in
                    if Task.isCancelled, !isBound { return false }
                    if state.free > 0 {
                        state.free -= 1
                        return true
                    }
                    state.line.append(Waiter(id: id, isBound: isBound, continuation: continuation))
                    return nil
                }
                if let outcome { continuation.resume(returning: outcome) }
            }
        } onCancel: {
            let waiter = state.withLock { state in
                state.line.firstIndex { $0.id == id && !$0.isBound }.map { state.line.remove(at: $0) }
            }
            waiter?.continuation.resume(returning: false)
        }
    }

    private func give(after nanoseconds: UInt64) {
        let next = state.withLock { state -> Waiter? in
            state.usual += (Double(nanoseconds) - state.usual) / 8
            if state.line.isEmpty {
                state.free += 1
                return nil
            }
            return state.line.removeFirst()
        }
        next?.continuation.resume(returning: true)
    }
}

/// The threads of a lane. They start with the first job and end with the lane.
private final class LaneThreads: TaskExecutor {
    private struct State: Sendable {
        var jobs: [(job: UnownedJob, executor: UnownedTaskExecutor)] = []
        var isStarted = false
        var isOver = false
    }

    /// What the threads hold, so that they keep no lane alive.
    private final class Shared: Sendable {
        let state = Mutex(State())
        let bell = DispatchSemaphore(value: 0)

        func work() {
            while true {
                bell.wait()
                let next = state.withLock { state in
                    (state.jobs.isEmpty ? nil : state.jobs.removeFirst(), state.isOver)
                }
                if let (job, executor) = next.0 { job.runSynchronously(on: executor) } else if next.1 { return }
            }
        }
    }

    private let shared = Shared()
    private let name: String
    private let count: Int

    init(name: String, count: Int) {
        self.name = name
        self.count = count
    }

    deinit {
        shared.state.withLock { $0.isOver = true }
        for _ in 0..<count { shared.bell.signal() }
    }

    func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job), executor = asUnownedTaskExecutor()
        let start = shared.state.withLock { state in
            state.jobs.append((job, executor))
            defer { state.isStarted = true }
            return !state.isStarted
        }
        if start {
            let shared = shared
            for _ in 0..<count {
                let name = "fera-\(name)"
                Thread {
                    // A name given before the start does not reach the system.
                    Thread.current.name = name
                    shared.work()
                }.start()
            }
        }
        shared.bell.signal()
    }
}
