/// A day of the Gregorian calendar without a time zone: last working days, renewal dates, ages.
package struct Day: Hashable, Comparable, Sendable, CustomStringConvertible {
    /// Days since 1970-01-01, negative before.
    package let number: Int

    package init(number: Int) { self.number = number }

    /// - Returns: `nil` where the calendar has no such day (30 February, month 13) or the year is not 1 to 9999.
    package init?(year: Int, month: Int, day: Int) {
        guard (1...9999).contains(year), (1...12).contains(month), (1...31).contains(day) else { return nil }
        number = Self.number(year, month, day)
        let back = components
        guard back.year == year, back.month == month, back.day == day else { return nil }
    }

    /// - Parameter text: `2026-11-21`, nothing before or after; `nil` otherwise.
    package init?(_ text: some StringProtocol) {
        let units = Array(text.utf8)
        guard units.count == 10, units[4] == 45, units[7] == 45 else { return nil }
        var values = [0, 0, 0]
        for (index, unit) in units.enumerated() where index != 4 && index != 7 {
            guard (48...57).contains(unit) else { return nil }
            values[index < 4 ? 0 : index < 7 ? 1 : 2] = values[index < 4 ? 0 : index < 7 ? 1 : 2] * 10 + Int(unit - 48)
        }
        self.init(year: values[0], month: values[1], day: values[2])
    }

    /// Year, month 1…12 and day 1…31 (civil-from-days, H. Hinnant, "chrono-compatible low-level date algorithms").
    package var components: (year: Int, month: Int, day: Int) {
        let z = number + 719_468
        let era = (z >= 0 ? z : z - 146_096) / 146_097
        let dayOfEra = z - era * 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let shifted = (5 * dayOfYear + 2) / 153
        let month = shifted < 10 ? shifted + 3 : shifted - 9
        return (yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, dayOfYear - (153 * shifted + 2) / 5 + 1)
    }

    /// `2026-11-21`.
    package var description: String {
        let (year, month, day) = components
        func padded(_ value: Int, _ width: Int) -> String { String(repeating: "0", count: max(0, width - String(value).count)) + String(value) }
        return "\(padded(year, 4))-\(padded(month, 2))-\(padded(day, 2))"
    }

    /// Whole days from `other` to this day, negative when this day is earlier.
    package func days(since other: Day) -> Int { number - other.number }

    /// The day so many days later.
    package func adding(days: Int) -> Day { Day(number: number + days) }

    package static func < (a: Self, b: Self) -> Bool { a.number < b.number }

    private static func number(_ year: Int, _ month: Int, _ day: Int) -> Int {
        let y = month <= 2 ? year - 1 : year
        let era = (y >= 0 ? y : y - 399) / 400
        let yearOfEra = y - era * 400
        let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
        return era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 719_468
    }
}

extension Day: Codable {
    package init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        guard let day = Day(try container.decode(String.self)) else {
            throw DecodingError.dataCorruptedError(in: container, debugDescription: "a day is written as 2026-11-21")
        }
        self = day
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(description)
    }
}
