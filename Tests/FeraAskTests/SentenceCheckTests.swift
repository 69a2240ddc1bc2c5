import FeraAsk
import FeraSearch
import Testing

private let passages = [
    1: "Renewal is decided by Helen Marchetti, the finance director. The plant managers can complain, but she signs, and nobody signs for her.",
    2: "They pay EUR 184,000 a year, of which about 40,000 is for two engineers. The 15 percent discount ends on 30 September 2026.",
    3: "Never put Greg in a meeting with Tomas. Greg runs the Carlow plant and wanted the rival product. Tomas built the first dashboard.",
    4: "Restarting the import during the collection may drop orders. Helen does not intend to leave.",
]

@Suite struct SentenceCheckTests {
    private func check(_ text: String, _ marks: Int...) throws -> [String] {
        try SentenceCheck().failures(DraftSentence(text: text, marks: marks), passages: passages).map(\.code)
    }

    @Test(arguments: [
        ("Renewal is decided by Helen Marchetti, the finance director.", 1), ("Helen Marchetti, the finance director, decides the renewal.", 1),
        ("They pay EUR 184,000 a year.", 2), ("They pay €184,000 a year.", 2), ("The 15% discount ends on 30 September 2026.", 2),
        ("About 40,000 is for two engineers.", 2), ("Never put Greg in a meeting with Tomas.", 3), ("Tomas built the first dashboard.", 3),
        ("Restarting the import may drop orders.", 4), ("Helen does not intend to leave.", 4),
    ])
    func whatThePassageSaysPasses(text: String, mark: Int) throws { #expect(try check(text, mark) == []) }

    @Test func citationsMustBeThereAndValid() throws {
        #expect(try check("They pay EUR 184,000 a year.") == ["no_citation"])
        #expect(try check("They pay EUR 184,000 a year.", 9) == ["invalid_citation"])
        #expect(try check("They pay EUR 184,000 a year.", 2, 0) == ["invalid_citation"])
        #expect(try check("They pay EUR 184,000 a year.", 1).contains("number"))
    }

    @Test(arguments: [
        "They pay EUR 148,000 a year.", "They pay USD 184,000 a year.", "They pay $184,000 a year.", "The 12 percent discount ends on 30 September 2026.",
        "The 15 percent discount ends on 30 October 2026.", "The discount of 15 ends on 30 September 2026.", "About 40,000 is for three engineers.",
    ])
    func changedNumbersAreHeldBack(text: String) throws { #expect(try check(text, 2).contains("number")) }

    @Test(arguments: ["They pay about EUR 184,000 a year.", "40,000 is for two engineers.", "They pay less than EUR 184,000 a year."])
    func changedQualifiersAreHeldBack(text: String) throws { #expect(try check(text, 2).contains("qualifier")) }

    @Test func negationsMayNeitherGoNorCome() throws {
        #expect(try check("Put Greg in a meeting with Tomas.", 3).contains("negation"))
        #expect(try check("Helen does intend to leave.", 4).contains("negation"))
        #expect(try check("Helen intends to leave.", 4).contains("negation"))
        #expect(try check("Renewal is not decided by Helen Marchetti.", 1).contains("negation"))
        #expect(try check("Tomas never built the first dashboard.", 3).contains("negation"))
    }

    @Test func modalsMayNeitherGoNorChange() throws {
        #expect(try check("Restarting the import must drop orders.", 4).contains("modal"))
        #expect(try check("Restarting the import drops orders.", 4).contains("modal"))
        #expect(try check("The plant managers should complain.", 1).contains("modal"))
    }

    @Test func swappedAndForeignNamesAreHeldBack() throws {
        #expect(try check("Renewal is decided by Petra Lind, the finance director.", 1).contains("name"))
        #expect(try check("Petra decides the renewal.", 1).contains("name"))
        #expect(try check("Helen Marchetti built the first dashboard.", 1, 3).contains("name"))
        #expect(try check("Helen runs the Carlow plant.", 3, 4).contains("name"))
    }

    @Test func addedClausesAreHeldBack() throws {
        #expect(try check("Renewal is decided by Helen Marchetti, the finance director, and she plans a merger soon.", 1).contains("coverage"))
        #expect(try check("Tomas built the first dashboard because management threatened layoffs.", 3).contains("coverage"))
        #expect(try check("Everything is wonderful.", 1).contains("coverage"))
        #expect(try check("So it is.", 1) == ["empty"])
        #expect(try check("", 1) == ["empty"])
    }
}
