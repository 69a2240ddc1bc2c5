import Foundation
import Synchronization

/// A thread that runs blocking jobs one after the other, so that none blocks Swift's cooperative threads. It ends with its owner.
final class Worker: Sendable {
    private struct State {
        var jobs: [@Sendable () -> Void] = []
        var started = false
        var stopped = false
    }

    private final class Queue: Sendable {
        let state = Mutex(State())
        let bell = DispatchSemaphore(value: 0)

        func loop() {
            while true {
                bell.wait()
                let (job, stop) = state.withLock { state in
                    (state.jobs.isEmpty ? nil : state.jobs.removeFirst(), state.stopped && state.jobs.isEmpty)
                }
                job?()
                if stop { return }
            }
        }
    }

    private let queue = Queue()

    deinit {
        queue.state.withLock { $0.stopped = true }
        queue.bell.signal()
    }

    func run<T: Sendable>(_ job: @escaping @Sendable () throws -> T) async throws -> T {
        try await withCheckedThrowingContinuation { continuation in
            let start = queue.state.withLock { state in
                state.jobs.append { continuation.resume(with: Result { try job() }) }
                defer { state.started = true }
                return !state.started
            }
            if start {
                let thread = Thread { [queue] in queue.loop() }
                thread.stackSize = 256 * 1024
                thread.start()
            }
            queue.bell.signal()
        }
    }
}
