import FeraDomain
import Foundation
import Testing

@testable import FeraInterview

/// The lines at the end, what is corrected by number, and what else the newest fields ask for.
@Suite struct SummaryTests {
    let interviewer: Interviewer

    init() throws { interviewer = try Shipped.interviewer() }

    private func closed(_ said: String...) -> (room: Room, lines: [String]) {
        var room = Room(interviewer)
        _ = room.run(.join)
        for said in said { _ = room.say(said) }
        let decision = room.run(.stop)
        let lines = decision.events.compactMap { event -> String? in
            if case .replied(let value) = event.body, value.kind == .lines { room.texts[value.text.id] } else { nil }
        }
        return (room, lines)
    }

    @Test func linesAreListedByChapterAndCorrectedByNumber() throws {
        var (room, lines) = closed("Mara Lenz decides the renewal, she has the final say.", "They originally bought because audits kept failing on 3 May 2024.")
        #expect(lines.contains { $0.hasPrefix("On people:") && $0.contains("1. “Mara Lenz decides the renewal") })
        #expect(lines.contains { $0.hasPrefix("On the story:") })
        let story = try #require(room.state.statements.last { $0.fact.field == Field.ID("st.origin_goal") })
        let number = try #require(Int(story.fact.id.rawValue.dropFirst("iv_1.s".count)))
        let decision = room.say("1: no, it is Jonas Holt\n\(number): no, 4 June 2024")
        #expect(decision.refusal == nil)
        func words(_ id: Statement.ID) -> String? { room.state.statement(id).flatMap { room.words.at($0.span) } }
        #expect(words(Statement.ID("iv_1.s1")) == "Jonas Holt decides the renewal, she has the final say.")
        #expect(words(story.fact.id)?.contains("failing on 4 June 2024") == true)
        #expect(room.state.statement(Statement.ID("iv_1.s1"))?.earlier.count == 1 && room.state.phase == .closing)
        #expect(room.replayed() == room.state)
    }

    @Test func aWholeLineReplacesTheOldOne() {
        var room = closed("Mara Lenz decides the renewal, she has the final say.").room
        _ = room.say("1: The board decides the renewal on the advice of Mara Lenz.")
        #expect(room.words.at(room.state.statements[0].span) == "The board decides the renewal on the advice of Mara Lenz.")
    }

    @Test(arguments: ["77: no, it is Jonas Holt", "thank you", "1", "1:", "2026-10-13 is fine", "1: no, it is Jonas Holt\nand thanks"])
    func anythingElseIsRefusedAsBefore(_ text: String) {
        var room = closed("Mara Lenz decides the renewal, she has the final say.").room
        #expect(room.say(text).refusal?.code == .noOpenTurn)
        #expect(room.state.statements[0].earlier.isEmpty)
    }

    @Test func whatFewMayReadIsNotListed() {
        let lines = closed(
            "The vault with the admin access is in Zurich, ask Mara Lenz for the key card.", "Off the record: Mara Lenz is looking for another job."
        ).lines
        #expect(!lines.joined().contains("vault") && !lines.joined().contains("another job"))
    }

    @Test func takingALineBackErasesTheListThatQuotesIt() {
        var (room, lines) = closed("Mara Lenz decides the renewal, she has the final say.")
        #expect(!lines.isEmpty)
        _ = room.run(.withdrawStatement(Statement.ID("iv_1.s1")))
        #expect(!room.texts.values.contains { $0.contains("Mara Lenz decides") })
    }

    @Test func specialFieldsCountForCompleteness() {
        var room = Room(interviewer)
        _ = room.run(.join)
        let before = interviewer.standing(room.state)
        _ = room.run(.addField(title: "The lighthouse", question: "What about the lighthouse?", chapter: .story))
        let after = interviewer.standing(room.state)
        #expect(after.open == before.open + 1 && after.raw < before.raw || before.raw == 0)
        #expect(interviewer.openFields(room.state).contains(Field.ID("special.1")))
        #expect(interviewer.missing(room.state).contains { $0.field == Field.ID("special.1") })
    }

    @Test func aToldRiskIsAskedForWhatKeepsItInCheck() throws {
        var room = Room(interviewer)
        _ = room.run(.join)
        _ = room.say("They might cancel and leave us because the nightly export in T-4711 keeps failing, a serious risk to the renewal.")
        let risk = try #require(room.state.statements.first { $0.fact.kind == .risk })
        #expect(room.state.openRisks(mitigation: interviewer.settings.mitigationField).map(\.fact.id) == [risk.fact.id])
        _ = room.say("As a contingency we rerun the nightly export of T-4711 by hand, Tom Brandt keeps it in check.")
        #expect(room.state.statements.last?.fact.mitigates == risk.fact.id)
        #expect(room.state.openRisks(mitigation: interviewer.settings.mitigationField).isEmpty)
        #expect(room.replayed() == room.state)
    }

    private static let sponsor = Field.ID("re.exec_sponsor")

    @Test func whoMattersIsAskedAboutByName() throws {
        var room = Room(interviewer, plan: InterviewPlan(weights: [Self.sponsor: 9, Field.ID("re.informal_power"): 9], questions: []))
        _ = room.run(.join)
        let turn = try #require(room.state.open)
        #expect(turn.asksTwo && turn.targets.contains { $0.field == Self.sponsor } && room.asked.contains("Nils Aker"))
        #expect(turn.why.contains { $0.kind == .thinPerson })
    }

    @Test func whoIsTiredIsAskedOfOnePersonAlone() throws {
        var phrases = interviewer.phrases
        phrases.clauses = [:]
        let single = Interviewer(catalogue: interviewer.catalogue, phrases: phrases, settings: interviewer.settings, lexicon: interviewer.lexicon)
        var room = Room(single, plan: InterviewPlan(weights: [Self.sponsor: 9], questions: []))
        _ = room.run(.join)
        let turn = try #require(room.state.open)
        #expect(turn.kind == .who && room.asked.contains("Nils Aker"))
        #expect(single.why(turn, state: room.state, words: room.words).contains("matters by the record"))
        _ = room.say("Nils Aker is convinced of us and signs as the executive sponsor himself.")
        #expect(room.state.statements.last?.fact.field == Field.ID("re.exec_sponsor"))
        #expect(room.replayed() == room.state)
    }

    @Test(
        arguments: [
            ("- Opportunity: Depot North.", "Opportunity: Depot North."), ("## Open from QBR 21 March 2026", nil),
            ("  * Survey fell from 8 to 5", "Survey fell from 8 to 5"),
            ("4.2 The fee is EUR 20,000.", "The fee is EUR 20,000."), ("health: amber", "health: amber"), ("Notes", nil), ("Next steps:", nil),
            ("priority: P1", nil), ("text: The sync dropped records.", "The sync dropped records."), ("Are we still on for the training?", nil),
            ("Attached the slides with the pricing overview.", nil),
            ("They use it for audits.", "They use it for audits."),
        ] as [(String, String?)])
    func aHintIsAWholeLineWithoutItsMarks(_ line: String, _ hint: String?) { #expect(Work.hint(line) == hint) }

    @Test(
        arguments: [
            ("They will leave unless T-2125 is solved.", nil), ("Silvio Voss said that it was too slow for them.", nil),
            ("In truth he can present it.", nil), ("There is EUR 82,000 more in it.", "There is EUR 82,000 more in it"),
        ] as [(String, String?)])
    func aPhraseIsGivenBackOnlyAsItWasMeant(_ sentence: String, _ phrase: String?) {
        let found = Work.phrase(of: sentence)
        if let phrase {
            #expect(found == phrase)
        } else {
            #expect(found?.contains("T-2125") != true && found?.hasSuffix("said") != true && found?.hasPrefix("he ") != true)
        }
    }
}
