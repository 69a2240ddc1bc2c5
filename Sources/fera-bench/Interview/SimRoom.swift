import FeraDomain
import FeraInterview
import Foundation

/// One interview in memory: the interviewer's log is folded, its words are kept.
struct SimRoom {
    let interviewer: Interviewer
    let account: SimAccount
    private(set) var state = InterviewState()
    private(set) var replies: [String] = []
    private var texts: [Identifier<TextRef.Subject>: String] = [:]
    private let excerpts: [Excerpt.ID: Excerpt]
    private var commands = 0

    init(_ interviewer: Interviewer, _ account: SimAccount, reading: RecordReading, tier: Tier, questions: Int) {
        self.interviewer = interviewer
        self.account = account
        excerpts = Dictionary(uniqueKeysWithValues: account.excerpts.map { ($0.id, $0) })
        run(
            .prepare(
                Preparation(
                    interview: Conversation.ID("iv_1"), account: Account.ID("ac_1"), accountName: account.name, owner: Person.ID("pe_1"), tier: tier,
                    reading: reading, questions: questions, minutes: max(60, questions))))
        run(.join)
    }

    static func read(_ interviewer: Interviewer, _ account: SimAccount) -> RecordReading {
        RecordReader(interviewer).read(
            account.excerpts,
            context: .init(interview: Conversation.ID("iv_1"), accountName: account.name, ourPeople: [account.owner], asOf: SimAccount.today))
    }

    var words: Words {
        let texts = texts
        let excerpts = excerpts
        let files = account.files
        return Words(
            text: { texts[$0] },
            excerpt: { id in excerpts[id].map { Words.Passage(text: $0.text, source: files[$0.source] ?? "", locator: $0.locator) } })
    }

    mutating func run(_ kind: Command.Kind) {
        commands += 1
        replies = []
        let command = Command(kind, clientID: "c\(commands)", by: Person.ID("pe_1"), day: SimAccount.today)
        let decision = interviewer.decide(command, state: state, words: words) { id, content in
            TextRef(id: .init(id), hash: String(content.utf8.reduce(UInt64(7)) { $0 &* 31 &+ UInt64($1) }, radix: 16))
        }
        state = decision.state
        for text in decision.texts { texts[text.ref.id] = text.content }
        for event in decision.events {
            switch event.body {
            case .replied(let reply): replies.append(texts[reply.text.id] ?? "")
            case .joined(let joined): replies.append(texts[joined.text.id] ?? "")
            case .closed(let closed): replies.append(texts[closed.text.id] ?? "")
            default: break
            }
        }
    }

    /// The open turn with its words.
    var open: (turn: Turn, text: String)? { state.open.map { ($0, texts[$0.text.id] ?? "") } }

    /// Field → what was filed under it.
    var filed: [String: String] {
        var filed: [String: String] = [:]
        for statement in state.statements where statement.isLive {
            let text = words.at(state.resolved(statement.span)) ?? ""
            for field in [statement.fact.field] + statement.fact.also.map(\.field) { filed[field.rawValue, default: ""] += text + "\n" }
        }
        return filed
    }
}
