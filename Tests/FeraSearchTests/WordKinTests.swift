import FeraSearch
import Testing

@Suite struct WordKinTests {
    private func evidence(_ question: String, _ text: String) throws -> AnswerEvidence {
        let bytes = try IndexBuilder.build([IndexDocument(text: text), IndexDocument(text: "The depot in Ennis opens at noon.")])
        return try SentenceRanker().rank(Query(question, analyzer: try TextAnalyzer(.english)), in: try InvertedIndex(SectionBytes(copying: bytes))).evidence
    }

    @Test func theSameWordInAnotherFormCountsInFull() throws {
        for (question, text) in [
            ("Who won?", "They win."), ("Who wins?", "They won."), ("Two years?", "2 years"), ("In the 1980s?", "It was 1980."), ("184k?", "€184,000"),
            ("184,000?", "€184k"), ("1.2m?", "1,200,000"), ("1,200,000?", "$1.2m"), ("5m?", "5,000,000"),
        ] {
            let found = try evidence(question, text)
            #expect(found.coverage == 1 && found.unknown == 0, "\(question)")
        }
    }

    @Test func anotherWordCountsLessThanTheWordItself() throws {
        let itself = try evidence("Who is the champion?", "The champion is Tomas.")
        let other = try evidence("Who is the champion?", "The advocate is Tomas.")
        let neither = try evidence("Who is the champion?", "The plumber is Tomas.")
        #expect(itself.coverage == 1)
        #expect(other.coverage == 0)
        #expect(other.gradedCoverage > 0.5 && other.gradedCoverage < itself.gradedCoverage)
        #expect(neither.gradedCoverage == 0)
        let answerability = Answerability.shipped
        #expect(answerability.probability(itself) > answerability.probability(other))
        #expect(answerability.probability(other) > answerability.probability(neither))
    }

    @Test func numbersThatOnlyBeginAlikeAreNotAlike() throws {
        for (question, text) in [("48210?", "48211"), ("T-1234?", "T-1235"), ("184k?", "184"), ("5m?", "5"), ("1.2.3m?", "1.2.3")] {
            let found = try evidence(question, text)
            #expect(found.gradedCoverage == 0 && found.softCoverage == 0, "\(question)")
        }
    }

    @Test func otherLanguagesHaveNoListsYet() throws {
        let german = try #require(Language(code: "de"))
        let bytes = try IndexBuilder.build([IndexDocument(text: "Der advocate ist Tomas.")], language: german)
        let query = Query("Wer ist der champion?", analyzer: try TextAnalyzer(german))
        #expect(try SentenceRanker().rank(query, in: try InvertedIndex(SectionBytes(copying: bytes))).candidates.isEmpty)
    }

    @Test func passagesComeInTheOrderOfTheirBestSentences() throws {
        let bytes = try IndexBuilder.build(sample)
        let query = Query("Who decides on the renewal of the discount?", analyzer: try TextAnalyzer(.english))
        let ranking = try SentenceRanker().rank(query, in: try InvertedIndex(SectionBytes(copying: bytes)))
        var documents: [Int] = []
        for candidate in ranking.candidates where !documents.contains(candidate.document) { documents.append(candidate.document) }
        #expect(ranking.hits.map(\.document) == documents)
        #expect(documents.count == 2)
    }

    @Test func weightsAndFeaturesHaveTheSameLength() {
        #expect(RankerWeights.shipped.values.count == SentenceFeatures.names.count)
        #expect(SentenceFeatures().values.count == SentenceFeatures.names.count)
        #expect(Answerability.shipped.weights.count == AnswerEvidence.names.count)
        #expect(AnswerEvidence().values.count == AnswerEvidence.names.count)
    }
}
