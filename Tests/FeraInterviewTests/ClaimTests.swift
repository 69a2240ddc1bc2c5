import FeraDomain
import Foundation
import Testing

@testable import FeraInterview

/// What the rules read of a record beyond its own wording, and what they hold against an answer.
@Suite struct ClaimTests {
    let interviewer: Interviewer

    init() throws { interviewer = try Shipped.interviewer() }

    private func read(_ papers: Papers) -> RecordReading {
        RecordReader(interviewer).read(
            papers.excerpts, context: .init(interview: Conversation.ID("iv_1"), accountName: "Harbour Foods", ourPeople: ["Tom Brandt"], asOf: today))
    }

    private func words(_ papers: Papers) -> Words {
        let excerpts = Dictionary(uniqueKeysWithValues: papers.excerpts.map { ($0.id, $0.text) })
        return Words(text: { _ in nil }, excerpt: { excerpts[$0].map { Words.Passage(text: $0, source: "x") } })
    }

    private static func harbour() -> Papers {
        var papers = Papers()
        papers.row(
            1, .account,
            [
                "account": "Harbour Foods", "renewal_date": "2026-10-13", "value": "EUR 96,000", "health": "green",
                "executive_sponsor": "Nils Aker", "seats": "120",
                "champion": "Mara Lenz",
            ])
        papers.row(6, .ticket, ["id": "T-4711", "date": "2026-05-20", "status": "closed", "text": "The nightly export fails again."])
        papers.row(6, .usage, ["date": "2026-05-25", "active": "30", "seats": "120"])
        return papers
    }

    @Test func oneFactInFiveDocumentsIsOneFinding() {
        var papers = Self.harbour()
        papers.add(3, .clause, "The term ends on 13 November 2026.")
        papers.add(4, .message, "Our contract runs until 13.11.2026.", day: today)
        papers.add(5, .prose, "Renewal date: Nov 13, 2026")
        papers.add(5, .prose, "The agreement expires in November 2026.")
        let findings = read(papers).findings
        #expect(findings.map(\.rule) == [.dateMismatch])
        // The clause is quoted, not the mail that repeats it.
        #expect(findings.first?.b?.excerpt == papers.excerpts[3].id)
    }

    @Test func differentFactsAreFindingsOfTheirOwn() {
        var papers = Self.harbour()
        papers.add(5, .prose, "Executive sponsor: Jonas Holt.")
        papers.add(5, .prose, "Champion: Ewa Nowak")
        papers.add(3, .clause, "The term ends on 13 November 2026.")
        papers.add(4, .message, "We renew on 1 February 2027, says legal.", day: today)
        #expect(read(papers).findings.map(\.rule) == [.dateMismatch, .dateMismatch, .ownerMismatch, .ownerMismatch])
    }

    @Test func whatALaterLineReplacesIsOldAndNoContradiction() {
        var papers = Self.harbour()
        papers.add(4, .message, "The contract ends on 13 July 2026.", day: today.adding(days: -90))
        papers.add(4, .message, "After the amendment the contract now ends on 13 October 2026.", day: today.adding(days: -20))
        #expect(read(papers).findings.isEmpty)
    }

    @Test(arguments: [
        ("It renews on 13 November 2026, legal has confirmed it.", Contradiction.Rule.dateMismatch), ("They pay us about EUR 120k a year.", .amountMismatch),
        ("The executive sponsor is Jonas Holt now.", .ownerMismatch), ("Nils Aker is no longer the sponsor.", .ownerMismatch),
        ("Adoption is at 85 percent, everybody says.", .adoptionVersusUsage), ("T-4711 is still not fixed for them.", .ticketStateMismatch),
        ("They have 100 licences today.", .seatsMismatch),
    ])
    func anAnswerIsHeldAgainstTheRecord(_ said: String, _ rule: Contradiction.Rule) throws {
        let papers = Self.harbour()
        let text = "First of all. \(said)"
        let findings = RecordReader(interviewer).contradictions(
            of: text, at: WordSpan(text: .init("iv_1.a1"), start: 100, end: 100 + text.utf8.count), against: read(papers).facts, words: words(papers),
            accountName: "Harbour Foods", day: today)
        #expect(findings.map(\.rule) == [rule])
        let b = try #require(findings.first?.b)
        #expect(text.utf8Slice(b.start - 100, b.end - 100) == said && b.text == .init("iv_1.a1"))
        #expect(findings.first?.a.excerpt != nil)
    }

    @Test(arguments: [
        "It renews in October 2026, as signed.", "They pay EUR 96k a year, or $105,000 at today's rate.", "N. Aker is the executive sponsor.",
        "Adoption is at 40 percent at best.", "T-4711 is fixed.", "They have 120 licences.", "If it renewed on 1 March 2027, fine.",
        "The old contract ran until 31 March 2024.", "",
    ])
    func anAnswerThatAgreesContradictsNothing(_ said: String) {
        let papers = Self.harbour()
        let findings = RecordReader(interviewer).contradictions(
            of: said, at: WordSpan(text: .init("iv_1.a1"), start: 0, end: said.utf8.count), against: read(papers).facts, words: words(papers),
            accountName: "Harbour Foods", day: today)
        #expect(findings.isEmpty)
    }

    @Test func factsHoldPlacesAndNumbersAndNoName() throws {
        let reading = read(Self.harbour())
        let json = String(decoding: try JSONEncoder().encode(reading), as: UTF8.self)
        #expect(!reading.facts.isEmpty && !json.contains("Aker") && !json.contains("Lenz"))
        #expect(try JSONDecoder().decode(RecordReading.self, from: Data(json.utf8)) == reading)
    }

    @Test func aReadingOfAnEarlierLogHasNoFacts() throws {
        let old = #"{"fields":[],"findings":[],"people":[],"acronyms":[],"landmarks":[],"excerpts":3,"known_people":[],"our_people":[]}"#
        let reading = try JSONDecoder().decode(RecordReading.self, from: Data(old.utf8))
        #expect(reading.facts.isEmpty && reading.excerpts == 3)
    }

    @Test(arguments: [
        "\u{202E}renewal 13 October 2026\u{202C}", "ren\u{200B}ewal: 13\u{200B} October 2026", "التجديد ١٣/١٠/٢٠٢٦",
        "更新日 ２０２６年１０月１３日",
        "👩‍👩‍👧‍👦 sponsor: 👍🏽 is 💥",
        "Executive sponsor: \u{301}\u{301}", "sponsor sponsor sponsor: : : ;;; ???", "we promise promise free of charge by by by 13",
        "T- still open ???", "$$$ per per year €",
        "\u{0}\u{1}\u{7F}", "— – … ’ ‘ “ ”", "is is is is", "not not not until until until 13 October 2026",
    ])
    func anyTextIsRead(_ text: String) {
        for shape in [Excerpt.Shape.prose, .clause, .message, .utterance] {
            var papers = Self.harbour()
            papers.add(5, shape, text)
            papers.row(6, .ticket, ["id": text, "date": text, "status": text, "text": text])
            papers.row(2, .contact, ["name": text, "title": text, "account": text])
            papers.row(1, .account, ["account": text, "renewal_date": text, "value": text, "health": text, "executive_sponsor": text, "seats": text])
            for finding in read(papers).findings {
                for span in [finding.a, finding.b].compactMap({ $0 }) { #expect(words(papers).at(span) != nil) }
            }
        }
    }

    @Test(arguments: [
        "renewal until 13 October 2026 not if ", "sponsor is Ana Prieto and ", "we promise the portal free of charge, ",
        "80 percent active users, ", "EUR 5,000 per year fee ",
        "120 seats ", "still open T-4711 ", "aaaaaaaaaa", "????????", ";;;;;;;;",
    ])
    func aLongLineIsReadInLinearTime(_ piece: String) {
        func time(_ bytes: Int) -> Duration {
            var papers = Papers()
            papers.add(5, .message, String(repeating: piece, count: bytes / piece.utf8.count), day: today)
            let start = ContinuousClock.now
            _ = read(papers)
            return ContinuousClock.now - start
        }
        #expect(time(30_000) < .seconds(20))
    }
}
