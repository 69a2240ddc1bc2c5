import FeraDomain
import FeraStore
import Foundation
import Synchronization

/// Works off the queue of one relay: claims what is due, lets it be answered and delivered, and ends it. What was being worked
/// on when the process died waits again at the next start, so everything is delivered at least once.
package final class RelayWorker: Sendable {
    /// How an attempt ended.
    package enum End: Sendable, Equatable {
        /// Delivered.
        case done
        /// To be tried again.
        case again(after: Duration, why: String)
        /// Never to be delivered; an audit line keeps why, and the message is dropped.
        case givenUp(why: String)
    }

    private let journal: Journal
    private let relay: String
    private let sleep: @Sendable (Duration) async throws -> Void
    private let work: @Sendable (RelayTask, _ attempt: Int) async -> End
    private let wakes: AsyncStream<Void>
    private let bell: AsyncStream<Void>.Continuation
    private let loop = Mutex<Task<Void, Never>?>(nil)
    private let running = Atomic<Int>(0)
    /// How many messages are worked on at once; one that is slow holds up nobody else.
    private static let hands = 8

    /// - Parameters:
    ///   - sleep: how to wait for what is due later; tests hand in their own.
    ///   - work: one attempt, numbered from 1. Cancelled when the worker is stopped; what it then returns is not looked at.
    package init(
        _ application: Application, relay: String, sleep: @escaping @Sendable (Duration) async throws -> Void,
        work: @escaping @Sendable (RelayTask, _ attempt: Int) async -> End
    ) {
        journal = application.journal
        self.relay = relay
        self.sleep = sleep
        self.work = work
        (wakes, bell) = AsyncStream.makeStream(bufferingPolicy: .bufferingNewest(1))
    }

    /// Begins; what a former process has left is taken up at once.
    package func start() {
        loop.withLock { loop in
            guard loop == nil else { return }
            loop = Task { await self.run() }
        }
        wake()
    }

    /// Says that something was queued, or that time has passed.
    package func wake() { bell.yield() }

    /// Ends; attempts under way are cancelled and are made again at the next start.
    package func stop() async {
        let task = loop.withLock { $0 }
        task?.cancel()
        bell.finish()
        await task?.value
    }

    private func run() async {
        await withDiscardingTaskGroup { group in
            var timer: Task<Void, Never>?
            for await _ in wakes {
                timer?.cancel()
                for job in await claim() {
                    group.addTask {
                        await self.attempt(job)
                        self.running.subtract(1, ordering: .relaxed)
                        self.wake()
                    }
                }
                timer = await nextDue().map { wait in
                    Task { [sleep, bell] in
                        // Cancelled when something else woke the worker first.
                        do { try await sleep(wait) } catch { return }
                        bell.yield()
                    }
                }
            }
            timer?.cancel()
        }
    }

    /// As many due jobs as there are free hands. A store that takes nothing keeps its jobs; the next wake claims them.
    private func claim() async -> [StoredJob] {
        let free = Self.hands - running.load(ordering: .relaxed)
        guard free > 0, let jobs = try? await journal.store.claimJobs(kind: Relays.kind(relay), limit: free) else { return [] }
        running.add(jobs.count, ordering: .relaxed)
        return jobs
    }

    /// How long until something is due; `nil` when nothing waits, or when all hands are busy: the next one that is free wakes the worker.
    private func nextDue() async -> Duration? {
        guard running.load(ordering: .relaxed) < Self.hands, let due = try? await journal.store.nextJobTime(kind: Relays.kind(relay)) else { return nil }
        return .milliseconds(max(0, due - journal.now().milliseconds))
    }

    private func attempt(_ job: StoredJob) async {
        let end: End
        if let task = try? JSONDecoder().decode(RelayTask.self, from: Data(job.payload)) {
            end = await work(task, job.attempts)
        } else {
            end = .givenUp(why: "unreadable")
        }
        if Task.isCancelled { return }
        do {
            switch end {
            case .done: try await journal.store.endJob(job.id, .done)
            case .again(let wait, let why):
                try await journal.store.endJob(job.id, .retry(runAt: journal.now().milliseconds + Int64(wait / .milliseconds(1)), why: why))
            case .givenUp(let why):
                let line = journal.audit("relay:\(relay)", "relay.gave_up", job.id, why)
                _ = try await journal.append(Append(audit: [line], finishedJobs: [job.id]))
            }
        } catch {
            // The job stays marked as running and waits again at the next start.
        }
    }
}
