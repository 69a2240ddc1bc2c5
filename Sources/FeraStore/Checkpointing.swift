import FeraSQLite
import Synchronization

/// When the writer moves the write-ahead log into the database file.
struct Checkpointing {
    /// Frames of 4 KiB: at rest early, under load late, so that the pause is rare.
    private static let atRest = 500, underLoad = 4_000

    private var moved = 0
    /// Words were erased, and the log file may still hold them.
    var owesErasure = false
    /// A reader stood in the way: until then it is not tried again, so that a long one, such as a backup, does not hold up every group.
    private var notBefore: ContinuousClock.Instant?

    mutating func run(_ db: borrowing SQLConnection, idle: Bool, _ gauge: StoreGauge) {
        let frames = db.walFrames
        if frames < moved { moved = 0 }
        guard frames - moved >= (idle ? Self.atRest : Self.underLoad) else { return }
        do {
            try db.checkpoint(.passive)
            moved = frames
            gauge.checkpoint(failed: nil)
        } catch {
            // The log stays whole and grows; the next commit that cannot be kept says so to its caller.
            gauge.checkpoint(failed: error)
        }
    }

    /// Empties the log file, so that erased words are nowhere. A reader may be in the way: then it is tried after a group that ends
    /// a second later or more.
    mutating func empty(_ db: borrowing SQLConnection, _ gauge: StoreGauge) {
        if let notBefore, ContinuousClock.now < notBefore { return }
        db.waitForLocks(milliseconds: 250)
        defer { db.waitForLocks(milliseconds: 5_000) }
        do {
            if try db.checkpoint(.truncate) {
                owesErasure = false
                moved = 0
                notBefore = nil
            } else {
                notBefore = .now + .seconds(1)
            }
            gauge.checkpoint(failed: nil)
        } catch {
            gauge.checkpoint(failed: error)
        }
    }
}

/// What the store did since it was opened, for metrics.
package struct StoreStatistics: Sendable, Equatable {
    /// Transactions committed.
    package var groups = 0
    /// Requests answered, whatever the answer.
    package var requests = 0
    /// Events committed.
    package var events = 0
    /// The most requests that shared a transaction.
    package var largestGroup = 0
    /// Frames of 4 KiB in the write-ahead log after the last commit; grows when a reader holds on to an old view.
    package var walFrames = 0
    /// What the last checkpoint failed with; `nil` when it did not.
    package var checkpointError: String?
    /// Requests that wait for the writer.
    package var waiting = 0
}

/// The writer's counters, read from anywhere.
final class StoreGauge: Sendable {
    private let counts = Mutex(StoreStatistics())

    var statistics: StoreStatistics { counts.withLock { $0 } }

    func committed(_ group: WriteGroup, frames: Int, requests: Int) {
        counts.withLock {
            if group.wrote { $0.groups += 1 }
            $0.requests += requests
            $0.events += group.events.count
            $0.largestGroup = max($0.largestGroup, requests)
            $0.walFrames = frames
        }
    }

    func checkpoint(failed error: SQLError?) { counts.withLock { $0.checkpointError = error?.message } }
}
