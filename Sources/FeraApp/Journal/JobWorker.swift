import FeraDomain
package import FeraStore
import Synchronization

/// Works off the queue of one kind of job: claims what is due and ends it. What was being worked on when the process died waits
/// again at the next start, so everything is done at least once.
package final class JobWorker: Sendable {
    /// How an attempt ended.
    package enum End: Sendable, Equatable {
        case done
        /// To be tried again.
        case again(after: Duration, why: String)
        /// Never to be done; an audit line keeps why, and the job is dropped.
        case givenUp(why: String)
    }

    private let journal: Journal
    private let kind: String
    private let actor: String
    private let sleep: @Sendable (Duration) async throws -> Void
    private let work: @Sendable (StoredJob) async -> End
    private let wakes: AsyncStream<Void>
    private let bell: AsyncStream<Void>.Continuation
    private let loop = Mutex<Task<Void, Never>?>(nil)
    private let running = Atomic<Int>(0)
    /// How many jobs are worked on at once; one that is slow holds up nobody else.
    private static let hands = 8
    /// How long a store that took nothing is left alone.
    private static let pause = Duration.seconds(1)

    /// - Parameters:
    ///   - actor: who stands in the audit line of what was given up, which is called `<actor>.gave_up` up to its colon.
    ///   - sleep: how to wait for what is due later; tests hand in their own.
    ///   - work: one attempt. Cancelled when the worker is stopped; what it then returns is not looked at.
    package init(
        _ journal: Journal, kind: String, actor: String, sleep: @escaping @Sendable (Duration) async throws -> Void,
        work: @escaping @Sendable (StoredJob) async -> End
    ) {
        self.journal = journal
        self.kind = kind
        self.actor = actor
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
                var wait: Duration?
                do {
                    for job in try await claim() {
                        group.addTask {
                            await self.attempt(job)
                            self.running.subtract(1, ordering: .relaxed)
                            self.wake()
                        }
                    }
                    wait = try await nextDue()
                } catch {
                    // The jobs are in the store still.
                    if !Task.isCancelled { journal.log("jobs \(kind): \(AppError.of(error))") }
                    wait = Self.pause
                }
                timer = wait.map { wait in
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

    /// As many due jobs as there are free hands.
    private func claim() async throws -> [StoredJob] {
        let free = Self.hands - running.load(ordering: .relaxed)
        guard free > 0 else { return [] }
        let jobs = try await journal.store.claimJobs(kind: kind, limit: free)
        running.add(jobs.count, ordering: .relaxed)
        return jobs
    }

    /// How long until something is due; `nil` when nothing waits, or when all hands are busy: the next one that is free wakes the worker.
    private func nextDue() async throws -> Duration? {
        guard running.load(ordering: .relaxed) < Self.hands, let due = try await journal.store.nextJobTime(kind: kind) else { return nil }
        return .milliseconds(max(0, due - journal.now().milliseconds))
    }

    private func attempt(_ job: StoredJob) async {
        let end = await work(job)
        if Task.isCancelled { return }
        do {
            switch end {
            case .done: try await journal.store.endJob(job.id, .done)
            case .again(let wait, let why):
                try await journal.store.endJob(job.id, .retry(runAt: journal.now().milliseconds + Int64(wait / .milliseconds(1)), why: why))
            case .givenUp(let why):
                let line = journal.audit(actor, "\(actor.prefix { $0 != ":" }).gave_up", job.id, why)
                _ = try await journal.append(Append(audit: [line], finishedJobs: [job.id]))
            }
        } catch {
            // The job stays marked as running and waits again at the next start.
            journal.log("job \(job.id): \(AppError.of(error))")
        }
    }
}
