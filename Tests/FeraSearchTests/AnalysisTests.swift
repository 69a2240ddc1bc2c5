import FeraSearch
import Testing

@Suite struct AnalysisTests {
    @Test(arguments: [
        ("en", "consistently", "consist"), ("en", "knots", "knot"), ("en", "skies", "sky"), ("en", "dying", "die"), ("en", "generously", "generous"),
        ("en", "renewals", "renew"), ("de", "aufeinanderfolgten", "aufeinanderfolgt"), ("de", "häuser", "haus"), ("fr", "continuellement", "continuel"),
        ("es", "chicharrones", "chicharron"), ("sv", "jaktkarlarna", "jaktkarl"), ("it", "abbandonata", "abbandon"),
    ])
    func stemsAsSnowballDoes(code: String, word: String, stem: String) throws {
        let language = try #require(Language(code: code))
        #expect(try Stemmer(language).stem(word) == stem)
    }

    @Test func everySupportedLanguageHasAStemmerAndStopWords() throws {
        for language in Language.supported {
            let analyzer = try TextAnalyzer(language)
            #expect(analyzer.analyze("en la de in a der på").contains { $0.flags.contains(.stop) }, "\(language.code)")
        }
        #expect(Language(code: "xx") == nil)
    }

    @Test func numbersDatesTicketsAndMoneyStayWhole() {
        let text = "T-1234 and INC0012 cost €48,000.50 (12.5%) on 2026-03-31, 31.3.2026 at 9:30; go-live v2 was the 3rd, top-10."
        let tokens = Tokenizer.tokens(text)
        let cut = tokens.map { slice(text, $0.start..<$0.end) }
        #expect(
            cut == [
                "T-1234", "and", "INC0012", "cost", "€48,000.50", "12.5%", "on", "2026-03-31", "31.3.2026", "at", "9:30", "go", "live", "v2", "was", "the",
                "3rd", "top", "10",
            ])
        #expect(
            tokens.filter { $0.kind != .word }.map(\.kind)
                == [.identifier, .identifier, .money, .percent, .date, .date, .time, .identifier, .identifier, .number])
    }

    @Test func termsMatchAcrossCaseAccentsAndGrouping() throws {
        let analyzer = try TextAnalyzer(.english)
        func terms(_ text: String) -> [String] { analyzer.analyze(text).map(\.term) }
        #expect(terms("RENEWALS Café 48,000 $48000") == terms("renewal cafe 48000 48,000"))
        #expect(terms("Cafe\u{301}") == terms("café"))
        #expect(terms("owner’s") == terms("owner"))
        #expect(terms("Straße Øre") == ["strasse", "ore"])
    }

    @Test func offsetsAreExactInMultibyteText() throws {
        let text = "Zoë’s naïve plan — “übermäßig” 東京 €5 👍 ok"
        let tokens = try TextAnalyzer(.english).analyze(text)
        #expect(tokens.map { slice(text, $0.token.start..<$0.token.end) } == ["Zoë’s", "naïve", "plan", "übermäßig", "東", "京", "€5", "ok"])
    }

    @Test func brokenUTF8AndEmptyTextPassQuietly() throws {
        let broken = String(decoding: [0x61, 0xC3, 0x28, 0xFF, 0xE2, 0x82, 0x20, 0x62], as: UTF8.self)
        #expect(try TextAnalyzer(.english).analyze(broken).map(\.term) == ["a", "b"])
        #expect(Tokenizer.tokens("").isEmpty)
        #expect(Tokenizer.tokens(String(repeating: "x", count: 100_000)).count == 1)
    }

    @Test func flagsTellWhatAWordIs() throws {
        let words = try TextAnalyzer(.english).analyze("On Monday Marta met three people in Porto because it never worked.")
        let flags = Dictionary(words.map { ($0.folded, $0.flags) }) { first, _ in first }
        #expect(flags["monday"]?.contains(.date) == true)
        #expect(flags["three"]?.contains(.number) == true)
        #expect(flags["porto"]?.contains(.place) == true)
        #expect(flags["because"]?.contains(.cause) == true)
        #expect(flags["never"]?.contains(.negation) == true)
        #expect(flags["it"]?.contains(.stop) == true)
        #expect(flags["people"] == [])
    }
}

func slice(_ text: String, _ range: Range<Int>) -> String { String(decoding: Array(text.utf8)[range], as: UTF8.self) }
