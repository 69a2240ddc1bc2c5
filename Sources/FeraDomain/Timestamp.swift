package import Foundation

/// A moment: whole milliseconds since 1970-01-01T00:00:00Z. Written as RFC 3339 in JSON.
package struct Timestamp: Hashable, Comparable, Sendable, CustomStringConvertible {
    /// Milliseconds since 1970, negative before.
    package let milliseconds: Int64

    package init(milliseconds: Int64) { self.milliseconds = milliseconds }

    /// The moment of a Foundation date, cut to milliseconds.
    package init(_ date: Date) { milliseconds = Int64((date.timeIntervalSince1970 * 1000).rounded(.down)) }

    /// - Parameter text: RFC 3339 in UTC: `2026-11-21T13:40:00Z`, with one to nine digits of a second where there are any, of which
    ///   three count; `nil` otherwise.
    package init?(_ text: String) {
        let units = Array(text.utf8)
        guard units.count == 20 || (22...30).contains(units.count), units[10] == UInt8(ascii: "T"), units.last == UInt8(ascii: "Z"),
            let day = Day(text.prefix(10)), units[13] == UInt8(ascii: ":"), units[16] == UInt8(ascii: ":")
        else { return nil }
        func number(_ range: Range<Int>) -> Int64? {
            var value: Int64 = 0
            for unit in units[range] {
                guard (48...57).contains(unit) else { return nil }
                value = value * 10 + Int64(unit - 48)
            }
            return value
        }
        guard let hour = number(11..<13), hour < 24, let minute = number(14..<16), minute < 60, let second = number(17..<19), second < 60 else { return nil }
        var fraction: Int64 = 0
        if units.count > 20 {
            let end = min(23, units.count - 1)
            guard units[19] == UInt8(ascii: "."), number(20..<units.count - 1) != nil, let digits = number(20..<end) else { return nil }
            fraction = [100, 10, 1][end - 21] * digits
        }
        milliseconds = Int64(day.number) * 86_400_000 + ((hour * 60 + minute) * 60 + second) * 1000 + fraction
    }

    /// `2026-11-21T13:40:00.250Z`: whole numbers only, so that it reads back to the millisecond.
    package var description: String {
        let rest = Int(milliseconds - Int64(day.number) * 86_400_000)
        func padded(_ value: Int, _ width: Int) -> String { String(repeating: "0", count: max(0, width - String(value).count)) + String(value) }
        let time = [rest / 3_600_000, rest / 60_000 % 60, rest / 1000 % 60].map { padded($0, 2) }.joined(separator: ":")
        return "\(day)T\(time).\(padded(rest % 1000, 3))Z"
    }

    /// The day in UTC.
    package var day: Day { Day(number: Int(milliseconds >= 0 ? milliseconds / 86_400_000 : (milliseconds - 86_399_999) / 86_400_000)) }

    package static func < (a: Self, b: Self) -> Bool { a.milliseconds < b.milliseconds }
}

extension Timestamp: Codable {
    package init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        guard let moment = Timestamp(try container.decode(String.self)) else {
            throw DecodingError.dataCorruptedError(in: container, debugDescription: "a time is written as 2026-11-21T13:40:00Z")
        }
        self = moment
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(description)
    }
}
