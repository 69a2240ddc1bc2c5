import FeraApp
import FeraDomain
import FeraHTTP
import Foundation

/// The web page, and what an operator asks of the server.
extension Routes {
    func web(_ router: inout Router) {
        let folder = application.configuration.server.webDir
        // What is embedded is in memory; a folder is read from disk.
        let place: HandlerPlace = folder.isEmpty ? .loop : .pool
        // Before the first request, which would compress on the loop's thread.
        _ = Self.kept
        router.get("/", on: place) { _ in try Self.page("index.html", folder: folder) }
        router.get("/assets/*path", on: place) { request in try Self.page(request.parameter("path"), folder: folder) }
    }

    /// A file of the page. No path leaves the page's folder: the router refuses `..`, and only names of the page are known.
    private static func page(_ path: String, folder: String) throws -> Response {
        guard let kept = kept[path] else { throw AppError.notFound("page") }
        var response = Response.kept(kept)
        if !folder.isEmpty, let bytes = FileManager.default.contents(atPath: "\(folder)/\(path)") {
            response = Response.bytes(Array(bytes), type: type(path)).compressible
        }
        response.headers.set("Cache-Control", "no-cache")
        response.headers.set("Content-Security-Policy", contentSecurityPolicy)
        return response
    }

    /// The embedded page, tagged and compressed once in a process.
    private static let kept: [String: KeptBody] = {
        var bodies: [String: KeptBody] = [:]
        for path in ServerAssets.paths(below: "web/") {
            if let file = ServerAssets.file("web/" + path) { bodies[path] = KeptBody(Array(file), type: type(path)) }
        }
        return bodies
    }()

    /// Nothing from elsewhere, nothing inline, no frame around it.
    static let contentSecurityPolicy =
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; form-action 'none'; base-uri 'none'; frame-ancestors 'none'"

    private static func type(_ path: String) -> String {
        switch path.split(separator: ".").last {
        case "html": "text/html; charset=utf-8"
        case "css": "text/css; charset=utf-8"
        case "js": "text/javascript; charset=utf-8"
        case "svg": "image/svg+xml"
        default: "application/octet-stream"
        }
    }

    func operations(_ router: inout Router, readiness: Readiness, counts: @escaping @Sendable () -> [(name: String, help: String, value: Int)]) {
        let application = application
        router.get("/livez", on: .loop) { _ in .text("ok\n") }
        router.get("/readyz", on: .loop) { _ in
            guard readiness.isReady else { throw AppError(.draining, "The server is stopping; ask another one.") }
            return .text("ready\n")
        }
        router.get("/metrics") { request in
            if !door.isLocal(request) {
                guard try await door.principal(request).workspaceRoles.contains(.admin) else {
                    throw AppError(.forbidden, "Metrics are for this machine and for admins.")
                }
            }
            let text = counts().map { "# HELP \($0.name) \($0.help)\n# TYPE \($0.name) gauge\n\($0.name) \($0.value)\n" }.joined()
            return .bytes(Array(text.utf8), type: "text/plain; version=0.0.4; charset=utf-8")
        }
        router.get(
            "/v1/audit",
            signedIn { request, principal in
                guard principal.workspaceRoles.contains(.admin), principal.ceiling == nil else { throw AppError(.forbidden, "The audit log is for admins.") }
                let after = Int64(try request.number("cursor", default: 0, in: 0...Int.max))
                let lines = try await application.journal.audit(after: after, limit: try request.number("limit", default: 50, in: 1...200))
                return .json(Page(items: lines, nextCursor: lines.last.map { "\($0.position)" }))
            })
    }
}
