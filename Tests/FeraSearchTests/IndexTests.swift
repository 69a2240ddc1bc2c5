import FeraSearch
import Testing

@Suite struct IndexTests {
    private func index(_ documents: [IndexDocument]) throws -> InvertedIndex {
        try InvertedIndex(SectionBytes(copying: try IndexBuilder.build(documents)))
    }

    private func close(_ a: Double, _ b: Double) -> Bool { abs(a - b) < 1e-6 }

    @Test func bm25IsWhatTheFormulaGives() throws {
        let index = try index([IndexDocument(text: "Renewal renewal risk"), IndexDocument(text: "renewal champion"), IndexDocument(text: "ticket")])
        let term = try #require(try index.term("renew"))
        let hits = try index.search([term], limit: 10)
        // ln(1 + 48.5 / 2.5) · 2.2 · tf / (tf + 1.2), with tf = 2 / 1.375 and 1 / 1.
        #expect(hits.map(\.document) == [0, 1])
        #expect(close(hits[0].score, 3.6351654))
        #expect(close(hits[1].score, 3.0155349))
        #expect(try close(index.inverseFrequency(nil), 4.6249728))
    }

    @Test func fieldsCountWithTheirOwnLengths() throws {
        let index = try index([
            IndexDocument(text: "alpha beta", title: "renewal plan"), IndexDocument(text: "renewal beta", title: "plan"),
            IndexDocument(text: "gamma delta", title: "note here", people: "Marta"),
        ])
        let hits = try index.search([try #require(try index.term("renew"))], limit: 10)
        #expect(hits.map(\.document) == [1, 0])
        #expect(close(hits[1].score, 2.8595590))
        #expect(try index.search([try #require(try index.term("marta"))], limit: 10).map(\.document) == [2])
    }

    @Test func equalScoresComeInTheOrderOfDocuments() throws {
        let index = try index((0..<20).map { _ in IndexDocument(text: "same words here") })
        let term = try #require(try index.term("word"))
        #expect(try index.search([term], limit: 5).map(\.document) == [0, 1, 2, 3, 4])
        #expect(try index.search([term], limit: 0).isEmpty)
    }

    @Test func theSameDocumentsGiveTheSameBytes() throws {
        #expect(try IndexBuilder.build(sample) == IndexBuilder.build(sample))
        #expect(try IndexBuilder.build(sample) != IndexBuilder.build(sample.reversed()))
    }

    @Test func anEmptyCloneIsAnIndexToo() throws {
        let index = try index([])
        #expect(index.documentCount == 0)
        let query = Query("Who decides?", analyzer: try TextAnalyzer(.english))
        #expect(try SentenceRanker().rank(query, in: index).candidates.isEmpty)
    }

    @Test func languageTravelsWithTheIndex() throws {
        let german = try #require(Language(code: "de"))
        let bytes = try IndexBuilder.build([IndexDocument(text: "Die Häuser wurden verkauft.")], language: german)
        let index = try InvertedIndex(SectionBytes(copying: bytes))
        #expect(index.language == german)
        #expect(try index.term("haus") != nil)
    }
}

let sample = [
    IndexDocument(
        text: "Dana Whitfield decides on the renewal. She never signs before the board met in March 2026.", title: "Decision maker", people: "Dana"),
    IndexDocument(text: "The discount of 12% was traded for a two-year term.\nNobody may promise it again.", title: "Pricing history"),
    IndexDocument(text: "Ticket T-1234 is still open because the export breaks — Zoë knows.", title: "Open issues", people: "Zoë Ünal"),
]
