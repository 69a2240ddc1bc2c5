import FeraDomain
import Foundation
import Testing

@testable import FeraInterview

/// What the owner says otherwise than the record.
@Suite struct AgainstRecordTests {
    let interviewer: Interviewer

    init() throws { interviewer = try Shipped.interviewer() }

    /// A record that agrees with itself.
    private static func papers() -> Papers {
        var papers = Papers()
        papers.row(
            1, .account,
            [
                "name": "Harbour Foods", "owner": "Ruth Adler", "renewal_date": "2026-10-13", "value": "EUR 96,000", "health": "green",
                "executive_sponsor": "Nils Aker", "champion": "Mara Lenz",
            ])
        papers.row(2, .contact, ["name": "Nils Aker", "role": "COO"])
        papers.row(6, .ticket, ["id": "T-4711", "date": "2026-05-20", "status": "closed", "text": "The nightly export fails again."])
        return papers
    }

    private func room(_ said: String...) -> Room {
        var room = Room(interviewer, papers: Self.papers())
        _ = room.run(.join)
        for said in said { _ = room.say(said) }
        return room
    }

    private func disputes(_ room: Room) -> [InterviewState.ContradictionState] { room.state.contradictions.filter { $0.said != nil } }

    @Test(arguments: [
        ("The contract renews on 13 November 2026, legal has confirmed it to me in writing.", Contradiction.Rule.dateMismatch, "2026-10-13"),
        ("They pay us EUR 120,000 a year for the whole platform since January.", .amountMismatch, "96,000"),
        ("The executive sponsor is Jonas Holt now, and he is sceptical of us.", .ownerMismatch, "Nils Aker"),
        ("T-4711 is still not fixed for them and their warehouse is angry about it.", .ticketStateMismatch, "closed"),
    ])
    func isAskedAboutWithBothPassages(_ said: String, _ rule: Contradiction.Rule, _ record: String) throws {
        var room = room(said)
        #expect(disputes(room).map(\.finding.rule) == [rule])
        for _ in 0..<3 where room.state.open?.kind != .contradiction { _ = room.say("Nothing comes to mind.") }
        #expect(room.state.open?.kind == .contradiction)
        #expect(room.asked.contains(record) && room.asked.contains(said.dropLast()) && room.asked.lowercased().contains("which one is right"))
        let turn = try #require(room.state.open)
        #expect(interviewer.why(turn, state: room.state, words: room.words).contains("than you did"))
    }

    @Test func bothPassagesAreExported() throws {
        let room = room("The executive sponsor is Jonas Holt now, and he is sceptical of us.")
        let found = try #require(disputes(room).first)
        let shown = try #require(interviewer.contradiction(found, of: room.state, words: room.words))
        #expect(shown.a.name == "crm.csv" && shown.a.quote.contains("Nils Aker"))
        #expect(shown.b.name == "the owner's answer" && shown.b.quote.contains("Jonas Holt") && shown.b.locator == nil && shown.status == .open)
    }

    @Test func anAnswerExplainsItAndIsNotHeldAgainstTheRecordAgain() throws {
        var room = room("The executive sponsor is Jonas Holt now, and he is sceptical of us.")
        room.reach(.contradiction)
        _ = room.say("Jonas Holt is right: he took over as executive sponsor in March from Nils Aker, the CRM was never updated.")
        #expect(disputes(room).map(\.status) == [.explained])
        _ = room.say("Our executive sponsor Jonas Holt signs everything above fifty thousand himself.")
        #expect(disputes(room).count == 1)
        // The owner's first line was right, so it stands.
        #expect(room.state.statement(try #require(disputes(room)[0].said))?.isLive == true)
    }

    @Test func whoConcedesReplacesTheirFirstLine() throws {
        var room = room("The executive sponsor is Jonas Holt now, and he is sceptical of us.")
        let said = try #require(disputes(room).first?.said)
        room.reach(.contradiction)
        _ = room.say("The CRM is right, the executive sponsor is still Nils Aker; I mixed up two accounts.")
        #expect(disputes(room).map(\.status) == [.explained])
        #expect(room.state.statement(said)?.status == .superseded)
        #expect(room.replayed() == room.state)
    }

    @Test(arguments: [
        "The contract renews in October 2026, as signed.", "I think the contract renews on 13 November 2026 or so.",
        "They pay us just under EUR 96k a year.", "N. Aker is the executive sponsor and convinced.",
        "If the contract renewed on 13 November 2026 nobody would mind.", "Jonas Holt was the executive sponsor until March.",
        "T-4711 is fixed and nobody speaks of it.", "The paperwork for the renewal waits until 13 November 2026 as always with their buyers.",
        "At Baltic Rail the executive sponsor is Jonas Holt, not here.",
    ])
    func looseSpeechContradictsNothing(_ said: String) {
        #expect(disputes(room(said)).isEmpty)
    }

    @Test func aCorrectionIsNotHeldAgainstTheRecord() {
        let room = room(
            "The contract renews in October 2026 and the paperwork takes them six weeks.",
            "Scratch that, the contract renews on 13 November 2026, and the paperwork takes six weeks.")
        #expect(disputes(room).isEmpty)
    }

    @Test func whatIsInDisputeAlreadyIsNotRaisedAgain() {
        // The harbour's own papers disagree on the date.
        var room = Room(interviewer)
        _ = room.run(.join)
        _ = room.say("The contract renews on 24 December 2026, legal has confirmed it to me in writing.")
        #expect(room.state.contradictions.filter { $0.finding.rule == .dateMismatch }.count == 1)
    }

    @Test func whatIsTakenBackContradictsNothing() throws {
        for takesAnswer in [true, false] {
            var room = room("The executive sponsor is Jonas Holt now, and he is sceptical of us.")
            let found = try #require(disputes(room).first), said = try #require(found.said)
            room.reach(.contradiction)
            let answer = try #require(room.state.statement(said)?.answer)
            _ = room.run(takesAnswer ? .withdrawAnswer(answer) : .withdrawStatement(said))
            #expect(disputes(room).isEmpty && room.state.open?.subject.contradiction == nil && room.state.phase == .asking)
            #expect(room.replayed() == room.state)
            // Ids are never given twice.
            _ = room.say("The contract renews on 13 November 2026, legal has confirmed it to me in writing.")
            #expect(disputes(room).allSatisfy { $0.id != found.id })
        }
    }

    @Test func aCorrectedLineSettlesIt() throws {
        var room = room("The executive sponsor is Jonas Holt now, and he is sceptical of us.")
        let found = try #require(disputes(room).first), said = try #require(found.said)
        _ = room.run(.correct(said, text: "The executive sponsor is Jonas Holt, everybody knows that."))
        #expect(disputes(room).map(\.status) == [.open])
        _ = room.run(.correct(said, text: "The executive sponsor is Nils Aker, and he is sceptical of us."))
        #expect(disputes(room).map(\.status) == [.explained])
        #expect(room.replayed() == room.state)
    }

    @Test func aNewSourceLeavesItOpenOrTakesItAway() throws {
        var room = room(
            "The executive sponsor is Jonas Holt now, and he is sceptical of us. They pay us EUR 120,000 a year for the whole platform since January.")
        room.papers.add(5, .prose, "They use the export every night.")
        _ = room.run(.extendRecord(room.reading()))
        #expect(disputes(room).count == 2)
        // What nobody was asked about yet is gone with the line that it was held against.
        room.papers.excerpts.removeFirst()
        _ = room.run(.extendRecord(room.reading()))
        #expect(disputes(room).map(\.isAsked) == [true])
        #expect(room.replayed() == room.state)
    }

    @Test(arguments: [
        ("Nils Aker keeps the role, and Jonas Holt declined it.", Contradiction.Status.explained), ("The sponsor role is quite a thing there.", .unresolved),
    ])
    func whoNamesBothSidesHasChosen(_ said: String, _ status: Contradiction.Status) {
        var papers = Self.papers()
        papers.add(5, .prose, "Executive sponsor: Jonas Holt.")
        var room = Room(interviewer, papers: papers)
        _ = room.run(.join)
        room.reach(.contradiction)
        _ = room.say(said)
        #expect(room.state.contradictions.map(\.status) == [status])
    }

    @Test func aLogOfBeforeIsRead() throws {
        let room = room("The executive sponsor is Jonas Holt now, and he is sceptical of us.")
        let event = try #require(room.log.first { $0.type == "interview.analysed" })
        var json = try #require(try JSONSerialization.jsonObject(with: event.payload()) as? [String: Any])
        #expect(json.removeValue(forKey: "disputes") != nil)
        let old = try InterviewEvent(type: event.type, payload: JSONSerialization.data(withJSONObject: json))
        guard case .analysed(let value) = old.body else { Issue.record("no analysis"); return }
        #expect(value.disputes == nil && value.statements.count == 1)
    }
}
