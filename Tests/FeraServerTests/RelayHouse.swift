import FeraApp
import FeraCrypto
import FeraCurl
import FeraDomain
import FeraHTTP
import FeraTestSupport
import Foundation
import Synchronization
import Testing

@testable import FeraServer

/// A workspace with locked accounts, its relays behind a real server, and a Slack that remembers what it gets.
struct RelayHouse {
    static let signing = "signing-secret", token = "xoxb-bot-token"
    static let webhookSecret = "whsec_" + Data((0..<32).map { UInt8($0) }).base64EncodedString()
    static let promised = "I promised them a training day in May."
    static let blessed = "A training day <!channel> & more is planned for May."
    static let canary = "Helen Marchetti champions us at Tallow Ridge and she reads every monthly report before the board meets."

    let folder: TemporaryFolder
    let clock: Mutable<FeraDomain.Timestamp>
    let slack: SlackAPI
    let application: Application
    let desk: RelayDesk
    let server: HTTPServer
    let client: HTTPClient
    let successor: Principal
    let clones: [CloneID]
    let sleeps: AsyncStream<Duration>

    init(accounts: [(name: String, answers: [String])] = [("Tallow Ridge", [canary, promised])], ceiling: Label = .open, starts: Bool = true) async throws {
        folder = try TemporaryFolder()
        clock = Mutable(FeraDomain.Timestamp(milliseconds: 1_800_000_000_000))
        slack = try SlackAPI()
        let setup = try await Self.open(folder, clock, slack, ceiling, person: "pe_none")
        let directory = setup.directory
        let manager = Principal(
            person: try await directory.register(name: "Mara Lind", email: "mara@fera.test", roles: [.manager], by: nil).id, workspaceRoles: [.manager],
            credential: .console)
        func register(_ name: String) async throws -> Principal {
            Principal(
                person: try await directory.register(name: name, email: "\(name)@fera.test", roles: [], by: nil).id, workspaceRoles: [], credential: .console)
        }
        let (owner, reviewer) = (try await register("Olga"), try await register("Vera"))
        successor = try await register("Sam")
        let names = accounts.map { "{\"name\":\"\($0.name)\",\"tier\":\"top\"}" }.joined(separator: ",")
        let json = """
            {"template":"account-handoff","scope":"accounts","reason":"a new post","last_working_day":"2099-01-31","people":[
            {"name":"Olga","email":"Olga@fera.test","roles":["owner"]},{"name":"Sam","email":"Sam@fera.test","roles":["successor"]},
            {"name":"Vera","email":"Vera@fera.test","roles":["reviewer"],"routes":["customer-facing","regulated","people","security","support"]}],
            "accounts":[\(names)]}
            """
        let transfer = try await setup.transfers.open(try JSONDecoder().decode(Opening.self, from: Data(json.utf8)), by: manager)
        var clones: [CloneID] = []
        for (place, account) in try await setup.transfers.state(transfer).accountOrder.enumerated() {
            let interview = try await setup.interviews.open(account, in: transfer, by: manager)
            for (number, answer) in accounts[place].answers.enumerated() {
                _ = try await setup.conversations.post(ClientPacket(type: .message, clientMessageID: "a\(number)", text: answer), to: interview, by: owner)
            }
            _ = try await setup.conversations.post(ClientPacket(type: .action, clientMessageID: "stop", action: .stop), to: interview, by: owner)
            for line in try await setup.reviews.statements(account, in: transfer, for: owner) {
                _ = try await setup.reviews.pass(line.id, .confirm, text: nil, revision: nil, by: owner)
            }
            try await setup.reviews.finishPass(account, in: transfer, by: owner)
            for who in [successor, reviewer] {
                for item in try await setup.reviews.items(transfer, for: who) where item.state == .waiting {
                    let wording = item.route == .customerFacing ? (item.statement.text == Self.promised ? Self.blessed : item.statement.text) : nil
                    _ = try await setup.reviews.decide(
                        item.id, DecisionForm(decision: .approve, revision: item.statement.revision, blessedWording: wording), by: who)
                }
            }
            _ = try await setup.locks.lock(account, in: transfer, by: manager)
            clones.append(try #require(try await setup.transfers.state(transfer).accounts[account]?.clone))
        }
        self.clones = clones
        await setup.close()
        (application, desk, server, sleeps) = try await Self.serve(folder, clock, slack, ceiling, person: successor.person.rawValue)
        client = HTTPClient(port: server.port)
        if starts { desk.start() }
    }

    private static func open(_ folder: TemporaryFolder, _ clock: Mutable<FeraDomain.Timestamp>, _ slack: SlackAPI, _ ceiling: Label, person: String)
        async throws -> Application
    {
        var configuration = try ServerAssets.configuration(file: nil, environment: [:]).configuration
        configuration.data.dir = folder.file("data")
        configuration.slack.enabled = true
        configuration.slack.apiURL = "http://127.0.0.1:\(slack.port)/api"
        configuration.slack.labelCeiling = ceiling
        configuration.webhook.enabled = true
        configuration.webhook.person = person
        configuration.webhook.replyHosts = ["127.0.0.1:\(slack.port)", "replies.example.com"]
        return try await Application.open(configuration, materials: ServerAssets.materials(), now: { clock.value })
    }

    /// Opens the workspace again with relays of its own, as after a restart.
    static func serve(
        _ folder: TemporaryFolder, _ clock: Mutable<FeraDomain.Timestamp>, _ slack: SlackAPI, _ ceiling: Label = .open, person: String = "pe_none"
    )
        async throws -> (Application, RelayDesk, HTTPServer, AsyncStream<Duration>)
    {
        let application = try await open(folder, clock, slack, ceiling, person: person)
        let secrets = Secrets(environment: [
            "FERA_SLACK_SIGNING_SECRET": signing, "FERA_SLACK_BOT_TOKEN": token, "FERA_WEBHOOK_SECRET": webhookSecret,
        ])
        let (sleeps, tell) = AsyncStream.makeStream(of: Duration.self)
        let desk = try RelayDesk(application, secrets: secrets, client: try OutboundClient()) { duration in
            tell.yield(duration)
            try await Task.sleep(for: .seconds(3600))
        }
        var router = Router()
        desk.register(on: &router)
        let server = try HTTPServer(configuration: HTTPServer.Configuration(), router: router, mapError: { error, _ in Problem.of(error).response })
        try server.start()
        return (application, desk, server, sleeps)
    }

    func close() async {
        await server.shutdown(deadline: .zero)
        await desk.stop()
        await application.close()
        await slack.stop()
    }

    // MARK: What Slack sends

    /// Sends signed bytes to a relay.
    /// - Parameters: how the signature is wrong, if it is.
    func send(_ path: String, _ body: String, type: String = "application/json", secret: String = signing, age: Int64 = 0) async throws -> ClientResponse {
        let time = "\(clock.value.milliseconds / 1000 - age)"
        let signature = "v0=" + HMAC.sha256(key: Array(secret.utf8), Array("v0:\(time):\(body)".utf8)).hex
        return try await client.send(
            "POST", "/v1/relays/slack/\(path)", body: Array(body.utf8), type: type,
            headers: [("X-Slack-Request-Timestamp", time), ("X-Slack-Signature", signature)])
    }

    /// A mention of the bot in a channel.
    @discardableResult
    func mention(_ text: String, event: String, ts: String? = nil, user: String = "U1", more: String = "") async throws -> ClientResponse {
        try await send(
            "events",
            """
            {"type":"event_callback","team_id":"T1","event_id":"\(event)","event":{"type":"app_mention","user":"\(user)","text":"<@UBOT> \(text)",
            "ts":"\(ts ?? event)","channel":"C1"\(more)}}
            """
        )
    }

    /// Links the Slack user U1 with the successor.
    func link() async throws {
        let code = try await application.directory.makeRelayCode(by: successor).code
        _ = try await application.directory.linkRelay("slack", user: "T1:U1", code: code)
    }

    /// Moves the clock and lets the relays look.
    func advance(seconds: Int64) {
        clock.set(FeraDomain.Timestamp(milliseconds: clock.value.milliseconds + seconds * 1000))
        desk.wake()
    }
}

/// A value that several tasks see.
final class Mutable<Value: Sendable>: Sendable {
    private let state: Mutex<Value>
    init(_ value: Value) { state = Mutex(value) }
    var value: Value { state.withLock { $0 } }
    func set(_ value: Value) { state.withLock { $0 = value } }
}

/// Slack's Web API, and any other address that answers are posted to.
final class SlackAPI: Sendable {
    struct Post: Sendable {
        var path: String
        var headers: Headers
        var body: [UInt8]
        var text: String { String(decoding: body, as: UTF8.self) }
        /// A member of the body.
        func member(_ name: String) -> String? {
            ((try? JSONSerialization.jsonObject(with: Data(body))) as? [String: Any])?[name].map { "\($0)" }
        }
    }

    enum Reply: Sendable {
        case answer(Int, String, retryAfter: String? = nil)
        /// Never answers.
        case silence
    }

    private final class State: Sendable {
        let replies = Mutex<[Reply]>([])
        let posts: AsyncStream<Post>
        let tell: AsyncStream<Post>.Continuation
        init() { (posts, tell) = AsyncStream.makeStream() }
    }

    private let state = State()
    private let server: HTTPServer

    init() throws {
        var router = Router()
        let state = state
        router.post("/*path", limit: 1 << 20) { request in
            let reply = state.replies.withLock { $0.isEmpty ? Reply.answer(200, #"{"ok":true}"#) : $0.removeFirst() }
            state.tell.yield(Post(path: request.path, headers: request.headers, body: request.body))
            switch reply {
            case .answer(let status, let body, let wait):
                var response = Response.bytes(Array(body.utf8), type: "application/json", status: status)
                if let wait { response.headers.set("Retry-After", wait) }
                return response
            case .silence:
                try await Task.sleep(for: .seconds(3600))
                return .noContent
            }
        }
        server = try HTTPServer(configuration: HTTPServer.Configuration(), router: router)
        try server.start()
    }

    var port: UInt16 { server.port }

    /// The next replies, one each; then `ok`.
    func reply(_ replies: Reply...) { state.replies.withLock { $0 += replies } }

    /// The next post, whenever it comes.
    func next() async throws -> Post {
        var posts = state.posts.makeAsyncIterator()
        return try #require(await posts.next())
    }

    func stop() async { await server.shutdown(deadline: .zero) }
}
