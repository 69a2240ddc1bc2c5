import FeraDomain
import Foundation
import Glibc
import Testing

/// Days and moments against Foundation's calendar.
struct DayTests {
    private var calendar: Calendar {
        var calendar = Calendar(identifier: .gregorian)
        calendar.timeZone = .gmt
        return calendar
    }

    /// The system's calendar, which is Gregorian at all times; Foundation's is Julian before 15 October 1582.
    private func system(_ number: Int) -> (year: Int, month: Int, day: Int) {
        var seconds = time_t(number) * 86_400, parts = tm()
        gmtime_r(&seconds, &parts)
        return (Int(parts.tm_year) + 1900, Int(parts.tm_mon) + 1, Int(parts.tm_mday))
    }

    @Test func agreesWithTheCalendarFromYear1To9999() throws {
        let calendar = calendar
        let first = try #require(Day(year: 1, month: 1, day: 1)), last = try #require(Day(year: 9999, month: 12, day: 31))
        #expect(last.number - first.number == 3_652_058)
        // A step that is prime to 7, 30 and 365 meets every weekday, month and leap year.
        for number in stride(from: first.number, through: last.number, by: 997) {
            let day = Day(number: number)
            let (year, month, date) = day.components
            #expect(system(number) == (year, month, date), "\(number)")
            if number >= -141_427 {
                let parts = calendar.dateComponents([.year, .month, .day], from: Date(timeIntervalSince1970: Double(number) * 86_400))
                #expect(parts.year == year && parts.month == month && parts.day == date, "\(number)")
            }
            #expect(Day(year: year, month: month, day: date) == day)
            #expect(Day("\(day)") == day)
        }
    }

    @Test func everyDayOfALeapCenturyComesBack() throws {
        let from = try #require(Day("1899-12-31")), to = try #require(Day("2001-03-01"))
        var before = from
        for number in from.number + 1...to.number {
            let day = Day(number: number)
            #expect(before < day && "\(before)" < "\(day)", "order of days is order of their names")
            #expect(Day("\(day)")?.number == number)
            before = day
        }
    }

    @Test(arguments: [
        "2026-02-29", "1900-02-29", "2026-13-01", "2026-00-10", "2026-04-31", "2026-4-1", "0000-01-01", "02026-01-01", "2026/01/01", "2026-01-01 ",
        " 2026-01-01", "2026-01-0١", "2026-01-01T00:00:00Z", "", "----------", "2026-1-011", "+026-01-01",
    ])
    func noSuchDay(_ text: String) {
        #expect(Day(text) == nil)
        #expect(throws: DecodingError.self) { try JSONDecoder().decode([Day].self, from: JSONEncoder().encode([text])) }
    }

    @Test func momentsBelongToTheirDay() throws {
        #expect(Timestamp(milliseconds: 0).day == Day("1970-01-01"))
        #expect(Timestamp(milliseconds: -1).day == Day("1969-12-31"))
        #expect(Timestamp(milliseconds: 86_399_999).day == Day("1970-01-01"))
        #expect(Timestamp(milliseconds: 86_400_000).day == Day("1970-01-02"))
        #expect(Timestamp(milliseconds: -86_400_000).day == Day("1969-12-31"))
        #expect(Timestamp(milliseconds: -86_400_001).day == Day("1969-12-30"))
    }

    @Test func momentsComeBackToTheMillisecond() throws {
        for milliseconds in stride(from: Int64(-62_135_596_800_000), through: 253_402_300_799_999, by: 86_399_999 * 4_001 + 7) {
            let moment = Timestamp(milliseconds: milliseconds)
            #expect(Timestamp("\(moment)") == moment, "\(milliseconds): \(moment)")
        }
        #expect("\(Timestamp(milliseconds: 1_795_268_400_250))" == "2026-11-21T13:40:00.250Z")
        #expect(Timestamp("2026-11-21T13:40:00Z")?.milliseconds == 1_795_268_400_000)
        let moments = [Timestamp(milliseconds: 1), Timestamp(milliseconds: 999), Timestamp(milliseconds: -1)]
        #expect(try JSONDecoder().decode([Timestamp].self, from: JSONEncoder().encode(moments)) == moments)
    }

    @Test func fractionsOfASecondAreCutToMilliseconds() {
        let whole = Int64(1_795_268_400_000)
        for (text, milliseconds) in [("5", 500), ("25", 250), ("250", 250), ("001", 1), ("2509", 250), ("000999999", 0), ("999999999", 999)] {
            #expect(Timestamp("2026-11-21T13:40:00.\(text)Z")?.milliseconds == whole + Int64(milliseconds), "\(text)")
        }
    }

    @Test(arguments: [
        "2026-11-21T13:40:00.Z", "2026-11-21T13:40:00.1234567890Z", "2026-11-21T13:60:00Z", "2026-11-21t13:40:00Z", "2026-11-21T13:40:00.2٥Z",
        "2026-02-29T13:40:00Z", "2026-11-21T13:40:00+00:00", "2026-11-21T-1:40:00Z", "2026-11-21T13:40:00,250Z", "", "now", "2026-11-21",
        "2026-11-21T25:00:00Z", "2026-13-21T13:40:00Z", "13:40", "2026-11-21T13:40:00",
    ])
    func noSuchMoment(_ text: String) { #expect(Timestamp(text) == nil) }
}
