/// The days that a text may mean: one for "13 October 2026", all of a month for "October 2026". Two spans that share a day do not
/// disagree.
package struct DaySpan: Codable, Hashable, Sendable {
    package var first: Day
    /// Not before `first`.
    package var last: Day
    /// The other day that "03/04/2026" may mean, where nothing tells which.
    package var other: Day?

    package init(_ day: Day, or other: Day? = nil) {
        first = day
        last = day
        self.other = other == day ? nil : other
    }

    package init(_ a: Day, _ b: Day) {
        first = min(a, b)
        last = max(a, b)
    }

    /// Whether it is one day.
    package var isExact: Bool { first == last && other == nil }

    /// Days between the nearest days of the two; 0 where they share one.
    package func distance(to span: DaySpan) -> Int {
        let own = other.map { [DaySpan(first, last), DaySpan($0)] } ?? [self]
        let theirs = span.other.map { [DaySpan(span.first, span.last), DaySpan($0)] } ?? [span]
        return own.flatMap { a in theirs.map { b in max(0, a.first.days(since: b.last), b.first.days(since: a.last)) } }.min() ?? 0
    }

    /// The days of a month.
    init?(year: Int, month: Int) {
        guard let first = Day(year: year, month: month, day: 1) else { return nil }
        let next = month == 12 ? Day(year: year + 1, month: 1, day: 1) : Day(year: year, month: month + 1, day: 1)
        guard let next else { return nil }
        self.init(first, next.adding(days: -1))
    }

    /// The days of so many months from one month on.
    init?(year: Int, month: Int, months: Int) {
        guard let from = DaySpan(year: year, month: month), let to = DaySpan(year: year, month: month + months - 1) else { return nil }
        self.init(from.first, to.last)
    }

    /// A part of a month, a quarter or a year, as "early", "mid" and "end of" name it: about a third, and a week at least.
    func part(_ part: TextScan.Part) -> DaySpan {
        let length = last.days(since: first) + 1
        let third = min(max(10, length / 3), 31)
        switch part {
        case .whole: return self
        case .early: return DaySpan(first, first.adding(days: third - 1))
        case .late: return DaySpan(last.adding(days: 1 - third), last)
        case .mid: return DaySpan(first.adding(days: length / 2 - third * 2 / 3), first.adding(days: length / 2 + third * 2 / 3))
        }
    }
}
