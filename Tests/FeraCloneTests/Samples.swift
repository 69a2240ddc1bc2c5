import FeraClone
import FeraCrypto
import FeraDomain
import Foundation

/// A folder of its own for one test, removed at the end.
final class Folder: Sendable {
    let path: String

    init() throws {
        path = NSTemporaryDirectory() + "fera-clone-" + UUID().uuidString
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }

    /// Writes bytes as they are and gives the path.
    func put(_ bytes: [UInt8], _ name: String = "file.fera") throws -> String {
        try Data(bytes).write(to: URL(fileURLWithPath: "\(path)/\(name)"))
        return "\(path)/\(name)"
    }

    func open(_ bytes: [UInt8], _ name: String = "file.fera") throws -> OpenClone { try OpenClone(path: put(bytes, name)) }

    var names: [String] { (try? FileManager.default.contentsOfDirectory(atPath: path).sorted()) ?? [] }
}

enum Sample {
    static let key = SigningKey(seed: [UInt8](repeating: 7, count: 32))!
    static let otherKey = SigningKey(seed: [UInt8](repeating: 8, count: 32))!
    static let salts = SealingSalts(seed: [UInt8](1...32))!
    static let day = Day(year: 2026, month: 3, day: 14)!
    static let hash = SHA256.hash("tickets").hex

    static func passage(_ id: String, _ text: String, _ label: Label = .internal) -> ClonePassage {
        ClonePassage(
            id: .init(id), text: text, chapter: .relationships, field: .init("re.champion"), fieldTitle: "Champion", label: label, saidBy: "Dana Ortiz",
            saidOn: day)
    }

    /// Every optional field set, every locator, texts outside ASCII.
    static let fullPassage = ClonePassage(
        id: .init("st_full"), text: "Grüße an Zoë: the renewal moved to 14 May. 🗓", blessedWording: .init("st_open"), isBlessed: false, chapter: .commercial,
        field: .init("co.renewal"), fieldTitle: "Renewal", kind: .commitment, severity: .high, label: .internal, saidBy: "Dana Ortiz", saidOn: day,
        approvals: [
            .init(by: "Sam Lee", route: .receiving, on: day.adding(days: 1)),
            .init(by: "Ira Wolf", route: .customerFacing, on: day.adding(days: 2), edited: true),
        ],
        expiresOn: day.adding(days: 90), ownersPass: .waived(reason: "no answer after three reminders"), revision: 3,
        evidence: [
            Evidence(kind: .excerpt, name: "tickets.csv", sha256: hash, locator: .row(17, sheet: "Q1"), quote: "moved to 14 May"),
            Evidence(kind: .excerpt, name: "notes.md", sha256: hash, locator: .lines(3, 5), quote: "a"),
            Evidence(kind: .excerpt, name: "plan.pdf", sha256: hash, locator: .page(2), quote: "b"),
            Evidence(kind: .excerpt, name: "deck.pptx", sha256: hash, locator: .slide(4), quote: "c"),
            Evidence(kind: .answer, name: "Dana Ortiz", locator: .time(61_000, 65_500), quote: "d"),
            Evidence(kind: .excerpt, name: "thread.eml", sha256: hash, locator: .message("<a@b>", number: 2), quote: "e"),
            Evidence(kind: .stated, name: "a call of 3 May", locator: .pointer("/17/text"), quote: ""),
        ],
        model: "polish@2")

    static func input(hidden: Bool = true) -> SealInput {
        var input = SealInput(
            clone: .init("cl_1"), account: .init("ac_1"), accountName: "Brightwater", version: 1, parent: nil, template: "am-departure", lockedBy: "Max Berg",
            lockedAt: Timestamp(milliseconds: 1_774_000_000_000), auditHead: SHA256.hash("audit"), program: "0.1.0")
        input.passages = [
            passage("st_z", "Priya Nair is the champion."), fullPassage,
            passage("st_open", "The renewal is planned for mid May.", .open),
        ]
        input.passages[2].isBlessed = true
        input.people = [
            ClonePerson(
                id: .init("pe_1"), name: "Priya Nair", title: "VP Operations", organisation: "Brightwater", role: "economic buyer", influence: .decisive,
                stance: .champion, passages: [.init("st_z")]),
            ClonePerson(id: .init("pe_2"), name: "Tom Reed", side: .ours),
        ]
        input.relations = [CloneRelation(id: .init("rl_1"), from: .init("pe_1"), to: .init("pe_2"), kind: .influences, passages: [.init("st_full")])]
        input.contradictions = [
            CloneContradiction(
                id: .init("co_1"), rule: .dateMismatch, field: .init("co.renewal"), fieldTitle: "Renewal",
                a: .init(name: "crm.csv", sha256: hash, locator: .row(2, sheet: nil), quote: "2026-05-14"),
                b: .init(name: "contract.md", sha256: hash, locator: .lines(8, 8), quote: "30 June 2026"), status: .explained,
                resolution: "The CRM is right.", resolvedBy: "Dana Ortiz")
        ]
        input.gaps = [
            CloneGap(id: .init("ga_1"), kind: .thinField, question: "Who signs?", field: .init("co.signer")),
            CloneGap(id: .init("ga_2"), kind: .refusedQuestion, question: "What is the vault?", status: .asked, label: .open),
        ]
        input.acceptance = [
            AcceptanceQuestion(id: .init("aq_1"), question: "Who speaks for us there?", expected: .answer(passages: [.init("st_z")], value: "Priya Nair")),
            AcceptanceQuestion(id: .init("aq_2"), question: "Which colour is the office?", expected: .refusal),
        ]
        if hidden {
            input.passages.insert(passage("st_price", "They pay 180,000 EUR after a 12 % discount.", .commercial), at: 1)
            input.passages.append(passage("st_hr", "The former owner was moved in autumn.", .personnel))
            input.passages.append(passage("st_vault", "The SSO secret is in vault 4.", .security))
            input.gaps.append(CloneGap(id: .init("ga_3"), kind: .thinField, question: "Which margin?", label: .commercial))
        }
        return input
    }

    static func seal(_ input: SealInput = input(), salts: SealingSalts = salts, keys: [SigningKey] = [key]) throws -> SealedVersion {
        try CloneSealer.seal(input, salts: salts, keys: keys)
    }

    static func file(_ edition: Edition, _ input: SealInput = input(), keys: [SigningKey] = [key]) throws -> SealedFile {
        try seal(input, keys: keys).files[edition]!
    }
}

extension CloneFile {
    static func collect(_ body: () throws -> Void) -> CloneError.Code? {
        do {
            try body()
            return nil
        } catch let error as CloneError {
            return error.code
        } catch {
            return nil
        }
    }
}
