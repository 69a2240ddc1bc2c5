import FeraDomain
import FeraInterview

extension Wordings {
    /// The rules that find something in a record of one account and a sentence that somebody writes of it.
    /// - Parameter sentence: with "§" before it a clause of the contract, else a mail.
    static func found(_ sentence: String, _ interviewer: Interviewer) -> [Contradiction.Rule] {
        var papers = Papers()
        papers.row(
            1, .account,
            [
                "account": "Harbour Foods", "renewal_date": "2026-10-13", "value": "EUR 96,000", "health": "green", "executive_sponsor": "Nils Aker",
                "decision_maker": "Ines Kroll", "champion": "Mara Lenz", "owner": "Tom Brandt", "seats": "120",
            ])
        papers.row(2, .contact, ["name": "Mara Lenz", "title": "Plant Manager", "company": "Harbour Foods"])
        papers.row(6, .ticket, ["id": "T-4711", "date": "2026-05-20", "status": "closed", "text": "The export fails."])
        papers.row(6, .ticket, ["id": "T-4712", "date": "2026-05-20", "status": "open", "text": "The import fails."])
        papers.add(3, .clause, "The supplier grants the use of the software to the customer.")
        papers.add(3, .clause, "The customer may have up to 120 seats, included in the annual fee of EUR 96,000.")
        let day = Day(year: 2026, month: 5, day: 30)
        let isClause = sentence.hasPrefix("§")
        papers.add(isClause ? 5 : 4, isClause ? .clause : .message, isClause ? String(sentence.dropFirst()) : sentence, day: isClause ? nil : day)
        let context = RecordReader.Context(
            interview: Conversation.ID("iv_1"), accountName: "Harbour Foods", ourPeople: ["Tom Brandt"],
            asOf: Day(year: 2026, month: 6, day: 1) ?? Day(number: 0))
        return RecordReader(interviewer).read(papers.excerpts, context: context).findings.map(\.rule)
    }
}

extension Wordings {
    /// For each rule the sentences in which it finds something, and those in which nothing is to be found.
    static let tables: [(Contradiction.Rule, [String], [String])] = [
        (.promiseWithoutContract, promises, noPromises), (.seatsMismatch, seats, noSeats), (.amountMismatch, amounts, noAmounts),
        (.dateMismatch, dates, noDates), (.contactMismatch, contacts, noContacts), (.ownerMismatch, roles, noRoles),
        (.ticketStateMismatch, tickets, noTickets),
    ]
}
