import FeraDomain
import FeraInterview
import Foundation
import Glibc

/// CPU time of one reading of a record: fields, people, abbreviations, contradictions.
@Sendable func readingBench(_ arguments: [String]) async throws {
    func number(_ flag: String, _ otherwise: Int) -> Int {
        arguments.firstIndex(of: flag).flatMap { $0 + 1 < arguments.count ? Int(arguments[$0 + 1]) : nil } ?? otherwise
    }
    let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    let interviewer = try benchInterviewer(root)
    let excerpts = readingRecord(number("--passages", 5000))
    let bytes = excerpts.map(\.text.utf8.count).reduce(0, +)
    let context = RecordReader.Context(interview: Conversation.ID("iv_1"), accountName: "Norvik Foods", ourPeople: ["Ruth Adler"], asOf: Day(number: 20605))
    var times: [Double] = []
    var findings = 0
    for _ in 0..<max(1, number("--runs", 9)) {
        let start = cpuMilliseconds()
        findings = RecordReader(interviewer).read(excerpts, context: context).findings.count
        times.append(cpuMilliseconds() - start)
    }
    times.sort()
    print(
        String(
            format: "%d passages, %d bytes: median %.1f ms CPU, worst %.1f ms; %d contradictions", excerpts.count, bytes, times[times.count / 2],
            times[times.count - 1], findings))
}

private func cpuMilliseconds() -> Double {
    var time = timespec()
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time)
    return Double(time.tv_sec) * 1000 + Double(time.tv_nsec) / 1_000_000
}

/// Passages as a record of an account holds them: an account row, tickets, usage, mails, a plan and a contract.
private func readingRecord(_ count: Int) -> [Excerpt] {
    func excerpt(_ number: Int, _ shape: Excerpt.Shape, _ text: String, _ kind: Record.Kind? = nil, _ columns: [(String, String)] = []) -> Excerpt {
        var text = text
        var record: Record?
        if let kind {
            var row = Record(kind: kind, columns: [:])
            text = ""
            for (name, value) in columns {
                if !text.isEmpty { text += "\n" }
                row.columns[name] = value
                row.lines[name] = text.utf8.count..<text.utf8.count + name.utf8.count + 2 + value.utf8.count
                text += "\(name): \(value)"
            }
            record = row
        }
        let source = Source.ID("so_\(number % 7)")
        return Excerpt(
            id: Excerpt.ID("\(source).e\(number)"), source: source, shape: shape, text: text, offset: 0, locator: .lines(1, 1),
            day: shape == .message ? Day(number: 20300 + number % 300) : nil, record: record)
    }
    var found = [
        excerpt(
            0, .record, "", .account,
            [("account", "Norvik Foods"), ("renewal_date", "2026-10-13"), ("value", "EUR 96,000"), ("health", "green"), ("executive_sponsor", "Mei Rossi")])
    ]
    let mails = [
        "Hi Ruth, thanks for the call on Tuesday. The import of the March figures worked, but two users in Plant Two still cannot see the report.",
        "As agreed on the phone, we will give you the shift calendar free of charge until 3 May 2027. The training is on 12 June 2026.",
        "Our sponsor over there is Oskar Strand. He wants a monthly report with the number of open tickets and the cost per order, about EUR 12,000 a month.",
        "Attached are the slides. Nothing urgent, enjoy the holidays and see you in September; the contract runs until 13 November 2026 anyway.",
    ]
    let prose = [
        "- Adoption is around 82 percent of the licensed users, the warehouse teams are live and the branch network follows in the third quarter of 2026.",
        "The steering committee met on 4 May 2026 and decided to postpone the integration of the customs data until the new ERP is stable.",
        "Renewal is owned by procurement; the champion is Elif Kovacs, who presents the figures to the board every quarter.",
    ]
    let clauses = [
        "The Customer shall pay an annual fee of EUR 84,000, invoiced in advance on the first day of each contract year.",
        "The Supplier shall provide the Services with reasonable skill and care and in accordance with the service levels of Schedule C.",
        "This Agreement shall remain in force until 13 November 2026 unless terminated earlier by either party with three months' notice.",
    ]
    for number in 1..<max(2, count) {
        switch number % 10 {
        case 0, 1, 2:
            let text =
                number % 30 == 0
                ? "This is unacceptable, third time this month." : "The nightly export of order \(number) stopped with an error after the update, please check."
            found.append(
                excerpt(
                    number, .record, "", .ticket,
                    [("id", "T-\(number)"), ("date", Day(number: 20500 + number % 100).description), ("status", "closed"), ("text", text)]))
        case 3:
            found.append(
                excerpt(
                    number, .record, "", .usage, [("date", Day(number: 20500 + number % 100).description), ("active", "\(20 + number % 20)"), ("seats", "100")])
            )
        case 4, 5, 6: found.append(excerpt(number, .message, mails[number % mails.count]))
        case 7, 8: found.append(excerpt(number, .prose, prose[number % prose.count]))
        default: found.append(excerpt(number, .clause, clauses[number % clauses.count]))
        }
    }
    return found
}
