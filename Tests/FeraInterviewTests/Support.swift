import FeraDomain
import Foundation

@testable import FeraInterview

/// The shipped configuration, read once; it is a value and nobody changes it.
enum Shipped {
    static func file(_ name: String) throws -> Data {
        let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        return try Data(contentsOf: root.appending(path: "config/\(name)"))
    }

    static func interviewer() throws -> Interviewer {
        let catalogue = try Catalogue(fields: file("fields.json5"), questions: file("questions.json5"))
        return Interviewer(
            catalogue: catalogue, phrases: try Phrases.decode(file("phrases.json5")),
            settings: try InterviewSettings.decode(file("interview.json5"), catalogue: catalogue), lexicon: try Lexicon.decode(file("lexicon.json5")))
    }
}

let owner = Person.ID("pe_owner")
let today = Day(year: 2026, month: 6, day: 1)!

/// The record of an account of our own making.
struct Papers {
    var excerpts: [Excerpt] = []

    static let sources = [1: "crm.csv", 2: "contacts.csv", 3: "contract.md", 4: "mails.eml", 5: "plan.md", 6: "tickets.csv"]

    mutating func add(_ source: Int, _ shape: Excerpt.Shape, _ text: String, record: Record? = nil, day: Day? = nil) {
        let id = Excerpt.ID("so_\(source).e\(excerpts.count + 1)")
        excerpts.append(
            Excerpt(id: id, source: Source.ID("so_\(source)"), shape: shape, text: text, offset: 0, locator: .lines(1, 1), day: day, record: record))
    }

    /// - Parameter headings: what the file calls a column, where that is not what it means; an empty one is none.
    mutating func row(_ source: Int, _ kind: Record.Kind, _ columns: KeyValuePairs<String, String>, headings: [String: String] = [:]) {
        var text = ""
        var record = Record(kind: kind, columns: [:])
        for (name, value) in columns {
            let heading = headings[name] ?? name
            let line = heading.isEmpty ? value : "\(heading): \(value)"
            if !text.isEmpty { text += "\n" }
            record.columns[name] = value
            record.lines[name] = text.utf8.count..<text.utf8.count + line.utf8.count
            text += line
        }
        add(source, .record, text, record: record)
    }

    /// A record with two renewal dates, a person on no list and a ticket.
    static func harbour() -> Papers {
        var papers = Papers()
        papers.row(
            1, .account,
            [
                "name": "Harbour Foods", "owner": "Ruth Adler", "renewal_date": "2026-10-13", "value": "EUR 96,000", "health": "green",
                "executive_sponsor": "Nils Aker",
            ])
        papers.row(2, .contact, ["name": "Nils Aker", "role": "COO"])
        papers.row(2, .contact, ["name": "Mara Lenz", "role": "Head of Operations"])
        papers.add(3, .clause, "The term ends on 13 November 2026; notice must be given by 14 August 2026.")
        papers.add(4, .message, "Mara thinks Jonas Holt is the champion we lack.", day: Day(year: 2026, month: 5, day: 3))
        papers.add(5, .prose, "They originally bought the product because audits in the warehouse kept failing.")
        papers.row(6, .ticket, ["id": "T-4711", "date": "2026-05-20", "text": "The nightly export fails again."])
        return papers
    }
}

/// An interview under test: keeps log and words as the program would, in memory.
struct Room {
    let interviewer: Interviewer
    var state = InterviewState()
    var log: [InterviewEvent] = []
    var texts: [Identifier<TextRef.Subject>: String] = [:]
    var papers: Papers
    /// Answers come to questions whose words are gone.
    var isWordless = false
    private var clients = 0
    /// Texts of the last decision whose ids were taken.
    private(set) var clashes: [Identifier<TextRef.Subject>] = []

    init(
        _ interviewer: Interviewer, papers: Papers = .harbour(), tier: Tier = .top, questions: Int? = nil, plan: InterviewPlan? = nil, isPrepared: Bool = true
    ) {
        self.interviewer = interviewer
        self.papers = papers
        guard isPrepared else { return }
        _ = run(
            .prepare(
                Preparation(
                    interview: Conversation.ID("iv_1"), account: Account.ID("ac_1"), accountName: "Harbour Foods", owner: owner, tier: tier,
                    reading: reading(), plan: plan, questions: questions)))
    }

    /// The papers as they read now.
    func reading() -> RecordReading {
        let context = RecordReader.Context(
            interview: Conversation.ID("iv_1"), accountName: "Harbour Foods", ourPeople: ["Ruth Adler", "Tom Brandt"], asOf: today)
        return RecordReader(interviewer).read(papers.excerpts, context: context)
    }

    /// Answers "nothing" until a question of the kind is open.
    mutating func reach(_ kind: Turn.Kind) {
        for _ in 0..<60 where state.open?.kind != kind && state.phase == .asking { _ = say("Nothing comes to mind.") }
    }

    /// Tells one thing and ends it, with the owner's pass.
    mutating func finish(_ said: String = "Mara Lenz decides the renewal, she has the final say.") {
        _ = run(.join)
        _ = say(said)
        _ = run(.stop)
        _ = run(.finishPass)
    }

    var words: Words {
        guard !isWordless else { return .none }
        let texts = texts
        let excerpts = Dictionary(uniqueKeysWithValues: papers.excerpts.map { ($0.id, $0) })
        return Words(
            text: { texts[$0] },
            excerpt: { id in
                excerpts[id].map { excerpt in
                    let number = Int(excerpt.source.rawValue.dropFirst(3)) ?? 0
                    return Words.Passage(text: excerpt.text, source: Papers.sources[number] ?? "", locator: excerpt.locator)
                }
            })
    }

    mutating func run(_ kind: Command.Kind, client: String? = nil, by: Person.ID = owner, on day: Day = today) -> Decision {
        clients += 1
        let command = Command(kind, clientID: client ?? "c\(clients)", by: by, day: day)
        let decision = interviewer.decide(command, state: state, words: words) { id, content in
            TextRef(id: .init(id), hash: String(content.utf8.reduce(UInt64(7)) { $0 &* 31 &+ UInt64($1) }, radix: 16))
        }
        state = decision.state
        log += decision.events
        clashes = decision.texts.map(\.ref.id).filter { texts[$0] != nil }
        for text in decision.texts { texts[text.ref.id] = text.content }
        for id in decision.erased { texts[id] = nil }
        return decision
    }

    mutating func say(_ text: String) -> Decision { run(.answer(turn: nil, text: text)) }

    /// The words of the open turn.
    var asked: String { state.open.flatMap { texts[$0.text.id] } ?? "" }

    func replayed() -> InterviewState { log.reduce(into: InterviewState()) { $0.apply($1) } }
}

extension Decision {
    /// The last analysis among the events.
    var analysis: InterviewEvent.Analysed? {
        events.lazy.compactMap { if case .analysed(let value) = $0.body { value } else { nil } }.last
    }

    var replies: [InterviewEvent.Replied.Kind] { events.compactMap { if case .replied(let value) = $0.body { value.kind } else { nil } } }

    var refusal: Refusal? { if case .refused(let refusal) = outcome { refusal } else { nil } }
}

/// A generator of our own, so that a failing sequence can be run again by its seed.
struct Seeded: RandomNumberGenerator {
    var state: UInt64

    init(_ seed: UInt64) { state = seed &* 0x9e37_79b9_7f4a_7c15 | 1 }

    mutating func next() -> UInt64 {
        state ^= state >> 12
        state ^= state << 25
        state ^= state >> 27
        return state &* 0x2545_f491_4f6c_dd1d
    }
}
