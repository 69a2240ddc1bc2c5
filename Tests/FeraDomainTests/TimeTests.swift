import FeraDomain
import Testing

@Suite struct TimeTests {
    static let near = Day(year: 2026, month: 5, day: 4)

    private func words(_ text: String, _ range: Range<Int>) -> String { String(decoding: Array(text.utf8)[range], as: UTF8.self) }

    @Test(arguments: [
        ("ends 13/10/2026 at noon", "2026-10-13", "2026-10-13"), ("10/13/26", "2026-10-13", "2026-10-13"), ("31-Oct-2026", "2026-10-31", "2026-10-31"),
        ("the 13th of October", "2026-10-13", "2026-10-13"), ("Oct 13th, please", "2026-10-13", "2026-10-13"), ("on the 13th.", "2026-05-13", "2026-05-13"),
        ("October 2026", "2026-10-01", "2026-10-31"), ("Oct '26", "2026-10-01", "2026-10-31"), ("Oct-26", "2026-10-01", "2026-10-31"),
        ("mid-October", "2026-10-10", "2026-10-22"), ("Q3 2026", "2026-07-01", "2026-09-30"), ("by end of Q3", "2026-09-01", "2026-09-30"),
        ("third quarter of 2026", "2026-07-01", "2026-09-30"), ("H1 2027", "2027-01-01", "2027-06-30"), ("next March", "2027-03-01", "2027-03-31"),
        ("by the end of the year", "2026-12-22", "2026-12-31"), ("year-end 2026", "2026-12-22", "2026-12-31"), ("in January", "2027-01-01", "2027-01-31"),
        ("am 30. September 2026", "2026-09-30", "2026-09-30"), ("le 15 décembre 2026", "2026-12-15", "2026-12-15"),
        ("el 1 de noviembre de 2026", "2026-11-01", "2026-11-01"), ("Ende Oktober", "2026-10-22", "2026-10-31"), ("2026-10", "2026-10-01", "2026-10-31"),
        ("March 20th", "2026-03-20", "2026-03-20"), ("wk 49 2026", "2026-11-30", "2026-12-06"), ("KW 1/2027", "2027-01-04", "2027-01-10"),
        ("in week 22", "2026-05-25", "2026-05-31"), ("the last day of 2026", "2026-12-31", "2026-12-31"),
        ("the last day of October", "2026-10-31", "2026-10-31"), ("the first day of Q3 2026", "2026-07-01", "2026-07-01"),
    ])
    func aTimeIsTheDaysThatItMayMean(_ text: String, _ first: String, _ last: String) throws {
        let found = TextScan.times(in: text, near: Self.near)
        #expect(found.map { [$0.value.first.description, $0.value.last.description] } == [[first, last]])
        #expect(found.allSatisfy { text.contains(words(text, $0.range)) })
    }

    @Test(arguments: [
        "we may march on", "version 1.2.3", "the 3rd column", "31.02.2026", "Marchand 5", "", "12:30", "Q5 2026", "99/99/2026", "may 200 people",
        "week 60 2026", "40 hours a week", "week 5%",
    ])
    func whatIsNoTimeIsNotFound(_ text: String) { #expect(TextScan.times(in: text, near: Self.near).isEmpty) }

    @Test func withoutADayToCountFromAYearIsNeeded() {
        #expect(TextScan.times(in: "the 13th of October, mid-May, next March, Q3").isEmpty)
        #expect(TextScan.times(in: "Q3 2026 or 13 October 2026").count == 2)
    }

    @Test func slashesAreReadAsTheDocumentReadsThem() throws {
        #expect(TextScan.dateOrder(of: "25/12/2025 and 03/04/2026") == .dayFirst)
        #expect(TextScan.dateOrder(of: "12/25/2025 and 03/04/2026") == .monthFirst)
        #expect(TextScan.dateOrder(of: "12/25/2025 and 25/12/2025") == nil)
        #expect(TextScan.dateOrder(of: "03/04/2026, 1/2, 4/5/6") == nil)
        let open = try #require(TextScan.times(in: "03/04/2026").first?.value)
        let april = DaySpan(try #require(Day(year: 2026, month: 4, day: 3)))
        let march = DaySpan(try #require(Day(year: 2026, month: 3, day: 4)))
        #expect(open.distance(to: april) == 0 && open.distance(to: march) == 0 && !open.isExact)
        #expect(open.distance(to: DaySpan(try #require(Day(year: 2026, month: 3, day: 20)))) == 14)
        #expect(TextScan.times(in: "03/04/2026", order: .monthFirst).first?.value == march)
    }

    @Test func spansThatShareADayDoNotDiffer() throws {
        let october = try #require(TextScan.times(in: "October 2026").first?.value)
        let day = try #require(TextScan.times(in: "13 Oct 2026").first?.value)
        let november = try #require(TextScan.times(in: "3 November 2026").first?.value)
        #expect(october.distance(to: day) == 0 && day.distance(to: october) == 0)
        #expect(october.distance(to: november) == 3 && november.distance(to: october) == 3)
    }
}
