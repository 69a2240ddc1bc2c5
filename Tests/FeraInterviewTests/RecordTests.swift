import FeraDomain
import Testing

@testable import FeraInterview

/// What the record tells before anybody is asked.
@Suite struct RecordTests {
    let interviewer: Interviewer

    init() throws { interviewer = try Shipped.interviewer() }

    func read(_ papers: Papers) -> RecordReading {
        RecordReader(interviewer).read(
            papers.excerpts, context: .init(interview: Conversation.ID("iv_1"), accountName: "Harbour Foods", ourPeople: ["Tom Brandt"], asOf: today))
    }

    func words(_ span: WordSpan?, _ papers: Papers) -> String? {
        span.flatMap { span in papers.excerpts.first { $0.id == span.excerpt }?.text.utf8Slice(span.start, span.end) }
    }

    @Test func whatTheRecordMayAnswerIsKnownAndMeaningIsOnlyHintedAt() throws {
        let papers = Papers.harbour()
        let reading = read(papers)
        let goal = try #require(reading.fields.first { $0.field == Field.ID("st.origin_goal") })
        #expect(goal.confidence >= 75 && goal.hint == nil)
        let champion = try #require(reading.fields.first { $0.field == Field.ID("re.champion") })
        #expect(champion.confidence <= 45)
        #expect(words(champion.hint, papers) == "Mara thinks Jonas Holt is the champion we lack.")
    }

    @Test func aPassingMentionInAMailIsWorthHalf() {
        var prose = Papers()
        prose.add(5, .prose, "Nils Aker is the sponsor because he signed the contract.")
        var mail = Papers()
        mail.add(4, .message, "Nils Aker is the sponsor because he signed the contract.")
        func confidence(_ papers: Papers) -> Int { read(papers).fields.first { $0.field == Field.ID("re.exec_sponsor") }?.confidence ?? 0 }
        #expect(confidence(prose) == 45)
        #expect(confidence(mail) <= 23)
    }

    @Test func thoseOnNoListAreAskedForAndOursAndContactsAreNot() {
        let papers = Papers.harbour()
        let reading = read(papers)
        #expect(reading.people.map { words($0.span, papers) } == ["Jonas Holt"])
        #expect(words(reading.people.first?.context, papers)?.contains("champion") == true)
        #expect(reading.landmarks.contains { $0.ticket == "T-4711" })
        #expect(reading.ourPeople.count == 2)
    }

    @Test(arguments: [
        ("The term ends on 13 November 2026.", 1), ("It renews on 13.11.2026.", 1), ("The contract expires Nov 13, 2026.", 1),
        ("The term ends on 15 October 2026.", 0), ("Notice must be given by 14 August 2026.", 0),
        ("The notice period before renewal: notice by 14 August 2026.", 0), ("The kick-off was on 13 November 2026.", 0),
    ])
    func twoRenewalDatesDisagreeBeyondThreeDays(_ clause: String, _ count: Int) throws {
        var papers = Papers()
        papers.row(1, .account, ["name": "Harbour Foods", "renewal_date": "2026-10-13"])
        papers.add(3, .clause, clause)
        let findings = read(papers).findings
        #expect(findings.count == count)
        if let finding = findings.first {
            #expect(finding.rule == .dateMismatch)
            #expect(words(finding.a, papers) == "renewal_date: 2026-10-13")
            #expect(words(finding.b, papers) == clause)
        }
    }

    @Test func angryTicketsDisagreeWithGreenOnlyWhenThereAreThreeOfThemLately() {
        func findings(health: String, angry: Int, date: String = "2026-05-20") -> [Contradiction.Rule] {
            var papers = Papers()
            papers.row(1, .account, ["name": "Harbour Foods", "health": health])
            for number in 0..<angry { papers.row(6, .ticket, ["id": "T-\(4000 + number)", "date": date, "text": "This is unacceptable, nobody answers."]) }
            return read(papers).findings.map(\.rule)
        }
        #expect(findings(health: "green", angry: 3) == [.statusVersusSentiment])
        #expect(findings(health: "green", angry: 2).isEmpty)
        #expect(findings(health: "amber", angry: 5).isEmpty)
        #expect(findings(health: "green", angry: 3, date: "2025-11-20").isEmpty)
    }

    @Test func amountsSponsorsPromisesAndAdoptionAreHeldAgainstEachOther() {
        var papers = Papers()
        papers.row(1, .account, ["name": "Harbour Foods", "value": "EUR 96,000", "executive_sponsor": "Nils Aker"])
        papers.add(3, .clause, "The annual fee is EUR 84,000.")
        papers.add(3, .clause, "Support is given on weekdays.")
        papers.add(5, .prose, "Executive sponsor: Mara Lenz.")
        papers.add(5, .prose, "Adoption: 85 percent of the licensed users are active.")
        papers.add(4, .message, "As agreed on the call, we will give you the shift calendar free of charge until 3 May 2027.")
        papers.row(6, .usage, ["date": "2026-05-25", "active": "30", "seats": "120"])
        #expect(Set(read(papers).findings.map(\.rule)) == [.amountMismatch, .ownerMismatch, .promiseWithoutContract, .adoptionVersusUsage])

        var calm = Papers()
        calm.row(1, .account, ["name": "Harbour Foods", "value": "EUR 96,000", "executive_sponsor": "Nils Aker"])
        calm.add(3, .clause, "The annual fee is USD 84,000, or EUR 96,050 at the rate of the day.")
        calm.add(3, .clause, "Schedule B: the shift calendar is included free of charge.")
        calm.add(5, .prose, "Executive sponsor: N. Aker.")
        calm.add(5, .prose, "Adoption: 40 percent of the licensed users are active.")
        calm.add(4, .message, "As agreed on the call, we will give you the shift calendar free of charge until 3 May 2027.")
        calm.row(6, .usage, ["date": "2026-05-25", "active": "30", "seats": "120"])
        #expect(read(calm).findings.map(\.rule) == [])
    }

    @Test func whatAFileCallsItsColumnsChangesTheQuoteAndNothingElse() throws {
        func papers(_ headings: [String: String]) -> Papers {
            var papers = Papers()
            papers.row(
                1, .account,
                [
                    "account": "Harbour Foods", "notes": "Jonas Holt is the champion; he wants green.\nRef. is due 2026-10-13.", "renewal_date": "2026-10-13",
                    "value": "EUR 96,000", "health": "green", "executive_sponsor": "Nils Aker",
                ], headings: headings)
            papers.add(3, .clause, "The term ends on 13 November 2026.")
            papers.add(3, .clause, "The annual fee is EUR 84,000.")
            papers.add(5, .prose, "Executive sponsor: Mara Lenz.")
            for number in 0..<3 {
                papers.row(
                    6, .ticket, ["id": "T-\(4000 + number)", "date": "2026-05-20", "text": "This is unacceptable, nobody answers."],
                    headings: headings)
            }
            return papers
        }
        let own = [
            "notes": "Bemerkungen des Account Managers", "renewal_date": "Nächste Verlängerung", "value": "ARR (EUR)", "health": "Ampel",
            "executive_sponsor": "", "text": "Was",
        ]
        let (plain, renamed) = (papers([:]), papers(own))
        let (a, b) = (read(plain), read(renamed))
        #expect(a.fields.map(\.field) == b.fields.map(\.field) && a.fields.map(\.confidence) == b.fields.map(\.confidence))
        #expect(Set(a.findings.map(\.rule)) == [.dateMismatch, .statusVersusSentiment, .amountMismatch, .ownerMismatch])
        #expect(a.findings.map(\.rule) == b.findings.map(\.rule) && a.landmarks == b.landmarks)
        #expect(a.people.map(\.key) == b.people.map(\.key))
        let quotes = Dictionary(uniqueKeysWithValues: b.findings.map { ($0.rule, words($0.a, renamed)) })
        #expect(quotes[.dateMismatch] == "Nächste Verlängerung: 2026-10-13" && quotes[.amountMismatch] == "ARR (EUR): EUR 96,000")
        #expect(quotes[.statusVersusSentiment] == "Ampel: green" && quotes[.ownerMismatch] == "Nils Aker")
        #expect(words(b.findings.first { $0.rule == .statusVersusSentiment }?.b, renamed) == "Was: This is unacceptable, nobody answers.")
        let champion = try #require(b.people.first)
        #expect(words(champion.span, renamed) == "Jonas Holt")
        #expect(words(champion.context, renamed) == "Bemerkungen des Account Managers: Jonas Holt is the champion; he wants green.")
        for (x, y) in zip(a.fields, b.fields) where x.hint != nil {
            let (before, after) = (words(x.hint, plain), try #require(words(y.hint, renamed)))
            #expect(before == after || renamed.excerpts.contains { $0.text.split(separator: "\n").contains { $0 == after } }, "\(after)")
        }
    }

    @Test func aContradictionQuotesItsOwnColumnAndNoOtherOfTheSameValue() {
        var papers = Papers()
        papers.row(1, .account, ["account": "Harbour Foods", "Contract no.": "HF 2026-10-13", "renewal_date": "2026-10-13"])
        papers.add(3, .clause, "The term ends on 13 November 2026.")
        #expect(words(read(papers).findings.first?.a, papers) == "renewal_date: 2026-10-13")
    }

    @Test func headingsNameNobodyAndSayNothingAlone() {
        var papers = Papers()
        papers.row(
            6, .ticket, ["id": "T-1", "Account Manager": "gave it to Jonas Holt", "Ref. Ticket Champion! And more": "none", "column 4": "Joan Ray called"],
            headings: ["column 4": ""])
        let reading = read(papers)
        #expect(reading.people.map { words($0.span, papers) } == ["Jonas Holt", "Joan Ray"])
        #expect(reading.people.map { words($0.context, papers) } == ["Account Manager: gave it to Jonas Holt", "Joan Ray called"])
        #expect(reading.fields.allSatisfy { words($0.hint, papers) != "" })
    }

    @Test func aRecordOfNothingLeavesEverythingOpen() {
        let reading = read(Papers())
        #expect(reading.fields.isEmpty && reading.findings.isEmpty && reading.people.isEmpty)
        #expect(reading.excerpts == 0)
    }
}
