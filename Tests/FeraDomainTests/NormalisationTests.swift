import FeraDomain
import Testing

@Suite struct NormalisationTests {
    @Test(arguments: [
        ("€38k", 38_000, "EUR", 500), ("$38,000", 38_000, "USD", 0), ("EUR 132 000", 132_000, "EUR", 0), ("38 000 EUR", 38_000, "EUR", 0),
        ("EUR 1.2m p.a.", 1_200_000, "EUR", 50_000),
        ("1,2 Mio. €", 1_200_000, "EUR", 50_000), ("38'000 CHF", 38_000, "CHF", 0), ("thirty-eight thousand dollars", 38_000, "USD", 0),
        ("ten thousand five hundred pounds", 10_500, "GBP", 0), ("60k euros", 60_000, "EUR", 500), ("38 k€", 38_000, "EUR", 500),
        ("96.000 €", 96_000, "EUR", 0),
        ("R$ 20,000", 20_000, "BRL", 0), ("$1.234m", 1_234_000, "USD", 500),
    ])
    func moneyIsUnitsOfACurrencyWithWhatTheWritingLeavesOpen(_ text: String, _ units: Int, _ currency: String, _ slack: Int) {
        #expect(TextScan.money(in: text).map(\.value) == [TextMoney(units: units, currency: currency, slack: slack)])
    }

    @Test func aCellMayLeaveItsCurrencyToTheHeading() {
        #expect(TextScan.cellMoney("96000") == TextMoney(units: 96_000, currency: nil))
        #expect(TextScan.cellMoney("38k") == TextMoney(units: 38_000, currency: nil, slack: 500))
        #expect(TextScan.cellMoney("EUR 38k")?.currency == "EUR")
        #expect(TextScan.cellMoney("38 of 40") == nil && TextScan.cellMoney("") == nil && TextScan.cellMoney("soon") == nil)
        #expect(TextScan.currency(named: "ARR (EUR)") == "EUR" && TextScan.currency(named: "Value in $") == "USD")
        #expect(TextScan.currency(named: "Europe") == nil && TextScan.currency(named: "") == nil)
    }

    @Test(arguments: [
        ("82 %", 82.0, 82.0), ("82 percent", 82, 82), ("80-85 %", 80, 85), ("80–85 percent", 80, 85), ("between 80 and 85 percent", 80, 85),
        ("four out of five", 80, 80),
        ("8 of 10", 80, 80), ("96 of the 120 seats", 80, 80), ("three quarters", 75, 75), ("nine in ten", 90, 90), ("9/10", 90, 90), ("half of them", 50, 50),
    ])
    func aShareIsPercentFromAndTo(_ text: String, _ low: Double, _ high: Double) {
        #expect(TextScan.shares(in: text).map { [$0.value.low, $0.value.high] } == [[low, high]])
    }

    @Test(arguments: ["13/10/2026", "5 in total", "out of office", "one of us", "in 2026", ""])
    func whatIsNoShareIsNotFound(_ text: String) { #expect(TextScan.shares(in: text).isEmpty) }

    @Test func numbersInWordsAddUp() {
        #expect(TextScan.spelledNumbers(in: "one hundred and twenty users, seven eight").map(\.value) == [120, 7, 8])
        #expect(TextScan.spelledNumbers(in: "sixty-eight thousand").map(\.value) == [68_000])
        #expect(TextScan.spelledNumbers(in: "someone else, hundred").isEmpty)
    }

    @Test(arguments: [
        ("Dr. Amélie Roux", "Amelie Roux", true), ("N. Aker", "Nils Aker", true), ("Bob MacAllister", "Robert McAllister", true),
        ("Park Hyun-woo", "Hyun-woo Park", true),
        ("Roux, Amélie", "A. Roux", true), ("Ngozi", "Ngozi Eze", true), ("José García", "Jose Garcia Marquez", true),
        (
            "Aïsha M'Beki",
            "Aisha M’Beki", true
        ),
        ("Amélie Roux, CFO", "Amélie Roux", true), ("Søren Ågård", "Soren Agard", true), ("Ngozi Eze", "Klaus Eze", false),
        (
            "Mei Rossi",
            "Mei Chen", false
        ),
        ("田中 太郎", "佐藤 花子", false), ("田中 太郎", "田中 太郎", true), ("Nils Aker", "Nora Aker", false),
    ])
    func onePersonHasManySpellings(_ a: String, _ b: String, _ isSame: Bool) {
        #expect(PersonName(a).isSame(as: PersonName(b)) == isSame && PersonName(b).isSame(as: PersonName(a)) == isSame)
    }

    @Test(arguments: [
        "", " ", "\u{200B}", "١٢٣ ٪", "٠١/٠٢/٢٠٢٦", "👩‍👩‍👧‍👦 13 October 2026 👍🏽", "\u{202E}6202 rebotcO 31",
        "é\u{301}\u{301}",
        "１３．１０．２０２６", "$", "-", "13.", "'26",
        "\u{0}",
    ])
    func anyTextIsScanned(_ text: String) {
        for found in TextScan.times(in: text, near: TimeTests.near).map(\.range) + TextScan.money(in: text).map(\.range)
            + TextScan.shares(in: text).map(\.range)
        {
            #expect(found.lowerBound >= 0 && found.upperBound <= text.utf8.count)
        }
        _ = PersonName(text)
        _ = TextScan.cellMoney(text)
    }

    @Test func aMillionBytesInOneLineTakeNoLongerThanTheyShould() {
        for piece in ["1 of ", "9/9/", "the 13th ", "twenty ", "$1 ", "12-", "q3 ", "mid-mid-", "'26 "] {
            let text = String(repeating: piece, count: 200_000 / piece.utf8.count)
            let start = ContinuousClock.now
            _ = TextScan.times(in: text, near: TimeTests.near)
            _ = TextScan.spelledNumbers(in: text)
            _ = TextScan.shares(in: text)
            _ = TextScan.dateOrder(of: text)
            #expect(ContinuousClock.now - start < .seconds(20), "\(piece)")
        }
    }
}
