import FeraApp
import FeraCrypto
import FeraDomain
import FeraHTTP

/// Says who a request is from, and whether it comes from where it claims to: host, origin, cookie with CSRF, bearer token.
struct Doorkeeper: Sendable {
    let directory: Directory
    /// Host names (without port) that this server answers to.
    let hosts: Set<String>
    /// Where people reach the server: scheme, host and port.
    let origin: @Sendable () -> String
    let isLoopback: Bool
    let people: PersonLimits

    static let cookie = "fera_session"

    /// Refuses what was sent to another name: a page elsewhere that rebinds its name to this address gets nothing.
    func checkHost(_ request: Request) throws {
        guard let host = request.headers["Host"], hosts.contains(Self.name(host)) else {
            throw Problem(
                403, "host", "Not this server's name", detail: "This server does not answer to that host name; see server.hosts in the configuration.")
        }
    }

    /// Who asks.
    /// - Throws: `.unauthenticated`; 403 `csrf` or `origin` for a change under a cookie that did not come from this server's own page.
    func principal(_ request: Request) async throws -> Principal {
        if let authorization = request.headers["Authorization"] {
            guard authorization.count > 7, authorization.prefix(7).lowercased() == "bearer " else {
                throw AppError(.unauthenticated, "Send the token as 'Authorization: Bearer …'.")
            }
            let principal = try await directory.principal(secret: String(authorization.dropFirst(7)))
            guard case .token = principal.credential else { throw AppError(.unauthenticated, "That is no token.") }
            try people.ask(principal.person)
            return principal
        }
        guard let secret = request.cookie(Self.cookie) else {
            throw AppError(.unauthenticated, "You are not signed in. Open the link that you were given.")
        }
        let principal = try await directory.principal(secret: secret)
        guard case .session = principal.credential else { throw AppError(.unauthenticated, "That is no session.") }
        try people.ask(principal.person)
        if !["GET", "HEAD"].contains(request.method) {
            try checkOrigin(request)
            guard let sent = request.headers["X-Fera-CSRF"], constantTimeEqual(Array(sent.utf8), Array(Directory.csrf(session: secret).utf8)) else {
                throw Problem(403, "csrf", "Not from this page", detail: "Send the header X-Fera-CSRF with the value that the session was opened with.")
            }
        }
        return principal
    }

    /// A browser's request must come from this server's own page. Programs that send no Origin are let through where
    /// `isRequired` is false: they hold a token, which no foreign page can make a browser send.
    func checkOrigin(_ request: Request, isRequired: Bool = true) throws {
        let sent = request.headers["Origin"]
        if sent == nil, !isRequired { return }
        let own = request.headers["Host"].map { ["http://\($0)", "https://\($0)"] } ?? []
        guard let sent, sent == origin() || own.contains(sent) else {
            throw Problem(403, "origin", "Not from this page", detail: "The request does not come from this server's own page.")
        }
    }

    /// Whether whoever asks sits at this machine; behind a proxy only the proxy does.
    func isLocal(_ request: Request) -> Bool {
        guard request.headers["X-Forwarded-For"] == nil, request.headers["Forwarded"] == nil else { return false }
        return request.peer == "::1" || request.peer.hasPrefix("127.") || request.peer == "::ffff:127.0.0.1"
    }

    private static func name(_ host: String) -> String {
        if host.hasPrefix("["), let end = host.firstIndex(of: "]") { return String(host[host.index(after: host.startIndex)..<end]).lowercased() }
        return String(host[..<(host.utf8.firstIndex(of: UInt8(ascii: ":")) ?? host.endIndex)]).lowercased()
    }
}
