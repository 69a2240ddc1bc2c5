import FeraApp
import FeraServer
import FeraStore

extension Command {
    /// `fera serve`.
    static let serve = Command(
        spec: CommandSpec(
            name: "serve", summary: "serve a workspace until SIGTERM or SIGINT",
            flags: [
                Workspace.dataFlag, .init(name: "host", placeholder: "ADDRESS", help: "the address to listen on (server.host)"),
                .init(name: "port", placeholder: "N", help: "the port, 0 for a free one (server.port)"), Workspace.configFlag,
                .init(name: "take-over", help: "wait for a server that is stopping on the same folder, as long as it may drain"),
            ],
            details: "The first person is made at this machine: fera token create --data DIR --person NAME --roles manager,admin --link")
    ) { arguments, console in
        let loaded = try Workspace.configuration(arguments, console)
        if arguments.has("take-over") {
            // What drains closes its workspace after its last request.
            let limit = Duration.seconds(loaded.configuration.server.drainSeconds + 5)
            try await Store.waitForFolder(loaded.configuration.data.dir, limit: limit)
        }
        // Before anybody can know of the server: who is told to stop at once drains too.
        let signals = Signals()
        let files = OpenFiles.raise(), wanted = loaded.configuration.limits.openConnections + 256
        if files < wanted {
            console.say("This process may open \(files) files, so it takes \(max(16, files - 256)) connections and not \(wanted - 256): raise `ulimit -n`.")
        }
        let service = try await FeraService.start(loaded.configuration, secrets: Secrets(environment: console.environment))
        console.say("Fera \(Application.version) serves \(loaded.configuration.data.dir) on \(service.address)")
        await signals.ended()
        console.say("Draining: what is in flight may end.")
        await service.stop()
        return 0
    }
}
