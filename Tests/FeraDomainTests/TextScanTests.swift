import FeraDomain
import Testing

@Suite struct TextScanTests {
    private func words(_ text: String, _ range: Range<Int>) -> String { String(decoding: Array(text.utf8)[range], as: UTF8.self) }

    @Test(arguments: [
        ("due 2026-10-13.", "2026-10-13"), ("am 13.10.2026 fällig", "13.10.2026"), ("on 13 October 2026,", "13 October 2026"),
        ("Oct 13, 2026 at noon", "Oct 13, 2026"), ("October 13th 2026", "October 13th 2026"), ("the 13th of October 2026", "13th of October 2026"),
        ("13. Oktober 2026", "13. Oktober 2026"), ("10/13/2026", "10/13/2026"), ("2026/10/13", "2026/10/13"), ("2026-10-13T10:00:00Z", "2026-10-13"),
        ("13 Oct., 2026", "13 Oct., 2026"),
    ])
    func findsADate(text: String, written: String) throws {
        let found = TextScan.dates(in: text)
        #expect(found.map(\.value) == [try #require(Day(year: 2026, month: 10, day: 13))])
        #expect(found.map { words(text, $0.range) } == [written])
    }

    @Test(arguments: ["03/04/2026", "31.02.2026", "2026-13-01", "version 1.2.2026.4", "October 2026", "13 October", "may 12 people 2026x", "12026-10-13", ""])
    func findsNoDate(text: String) { #expect(TextScan.dates(in: text).isEmpty) }

    @Test(arguments: [
        ("USD 96,000 a year", 96_000, "USD", "USD 96,000"), ("$38k flat", 38_000, "USD", "$38k"), ("EUR 1.2m total", 1_200_000, "EUR", "EUR 1.2m"),
        ("kostet 38.000 € im Jahr", 38_000, "EUR", "38.000 €"), ("12 500 CHF", 12_500, "CHF", "12 500 CHF"),
        ("1.5 million euros", 1_500_000, "EUR", "1.5 million euros"),
        ("£4,250.50", 4_251, "GBP", "£4,250.50"), ("1.234.567,89 EUR", 1_234_568, "EUR", "1.234.567,89 EUR"),
        ("EUR 120 thousand", 120_000, "EUR", "EUR 120 thousand"),
        ("$1.234m", 1_234_000, "USD", "$1.234m"), ("CHF 12'500", 12_500, "CHF", "CHF 12'500"),
    ])
    func findsAnAmount(text: String, units: Int, currency: String, written: String) {
        let found = TextScan.amounts(in: text)
        #expect(found.map(\.value) == [TextAmount(units: units, currency: currency)])
        #expect(found.map { words(text, $0.range) } == [written])
    }

    @Test(arguments: ["120 seats", "T-4642", "europe 5", "99999999999999999999 USD", "in 2026", "$ is a sign", "EURO2024"])
    func findsNoAmount(text: String) { #expect(TextScan.amounts(in: text).isEmpty) }

    @Test func findsPercentages() {
        let text = "92 percent, then 92% or 12.5 per cent; 7 pct, not 5 percentile"
        #expect(TextScan.percentages(in: text).map(\.value) == [92, 92, 12.5, 7])
        #expect(TextScan.percentages(in: text).map { words(text, $0.range) } == ["92 percent", "92%", "12.5 per cent", "7 pct"])
    }

    @Test(arguments: [
        ("Ask Mira Holt first.", ["Mira Holt"]), ("Yesterday Jan van der Berg called Zoë Šimić's office.", ["Jan van der Berg", "Zoë Šimić"]),
        ("Dear Ana Prieto, thanks", ["Ana Prieto"]), ("Mary-Ann O'Neil and John F. Kessel", ["Mary-Ann O'Neil", "John F. Kessel"]),
        ("Annual Fee and Success Plan", []), ("In October Bright Harbour Foods GmbH left", []), ("# Rollout Ana Prieto\nAna Prieto runs it", ["Ana Prieto"]),
        ("We met in March. Tom Adeyemi signed.", ["Tom Adeyemi"]), ("The API Team Lead", []), ("Ana\nPrieto", []), ("Nora", []),
    ])
    func findsNames(text: String, names: [String]) {
        let found = TextScan.names(in: text)
        #expect(found.map(\.value) == names)
        #expect(found.allSatisfy { words(text, $0.range) == $0.value })
    }

    @Test func findsTickets() {
        let text = "T-4642, HEL-118 and INC0012345; #48213, ticket 4812, case no. 77120. Not ISO-27001, P-1, ACC-00001, item 4812 or A-1-2."
        let found = TextScan.tickets(in: text)
        #expect(found.map(\.value) == ["T-4642", "HEL-118", "INC0012345", "#48213", "4812", "77120"])
        #expect(found.allSatisfy { words(text, $0.range) == $0.value })
    }

    @Test func findsAcronymsThatPeopleMustExplain() {
        let text = "OTIF went up, the KPIs and the NPS too; WAVE2 is late. HEL-118.\nTHIS IS NOT FUNNY ANY MORE, PLEASE CALL ME BACK"
        let found = TextScan.acronyms(in: text)
        #expect(found.map(\.value) == ["OTIF", "KPI", "NPS", "WAVE2"])
        #expect(found.map(\.value).filter { !TextScan.everydayAcronyms.contains($0) } == ["OTIF", "WAVE2"])
        #expect(found.allSatisfy { words(text, $0.range) == $0.value })
    }

    @Test func cutsSentences() {
        let text = "Dr. Holt signs. She wants 3.5 days, i.e. no more! Really? \"Yes.\" On 3. March it ends.\n- first item\n- second item\n\nLast line"
        #expect(
            TextScan.sentences(in: text).map { words(text, $0) } == [
                "Dr. Holt signs.", "She wants 3.5 days, i.e. no more!", "Really?", "\"Yes.\"", "On 3. March it ends.", "- first item", "- second item",
                "Last line",
            ])
    }

    @Test func joinsWrappedLines() {
        let text = "This is a line that a mail program has wrapped at some seventy\nbytes. And a second one.\nHi Ana"
        #expect(TextScan.sentences(in: text).count == 3)
        #expect(TextScan.sentences(in: "\n \n").isEmpty)
    }

    @Test func foldsAndWeighsWords() {
        #expect(TextScan.folded("  “Grüße”\u{A0}–  it’s\r\nON ") == "\"grüße\" - it's on")
        #expect(TextScan.contentWords(in: "We will have the weekend support for the Lyon site") == ["weekend", "support", "lyon", "site"])
    }

    @Test(.timeLimit(.minutes(1))) func scansHostileTextQuickly() {
        for piece in ["Aa ", "A", "1.", "9,999", "'", "#", "\u{301}", "\n", "of "] {
            let text = String(repeating: piece, count: 4_000)
            _ = (TextScan.dates(in: text), TextScan.amounts(in: text), TextScan.names(in: text), TextScan.tickets(in: text))
            _ = (TextScan.acronyms(in: text), TextScan.sentences(in: text), TextScan.percentages(in: text))
        }
    }

    /// A possessive without a word before it: quoted, at the beginning, or after something that is no word.
    @Test(arguments: ["'s", "’s", " 's Ann", "the 5 's", "x's", "’’s", "''s", "s", "\u{99}s", "é's", "Ann Lee's"]) func alonePossessives(_ text: String) {
        #expect(TextScan.names(in: text).map(\.value) == (text == "Ann Lee's" ? ["Ann Lee"] : []))
    }
}
