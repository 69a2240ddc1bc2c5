/// A right to do something so often: it fills evenly and holds what two seconds fill.
package struct TokenBucket: Sendable {
    private var spent = 0.0
    private var at: UInt64 = 0

    /// A full one.
    package init() {}

    /// Takes `count` of what fills at `rate` a second; more than is left may be taken once, and is owed.
    /// - Parameters:
    ///   - rate: 0 gives without end.
    ///   - now: nanoseconds of a clock that never goes back.
    /// - Returns: how long nothing more is given; `nil` when something is left.
    package mutating func take(_ count: Int = 1, rate: Int, now: UInt64) -> Duration? {
        guard rate > 0 else { return nil }
        refill(rate, now)
        spent += Double(count)
        return shortage(rate)
    }

    /// Takes one, or nothing at all when there is none.
    /// - Returns: how long to wait for one; `nil` when it was taken.
    package mutating func takeWhole(rate: Int, now: UInt64) -> Duration? {
        guard rate > 0 else { return nil }
        refill(rate, now)
        guard spent + 1 <= Double(2 * rate) else { return .nanoseconds(Int64((spent + 1 - Double(2 * rate)) / Double(rate) * 1e9) + 1) }
        spent += 1
        return nil
    }

    /// Whether nothing is missing, so that it need not be remembered.
    package mutating func isFull(rate: Int, now: UInt64) -> Bool {
        refill(rate, now)
        return spent == 0
    }

    private mutating func refill(_ rate: Int, _ now: UInt64) {
        if now > at { spent = max(0, spent - Double(now - at) / 1e9 * Double(rate)) }
        at = max(at, now)
    }

    private func shortage(_ rate: Int) -> Duration? {
        let over = spent - Double(2 * rate)
        return over < 0 ? nil : .nanoseconds(Int64((over + 1) / Double(rate) * 1e9))
    }
}
