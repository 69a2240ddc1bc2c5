import FeraDomain
import Testing

@testable import FeraInterview

/// Headings, terms and tickets as people write them.
@Suite struct ReadingWordsTests {
    let interviewer: Interviewer

    init() throws { interviewer = try Shipped.interviewer() }

    private func read(_ papers: Papers) -> RecordReading {
        RecordReader(interviewer).read(
            papers.excerpts, context: .init(interview: Conversation.ID("iv_1"), accountName: "Harbour Foods", ourPeople: ["Tom Brandt"], asOf: today))
    }

    @Test(arguments: [
        ("Rnwl_Dt__c", RecordFact.Topic.renewal), ("Vertragsende", .renewal), ("fin de contrato", .renewal), ("contractEndDate", .renewal),
        ("Netto_Jahr", .value), ("how much p.a.?", .value), ("importe anual", .value), ("ARR k€", .value), ("Lic_Qty__c", .seats), ("Anzahl Lizenzen", .seats),
        ("Notice Deadline", .notice), ("Adoption_Pct__c", .adoption), ("AE", .owner), ("Health_Color__c", .health),
    ])
    func aHeadingIsReadByItsWords(_ heading: String, _ topic: RecordFact.Topic) {
        var headings = ColumnTopics()
        #expect(headings[heading].topic == topic)
    }

    @Test(arguments: ["Start Date", "Storage", "Total users invited", "License key", "Warranty end", "Average fare", "Last call"])
    func aHeadingThatOnlySoundsSoIsNone(_ heading: String) {
        var headings = ColumnTopics()
        #expect(headings[heading].topic == nil)
    }

    @Test func aListOfTicketsIsKnownByItsHeadings() {
        var headings = ColumnTopics()
        let row = Record(
            kind: .other, columns: ["case_no": "88052", "state": "resolved", "title": "API 502"],
            lines: ["case_no": 0..<14, "state": 15..<30, "title": 31..<45])
        let named = headings.named(row)
        #expect(named.kind == .ticket)
        #expect(named.columns == ["id": "88052", "status": "resolved", "text": "API 502"])
        #expect(named.lines["id"] == 0..<14)
        let plain = Record(kind: .other, columns: ["colour": "blue"])
        #expect(headings.named(plain) == plain)
    }

    @Test func aTermIsReckonedFromItsLength() {
        var papers = Papers()
        papers.row(1, .account, ["account": "Harbour Foods", "renewal_date": "2026-11-30"])
        papers.add(3, .clause, "The initial term of this Agreement is thirty-six (36) months commencing on 1 March 2024.")
        #expect(read(papers).findings.map(\.rule) == [.dateMismatch])
        papers = Papers()
        papers.row(1, .account, ["account": "Harbour Foods", "renewal_date": "2027-02-28"])
        papers.add(3, .clause, "The initial term of this Agreement is thirty-six (36) months commencing on 1 March 2024.")
        #expect(read(papers).findings.isEmpty)
    }

    @Test func aTicketMayBeOpenInTheListAndClosedInAMail() {
        for (text, found) in [
            ("T-4711 was closed last week.", true), ("T-4711 will be closed next week.", false), ("Please get T-4711 closed.", false),
            ("T-4711 was not closed.", false),
        ] {
            var papers = Papers()
            papers.row(6, .ticket, ["id": "T-4711", "date": "2026-05-20", "status": "open", "text": "The nightly export fails again."])
            papers.add(4, .message, text, day: today)
            #expect(read(papers).findings.contains { $0.rule == .ticketStateMismatch } == found, "\(text)")
        }
    }

    @Test func aRowOfAnotherAccountIsNotOfThisOne() {
        var papers = Papers()
        papers.row(1, .account, ["account": "Harbour Foods", "renewal_date": "2026-11-15"])
        papers.row(1, .account, ["account": "Thistle Mills", "renewal_date": "2026-07-31"])
        papers.add(4, .message, "Thistle Mills renews on 31 July 2026.", day: today)
        #expect(read(papers).findings.isEmpty)
        papers.add(4, .message, "Harbour Foods renews on 31 July 2026, as Thistle Mills does.", day: today)
        #expect(read(papers).findings.map(\.rule) == [.dateMismatch])
    }
}
