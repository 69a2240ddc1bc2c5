import FeraDomain
import Foundation
import Synchronization

/// A clock that stands still until a test moves it.
final class Clock: Sendable {
    private let milliseconds: Mutex<Int64>

    init(_ day: String = "2026-06-01") {
        milliseconds = Mutex(Int64((Day(day)?.number ?? 0)) * 86_400_000 + 9 * 3_600_000)
    }

    var now: Timestamp { Timestamp(milliseconds: milliseconds.withLock { $0 }) }

    func advance(days: Int = 0, hours: Int = 0) { milliseconds.withLock { $0 += Int64(days) * 86_400_000 + Int64(hours) * 3_600_000 } }
}
