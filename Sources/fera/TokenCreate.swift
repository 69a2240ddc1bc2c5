import FeraApp
import FeraDomain
import FeraServer

extension Command {
    /// `fera token create`.
    static let tokenCreate = Command(
        spec: CommandSpec(
            name: "token create", summary: "make a bearer token for a person, who is made when unknown",
            flags: [
                .init(name: "person", placeholder: "NAME", help: "the person's name or e-mail address (needed)"),
                .init(name: "email", placeholder: "ADDRESS", help: "of a person who is made"),
                .init(name: "roles", placeholder: "ROLES", help: "of a person who is made, over the workspace: manager, steward, admin; with commas"),
                .init(name: "label-ceiling", placeholder: "LABEL", help: "the strictest label that passes: open, internal, commercial, personnel, security"),
                .init(name: "days", placeholder: "N", help: "until it expires (access.token_days)"),
                .init(name: "link", help: "print a join link for the browser too"),
                Workspace.dataFlag, Workspace.configFlag, CloneFiles.jsonFlag,
            ],
            details: "It writes into the data folder, so the server must not run on it; a running server makes tokens at POST /v1/tokens.")
    ) { arguments, console in
        guard let name = arguments["person"] else { throw UsageError("--person NAME is missing", command: "token create") }
        let roles = try TokenMaker.roles(arguments["roles"])
        let ceiling = try arguments.choice("label-ceiling", of: Label.self)
        let days = try arguments.number("days", in: 1...3650)
        let configuration = try Workspace.configuration(arguments, console).configuration
        let application = try await Application.open(configuration, materials: ServerAssets.materials())
        let made: TokenMaker.Made
        do {
            let maker = TokenMaker(directory: application.directory, address: configuration.publicAddress(port: configuration.server.port))
            made = try await maker.make(name: name, email: arguments["email"], roles: roles, ceiling: ceiling, days: days, isLinked: arguments.has("link"))
        } catch {
            await application.close()
            throw error
        }
        await application.close()
        if arguments.has("json") {
            try console.say(json: made)
        } else {
            console.complain("\(made.isNew ? "Made" : "Found") \(made.name) (\(made.person)). The token is shown this once:")
            console.say(made.token)
            if let link = made.link { console.say(link) }
        }
        return 0
    }
}

/// Makes people and their tokens at the machine that holds the data.
struct TokenMaker {
    let directory: Directory
    let address: String

    struct Made: Encodable {
        var person: String
        var name: String
        var isNew: Bool
        var id: String
        var token: String
        var link: String?

        enum CodingKeys: String, CodingKey {
            case person, name, id, token, link
            case isNew = "new"
        }
    }

    /// Roles over the workspace, separated by commas.
    static func roles(_ text: String?) throws(UsageError) -> Set<Role> {
        var roles: Set<Role> = []
        for word in (text ?? "").split(separator: ",") {
            let word = word.filter { $0 != " " }
            guard let role = Role(rawValue: word), [.manager, .steward, .admin].contains(role) else {
                throw UsageError("--roles takes manager, steward and admin, not '\(word)'", command: "token create")
            }
            roles.insert(role)
        }
        return roles
    }

    func make(name: String, email: String?, roles: Set<Role>, ceiling: Label?, days: Int?, isLinked: Bool) async throws -> Made {
        let found = try await directory.everybody().filter {
            $0.person.name.lowercased() == name.lowercased() || $0.person.email?.lowercased() == name.lowercased()
        }
        guard found.count < 2 else { throw Failure("\(found.count) people are called \(name); name one by e-mail address") }
        let person: Person
        if let known = found.first {
            guard roles.isSubset(of: known.roles) else {
                let has = known.roles.map(\.rawValue).sorted().joined(separator: ", ")
                throw Failure(
                    "\(known.person.name) is there already, with \(has.isEmpty ? "no role" : has) over the workspace; roles are given when a person is made"
                )
            }
            person = known.person
        } else {
            person = try await directory.register(name: name, email: email, roles: roles, by: nil)
        }
        let me = Principal(person: person.id, workspaceRoles: found.first?.roles ?? roles, credential: .console)
        let token = try await directory.makeToken(for: person.id, ceiling: ceiling, days: days, by: me)
        var link: String?
        if isLinked { link = "\(address)/#join=\(try await directory.makeLink(for: person.id, by: me).secret)" }
        return Made(person: person.id.rawValue, name: person.name, isNew: found.isEmpty, id: token.id, token: token.token, link: link)
    }
}
