import Dispatch
import Foundation
import Glibc
import Synchronization

/// A few threads of their own with a waiting line before them: what computes or blocks for long runs here and not on Swift's
/// cooperative threads. The line is bounded: past its end one is told to come again, so that no crowd piles up work that nobody waits for
/// any more. Whoever is cancelled while waiting leaves the line, and what it wanted is not done.
package final class Lane: Sendable {
    private let threads: LaneThreads
    private let name: String
    private let count: Int
    private let room: Int
    private let line: WaitingLine
    /// Nanoseconds that a job took of late.
    private let usual = Mutex(0.0)

    /// - Parameters:
    ///   - name: of the threads, and what a person who has to come again is told is busy.
    ///   - threads: how many jobs run at once.
    ///   - room: how many may wait.
    ///   - courtesy: by how much the threads' niceness is above the process's: what takes long lets everything else go first.
    package init(_ name: String, threads: Int, room: Int, courtesy: Int32 = 0) {
        self.name = name
        self.room = room
        count = threads
        self.threads = LaneThreads(name: name, count: threads, courtesy: courtesy)
        line = WaitingLine(places: threads, room: room)
    }

    /// Jobs that wait for a thread.
    package var waiting: Int { line.waiting }

    /// Runs `body` on one of the threads; within it `Task.isCancelled` tells whether anybody still waits for it.
    /// - Throws: `AppError` `.busy` with `retry_after_ms` when the line is full, `CancellationError` when the caller was cancelled
    ///   before its turn came, and what `body` throws.
    package func run<R: Sendable>(_ body: @escaping @Sendable () throws -> R) async throws -> R {
        guard try await line.enter() else {
            let wait = usual.withLock { $0 } * Double(room) / Double(count) / 1e9
            throw AppError(
                .busy, "As much waits for the server's \(name) threads as it takes on at once. Nothing was done; send it again in a moment.",
                members: ["retry_after_ms": .number(min(60, max(1, wait.rounded(.up))) * 1000)])
        }
        return try await work(body)
    }

    /// Runs what the log says has begun: it is never refused, and goes on when its caller goes away.
    package func end<R: Sendable>(_ body: @escaping @Sendable () throws -> R) async throws -> R {
        try await Task {
            await line.enterForCertain()
            return try await work(body)
        }.value
    }

    private func work<R: Sendable>(_ body: @escaping @Sendable () throws -> R) async throws -> R {
        let start = DispatchTime.now().uptimeNanoseconds
        defer {
            let took = Double(DispatchTime.now().uptimeNanoseconds - start)
            usual.withLock { $0 += (took - $0) / 8 }
            line.leave()
        }
        return try await withTaskExecutorPreference(threads) { try body() }
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

        func work(_ name: String) {
            bell.wait()
            // Foundation knows which thread this is once its start has returned, and a first job comes after that.
            Thread.current.name = name
            bell.signal()
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
    private let courtesy: Int32

    init(name: String, count: Int, courtesy: Int32) {
        self.name = name
        self.count = count
        self.courtesy = courtesy
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
                let name = "fera-\(name)", courtesy = courtesy
                Thread {
                    // On Linux niceness belongs to a thread; 0 is the calling one.
                    if courtesy > 0 { _ = setpriority(Int32(PRIO_PROCESS.rawValue), 0, getpriority(Int32(PRIO_PROCESS.rawValue), 0) + courtesy) }
                    shared.work(name)
                }.start()
            }
        }
        shared.bell.signal()
    }
}
