import FeraSearch
import Testing

@Suite struct RankerTests {
    private func rank(_ question: String) throws -> Ranking {
        let index = try InvertedIndex(SectionBytes(copying: try IndexBuilder.build(sample)))
        return try SentenceRanker().rank(Query(question, analyzer: try TextAnalyzer(.english)), in: index)
    }

    private func best(_ question: String) throws -> String? {
        try rank(question).candidates.first.map { slice(sample[$0.document].text, $0.range) }
    }

    @Test func theSentenceThatAnswersComesFirst() throws {
        #expect(try best("Who decides on the renewal?") == "Dana Whitfield decides on the renewal.")
        #expect(try best("What discount did they get?") == "The discount of 12% was traded for a two-year term.")
        #expect(try best("Why is T-1234 open?") == "Ticket T-1234 is still open because the export breaks — Zoë knows.")
        #expect(try best("When does the board meet?")?.hasPrefix("She never signs") == true)
    }

    @Test func kindsOfQuestions() throws {
        let analyzer = try TextAnalyzer(.english)
        func type(_ text: String) -> AnswerType { Query(text, analyzer: analyzer).type }
        #expect(type("Who decides?") == .person)
        #expect(type("Since when?") == .date)
        #expect(type("In what year did it start?") == .date)
        #expect(type("How much do they pay?") == .number)
        #expect(type("How long ago was that?") == .date)
        #expect(type("Where are they?") == .place)
        #expect(type("Why did they leave?") == .cause)
        #expect(type("What is the plan?") == .other)
        #expect(type("Which adoption number should I use?") == .number)
        #expect(type("What is the right renewal date?") == .date)
        #expect(type("What does it cost?") == .number)
        #expect(type("How long does it last?") == .duration)
        #expect(type("What do I do when it breaks?") == .other)
        #expect(type("Can I call when it breaks?") == .other)
        #expect(type("What") == .other)
        #expect(type("Which is the") == .other)
    }

    @Test func wordsThatNameAKindStandForAnySuchThing() throws {
        let analyzer = try TextAnalyzer(.english)
        #expect(Query("By which day do they give notice?", analyzer: analyzer).kinds == ["day"])
        #expect(Query("How big is the discount?", analyzer: analyzer).kinds == ["big"])
        #expect(Query("Which day?", analyzer: analyzer).kinds.isEmpty)
        #expect(Query("Who really decides whether they renew?", analyzer: analyzer).terms == ["decid", "renew"])
        #expect(Query("What happens now?", analyzer: analyzer).terms == ["happen", "now"])
        let known = try rank("By which month has the board met?").evidence
        #expect(known.typeHit == known.contextCoverage)
    }

    @Test func aNumberWithoutItsUnitIsNoLengthOfTime() throws {
        func hit(_ text: String) throws -> Double {
            let bytes = try IndexBuilder.build([IndexDocument(text: text, title: "Access")])
            let query = Query("How long does the token work?", analyzer: try TextAnalyzer(.english))
            return try SentenceRanker().rank(query, in: try InvertedIndex(SectionBytes(copying: bytes))).evidence.typeHit
        }
        #expect(try hit("The token works for thirty days.") == 1)
        #expect(try hit("Token 4410 works one way on a good day.") == 0)
    }

    @Test func stopWordsAreKeptOnlyWhenNothingElseIsLeft() throws {
        let analyzer = try TextAnalyzer(.english)
        #expect(Query("Who is the champion?", analyzer: analyzer).terms == ["champion"])
        #expect(Query("Who is it?", analyzer: analyzer).isEmpty)
        #expect(Query("Who is it?", analyzer: analyzer).terms == ["who", "is", "it"])
        #expect(Query("", analyzer: analyzer).terms.isEmpty)
    }

    @Test func evidenceTellsTheKnownFromTheUnknown() throws {
        let known = try rank("Who decides on the renewal?").evidence
        #expect(known.unknown == 0)
        #expect(known.passageCoverage == 1)
        #expect(known.typeHit == 1)
        let unknown = try rank("Which submarine sank near Antarctica?").evidence
        #expect(
            unknown
                == {
                    var none = AnswerEvidence(); none.brevity = 0.25; return none
                }())
        #expect(Answerability.shipped.answers(known))
        #expect(!Answerability.shipped.answers(unknown))
    }

    @Test func rankingIsTheSameEveryTime() throws {
        let first = try rank("Who decides on the renewal in March?").candidates
        for _ in 0..<5 { #expect(try rank("Who decides on the renewal in March?").candidates == first) }
    }

    @Test func aVeryLongQuestionIsJudgedByItsFirstTerms() throws {
        let long = (0..<5000).map { "word\($0)" }.joined(separator: " ") + " renewal"
        #expect(Query(long, analyzer: try TextAnalyzer(.english)).terms.count == 64)
        #expect(try rank(long).candidates.isEmpty)
    }
}
