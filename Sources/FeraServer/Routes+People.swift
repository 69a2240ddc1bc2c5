import FeraApp
import FeraDomain
import FeraHTTP

/// Sessions, people, links, tokens, codes.
extension Routes {
    func people(_ router: inout Router) {
        let directory = application.directory
        router.post("/v1/sessions") { request in
            try door.checkOrigin(request, isRequired: false)
            let form = try request.form(SecretForm.self)
            let opened = try await directory.openSession(link: form.secret, isLoopback: door.isLocal(request) && door.isLoopback)
            do {
                try await application.transfers.joined(opened.principal.person)
            } catch {
                // The link is used up and the session stands: whoever is not noted as being here now is at the next link they open.
            }
            var response = Response.json(try await session(opened.principal, secret: opened.session, expires: opened.expiresAt), status: 201)
            let secure = door.origin().hasPrefix("https:") ? "; Secure" : ""
            let seconds = max(0, (opened.expiresAt.milliseconds - application.journal.now().milliseconds) / 1000)
            response.headers.add("Set-Cookie", "\(Doorkeeper.cookie)=\(opened.session); Path=/; HttpOnly; SameSite=Strict; Max-Age=\(seconds)\(secure)")
            return response
        }
        router.get(
            "/v1/sessions/current",
            signedIn { request, principal in
                .json(try await session(principal, secret: request.cookie(Doorkeeper.cookie), expires: try await directory.expiry(principal)))
            })
        router.on(
            "DELETE", "/v1/sessions/current",
            signedIn { _, principal in
                try await directory.closeSession(principal)
                var response = Response.noContent
                response.headers.add("Set-Cookie", "\(Doorkeeper.cookie)=; Path=/; HttpOnly; SameSite=Strict; Max-Age=0")
                return response
            })
        router.get(
            "/v1/people",
            signedIn { _, principal in
                guard !principal.workspaceRoles.isDisjoint(with: [.admin, .manager]), principal.ceiling == nil else {
                    throw AppError(.forbidden, "Only managers and admins see who is registered.")
                }
                let items = try await directory.everybody().map { PersonView($0.person, roles: $0.roles) }
                return .json(Page(items: items, nextCursor: nil))
            })
        router.post(
            "/v1/people",
            signedIn { request, principal in
                let form = try request.form(PersonForm.self)
                let person = try await directory.register(name: form.name, email: form.email, roles: form.roles ?? [], by: principal)
                return .json(PersonView(person, roles: form.roles ?? []), status: 201)
            })
        router.post(
            "/v1/people/:id/links",
            signedIn { request, principal in
                let person: Person.ID = try request.id("id", as: "person")
                let form = request.body.isEmpty ? LinkForm() : try request.form(LinkForm.self)
                try await application.transfers.requireLinkRight(for: person, in: form.transferID, by: principal)
                let link = try await directory.makeLink(for: person, by: principal)
                return .json(LinkView(url: "\(door.origin())/#join=\(link.secret)", expiresAt: link.expiresAt), status: 201)
            })
        router.get("/v1/tokens", signedIn { _, principal in .json(Page(items: try await directory.tokens(of: principal), nextCursor: nil)) })
        router.post(
            "/v1/tokens",
            signedIn { request, principal in
                let form = try request.form(TokenForm.self)
                let made = try await directory.makeToken(
                    for: principal.person, ceiling: form.labelCeiling, days: form.expiresInDays, name: form.name, by: principal)
                return .json(TokenView(id: made.id, token: made.token), status: 201)
            })
        router.on(
            "DELETE", "/v1/tokens/:id",
            signedIn { request, principal in
                try await directory.revokeToken(request.parameter("id"), by: principal)
                return .noContent
            })
        router.post(
            "/v1/relays/links",
            signedIn { _, principal in
                guard principal.ceiling == nil else { throw AppError(.forbidden, "A token with a ceiling links nobody.") }
                let made = try await directory.makeRelayCode(by: principal)
                return .json(CodeView(code: made.code, expiresAt: made.expiresAt), status: 201)
            })
    }

    private func session(_ principal: Principal, secret: String?, expires: Timestamp?) async throws -> SessionView {
        let person = try await application.directory.person(principal.person)
        return SessionView(
            person: .init(person), csrf: secret.map { Directory.csrf(session: $0) }, roles: principal.workspaceRoles.map(\.rawValue).sorted(),
            expiresAt: expires)
    }
}

private struct SecretForm: Decodable { var secret: String }

private struct PersonForm: Decodable {
    var name: String
    var email: String?
    var roles: Set<Role>?
}

private struct LinkForm: Decodable {
    var transferID: Transfer.ID?

    init() {}

    enum CodingKeys: String, CodingKey { case transferID = "transfer_id" }
}

private struct TokenForm: Decodable {
    var labelCeiling: Label?
    var expiresInDays: Int?
    var name: String?

    enum CodingKeys: String, CodingKey {
        case name
        case labelCeiling = "label_ceiling"
        case expiresInDays = "expires_in_days"
    }
}

private struct PersonView: Encodable {
    var id: Person.ID
    var name: String
    var email: String?
    var roles: [String]

    init(_ person: Person, roles: Set<Role>) {
        id = person.id
        name = person.name
        email = person.email
        self.roles = roles.map(\.rawValue).sorted()
    }
}

private struct LinkView: Encodable {
    var url: String
    var expiresAt: Timestamp

    enum CodingKeys: String, CodingKey {
        case url
        case expiresAt = "expires_at"
    }
}

private struct CodeView: Encodable {
    var code: String
    var expiresAt: Timestamp

    enum CodingKeys: String, CodingKey {
        case code
        case expiresAt = "expires_at"
    }
}

private struct TokenView: Encodable {
    var id: String
    var token: String
}

private struct SessionView: Encodable {
    var person: Packet.Named
    var csrf: String?
    var roles: [String]
    var expiresAt: Timestamp?

    enum CodingKeys: String, CodingKey {
        case person, csrf, roles
        case expiresAt = "expires_at"
    }
}
