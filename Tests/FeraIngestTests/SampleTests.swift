import FeraDomain
import FeraIngest
import Foundation
import Testing

@Suite struct SampleTests {
    private let folder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        .appending(path: "Sources/CAssets/sample/marlow-finch")

    private func read(_ name: String) throws -> Extraction { try ingest(name, [UInt8](Data(contentsOf: folder.appending(path: name)))) }

    @Test(arguments: [
        ("accounts.csv", 1, Record.Kind.account), ("contacts.csv", 6, .contact), ("tickets.csv", 49, .ticket), ("usage.csv", 13, .usage),
    ])
    func readsEveryRow(name: String, rows: Int, kind: Record.Kind) throws {
        let extraction = try read(name)
        #expect(extraction.counts == ReadCounts(read: rows))
        #expect(extraction.excerpts.count == rows && extraction.excerpts.allSatisfy { $0.record?.kind == kind })
        #expect(extraction.notices.isEmpty)
    }

    @Test func readsEveryMailIntoItsThread() throws {
        let names = try FileManager.default.contentsOfDirectory(atPath: folder.appending(path: "mail").path).sorted()
        #expect(names.count == 14)
        var threads: [String: Int] = [:]
        for name in names {
            let mail = try read("mail/\(name)")
            #expect(mail.counts == ReadCounts(read: 1) && mail.notices.isEmpty, "\(name): \(mail.notices)")
            #expect(mail.excerpts.count == 2 && mail.excerpts.allSatisfy { $0.day != nil && $0.speaker?.contains(" ") == true }, "\(name)")
            threads[try #require(columns(mail).first?["thread"]), default: 0] += 1
        }
        #expect(threads.values.sorted() == [1, 1, 2, 2, 2, 3, 3])
        #expect(try columns(read("mail/2026-10-13-betriebsrat-2.eml"))[0]["subject"] == "Re: Bremen - Unterlagen für den Betriebsrat")
        #expect(try read("mail/2026-05-19-weekend-hotline-2.eml").excerpts[1].text.contains("I promise you that the weekend hotline stays free"))
    }

    @Test func readsTheDocuments() throws {
        let contract = try read("contract.md")
        #expect(contract.counts.failed == 0 && contract.excerpts.count { $0.shape == .clause } == 14)
        #expect(contract.excerpts.contains { TextScan.dates(in: $0.text).map(\.value).contains(Day(number: 20_908)) })
        let plan = try read("success-plan.md")
        #expect(plan.counts.failed == 0 && plan.excerpts.contains { $0.text == "Adoption: 82 percent of 420 licensed users are active." })
        let call = try read("2026-09-24-qbr-call.vtt")
        #expect(call.counts == ReadCounts(read: 25) && Set(call.excerpts.compactMap(\.speaker)).count == 4)
        #expect(call.excerpts.allSatisfy { $0.day == Day(year: 2026, month: 9, day: 24) })
    }

    @Test func hasWhatAHandoverMustFind() throws {
        let account = try #require(columns(read("accounts.csv")).first)
        #expect(account["renewal_date"] == "2027-06-30" && account["health"] == "green")
        let contacts = Set(try columns(read("contacts.csv")).compactMap { $0["name"] })
        #expect(contacts.contains("Petra Lindqvist") && !contacts.contains("Tobias Renner") && !contacts.contains("Hana Kubota"))
        let spoken = try read("2026-09-24-qbr-call.vtt").text
        #expect(TextScan.names(in: spoken).map(\.value).contains("Hana Kubota"))
        #expect(TextScan.acronyms(in: spoken).map(\.value).contains("FROST"))
    }

    @Test func hasAPlayThatIsWhole() throws {
        let decoder = JSONDecoder()
        decoder.allowsJSON5 = true
        let play = try decoder.decode(Play.self, from: Data(contentsOf: folder.appending(path: "play.json5")))
        let people = Set(play.transfer.people.map(\.key))
        #expect(people.count == play.transfer.people.count && people.isSuperset(of: [play.transfer.sponsor, play.transfer.operationalOwner, play.lock.by]))
        #expect(
            play.transfer.people.allSatisfy {
                $0.roles.allSatisfy { Role(rawValue: $0) != nil } && ($0.routes ?? []).allSatisfy { ReviewRoute(rawValue: $0) != nil }
            })
        #expect(Set(play.transfer.people.flatMap { $0.routes ?? [] }) == Set(ReviewRoute.allCases.map(\.rawValue)), "every route has somebody")
        #expect(play.answers.count >= 35)
        #expect(Set(play.contradictions.keys) == Set(Contradiction.Rule.allCases.map(\.rawValue)))
        let fields = Set(play.answers.keys)
        let lines = play.pass.map(\.field) + play.review.decisions.map(\.field) + play.wording.map(\.field) + play.ask.compactMap(\.field)
        #expect(lines.allSatisfy(fields.contains))
        #expect(play.ask.count { $0.expect == "answer" } == 6 && play.ask.count { $0.expect == "refusal" } == 2)
        #expect(play.ask.contains { $0.text == play.gap.question && $0.expect == "refusal" })
        #expect(SecretRedactor.redact(try #require(play.answers["im.access"])).findings.map(\.kind) == [.password], "one answer tells a password by mistake")
    }
}

/// The parts of the script that the test holds together.
private struct Play: Decodable {
    struct Transfer: Decodable {
        struct Someone: Decodable {
            var key: String
            var roles: [String]
            var routes: [String]?
        }
        var sponsor: String
        var operationalOwner: String
        var people: [Someone]

        enum CodingKeys: String, CodingKey {
            case sponsor, people
            case operationalOwner = "operational_owner"
        }
    }
    struct Line: Decodable { var field: String }
    struct Review: Decodable { var decisions: [Line] }
    struct Lock: Decodable { var by: String }
    struct Ask: Decodable {
        var text: String
        var expect: String
        var field: String?
    }
    struct Gap: Decodable { var question: String }
    var transfer: Transfer
    var answers: [String: String]
    var contradictions: [String: String]
    var pass: [Line]
    var review: Review
    var wording: [Line]
    var lock: Lock
    var ask: [Ask]
    var gap: Gap
}
