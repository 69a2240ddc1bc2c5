import Foundation
import Testing

@testable import FeraPlay

@Suite struct AnswerBookTests {
    private func book() throws -> AnswerBook {
        let script = """
            { otherwise: "No idea.",
              answers: { "a.one": "One.", "a.two": "Two.", "a.three": "Three.", "a.four": "Four." },
              contradictions: { date: "The first date.", sum: "The second sum." },
              people: { "Ada Ox": "Ada is ours.", "Bo Ray": "Bo is theirs." }, acronyms: { ADP: "Payroll.", ADPX: "Other." },
              pass: [{ field: "a.four", action: "private" }],
              ask: [{ text: "Which one?", field: "a.one" }],
              gap: { question: "Is there a box?", answer: "There is a box." } }
            """
        return AnswerBook(try PlayScript.decode(Data(script.utf8), name: "s"))
    }

    private func turn(_ kind: String, _ text: String = "?", why: String? = nil, _ targets: [String]? = nil) -> Packet.Turn {
        Packet.Turn(turnId: "t", kind: kind, text: text, why: why, targets: targets)
    }

    private func turn(_ kind: String, _ targets: [String]) -> Packet.Turn { turn(kind, "?", targets) }

    private func contradiction(_ rule: String, _ field: String, _ a: String, _ b: String) -> GapsReply.Contradiction {
        .init(id: rule, rule: rule, field: field, a: .init(name: "x", quote: a), b: .init(name: "y", quote: b), status: "open")
    }

    @Test func aTurnGetsTheAnswersOfItsFieldsAndNothingTwice() throws {
        var book = try book()
        #expect(book.answer(turn("bank", ["a.one", "a.two", "a.three"])).text == "One. Two.")
        #expect(book.answer(turn("gap", ["a.one", "a.three"])).text == "Three.")
        let again = book.answer(turn("followup", ["a.one"]))
        #expect(again.text == "No idea." && !again.isScripted)
    }

    @Test func withoutFieldsATurnIsMatchedByTitles() throws {
        var book = try book()
        book.titles = ["a.two": "Who decides"]
        #expect(book.answer(turn("bank", why: "Asked because “Who decides” is open.")).text == "Two.")
    }

    @Test func aContradictionIsAnsweredByItsRuleAndToldWithItsField() throws {
        var book = try book()
        book.contradictions = [
            contradiction("date", "a.one", "ends in March 2027", "ends in June 2027"), contradiction("sum", "a.one", "EUR 184,000 a year", "x"),
        ]
        #expect(book.answer(turn("contradiction", "“EUR 184,000 a year” or not?", ["a.one"])).text == "The second sum. One.")
        #expect(book.answer(turn("contradiction", "Which is right?", ["a.one"])).text == "The first date.")
        #expect(!book.answer(turn("contradiction", "Which is right?", ["b.none"])).isScripted)
    }

    @Test func peopleAndAbbreviationsAreAnsweredByTheFirstNameInTheQuestion() throws {
        var book = try book()
        #expect(book.answer(turn("who", "Who is Bo Ray? I read “Ada Ox met Bo Ray”")).text == "Bo is theirs.")
        #expect(book.answer(turn("acronym", "What does ADPX stand for?")).text == "Other.")
        #expect(book.answer(turn("acronym", "What does ADP stand for?")).text == "Payroll.")
        #expect(!book.answer(turn("acronym", "What does RADP stand for?")).isScripted)
    }

    @Test func anAskersQuestionGetsItsOwnAnswer() throws {
        var book = try book()
        book.raised = ["Is there a box?", "Which one?", "What else?"]
        _ = book.answer(turn("bank", ["a.one"]))
        #expect(book.answer(turn("gap", "Somebody asked: “Is there a box?”", ["a.two"])).text == "There is a box.")
        #expect(book.answer(turn("gap", "Somebody asked: “Which one?”", ["a.two"])).text == "One.")
        #expect(!book.answer(turn("gap", "Somebody asked: “What else?”", ["a.two"])).isScripted)
    }

    @Test func theLastQuestionGetsWhatTheScriptStillNeeds() throws {
        var book = try book()
        _ = book.answer(turn("bank", ["a.one"]))
        #expect(book.answer(turn("closing", ["a.two"])).text == "Four. Two.")
    }

    @Test func withoutAScriptTheOwnerDoesNotKnow() {
        var book = AnswerBook(.empty)
        #expect(book.answer(turn("bank", ["a.one"])).text == "I don't know.")
        #expect(book.answer(turn("who", "Who is Bo Ray?")).text == "I don't know.")
    }

    @Test func newWordsFindTheLineTheyStandFor() {
        let lines = ["Rotterdam had no workshop.", "On paper 14 planners are trained, 7 never opened it.", ""]
        #expect(Likeness.best(lines, to: "On paper 14 planners are trained; 7 of them never opened it.") { $0 } == lines[1])
        #expect(Likeness.best([String](), to: "x") { $0 } == nil)
        #expect(Likeness.of("", "") == 0)
    }
}
