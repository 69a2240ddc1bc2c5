import FeraApp
import FeraDomain

/// Who may what in a transfer, as the table of docs/access.md has it: written out once more, by hand, so that a change of the
/// rules in the code is seen.
struct AccessRow: Sendable {
    var what: String
    var who: Set<String>
    var use: @Sendable (Handover, Principal) async throws -> Void

    static let everybody = Set(Workspace.cast.map(\.key)).union(["manager"])
    static let record: Set = ["owner", "manager", "deputy"]
    static let clone: Set = ["manager", "deputy", "successor", "interim", "reader", "steward", "security"]

    /// On a locked account; none of them changes what the others need.
    static let all: [AccessRow] = [
        .init(what: "see the transfer", who: everybody) { _ = try await $0.view($1) },
        .init(what: "list the files", who: record) { _ = try await $0.app.sources.list($0.id, for: $1) },
        .init(what: "read a file", who: record) { handover, who in
            let source = try await handover.state().sources[0].source.id
            _ = try await handover.app.sources.source(source, in: handover.id, for: who)
        },
        .init(what: "add a file", who: record) { try await $0.add("note.md", "# Note\n\nNothing new here.\n", to: $0.other, by: $1) },
        .init(what: "start an interview", who: record) { _ = try await $0.app.interviews.open($0.account, in: $0.id, by: $1) },
        .init(what: "read the gaps", who: ["owner", "manager", "deputy", "steward"]) { _ = try await $0.app.boards.gaps(nil, in: $0.id, for: $1) },
        .init(what: "look into the interview", who: ["owner"]) { _ = try await $0.app.conversations.snapshot(try await $0.interview(), for: $1) },
        .init(what: "page through the interview", who: ["owner"]) {
            _ = try await $0.app.conversations.page(try await $0.interview(), after: 0, limit: 10, for: $1)
        },
        .init(what: "speak in the interview", who: ["owner"]) {
            _ = try await $0.app.conversations.post(ClientPacket(type: .action, clientMessageID: "x", action: .why), to: try await $0.interview(), by: $1)
        },
        .init(what: "follow the interview", who: ["owner"]) {
            try await $0.app.conversations.follow(try await $0.interview(), after: 0, for: $1) { _ in false }.stop()
        },
        .init(what: "list statements", who: everybody) { _ = try await $0.app.reviews.statements(nil, in: $0.id, for: $1) },
        .init(what: "pass a line", who: ["owner"]) { handover, who in
            let line = try await handover.line(Canary.internal).id
            _ = try await handover.app.reviews.pass(line, .confirm, text: nil, revision: nil, by: who)
        },
        .init(what: "finish the pass", who: ["owner"]) { try await $0.app.reviews.finishPass($0.account, in: $0.id, by: $1) },
        .init(what: "waive the pass", who: ["manager", "deputy"]) { try await $0.app.reviews.waivePass($0.account, in: $0.id, reason: "gone", by: $1) },
        .init(what: "decide for whoever receives", who: ["successor", "interim"]) { handover, who in
            let line = try await handover.line(Canary.internal).id
            _ = try await handover.app.reviews.decideNow("\(line):receiving", DecisionForm(decision: .approve), by: who)
        },
        .init(what: "decide on a colleague", who: ["manager"]) { handover, who in
            let line = try await handover.line(Canary.personnel).id
            _ = try await handover.app.reviews.decideNow("\(line):people", DecisionForm(decision: .approve), by: who)
        },
        .init(what: "decide on access", who: ["security"]) { handover, who in
            let line = try await handover.line(Canary.security).id
            _ = try await handover.app.reviews.decideNow("\(line):security", DecisionForm(decision: .approve), by: who)
        },
        .init(what: "accept a contradiction", who: ["manager", "deputy"]) { handover, who in
            // The first one is about a field that none of the reviewers decides on.
            let found = try await handover.app.boards.gaps(nil, in: handover.id, for: handover.manager).contradictions[0].id
            _ = try await handover.app.reviews.accept(found, reason: "so be it", by: who)
        },
        .init(what: "preview a refresh", who: ["manager", "deputy", "steward"]) { _ = try await $0.preview($1) },
        .init(what: "lock a refresh", who: ["manager", "deputy", "steward"]) { _ = try await $0.lock($1) },
        .init(what: "preview a first lock", who: ["manager", "deputy"]) { _ = try await $0.app.locks.preview($0.other, in: $0.id, for: $1) },
        .init(what: "lock for the first time", who: ["manager", "deputy"]) { _ = try await $0.app.locks.lock($0.other, in: $0.id, by: $1) },
        .init(what: "read the clone", who: clone) { _ = try await $0.reading($1) },
        .init(what: "open an ask", who: clone) { _ = try await $0.app.asks.open(try await $0.clone(), by: $1) },
        .init(what: "ask in one's own conversation", who: clone) { _ = try await $0.ask("Who is the champion?", $1) },
        .init(what: "sign off", who: ["successor", "interim"]) { try await $0.app.transfers.signOff($0.id, account: $0.account, by: $1) },
        .init(what: "change who takes part", who: ["manager"]) { handover, who in
            let form = ParticipantForm(name: "Stan Steward", email: "steward@example.com", roles: [.steward])
            try await handover.app.transfers.set(form, in: handover.id, by: who)
        },
        .init(what: "make a link", who: ["manager"]) { handover, who in
            try await handover.app.transfers.requireLinkRight(for: handover["reader"].person, in: handover.id, by: who)
        },
    ]
}
