package import FeraDomain
import Foundation

/// What a play needs.
package struct PlaySettings: Sendable {
    /// `http://host:port` of a running server.
    package var address: String
    /// The secret of a join link of the person who opens the transfer: a manager of the workspace.
    package var managerSecret: String
    /// The account's files and script.
    package var folder: AccountFolder
    /// Where the handover page is written; `nil`: nowhere.
    package var handoverPath: String?
    /// The day on which it is played.
    package var today: Day
    /// Where it is shown.
    package var screen: Screen

    /// Takes everything as given.
    package init(address: String, managerSecret: String, folder: AccountFolder, handoverPath: String?, today: Day, screen: Screen) {
        self.address = address
        self.managerSecret = managerSecret
        self.folder = folder
        self.handoverPath = handoverPath
        self.today = today
        self.screen = screen
    }
}

/// What came of a play.
package struct PlayOutcome: Sendable {
    /// Somebody with a part in the transfer.
    package struct Seat: Sendable {
        /// The id of the person.
        package var id: String
        /// The name as people know it.
        package var name: String
        /// As the protocol names them.
        package var roles: [String]
    }
    /// The id of the transfer.
    package var transfer: String
    /// The name of the account.
    package var account: String
    /// Who takes part.
    package var people: [Seat]
    /// The last version that was locked; `nil`: nothing could be locked.
    package var version: Int?
    /// Answers and refusals that were other than the script expects.
    package var surprises: [String]
    /// Where the handover page lies.
    package var handover: String?
}

/// Plays one whole handover against a server, as its people would: over HTTP and WebSocket, each with a session of their own.
package final class Play {
    let settings: PlaySettings
    let script: PlayScript
    let screen: Screen
    let address: Address
    var steps = 0
    var clients: [String: PlayClient] = [:]
    var book: AnswerBook
    var transfer = ""
    var account: (id: String, name: String) = ("", "")
    var people: [TransferReply.Person] = []
    var conversation = ""
    /// The last packet that the owner has seen.
    var lastSeq = 0
    /// Statement → field, to tell where an answer came from.
    var fieldOf: [String: String] = [:]
    /// Statements on which a script's decision was made; it is made once.
    var decided: Set<String> = []
    var surprises: [String] = []
    var clone: CloneVersionReply?
    var handover: String?

    private init(_ settings: PlaySettings) throws {
        self.settings = settings
        script = settings.folder.script ?? PlayScript()
        screen = settings.screen
        address = try Address(settings.address)
        book = AnswerBook(script)
    }

    /// Plays the whole road on a thread of its own, since it waits for the network as a person waits.
    /// - Throws: `PlayError`; what was played until then stands in the workspace.
    package static func run(_ settings: PlaySettings) async throws -> PlayOutcome {
        try await withCheckedThrowingContinuation { continuation in
            let thread = Thread { continuation.resume(with: Result { try Play(settings).play() }) }
            thread.stackSize = 1 << 20
            thread.start()
        }
    }

    private func play() throws -> PlayOutcome {
        try openTransfer()
        try readRecord()
        try compile()
        try interview(title: "The interview")
        try ownersPass()
        try review()
        if try lock() {
            let refused = try ask(script.ask ?? [])
            if let gap = script.gap, refused.contains(gap.question) { try close(gap) }
            try handOver()
        }
        try summary()
        return PlayOutcome(
            transfer: transfer, account: account.name, people: people.map { .init(id: $0.id, name: $0.name, roles: $0.roles) }, version: clone?.version,
            surprises: surprises, handover: handover)
    }

    func step(_ title: String) {
        steps += 1
        screen.step(steps, title)
    }

    /// The signed-in client of somebody of the transfer; they join with a link that the manager makes for them.
    func client(_ person: TransferReply.Person) throws -> PlayClient {
        if let client = clients[person.id] { return client }
        let link: Link = try manager().post("/v1/people/\(person.id)/links", .members([("transfer_id", .text(transfer))]))
        guard let mark = link.url.range(of: "#join=") else { throw PlayError(.answer, "a join link without its secret: \(link.url)") }
        let client = PlayClient(address)
        _ = try client.join(String(link.url[mark.upperBound...]))
        clients[person.id] = client
        return client
    }

    func manager() throws -> PlayClient {
        guard let client = clients["manager"] else { throw PlayError(.answer, "nobody is signed in as the manager") }
        return client
    }

    /// Somebody by the script's key: by address, else by name.
    func person(_ key: String) throws -> TransferReply.Person {
        guard let seat = script.seats.first(where: { $0.key == key }) else {
            throw PlayError(.material, "play.json5 names '\(key)', who is not among its people")
        }
        let found = people.first { seat.email != nil && $0.email?.lowercased() == seat.email?.lowercased() } ?? people.first { $0.name == seat.name }
        guard let found else { throw PlayError(.answer, "\(seat.name) is not in the transfer, though the manager named them") }
        return found
    }

    /// The first person with a role.
    func person(role: String) -> TransferReply.Person? {
        script.seat(with: role).flatMap { try? person($0.key) } ?? people.first { $0.roles.contains(role) }
    }

    /// The owner of the account.
    func owner() throws -> (person: TransferReply.Person, client: PlayClient) {
        guard let person = person(role: "owner") else { throw PlayError(.material, "nobody has the role owner; play.json5 has to name who leaves") }
        return (person, try client(person))
    }
}
