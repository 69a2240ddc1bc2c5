import FeraApp
import FeraDomain
import FeraServer
import FeraTestSupport
import Foundation

/// The whole service in a folder of its own on a free port, with nothing replaced.
final class House: Sendable {
    let folder: TemporaryFolder
    let service: FeraService
    let port: UInt16

    init(folder: TemporaryFolder? = nil, now: (@Sendable () -> Timestamp)? = nil, _ change: (inout Configuration) -> Void = { _ in }) async throws {
        let folder = try folder ?? TemporaryFolder()
        var configuration = try ServerAssets.configuration(file: nil, environment: [:]).configuration
        configuration.server.port = 0
        configuration.server.drainSeconds = 5
        configuration.data.dir = folder.file("data")
        configuration.data.keysDir = folder.file("keys")
        change(&configuration)
        self.folder = folder
        service = try await FeraService.start(configuration, now: now)
        port = UInt16(service.port)
    }

    /// A client that says nothing of who it is.
    var nobody: HTTPClient { HTTPClient(port: port) }

    /// Registers somebody at the console.
    func register(_ name: String, email: String? = nil, roles: Set<Role> = []) async throws -> Person.ID {
        try await service.application.directory.register(name: name, email: email, roles: roles, by: nil).id
    }

    /// A program's client with a token of the person's own.
    func client(_ person: Person.ID, ceiling: Label? = nil) async throws -> HTTPClient {
        HTTPClient(port: port, headers: [("Authorization", "Bearer \(try await token(person, ceiling: ceiling).token)")])
    }

    func token(_ person: Person.ID, ceiling: Label? = nil) async throws -> (id: String, token: String) {
        try await service.application.directory.makeToken(for: person, ceiling: ceiling, days: nil, by: console(person))
    }

    func link(_ person: Person.ID, isDemo: Bool = false) async throws -> String {
        try await service.application.directory.makeLink(for: person, by: console(person), isDemo: isDemo).secret
    }

    /// A browser that came in by a link.
    func browser(_ person: Person.ID) async throws -> Browser {
        let answer = try await nobody.post("/v1/sessions", json: ["secret": try await link(person)])
        return try Browser(answer, port: port)
    }

    private func console(_ person: Person.ID) -> Principal { Principal(person: person, workspaceRoles: [.admin], credential: .console) }
}

/// Runs a test against a service of its own and stops it afterwards.
func inHouse(now: (@Sendable () -> Timestamp)? = nil, _ change: (inout Configuration) -> Void = { _ in }, _ body: (House) async throws -> Void) async throws {
    let house = try await House(now: now, change)
    do {
        try await body(house)
    } catch {
        await house.service.stop()
        throw error
    }
    await house.service.stop()
}

/// What a browser holds: cookie, CSRF value, its own origin.
struct Browser: Sendable {
    let cookie: String
    let csrf: String
    let setCookie: String
    let client: HTTPClient
    let port: UInt16

    init(_ answer: ClientResponse, port: UInt16) throws {
        guard answer.status == 201, let header = answer["Set-Cookie"], let csrf = answer.member("csrf") else {
            throw Unexpected("no session: \(answer.status) \(answer.text)")
        }
        setCookie = header
        cookie = String(header.prefix { $0 != ";" })
        self.csrf = csrf
        self.port = port
        client = HTTPClient(port: port, headers: [("Cookie", cookie), ("Origin", "http://127.0.0.1:\(port)"), ("X-Fera-CSRF", csrf)])
    }

    /// The same cookie with other headers around it.
    func with(origin: String?, csrf: String?, host: String? = nil) -> HTTPClient {
        var headers: [(name: String, value: String)] = [("Cookie", cookie)]
        if let origin { headers.append(("Origin", origin)) }
        if let csrf { headers.append(("X-Fera-CSRF", csrf)) }
        if let host { headers.append(("Host", host)) }
        return HTTPClient(port: port, headers: headers)
    }
}

/// JSON as a test looks into it.
typealias Object = [String: Any]

extension ClientResponse {
    /// The body as a JSON object.
    func object() throws -> Object {
        guard let object = try JSONSerialization.jsonObject(with: Data(body)) as? Object else { throw Unexpected("no object: \(text)") }
        return object
    }

    /// The `items` of a list.
    func items() throws -> [Object] { try object()["items"] as? [Object] ?? [] }

    /// The same answer, once its status is the expected one.
    func expecting(_ status: Int) throws -> ClientResponse {
        guard self.status == status else { throw Unexpected("\(self.status) instead of \(status): \(text)") }
        return self
    }
}

extension HTTPClient {
    /// POST of an object made by hand.
    func post(_ target: String, _ object: Object) async throws -> ClientResponse {
        try await send("POST", target, body: Array(try JSONSerialization.data(withJSONObject: object)), type: "application/json")
    }

    /// Uploads files as a form.
    func upload(_ target: String, _ files: [(name: String, text: String)], fields: [(name: String, value: String)] = []) async throws -> ClientResponse {
        var body = fields.map { "--b0\r\nContent-Disposition: form-data; name=\"\($0.name)\"\r\n\r\n\($0.value)\r\n" }.joined()
        for file in files { body += "--b0\r\nContent-Disposition: form-data; name=\"file\"; filename=\"\(file.name)\"\r\n\r\n\(file.text)\r\n" }
        return try await post(target, Array((body + "--b0--\r\n").utf8), type: "multipart/form-data; boundary=b0")
    }
}

/// Waits until something that happens elsewhere has happened.
func eventually(_ what: String, _ condition: () async throws -> Bool) async throws {
    let start = ContinuousClock.now
    while try await !condition() {
        guard ContinuousClock.now - start < .seconds(20) else { throw Unexpected("it never happened: \(what)") }
        await Task.yield()
        try await Task.sleep(for: .milliseconds(2))
    }
}

/// Why a test gave up.
struct Unexpected: Error, CustomStringConvertible {
    let description: String

    init(_ description: String) { self.description = description }
}
