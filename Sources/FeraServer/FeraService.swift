package import FeraApp
import FeraCurl
package import FeraDomain
package import FeraHTTP
import FeraLLM
import Foundation
import Synchronization

/// Fera as it runs: one application behind one HTTP server. One builder makes it for `fera serve`, the demonstration and tests.
package final class FeraService: Sendable {
    package let application: Application
    /// Every route, as (method, pattern); a test walks them all.
    package let routes: [(method: String, pattern: String)]
    private let server: HTTPServer
    private let readiness: Readiness
    private let relays: RelayDesk

    /// Opens the workspace and starts to serve it.
    /// - Parameter listener: a socket to serve on; its address stands in for `server.host` and `server.port`.
    /// - Throws: errors with what to do: configuration, data folder, key, address.
    package static func start(
        _ configuration: Configuration, secrets: Secrets = Secrets(), listener: InheritedListener? = nil, clock: ServerClock = .system(),
        now: (@Sendable () -> FeraDomain.Timestamp)? = nil
    ) async throws -> FeraService {
        var configuration = configuration
        if let listener {
            // Whose names are taken for this server's, and whether it is reached from this machine alone, hangs on where it truly listens.
            configuration.server.host = listener.host
            configuration.server.port = Int(listener.port)
        }
        let backend = try ModelSetup.backend(configuration.llm, secrets: secrets)
        let application: Application
        if let now {
            application = try await Application.open(configuration, materials: ServerAssets.materials(), backend: backend, now: now)
        } else {
            application = try await Application.open(configuration, materials: ServerAssets.materials(), backend: backend)
        }
        do {
            return try FeraService(application, secrets: secrets, listener: listener, clock: clock)
        } catch {
            await application.close()
            throw error
        }
    }

    private init(_ application: Application, secrets: Secrets, listener: InheritedListener?, clock: ServerClock) throws {
        self.application = application
        let configuration = application.configuration
        try Self.prepareUploads(configuration.data.dir + "/uploads")
        let readiness = Readiness()
        self.readiness = readiness
        var http = HTTPServer.Configuration()
        http.host = configuration.server.host
        http.port = UInt16(clamping: configuration.server.port)
        http.listener = listener
        http.clock = clock
        http.loops = Self.loops(configuration.server.loops)
        http.limits = Self.limits(configuration)
        http.onDrain = { readiness.drain() }
        let address = Mutex("")
        let isLoopback = ["127.0.0.1", "::1", "localhost"].contains(configuration.server.host)
        let door = Doorkeeper(
            directory: application.directory, hosts: Self.hosts(configuration, isLoopback: isLoopback), origin: { address.withLock { $0 } },
            isLoopback: isLoopback, people: PersonLimits(configuration.limits, clock: clock))
        let routes = Routes(application: application, door: door)
        let counts = Mutex<ServerCounts?>(nil)
        var router = Router()
        routes.web(&router)
        routes.people(&router)
        routes.transfers(&router)
        routes.conversations(&router)
        routes.reviews(&router)
        routes.clones(&router)
        routes.operations(&router, readiness: readiness) { Self.figures(counts.withLock { $0 }, application) }
        relays = try RelayDesk(application, secrets: secrets, client: try OutboundClient())
        relays.register(on: &router)
        self.routes = router.routes
        let table = router
        server = try HTTPServer(
            configuration: http, router: router,
            mapError: { error, request in
                let response = Self.finish(Problem.of(error).response, request)
                if response.status == 500 { Self.complain(error, request, response) }
                return response
            }
        ) { request in
            try door.checkHost(request)
            return Self.finish(try await table.respond(to: request), request)
        }
        try server.start()
        address.withLock { $0 = configuration.publicAddress(port: Int(server.port)) }
        counts.withLock { $0 = server.counts }
        relays.start()
    }

    /// How many loops a setting means: what is left open is one for each core, at most four.
    private static func loops(_ setting: Int) -> Int { setting > 0 ? min(setting, 64) : min(4, ProcessInfo.processInfo.activeProcessorCount) }

    /// The port it listens on.
    package var port: Int { Int(server.port) }

    /// Where people reach it.
    package var address: String { application.configuration.publicAddress(port: port) }

    /// Stops: readiness off, requests in flight end, sockets are told, the workspace is closed.
    package func stop() async {
        await relays.stop()
        await server.shutdown(deadline: .seconds(application.configuration.server.drainSeconds))
        await application.close()
    }

    /// An empty folder for parts of uploads; what a crash left there goes.
    private static func prepareUploads(_ folder: String) throws {
        let manager = FileManager.default
        if manager.fileExists(atPath: folder) { try manager.removeItem(atPath: folder) }
        try manager.createDirectory(atPath: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
    }

    private static func hosts(_ configuration: Configuration, isLoopback: Bool) -> Set<String> {
        var hosts = Set(configuration.server.hosts.map { $0.lowercased() })
        if isLoopback { hosts.formUnion(["127.0.0.1", "localhost", "::1"]) }
        hosts.insert(configuration.server.host.lowercased())
        if let host = URLComponents(string: configuration.server.publicURL)?.host { hosts.insert(host.lowercased()) }
        return hosts
    }

    /// What every answer carries.
    private static func finish(_ response: Response, _ request: Request) -> Response {
        var response = response.negotiated(for: request)
        response.headers.add("traceparent", Trace.parent(of: request))
        response.headers.append(policies)
        if !response.headers.contains("Cache-Control") { response.headers.add("Cache-Control", "no-store") }
        return response
    }

    private static let policies = Headers([
        ("X-Content-Type-Options", "nosniff"), ("Referrer-Policy", "no-referrer"), ("Cross-Origin-Resource-Policy", "same-origin"),
    ])

    /// One line on standard error for each failure of the server itself, found again by the `traceparent` that the client was given.
    /// Of an error that is not ours only the type is told: its description may quote what somebody wrote.
    private static func complain(_ error: any Error, _ request: Request, _ response: Response) {
        let what = (error as? AppError).map { "\($0)" } ?? "\(type(of: error))"
        let line = "500 \(request.method) \(request.path) \(response.headers["traceparent"] ?? "") \(what)\n"
        // Nobody reads standard error where it is closed: the client's reply does not wait for that.
        try? FileHandle.standardError.write(contentsOf: Data(line.utf8))
    }

    private static func figures(_ counts: ServerCounts?, _ application: Application) -> [(name: String, help: String, value: Int)] {
        return [
            ("fera_http_connections", "Open connections.", counts?.connections.load(ordering: .relaxed) ?? 0),
            ("fera_http_websockets", "Open WebSockets.", counts?.webSockets.load(ordering: .relaxed) ?? 0),
            ("fera_http_requests", "Requests since the start.", counts?.requests.load(ordering: .relaxed) ?? 0),
            ("fera_http_unfinished_bytes", "Bytes received of what has not ended.", counts?.unfinished.load(ordering: .relaxed) ?? 0),
            ("fera_http_shed", "Connections and requests turned away or closed for a limit since the start.", counts?.shed.load(ordering: .relaxed) ?? 0),
            ("fera_followers", "Clients that follow a conversation.", application.hub.followerCount),
            ("fera_compute_waiting", "Jobs that wait for the compute thread.", application.journal.lanes.compute.waiting),
            ("fera_asks_waiting", "Questions that wait for a thread.", application.journal.lanes.asks.waiting),
            ("fera_store_waiting", "Appends that wait for the disk.", application.journal.waiting),
        ]
    }
}

/// Whether new work may come.
final class Readiness: Sendable {
    private let state = Atomic<Bool>(true)

    var isReady: Bool { state.load(ordering: .acquiring) }

    func drain() { state.store(false, ordering: .releasing) }
}
