import FeraApp
import FeraDomain
import FeraTestSupport
import Foundation

/// One transfer with its people, and what one does with it again and again.
struct Handover: Sendable {
    let space: Workspace
    let id: Transfer.ID
    let account: Account.ID
    let other: Account.ID
    var people: [String: Principal]

    var app: Application { space.app }
    var owner: Principal { self["owner"] }
    var manager: Principal { self["manager"] }

    subscript(_ key: String) -> Principal { people[key]! }

    /// The same handover in a workspace that was opened again.
    func inside(_ space: Workspace) -> Handover { Handover(space: space, id: id, account: account, other: other, people: people) }

    // MARK: The record and the interview

    @discardableResult
    func add(_ name: String, _ text: String, to account: Account.ID? = nil, by principal: Principal? = nil) async throws -> Source {
        let path = try space.folder.write("upload-\(UUID().uuidString)-\(name)", text)
        return try await app.sources.add(
            name: name, mediaType: "", path: path, accounts: [account ?? self.account], to: id, by: principal ?? manager
        ).source
    }

    func interview(_ account: Account.ID? = nil) async throws -> Conversation.ID {
        try await app.interviews.open(account ?? self.account, in: id, by: owner)
    }

    @discardableResult
    func say(_ text: String, _ interview: Conversation.ID, clientID: String = UUID().uuidString, turn: String? = nil) async throws -> [Packet] {
        try await app.conversations.post(ClientPacket(type: .message, clientMessageID: clientID, turnID: turn, text: text), to: interview, by: owner).packets
    }

    @discardableResult
    func act(_ action: ClientPacket.Action, _ interview: Conversation.ID) async throws -> [Packet] {
        try await app.conversations.post(ClientPacket(type: .action, clientMessageID: UUID().uuidString, action: action), to: interview, by: owner).packets
    }

    /// Opens the interview, says everything in one answer, and ends it.
    @discardableResult
    func told(_ answer: String = Canary.answer, account: Account.ID? = nil) async throws -> Conversation.ID {
        let interview = try await interview(account)
        try await say(answer, interview)
        try await act(.stop, interview)
        return interview
    }

    func finishPass(_ account: Account.ID? = nil) async throws { try await app.reviews.finishPass(account ?? self.account, in: id, by: owner) }

    // MARK: Review and lock

    /// The owner's own lines.
    func lines(_ account: Account.ID? = nil) async throws -> [StatementView] {
        try await app.reviews.statements(account ?? self.account, in: id, for: owner)
    }

    /// The line that holds a word.
    func line(_ word: String) async throws -> StatementView {
        guard let line = try await lines().first(where: { $0.text.contains(word) }) else { throw Missing(what: "no line holds '\(word)'") }
        return line
    }

    /// Everybody approves what waits for them; contradictions are accepted as open.
    func approveEverything(blessing: String? = nil) async throws {
        for key in people.keys.sorted() {
            guard let principal = people[key] else { continue }
            for item in try await app.reviews.items(id, for: principal) where item.state == .waiting {
                let blessed = item.route == .customerFacing ? blessing : nil
                _ = try await app.reviews.decideNow(item.id, DecisionForm(decision: .approve, blessedWording: blessed), by: principal)
            }
        }
        for contradiction in try await app.boards.gaps(nil, in: id, for: manager).contradictions
        where contradiction.status == .open || contradiction.status == .unresolved {
            _ = try await app.reviews.accept(contradiction.id, reason: "Legal will say which it is.", by: manager)
        }
    }

    @discardableResult
    func lock(_ principal: Principal? = nil) async throws -> Int { try await app.locks.lock(account, in: id, by: principal ?? manager) }

    func preview(_ principal: Principal? = nil) async throws -> Locks.Preview { try await app.locks.preview(account, in: id, for: principal ?? manager) }

    /// From nothing to version 1.
    @discardableResult
    func locked(blessing: String? = nil) async throws -> CloneID {
        try await told()
        try await finishPass()
        try await approveEverything(blessing: blessing)
        try await lock()
        return try await clone()
    }

    func clone() async throws -> CloneID {
        guard let clone = try await state().accounts[account]?.clone else { throw Missing(what: "the account has no clone") }
        return clone
    }

    // MARK: Looking

    func state() async throws -> TransferState { try await app.transfers.state(id) }

    func view(_ principal: Principal? = nil) async throws -> TransferView {
        let boards = app.boards
        return try await app.transfers.view(id, for: principal ?? manager) { try await boards.progress($0, $1) }
    }

    /// The first account as a principal sees it.
    func account(_ principal: Principal? = nil) async throws -> TransferView.AccountView { try await view(principal).accounts[0] }

    func reading(_ principal: Principal, version: Int? = nil) async throws -> Clones.Reading {
        try await app.clones.reading(try await clone(), version: version, capability: .readClone, for: principal)
    }

    func ask(_ question: String, _ principal: Principal, in conversation: Conversation.ID? = nil, clientID: String? = nil) async throws -> [Packet] {
        var id = conversation
        if id == nil { id = try await app.asks.open(try await clone(), by: principal) }
        return try await app.conversations.ask(question, version: nil, in: id!, clientID: clientID, by: principal)
    }

    /// Gives somebody other roles.
    func set(_ key: String, _ roles: Set<Role>, routes: Set<ReviewRoute>? = nil, hired: Bool? = nil) async throws {
        guard let part = Workspace.cast.first(where: { $0.key == key }) else { throw Missing(what: "nobody is called \(key)") }
        let form = ParticipantForm(name: part.form.name, email: part.form.email, roles: roles, routes: routes, hired: hired)
        try await app.transfers.set(form, in: id, by: manager)
    }
}

extension DecisionForm {
    /// A decision that does not say which wording it is about.
    init(decision: ReviewDecision.Verdict, text: String? = nil, reason: String? = nil, blessedWording: String? = nil) {
        self.init(decision: decision, revision: nil, text: text, reason: reason, blessedWording: blessedWording)
    }
}

extension Reviews {
    /// Decides on the wording that stands now, for tests that are about something else.
    @discardableResult
    func decideNow(_ id: String, _ form: DecisionForm, by principal: Principal) async throws -> ReviewItem {
        var form = form
        form.revision = try await items(nil, for: principal).first { $0.id == id }?.statement.revision ?? 1
        return try await decide(id, form, by: principal)
    }
}

/// Waits until something that happens elsewhere has happened.
func eventually(_ what: String, _ condition: () async throws -> Bool) async throws {
    let start = ContinuousClock.now
    while try await !condition() {
        guard ContinuousClock.now - start < .seconds(20) else { throw Missing(what: "it never happened: \(what)") }
        await Task.yield()
        try await Task.sleep(for: .milliseconds(2))
    }
}

struct Missing: Error { var what: String }

/// The code of an application's refusal, `nil` when the body succeeds.
func code(_ body: () async throws -> some Any) async throws -> AppError.Code? {
    do {
        _ = try await body()
        return nil
    } catch let error as AppError {
        return error.code
    }
}

/// Everything of a value as text.
func json(_ value: some Encodable) throws -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    return String(decoding: try encoder.encode(value), as: UTF8.self)
}
