import CEpoll
import Foundation
import Glibc
import Synchronization

/// One thread for writing uploads, so that a slow disk stops neither the loop nor Swift's cooperative threads. Its jobs run in order.
final class DiskWorker: Sendable {
    private struct State {
        var jobs: [@Sendable () -> Void] = []
        var started = false
        var stopped = false
    }

    private let state = Mutex(State())
    private let bell: Int32

    init() throws(ServerError) {
        bell = eventfd(0, Int32(EFD_CLOEXEC))
        if bell < 0 { throw ServerError.system("make an eventfd") }
    }

    deinit { close(bell) }

    func run(_ job: @escaping @Sendable () -> Void) {
        let start = state.withLock { state in
            state.jobs.append(job)
            defer { state.started = true }
            return !state.started
        }
        if start { Thread { [self] in work() }.start() }
        eventfd_write(bell, 1)
    }

    func stop() {
        state.withLock { $0.stopped = true }
        eventfd_write(bell, 1)
    }

    private func work() {
        while true {
            var count: eventfd_t = 0
            eventfd_read(bell, &count)
            let (jobs, stopped) = state.withLock { state in
                defer { state.jobs = [] }
                return (state.jobs, state.stopped)
            }
            for job in jobs { job() }
            if stopped { return }
        }
    }
}
