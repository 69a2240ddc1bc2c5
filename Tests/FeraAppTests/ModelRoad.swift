import FeraApp
import FeraDomain
import FeraInterview
import FeraLLM
import FeraTestSupport
import Foundation
import Testing

/// A workspace driven over the road up to a locked clone, with the program's own questions and prompts.
struct ModelRoad {
    let folder: TemporaryFolder
    let application: Application
    var manager, owner, successor, reader: Principal
    var transfer: Transfer.ID
    var account: Account.ID

    static func open(_ folder: TemporaryFolder, backend: ChatBackend?) async throws -> Application {
        try await Application.open(
            try Repository.configuration(folder: folder.file("data")), materials: try Repository.materials(), backend: backend)
    }

    init(backend: ChatBackend? = nil) async throws {
        folder = try TemporaryFolder()
        application = try await Self.open(folder, backend: backend)
        func principal(_ person: Person, _ roles: Set<Role> = []) -> Principal { Principal(person: person.id, workspaceRoles: roles, credential: .console) }
        let directory = application.directory
        manager = principal(try await directory.register(name: "Mara Lind", email: "mara@fera.test", roles: [.manager], by: nil), [.manager])
        owner = principal(try await directory.register(name: "Olga Brandt", email: "olga@fera.test", roles: [], by: nil))
        successor = principal(try await directory.register(name: "Sam Weir", email: "sam@fera.test", roles: [], by: nil))
        reader = principal(try await directory.register(name: "Rita Cole", email: "rita@fera.test", roles: [], by: nil))
        let json = """
            {"template":"account-handoff","scope":"one account","reason":"a new post","last_working_day":"2099-01-31","people":[
            {"name":"Olga Brandt","email":"olga@fera.test","roles":["owner"]},{"name":"Sam Weir","email":"sam@fera.test","roles":["successor"]},
            {"name":"Rita Cole","email":"rita@fera.test","roles":["reader"]},
            {"name":"Vera Holm","email":"vera@fera.test","roles":["reviewer"],"routes":["customer-facing","regulated","people","security","support"]}],
            "accounts":[{"name":"Tallow Ridge","tier":"top"}]}
            """
        transfer = try await application.transfers.open(try JSONDecoder().decode(Opening.self, from: Data(json.utf8)), by: manager)
        account = try await application.transfers.state(transfer).accountOrder[0]
    }

    /// What the owner says unless a test has words of its own.
    static let answers = [
        "Helen Marchetti champions us at Tallow Ridge and she reads every monthly report before the board meets.",
        "The integration with their warehouse system breaks when the nightly export runs before 02:00. Tom Brandt restarts it by hand.",
        "We never call Piers Aldous without Helen, because he distrusts vendors since the outage in March 2024.",
        "The discount is 12 percent on the yearly price, traded for a reference call.",
    ]

    /// The owner says these things, one an answer, and stops; every line is passed and approved; the account is locked.
    /// - Returns: the clone.
    func lock(_ answers: [String] = Self.answers) async throws -> CloneID {
        let interview = try await application.interviews.open(account, in: transfer, by: manager)
        if try await application.interviews.file(interview).state.phase == .done {
            _ = try await application.interviews.perform(.reopen, in: interview, by: owner.person, clientID: nil)
        }
        for answer in answers { _ = try await application.interviews.perform(.answer(turn: nil, text: answer), in: interview, by: owner.person, clientID: nil) }
        _ = try await application.interviews.perform(.stop, in: interview, by: owner.person, clientID: nil)
        for view in try await application.reviews.statements(account, in: transfer, for: owner) {
            _ = try await application.reviews.pass(view.id, .confirm, text: nil, revision: nil, by: owner)
        }
        try await application.reviews.finishPass(account, in: transfer, by: owner)
        let reviewers = try await application.directory.everybody().map { Principal(person: $0.person.id, workspaceRoles: [], credential: .console) }
        for reviewer in reviewers {
            for item in try await application.reviews.items(transfer, for: reviewer) where item.state == .waiting {
                _ = try await application.reviews.decideNow(item.id, DecisionForm(decision: .approve), by: reviewer)
            }
        }
        _ = try await application.locks.lock(account, in: transfer, by: manager)
        return try #require(try await application.transfers.state(transfer).accounts[account]?.clone)
    }
}
