import FeraLLM
import Foundation
import Testing

@Suite struct QuestionWordingCheckTests {
    typealias Reason = QuestionWordingCheck.Problem.Reason

    let check = QuestionWordingCheck(
        template:
            "On 3 March, ticket SUP-1042 says “we will waive the fee”. Who at Northwind did Priya Nair tell of the €12,500 credit, and was it never written down?",
        required: ["credit", "written down"])

    func reasons(_ text: String) -> Set<Reason> { Set(check.problems(in: text).map(\.reason)) }

    @Test(arguments: [
        "On 3 March, ticket SUP-1042 says “we will waive the fee”. Who at Northwind did Priya Nair tell of the €12,500 credit, and was it never written down?",
        "Ticket SUP-1042 of 3 March says \"we will waive the fee\". Whom at Northwind did Priya Nair tell of the credit of €12,500, and was it never written down?",
        "Priya Nair told somebody at Northwind about the €12,500 credit (SUP-1042, 3 March: “we will waive the fee”). Who was it; was that never written down?",
    ])
    func goodWordingsPass(text: String) { #expect(check.problems(in: text) == []) }

    @Test(arguments: [
        ("March", "April", [Reason.numberLost, .numberAdded, .nameLost, .nameAdded]), ("On 3 ", "On 4 ", [.numberLost, .numberAdded]),
        ("SUP-1042", "SUP-1043", [.numberLost, .numberAdded]), ("SUP-1042", "the ticket", [.numberLost]), ("€12,500", "€12.500", [.numberLost, .numberAdded]),
        ("€12,500", "12,500", [.numberLost, .numberAdded]), ("€12,500", "€12,500 or two", [.numberAdded]), ("Priya Nair", "Priya", [.nameLost]),
        ("Priya Nair", "Priya Nairn", [.nameLost, .nameAdded]), ("Priya Nair", "Priya Naïr", [.nameLost, .nameAdded]), ("Northwind", "northwind", [.nameLost]),
        ("Northwind", "Northwind Berlin", [.nameAdded]), ("waive the fee", "waive a fee", [.quoteLost, .quoteAdded]),
        ("“we will waive the fee”", "we will waive the fee", [.quoteLost]),
        ("tell of", "tell “soon” of", [.quoteAdded]), ("never ", "", [.negationChanged]), ("credit", "discount", [.targetLost]),
        ("written down", "written", [.targetLost]),
        ("written down?", "written down.", [.notOneQuestion]), ("fee”.", "fee”?", [.notOneQuestion]), ("?", "? Thanks.", [.notOneQuestion, .nameAdded]),
        ("Who at", "**Who** at", [.markup]), ("Who at", "\nWho at", [.markup]), ("Who at", "Who last quarter at", [.numberAdded]),
        ("Who at", "Who (see https://x.y/z) at", [.numberAdded]),
        ("Who at", "Maria? Who at", [.notOneQuestion, .nameAdded]), ("Who at", "Maria knows. Who at", [.nameAdded]), ("Who at", "Who\u{200b} at", [.markup]),
    ])
    func anyChangedFactIsSeen(old: String, new: String, expected: [Reason]) throws {
        let range = try #require(check.template.range(of: old))
        let text = check.template.replacingCharacters(in: range, with: new)
        #expect(reasons(text) == Set(expected), "\(check.problems(in: text))")
    }

    @Test func emptyAndOverlongAreRefused() {
        #expect(reasons("") == [.empty])
        #expect(reasons(" … ?") == [.empty])
        let padded = check.template.dropLast() + String(repeating: " and so on", count: 30) + "?"
        #expect(reasons(String(padded)) == [.tooLong])
    }

    @Test func aPlainQuestionMayBePutDifferently() {
        let check = QuestionWordingCheck(template: "Who makes the renewal decision, and what do they care about?", required: ["renewal"])
        #expect(check.problems(in: "When the renewal comes up, who really decides, and what matters to them?") == [])
        #expect(check.problems(in: "Thinking of the renewal: whose word counts in the end, and what do they care about?") == [])
        #expect(check.problems(in: "Does Anna decide about the renewal?").map(\.reason) == [.nameAdded])
        #expect(check.problems(in: "Anna decides about the renewal, what does she care about?").map(\.reason) == [.nameAdded])
        #expect(check.problems(in: "Who decides on the renewal? And why?").map(\.reason) == [.notOneQuestion])
        #expect(check.problems(in: "Who decides about renewals?").map(\.reason) == [.targetLost])
        #expect(check.problems(in: "Why does nobody decide about the renewal?").map(\.reason) == [.negationChanged])
    }

    @Test func aNameAtTheBeginningOfTheTemplateMustStay() {
        let check = QuestionWordingCheck(template: "Northwind asked for SLAs; who agreed?")
        #expect(check.problems(in: "Who agreed to the SLAs that Northwind asked for?") == [])
        #expect(check.problems(in: "Who agreed to the SLAs?").map(\.word) == ["Northwind"])
        #expect(check.problems(in: "Who agreed to the slas that Northwind asked for?").map(\.word) == ["SLAs"])
    }

    @Test func possessivesAndApostrophesDoNotHideANameOrMakeAQuote() {
        let check = QuestionWordingCheck(template: "What is O'Hara's view of the customer's plan?")
        #expect(check.problems(in: "How does O'Hara see the customer's plan?") == [])
        #expect(check.problems(in: "How do they see the customer's plan?").map(\.reason) == [.nameLost])
        let quoted = QuestionWordingCheck(template: "Who said 'that's fine' to them?")
        #expect(quoted.problems(in: "Who told them 'that's fine'?") == [])
        #expect(quoted.problems(in: "Who told them 'that is fine'?").map(\.reason) == [.quoteLost, .quoteAdded])
    }
}
