import Glibc
import Synchronization

/// Where the server's timeouts take the time from: the system's monotonic clock, or one a test moves by hand.
package final class ServerClock: Sendable {
    private struct Manual {
        var now: UInt64 = 1_000_000_000
        var wakers: [@Sendable () -> Void] = []
    }

    /// Whether `advance(by:)` moves this clock.
    package let isManual: Bool
    private let manual = Mutex(Manual())

    private init(isManual: Bool) { self.isManual = isManual }

    /// The system's monotonic clock.
    package static func system() -> ServerClock { ServerClock(isManual: false) }

    /// A clock that stands still until `advance(by:)`; each step wakes every loop that runs on it.
    package static func manual() -> ServerClock { ServerClock(isManual: true) }

    /// Nanoseconds since some fixed moment.
    package var now: UInt64 {
        if isManual { return manual.withLock { $0.now } }
        var time = timespec()
        clock_gettime(CLOCK_MONOTONIC, &time)
        return UInt64(time.tv_sec) * 1_000_000_000 + UInt64(time.tv_nsec)
    }

    /// Moves a manual clock on and wakes the loops; does nothing on the system's clock.
    package func advance(by duration: Duration) {
        guard isManual else { return }
        let wakers = manual.withLock { manual in
            manual.now += duration.nanoseconds
            return manual.wakers
        }
        for wake in wakers { wake() }
    }

    func onAdvance(_ wake: @escaping @Sendable () -> Void) {
        if isManual { manual.withLock { $0.wakers.append(wake) } }
    }
}

extension Duration {
    /// Whole nanoseconds; a negative duration counts as none.
    var nanoseconds: UInt64 {
        let (seconds, attoseconds) = components
        return seconds < 0 ? 0 : UInt64(seconds) * 1_000_000_000 + UInt64(max(0, attoseconds) / 1_000_000_000)
    }
}
