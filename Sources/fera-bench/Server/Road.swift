import FeraApp
import FeraDomain
import FeraInterview
import FeraServer
import FeraStore
import Foundation

/// A workspace for measuring, made through the use-cases: owners with interviews whose logs are long already.
struct Road {
    /// One owner with their interviews and a token that speaks for them.
    struct Owner: Sendable {
        var token: String
        var interviews: [String]
    }

    let application: Application
    let manager: Principal

    init(folder: String) async throws {
        application = try await Application.open(try ServerChild.configuration(folder), materials: ServerAssets.materials())
        let person = try await application.directory.register(name: "Morgan Quist", email: nil, roles: [.manager], by: nil)
        manager = Principal(person: person.id, workspaceRoles: [.manager], credential: .console)
    }

    /// A transfer with an owner and a successor, and the sample's files as its record.
    func transfer(_ number: Int, accounts: Int) async throws -> TransferState {
        let names = (1...accounts).map { #"{"name":"Account \#(number).\#($0)","tier":"top"}"# }.joined(separator: ",")
        let form = """
            {"template":"account-handoff","title":"Transfer \(number)","scope":"Everything","reason":"The owner leaves",
            "last_working_day":"\(application.journal.now().day.adding(days: 60))","accounts":[\(names)],"people":[{"name":"Owner \(number)","roles":["owner"]},
            {"name":"Successor \(number)","roles":["successor"],"routes":["receiving","customer-facing","regulated","people","security","support"]}]}
            """
        let opening = try JSONDecoder().decode(Opening.self, from: Data(form.utf8))
        let id = try await application.transfers.open(opening, by: manager)
        let folder = try BenchFolder()
        for file in ServerAssets.sample() where !file.path.hasSuffix(".json5") {
            let name = String(file.path.split(separator: "/").last ?? "")
            let path = folder.path + "/" + name
            try Data(file.bytes).write(to: URL(fileURLWithPath: path))
            _ = try await application.sources.add(name: name, mediaType: "", path: path, accounts: [], to: id, by: manager)
        }
        return try await application.transfers.state(id)
    }

    /// Whoever has a role in a transfer.
    func principal(_ role: Role, in transfer: TransferState) throws -> Principal {
        guard let person = transfer.people(with: role).first else { throw BenchError("nobody is \(role)") }
        return Principal(person: person, workspaceRoles: [], credential: .console)
    }

    func token(_ principal: Principal) async throws -> String {
        try await application.directory.makeToken(for: principal.person, ceiling: nil, days: nil, by: principal).token
    }

    /// Owners with interviews of about so many events each. Four of five messages ask back, which makes a log longer and leaves
    /// the turn open: the questions are kept for the measurement.
    func owners(_ count: Int, accounts: Int, events: Int) async throws -> [Owner] {
        try await withThrowingTaskGroup(of: (Int, Owner).self) { tasks in
            // A few at a time: a server takes no more uploads at once than its line for reading them holds.
            var made: [(Int, Owner)] = []
            for number in 0..<count {
                if number >= 8, let one = try await tasks.next() { made.append(one) }
                tasks.addTask { (number, try await owner(number, accounts: accounts, events: events)) }
            }
            return try await tasks.reduce(into: made) { $0.append($1) }.sorted { $0.0 < $1.0 }.map(\.1)
        }
    }

    private func owner(_ number: Int, accounts: Int, events: Int) async throws -> Owner {
        let transfer = try await transfer(number, accounts: accounts)
        let principal = try principal(.owner, in: transfer)
        var interviews: [String] = []
        for (place, account) in transfer.accountOrder.enumerated() {
            // More than anybody would ask, so that no budget ends the measurement.
            let interview = try await application.interviews.open(account, in: transfer.id, by: manager, questions: 10_000, minutes: 10_000)
            var owner = SimulatedOwner(number * 1000 + place)
            var last: Int64 = 0
            var said = 0
            while last < events {
                said += 1
                let text = said % 5 == 0 ? owner.answer() : owner.questionBack()
                let reply = try await application.interviews.perform(.answer(turn: nil, text: text), in: interview, by: principal.person, clientID: "p\(said)")
                last = reply.events.last?.seq ?? last
            }
            interviews.append(interview.rawValue)
        }
        return Owner(token: try await token(principal), interviews: interviews)
    }

    func close() async { await application.close() }
}
