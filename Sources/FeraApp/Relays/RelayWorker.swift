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
        var timer: Task<Void, Never>?
        for await _ in wakes {
            timer?.cancel()
            await drain()
            if Task.isCancelled { break }
            // Without an answer the next message asks again.
            guard let due = try? await journal.store.nextJobTime(kind: Relays.kind(relay)) else { continue }
            let wait = Duration.milliseconds(max(0, due - journal.now().milliseconds))
            let (sleep, bell) = (sleep, bell)
            timer = Task {
                // Cancelled when something else woke the worker first.
                do { try await sleep(wait) } catch { return }
                bell.yield()
            }
        }
        timer?.cancel()
    }

    private func drain() async {
        while !Task.isCancelled {
            // A store that takes nothing keeps its jobs; they are claimed at the next wake or start.
            guard let jobs = try? await journal.store.claimJobs(kind: Relays.kind(relay), limit: 8), !jobs.isEmpty else { return }
            await withTaskGroup(of: Void.self) { group in
                for job in jobs { group.addTask { await self.attempt(job) } }
            }
        }
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
