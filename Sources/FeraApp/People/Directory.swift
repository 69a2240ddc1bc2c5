import FeraCrypto
package import FeraDomain
import FeraJSON
package import FeraStore
import Foundation
import Synchronization

/// The people of the workspace, and the credentials that speak for them.
package final class Directory: Sendable {
    private let journal: Journal
    private let lifetimes: Configuration.Access
    private struct Known {
        var principals: [String: (principal: Principal, until: Timestamp)] = [:]
        /// Sessions and tokens that stand, and until when.
        var standing: [Person.ID: [Principal.Credential: Timestamp]] = [:]
        var people: [Person.ID: Person] = [:]
        /// Rises whenever something is forgotten: what was read before then is not kept.
        var generation = 0
    }
    private let known = Mutex(Known())

    package init(journal: Journal, lifetimes: Configuration.Access) {
        self.journal = journal
        self.lifetimes = lifetimes
    }

    // MARK: People

    /// What has to be appended so that somebody exists; append it together with what calls for them.
    package func registration(name: String, email: String?, roles: Set<Role> = []) throws -> (person: Person, part: StreamPart, text: TextDraft) {
        let name = name.trimmingCharacters(in: .whitespaces)
        guard (1...200).contains(name.utf8.count) else {
            throw AppError(.invalid, "A person needs a name of at most 200 bytes.", members: ["errors": .array([.object(["field": .string("name")])])])
        }
        let person = Person(id: journal.mint.id("pe"), name: name, email: email)
        let (ref, text) = journal.mint.text(try JSONWriter().text(["name": person.name, "email": person.email]))
        let event = PersonEvent.registered(.init(profile: ref, roles: roles))
        return (person, StreamPart(Self.stream(person.id), expectedSeq: 0, [try draft(event, by: nil)]), text)
    }

    /// Registers somebody with rights over the whole workspace.
    package func register(name: String, email: String?, roles: Set<Role>, by principal: Principal?) async throws -> Person {
        if let principal {
            let allowed = principal.workspaceRoles.contains(.admin) || (principal.workspaceRoles.contains(.manager) && roles.isEmpty)
            guard allowed, principal.ceiling == nil else { throw AppError(.forbidden, "Only an admin gives rights over the workspace.") }
        }
        guard roles.isSubset(of: [.admin, .manager, .steward]) else { throw AppError(.invalid, "Over the workspace a person is admin, manager or steward.") }
        let (person, part, text) = try registration(name: name, email: email, roles: roles)
        let line = journal.audit(
            principal?.person.rawValue ?? "console", "person.register", person.id.rawValue, roles.map(\.rawValue).sorted().joined(separator: " "))
        _ = try await journal.append(Append([part], texts: [text], audit: [line]))
        return person
    }

    /// A person by id; erased people are called so.
    package func person(_ id: Person.ID) async throws -> Person {
        if let person = known.withLock({ $0.people[id] }) { return person }
        guard let entry = try await journal.store.indexedPerson(id.rawValue) else { return Person(id: id, name: "somebody unknown") }
        let person = Self.decode(id, entry.profile)
        known.withLock { $0.people[id] = person }
        return person
    }

    /// Everybody, in the order in which they were registered.
    package func everybody() async throws -> [(person: Person, roles: Set<Role>)] {
        try await journal.store.indexedPeople().compactMap { entry in
            Person.ID(rawValue: entry.id).map { (Self.decode($0, entry.profile), Self.roles(entry.roles)) }
        }
    }

    /// The workspace roles of a person.
    package func workspaceRoles(_ id: Person.ID) async throws -> Set<Role> {
        Self.roles(try await journal.store.indexedPerson(id.rawValue)?.roles ?? "")
    }

    // MARK: Links and sessions

    /// A join link's secret. It is shown once and kept only as its hash.
    package func makeLink(for person: Person.ID, by principal: Principal, isDemo: Bool = false) async throws -> (secret: String, expiresAt: Timestamp) {
        let secret = Random.token(20)
        let expires = journal.now().adding(hours: isDemo ? 24 : lifetimes.linkHours)
        let credential = PersonEvent.Credential(
            hash: SHA256.hash(secret).hex, id: (journal.mint.id("ln") as Identifier<PersonEvent>).rawValue, expiresAt: expires, isDemo: isDemo ? true : nil,
            voucher: Self.voucher(for: person, by: principal))
        try await append(.linkMade(credential), to: person, by: principal.person, action: "link.make")
        return (secret, expires)
    }

    /// Who vouches for a link: its maker, unless an admin or the console makes it; one's own link reaches as far as oneself.
    private static func voucher(for person: Person.ID, by principal: Principal) -> Person.ID? {
        if principal.credential == .console || principal.workspaceRoles.contains(.admin) { return nil }
        return person == principal.person ? principal.voucher : principal.person
    }

    /// Uses up a join link and opens a session.
    /// - Parameter isLoopback: whether the caller sits at this machine: demonstration links work nowhere else.
    /// - Throws: `.linkUsed`, `.linkExpired`, or `.unauthenticated` for a secret that no link has.
    package func openSession(link secret: String, isLoopback: Bool) async throws -> (session: String, principal: Principal, expiresAt: Timestamp) {
        let hash = SHA256.hash(secret).hex
        guard let link = try await journal.store.indexedCredential(hash), link.kind == .link, let person = Person.ID(rawValue: link.person) else {
            throw AppError(.unauthenticated, "This link is not known here. Ask the manager of the transfer for a new one.")
        }
        if link.isDemo, !isLoopback { throw AppError(.unauthenticated, "Links of the demonstration work on the machine that runs it, nowhere else.") }
        if link.isUsed, !link.isDemo {
            throw AppError(.linkUsed, "This link was used already; each one works once. Ask the manager of the transfer for a new one.")
        }
        guard link.expiresAt > journal.now().milliseconds else {
            throw AppError(.linkExpired, "This link has expired. Ask the manager of the transfer for a new one.")
        }
        let session = Random.token(32)
        let expires = journal.now().adding(hours: lifetimes.sessionHours)
        let voucher = link.voucher.flatMap { Person.ID(rawValue: $0) }
        let credential = PersonEvent.Credential(
            hash: SHA256.hash(session).hex, id: (journal.mint.id("se") as Identifier<PersonEvent>).rawValue, expiresAt: expires, voucher: voucher)
        var drafts = [try draft(.sessionOpened(credential), by: person)]
        // The link's own hash is the client id: of two that use it at the same moment, one is told that it is used.
        if !link.isDemo { drafts.insert(try draft(.linkUsed(.init(hash: hash)), by: person, clientID: "use:\(hash)"), at: 0) }
        let line = journal.audit(person.rawValue, "session.open", credential.id)
        guard case .appended = try await journal.append(Append([StreamPart(Self.stream(person), expectedSeq: nil, drafts)], audit: [line])) else {
            throw AppError(.linkUsed, "This link was used a moment ago; each one works once.")
        }
        let principal = Principal(person: person, workspaceRoles: try await workspaceRoles(person), credential: .session(credential.hash), voucher: voucher)
        return (session, principal, expires)
    }

    /// Ends a session: its cookie is worth nothing from now on.
    package func closeSession(_ principal: Principal) async throws {
        guard case .session(let hash) = principal.credential else { throw AppError(.state, "There is no session to end; a token is revoked instead.") }
        try await append(.sessionClosed(.init(hash: hash)), to: principal.person, by: principal.person, action: "session.close")
        forget(principal.person)
    }

    /// What has to be sent back as `X-Fera-CSRF` with every change under this session.
    package static func csrf(session secret: String) -> String { String(HMAC.sha256(key: Array(secret.utf8), Array("csrf".utf8)).hex.prefix(32)) }

    // MARK: Tokens

    /// A bearer token, shown once.
    /// - Parameter name: what the person calls it, at most 200 bytes.
    package func makeToken(for person: Person.ID, ceiling: Label?, days: Int?, name: String? = nil, by principal: Principal) async throws -> (
        id: String, token: String
    ) {
        if let own = principal.ceiling, ceiling.map({ $0.strictness > own.strictness }) ?? true {
            throw AppError(.forbidden, "A token cannot make a token that reads more than itself.")
        }
        guard person == principal.person || principal.credential == .console else {
            throw AppError(.forbidden, "Everybody makes their own tokens.")
        }
        let name = name?.nonEmpty
        guard (name?.utf8.count ?? 0) <= 200 else { throw Transfers.invalid("name", "a token's name has at most 200 bytes") }
        let kept = name.map { journal.mint.text(SecretRedactor.redact($0).text) }
        let token = "fera_" + Random.token(32)
        let credential = PersonEvent.Credential(
            hash: SHA256.hash(token).hex, id: (journal.mint.id("tk") as Identifier<PersonEvent>).rawValue,
            expiresAt: journal.now().adding(hours: 24 * min(max(1, days ?? lifetimes.tokenDays), 3650)), ceiling: ceiling,
            voucher: principal.voucher, name: kept?.ref)
        try await append(.tokenMade(credential), to: person, by: principal.person, action: "token.make", texts: kept.map { [$0.draft] } ?? [])
        return (credential.id, token)
    }

    /// A token as its person sees it; the secret is shown once and never again.
    package struct TokenView: Codable, Sendable {
        package var id: String
        package var name: String?
        package var labelCeiling: Label?
        package var expiresAt: Timestamp

        enum CodingKeys: String, CodingKey {
            case id, name
            case labelCeiling = "label_ceiling"
            case expiresAt = "expires_at"
        }
    }

    /// The caller's tokens that still stand, oldest first.
    package func tokens(of principal: Principal) async throws -> [TokenView] {
        guard principal.ceiling == nil else { throw AppError(.forbidden, "A token with a ceiling sees no tokens.") }
        var standing: [PersonEvent.Credential] = []
        for stored in try await journal.events(of: Self.stream(principal.person)) {
            switch try PersonEvent(type: stored.type, payload: Data(stored.payload)) {
            case .tokenMade(let token): standing.append(token)
            case .tokenRevoked(let used): standing.removeAll { $0.hash == used.hash }
            default: break
            }
        }
        standing.removeAll { $0.expiresAt <= journal.now() }
        let names = try await journal.words(standing.compactMap(\.name))
        return standing.map { TokenView(id: $0.id, name: $0.name.flatMap { names[$0.id.rawValue] }, labelCeiling: $0.ceiling, expiresAt: $0.expiresAt) }
    }

    /// Takes a token away; whoever holds it is nobody from now on.
    package func revokeToken(_ id: String, by principal: Principal) async throws {
        guard let token = try await journal.store.indexedCredential(id: id), token.kind == .token, let person = Person.ID(rawValue: token.person),
            person == principal.person || (principal.workspaceRoles.contains(.admin) && principal.ceiling == nil)
        else { throw AppError.notFound("token") }
        try await append(.tokenRevoked(.init(hash: token.hash)), to: person, by: principal.person, action: "token.revoke")
        forget(person)
    }

    // MARK: Relays

    /// A short code that links an account of a chat system to this person, once.
    package func makeRelayCode(by principal: Principal) async throws -> (code: String, expiresAt: Timestamp) {
        let code = Random.token(5)
        let expires = journal.now().adding(hours: 1)
        let credential = PersonEvent.Credential(
            hash: SHA256.hash("relay:" + code).hex, id: (journal.mint.id("rc") as Identifier<PersonEvent>).rawValue, expiresAt: expires,
            voucher: principal.voucher)
        try await append(.relayCodeMade(credential), to: principal.person, by: principal.person, action: "relay.code")
        return (code, expires)
    }

    /// Uses up a code: from now on that user of the chat system speaks for the person.
    package func linkRelay(_ relay: String, user: String, code: String) async throws -> Person {
        let hash = SHA256.hash("relay:" + code.trimmingCharacters(in: .whitespaces).lowercased()).hex
        guard let found = try await journal.store.indexedCredential(hash), found.kind == .relayCode, !found.isUsed,
            found.expiresAt > journal.now().milliseconds, let person = Person.ID(rawValue: found.person)
        else { throw AppError(.unauthenticated, "That code is unknown, used or older than an hour. Make a new one on your page in Fera.") }
        let event = PersonEvent.relayLinked(.init(relay: relay, user: user, code: hash))
        let line = journal.audit(person.rawValue, "relay.link", relay)
        let part = StreamPart(Self.stream(person), expectedSeq: nil, [try draft(event, by: person, clientID: "use:\(hash)")])
        guard case .appended = try await journal.append(Append([part], audit: [line])) else {
            throw AppError(.unauthenticated, "That code was used a moment ago; each one works once. Make a new one on your page in Fera.")
        }
        return try await self.person(person)
    }

    /// The person that a user of a chat system is linked to.
    package func relayPrincipal(_ relay: String, user: String, ceiling: Label) async throws -> Principal? {
        guard let found = try await journal.store.indexedRelayUser(relay: relay, user: user), let id = Person.ID(rawValue: found.person) else { return nil }
        return Principal(
            person: id, workspaceRoles: [], credential: .relay(relay), ceiling: ceiling, voucher: found.voucher.flatMap { Person.ID(rawValue: $0) })
    }

    // MARK: Asking who it is

    /// The principal behind a session's cookie or a bearer token.
    /// - Throws: `.unauthenticated` for an unknown, expired or revoked one.
    package func principal(secret: String) async throws -> Principal {
        let hash = SHA256.hash(secret).hex
        let now = journal.now()
        let (entry, generation) = known.withLock { ($0.principals[hash], $0.generation) }
        if let entry, entry.until > now { return entry.principal }
        guard let found = try await journal.store.indexedCredential(hash), !found.isUsed, found.kind == .session || found.kind == .token,
            found.expiresAt > now.milliseconds, let person = Person.ID(rawValue: found.person)
        else { throw AppError(.unauthenticated, "You are not signed in, or your session has ended. Open the link that you were given, or ask for a new one.") }
        let principal = Principal(
            person: person, workspaceRoles: try await workspaceRoles(person), credential: found.kind == .session ? .session(hash) : .token(found.id),
            ceiling: found.ceiling.flatMap(Label.init(rawValue:)), voucher: found.voucher.flatMap { Person.ID(rawValue: $0) })
        known.withLock { known in
            guard known.generation == generation else { return }
            if known.principals.count > 20_000 { known.principals.removeAll() }
            known.principals[hash] = (principal, Timestamp(milliseconds: found.expiresAt))
        }
        return principal
    }

    /// When a session ends; `nil` for what is no session.
    package func expiry(_ principal: Principal) async throws -> Timestamp? {
        guard case .session(let hash) = principal.credential else { return nil }
        return try await journal.store.indexedCredential(hash).map { Timestamp(milliseconds: $0.expiresAt) }
    }

    /// Whether a principal's session or token still stands; asked again wherever one is held longer than a request.
    /// - Throws: `.unauthenticated`.
    package func check(_ principal: Principal) async throws {
        let now = journal.now()
        let (until, generation) = known.withLock { ($0.standing[principal.person]?[principal.credential], $0.generation) }
        if let until, until > now { return }
        let found: IndexedCredential?
        switch principal.credential {
        case .session(let hash): found = try await journal.store.indexedCredential(hash)
        case .token(let id): found = try await journal.store.indexedCredential(id: id)
        case .relay, .console: return
        }
        guard let found, !found.isUsed, found.expiresAt > now.milliseconds else {
            throw AppError(.unauthenticated, "Your session has ended. Open the link that you were given, or ask for a new one.")
        }
        known.withLock { known in
            guard known.generation == generation else { return }
            if known.standing.count > 20_000 { known.standing.removeAll() }
            if known.standing[principal.person]?.count ?? 0 > 100 { known.standing[principal.person] = nil }
            known.standing[principal.person, default: [:]][principal.credential] = Timestamp(milliseconds: found.expiresAt)
        }
    }

    /// Forgets what it knows of the people in whose streams something was committed. The hub calls it before it wakes who follows, so
    /// that a follower woken by the very commit that ends its session does not find the session in memory.
    func heard(_ events: [StoredEvent]) {
        known.withLock { known in
            for event in events { if let person = Person.ID(rawValue: String(event.stream.dropFirst("person:".count))) { known.standing[person] = nil } }
            known.generation += 1
        }
    }

    private func forget(_ person: Person.ID) {
        known.withLock { known in
            known.principals = known.principals.filter { $0.value.principal.person != person }
            known.standing[person] = nil
            known.generation += 1
        }
    }

    private func append(_ event: PersonEvent, to person: Person.ID, by: Person.ID, action: String, texts: [TextDraft] = []) async throws {
        let part = StreamPart(Self.stream(person), expectedSeq: nil, [try draft(event, by: by)])
        _ = try await journal.append(Append([part], texts: texts, audit: [journal.audit(by.rawValue, action, person.rawValue)]))
    }

    private func draft(_ event: PersonEvent, by: Person.ID?, clientID: String? = nil) throws -> EventDraft {
        journal.draft(event.type, try event.payload(), by: by, clientID: clientID)
    }

    /// The stream of a person.
    package static func stream(_ id: Person.ID) -> String { "person:\(id)" }

    private static func decode(_ id: Person.ID, _ profile: String?) -> Person {
        guard let profile, let parts = try? JSONReader().decode([String: String?].self, from: profile), let name = parts["name"] ?? nil else {
            return Person(id: id, name: "somebody whose name was erased")
        }
        return Person(id: id, name: name, email: parts["email"] ?? nil)
    }

    private static func roles(_ text: String) -> Set<Role> { Set(text.split(separator: " ").compactMap { Role(rawValue: String($0)) }) }
}

extension Timestamp {
    /// The moment so many hours later.
    package func adding(hours: Int) -> Timestamp { Timestamp(milliseconds: milliseconds + Int64(hours) * 3_600_000) }
}
