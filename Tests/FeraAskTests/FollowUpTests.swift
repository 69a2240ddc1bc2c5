import FeraAsk
import FeraSearch
import Testing

@Suite struct FollowUpTests {
    private func complete(_ question: String, _ previous: String, _ answer: String...) -> String? {
        FollowUp.complete(question, after: [Exchange(question: previous, answer: answer)])
    }

    @Test func aNewSubjectTakesThePlaceOfTheOld() {
        #expect(complete("And what about Ennis?", "Who runs the Carlow plant?") == "Who runs the Ennis plant?")
        #expect(complete("What about Petra Lind?", "What does Helen Marchetti want?") == "What does Petra Lind want?")
        #expect(complete("and INC0088?", "Why is T-2207 open?") == "Why is INC0088 open?")
        #expect(complete("And Ägidius?", "What does Zoë’s team do?") == "What does Ägidius’s team do?")
    }

    @Test func pronounsBecomeNames() {
        #expect(complete("What does she want?", "Who decides?", "Renewal is decided by Helen Marchetti.") == "What does Helen Marchetti want?")
        #expect(complete("And her deputy?", "What does Helen want?") == "And Helen’s deputy?")
        #expect(complete("Who reports to him?", "Where is Tomas Reilly?") == "Who reports to Tomas Reilly?")
        #expect(complete("What about his team?", "Where is Lars?") == "What about Lars’ team?")
        #expect(complete("Who works on it?", "Why is T-2207 open?") == "Who works on T-2207?")
        #expect(complete("When does it end?", "What is the contract worth?") == "When does the contract end?")
    }

    @Test func olderTurnsServeWhenTheLastNamesNobody() {
        let talk = [Exchange(question: "Who is Helen Marchetti?"), Exchange(question: "What is missing?")]
        #expect(FollowUp.complete("Does she sign?", after: talk) == "Does Helen Marchetti sign?")
    }

    @Test func whatStandsByItselfStays() {
        #expect(complete("Who decides on the renewal?", "Who is Helen?") == nil)
        #expect(complete("What does Petra think of her?", "Who is Helen Marchetti?") == nil)
        #expect(complete("Is it true that the plant closes?", "What is the contract worth?") == nil)
        #expect(complete("And who decides?", "Where is Carlow?") == nil)
        #expect(complete("What does she want?", "when does this end?") == nil)
        #expect(FollowUp.complete("And her deputy?", after: []) == nil)
        #expect(complete("", "Who is Helen?") == nil)
    }

    @Test func otherLanguagesAreLeftAlone() throws {
        let german = try #require(Language(code: "de"))
        #expect(FollowUp.complete("Und was will sie?", after: [Exchange(question: "Wer ist Helen Marchetti?")], language: german) == nil)
    }
}
