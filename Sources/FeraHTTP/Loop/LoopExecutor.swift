import Dispatch

/// Where a handler runs.
package enum HandlerPlace: Sendable {
    /// On Swift's pool of threads: what may compute for a while.
    case pool
    /// On the thread of the connection's own loop, without a change of threads: what computes for microseconds and otherwise waits.
    /// While it computes, nobody else of this loop is served.
    case loop
}

/// Runs tasks on the thread of one loop. Jobs come through the loop's mailbox; what still comes once the loop has ended runs elsewhere,
/// because a task that was begun has to end.
final class LoopExecutor: TaskExecutor {
    private let mailbox: Mailbox
    /// Whether the next job is kept for `atOnce`. It belongs to the thread that owns the mailbox.
    nonisolated(unsafe) private var catches = false
    /// That job. It belongs to the same thread.
    nonisolated(unsafe) private var caught: UnownedJob?

    init(_ mailbox: Mailbox) { self.mailbox = mailbox }

    func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        if mailbox.isOwn, catches {
            catches = false
            caught = job
        } else if !mailbox.post(.run(job)) {
            runElsewhere(job)
        }
    }

    /// Runs the job that `wake` enqueues without a turn through the mailbox. On the loop's thread, outside of any job.
    func atOnce(_ wake: () -> Void) {
        catches = true
        wake()
        catches = false
        guard let job = caught else { return }
        caught = nil
        run(job)
    }

    /// On the loop's thread.
    func run(_ job: UnownedJob) { job.runSynchronously(on: asUnownedTaskExecutor()) }

    func runElsewhere(_ job: UnownedJob) { DispatchQueue.global().async { self.run(job) } }
}
