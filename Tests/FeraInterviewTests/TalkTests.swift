import FeraDomain
import Testing

@testable import FeraInterview

struct TalkTests {
    private let promise = "I promised Mara Lenz on 3 March 2026 that training is free until 1 May 2027; it is only in my mail because legal was away."

    private func replies(_ decision: Decision, _ kind: InterviewEvent.Replied.Kind) -> [String] {
        decision.events.compactMap { event in
            guard case .replied(let value) = event.body, value.kind == kind else { return nil }
            return decision.texts.first { $0.ref.id == value.text.id }?.content
        }
    }

    @Test func whatWasSaidIsGivenBackWordForWord() throws {
        var room = Room(try Shipped.interviewer())
        _ = room.run(.join)
        let said = replies(room.say(promise), .acknowledged)
        let quote = try #require(said.first?.split(separator: "“").last?.split(separator: "”").first)
        #expect(promise.contains(quote))
        #expect(quote.split(separator: " ").count >= 3)
    }

    @Test(arguments: [
        "Off the record, Mara Lenz will be promoted on 3 March 2026 because the board likes her.",
        "The api key lies in the vault of Tom Brandt because nobody else may open it.", "Maybe something.", "Nothing comes to mind.",
    ])
    func whatIsPrivateOrThinIsNotGivenBack(_ answer: String) throws {
        var room = Room(try Shipped.interviewer())
        _ = room.run(.join)
        #expect(replies(room.say(answer), .acknowledged).isEmpty)
    }

    @Test func takingAnAnswerBackErasesItsQuotation() throws {
        var room = Room(try Shipped.interviewer())
        _ = room.run(.join)
        let decision = room.say(promise)
        let quoted = try #require(
            decision.events.lazy.compactMap { if case .replied(let value) = $0.body, value.kind == .acknowledged { value.text.id } else { nil } }.first)
        let answer = try #require(room.state.answers.last?.id)
        let withdrawn = room.run(.withdrawAnswer(answer))
        #expect(withdrawn.erased.contains(quoted))
        #expect(room.texts[quoted] == nil)
        #expect(!room.texts.values.contains { $0.contains("Mara Lenz on 3 March 2026") })
    }

    @Test func thereIsARecapEveryFewQuestions() throws {
        var room = Room(try Shipped.interviewer())
        _ = room.run(.join)
        var recaps: [String] = []
        for number in 1...20 where room.state.open != nil {
            recaps += replies(room.say("Mara Lenz told me on 3 March 2026 about plan \(number), because the board wants it so."), .recap)
        }
        #expect(recaps.count == 2)
        #expect(recaps.allSatisfy { $0.contains("lines") && $0.contains("22 questions") || $0.contains("14 questions") })
    }

    @Test func theSameLogSaysTheSame() throws {
        func told() throws -> [String] {
            var room = Room(try Shipped.interviewer())
            _ = room.run(.join)
            return (0..<10).flatMap { _ in room.say(promise).texts.map(\.content) }
        }
        #expect(try told() == told())
    }

    @Test func aPhraseIsAPieceThatStands() {
        #expect(Work.phrase(of: "Well, the fragile part is the SAP sync, and only Nora knows it.") == "the fragile part is the SAP sync")
        #expect(Work.phrase(of: "Yes.") == nil)
        #expect(Work.phrase(of: "") == nil)
        #expect(Work.phrase(of: "مرحبا بكم في الشركة") == "مرحبا بكم في الشركة")
        #expect(Work.phrase(of: String(repeating: "word ", count: 500)) == nil)
    }

    @Test func aRuleOfThumbIsProbed() throws {
        var room = Room(try Shipped.interviewer(), questions: 200)
        _ = room.run(.join)
        let warning = "The warning sign is that Mara Lenz always goes quiet; that preceded the escalation of 3 March 2026 because she was embarrassed."
        let invitation = replies(room.say(warning), .acknowledged)
        #expect(invitation.contains { $0.contains("wrong") })
        var probes: [String] = []
        for _ in 0..<150 {
            guard let open = room.state.open else { break }
            if open.kind == .followUp, open.targets.allSatisfy({ $0.likelihood == 0 }) { probes.append(room.asked) }
            _ = room.say("Nothing comes to mind.")
        }
        #expect(probes.count == 1)
        #expect(probes.allSatisfy { $0.contains("wrong") && $0.contains("You said: “") })
    }

    @Test func aDisputeAboutARoleNamesTheRole() throws {
        let phrases = try Shipped.interviewer().phrases
        let named = ContradictionRules.roleFields.compactMap { phrases.contradictionSubject["owner_mismatch.\($0.1)"] }
        #expect(named.count == ContradictionRules.roleFields.count && Set(named).count == named.count)

        var papers = Papers()
        papers.row(1, .account, ["name": "Harbour Foods", "executive_sponsor": "Mara Lenz"])
        papers.add(5, .prose, "Executive sponsor: Jonas Holt.")
        var room = Room(try Shipped.interviewer(), papers: papers)
        _ = room.run(.join)
        room.reach(.contradiction)
        #expect(room.asked.contains("who the executive sponsor is"))
    }
}
