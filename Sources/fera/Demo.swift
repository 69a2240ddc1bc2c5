import FeraApp
import FeraDomain
import FeraPlay
import FeraServer
import Foundation

extension Command {
    /// `fera demo`.
    static let demo = Command(
        spec: CommandSpec(
            name: "demo", summary: "play one whole handover in the terminal, then serve its workspace",
            flags: [
                .init(name: "from", placeholder: "DIR", help: "a folder of account files; default: the sample inside the program"),
                .init(name: "no-serve", help: "end after the play"), .init(name: "port", placeholder: "N", help: "default 8080; 0 for a free one"),
                .init(name: "data", placeholder: "DIR", help: "the data folder; default: a temporary one"), Workspace.configFlag,
            ],
            details: "A folder may hold a script, play.json5: what people say and decide. Without one the owner answers “I don't know”.")
    ) { arguments, console in
        let folder: AccountFolder
        if let path = arguments["from"] {
            folder = try AccountFolder.read(path)
        } else {
            folder = try AccountFolder(name: "sample", entries: ServerAssets.sample())
        }
        var configuration = try Workspace.configuration(arguments, console).configuration
        configuration.server.host = "127.0.0.1"
        configuration.server.publicURL = ""
        if arguments.has("no-serve"), !arguments.has("port") { configuration.server.port = 0 }
        let home = try arguments["data"] ?? Demonstration.temporaryFolder()
        configuration.data.dir = home
        if !arguments.has("data") { configuration.data.keysDir = "" }
        let service = try await FeraService.start(configuration, secrets: Secrets(environment: console.environment))
        do {
            let demonstration = Demonstration(service: service, folder: folder, home: home, console: console)
            let (outcome, me) = try await demonstration.play()
            if !arguments.has("no-serve") { try await demonstration.links(outcome, me) }
        } catch {
            await service.stop()
            throw error
        }
        if !arguments.has("no-serve") {
            console.say("\nServing \(home) on \(service.address) — Ctrl-C ends it.")
            await Signals().ended()
        }
        await service.stop()
        return 0
    }
}

/// The demonstration: a manager who is made here, the play, which is a client like any other, and a link for each role.
struct Demonstration {
    let service: FeraService
    let folder: AccountFolder
    let home: String
    let console: Console

    /// `/tmp/fera-demo-…/data`: the key lies beside the data.
    static func temporaryFolder() throws -> String {
        let folder = FileManager.default.temporaryDirectory.path + "/fera-demo-\(UUID().uuidString.prefix(8).lowercased())"
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
        return folder + "/data"
    }

    func play() async throws -> (outcome: PlayOutcome, manager: Principal) {
        let screen = console.screen
        console.say(screen.styled("Fera \(Application.version)", .bold) + " plays one handover over HTTP and WebSocket: " + folder.title)
        let started = ContinuousClock.now
        let manager = try await manager()
        let me = Principal(person: manager, workspaceRoles: [.manager], credential: .console)
        let secret = try await service.application.directory.makeLink(for: manager, by: me).secret
        let outcome = try await Play.run(
            PlaySettings(
                address: "http://127.0.0.1:\(service.port)", managerSecret: secret, folder: folder, handoverPath: home + "/handover.md",
                today: Timestamp(Date()).day, screen: screen))
        let seconds = started.duration(to: .now)
        screen.gap()
        screen.labelled("played in", seconds.formatted(.units(allowed: [.seconds], fractionalPart: .show(length: 1))), .dim)
        screen.labelled("workspace", home, .dim)
        return (outcome, me)
    }

    /// The manager of the script, known again by address or name.
    private func manager() async throws -> Person.ID {
        let wanted = (folder.script ?? PlayScript.empty).manager
        let directory = service.application.directory
        for (person, roles) in try await directory.everybody() where roles.contains(.manager) {
            if let email = wanted.email, person.email?.lowercased() == email.lowercased() { return person.id }
            if wanted.email == nil, person.name == wanted.name { return person.id }
        }
        return try await directory.register(name: wanted.name, email: wanted.email, roles: [.manager], by: nil).id
    }

    /// One link for each role; demonstration links work more than once, on this machine only.
    func links(_ outcome: PlayOutcome, _ me: Principal) async throws {
        let screen = console.screen
        screen.gap()
        console.say(screen.styled("A link for each role (on this machine, for 24 hours)", .bold))
        var shown: Set<String> = []
        for role in Role.allCases.map(\.rawValue) {
            guard
                let seat = outcome.people.first(where: { $0.roles.contains(role) && !shown.contains($0.id) })
                    ?? outcome.people.first(where: { $0.roles.contains(role) }),
                let person = Person.ID(rawValue: seat.id)
            else { continue }
            shown.insert(seat.id)
            let secret = try await service.application.directory.makeLink(for: person, by: me, isDemo: true).secret
            screen.labelled(role.replacing("_", with: " "), "\(seat.name)", column: 24)
            screen.labelled("", "\(service.address)/#join=\(secret)", .ask, column: 24)
        }
    }
}
