import FeraApp
import FeraDomain
import FeraHTTP
import Foundation

/// What Slack sends: events and slash commands. Taken in durably and acknowledged at once; the answer follows by itself.
struct SlackRelay: Sendable {
    let directory: Directory
    let relays: Relays
    let settings: Configuration.Slack
    let signingSecret: RelaySecret
    /// Where people find their page; empty when the configuration names none.
    let page: String
    let now: @Sendable () -> Timestamp
    /// Called when something was queued.
    let wake: @Sendable () -> Void

    static let name = "slack"

    func register(on router: inout Router) {
        router.post("/v1/relays/slack/events", limit: 256 * 1024, events)
        router.post("/v1/relays/slack/commands", limit: 64 * 1024, commands)
    }

    // MARK: Events

    private static var decoder: JSONDecoder {
        let decoder = JSONDecoder()
        decoder.keyDecodingStrategy = .convertFromSnakeCase
        return decoder
    }

    private struct Envelope: Decodable {
        struct Event: Decodable {
            var type: String
            var user: String?
            var text: String?
            var ts: String?
            var threadTs: String?
            var channel: String?
            var channelType: String?
            var subtype: String?
            var botId: String?
        }
        var type: String
        var challenge: String?
        var teamId: String?
        var eventId: String?
        var event: Event?
    }

    @Sendable private func events(_ request: Request) async throws -> Response {
        try RelaySignature.checkSlack(request, signingSecret, now: now())
        guard let envelope = try? Self.decoder.decode(Envelope.self, from: Data(request.body)) else {
            throw AppError(.malformed, "This is no event of Slack's Events API.")
        }
        switch envelope.type {
        case "url_verification": return .text(envelope.challenge ?? "")
        case "event_callback": try await take(envelope)
        default: break
        }
        return Response(status: 200)
    }

    private func take(_ envelope: Envelope) async throws {
        guard let event = envelope.event, event.botId == nil, event.subtype == nil, let id = envelope.eventId, let team = envelope.teamId,
            let user = event.user,
            let channel = event.channel, let ts = event.ts, [id, team, user, channel, ts, event.threadTs ?? ""].allSatisfy({ $0.utf8.count <= 64 })
        else { return }
        let isDirect = event.type == "message" && event.channelType == "im"
        guard event.type == "app_mention" || isDirect else { return }
        let parent = event.threadTs ?? ts
        // A direct channel is one conversation, in a channel each thread is one.
        let thread = isDirect && event.threadTs == nil ? "\(team):\(channel)" : "\(team):\(channel):\(parent)"
        let text = SlackText.plain(event.text ?? "")
        guard !text.isEmpty else { return }
        let task = RelayTask(relay: Self.name, id: id, user: "\(team):\(user)", text: text, thread: thread, channel: channel, parent: parent)
        // A mention in a channel that the bot also reads comes twice, under two event ids.
        if try await relays.accept(task, names: ["\(team):\(channel):\(ts)"]) { wake() }
    }

    // MARK: Slash commands

    /// What only the one who typed the command sees.
    private static func reply(_ message: SlackMessage) -> Response { .json(["response_type": "ephemeral", "text": message.text]) }

    @Sendable private func commands(_ request: Request) async throws -> Response {
        try RelaySignature.checkSlack(request, signingSecret, now: now())
        let items = Dictionary(request.formItems.map { ($0.name, $0.value) }) { first, _ in first }
        if items["ssl_check"] == "1" { return Response(status: 200) }
        guard let team = items["team_id"], let user = items["user_id"], [team, user].allSatisfy({ (1...64).contains($0.utf8.count) }) else {
            throw AppError(.malformed, "This is no slash command of Slack's.")
        }
        let id = "\(team):\(user)"
        let text = SlackText.plain(items["text"] ?? "")
        if let code = SlackText.linkCode(text) { return Self.reply(try await link(id, code)) }
        guard try await directory.relayPrincipal(Self.name, user: id, ceiling: settings.labelCeiling) != nil else { return Self.reply(.unlinked(page)) }
        guard !text.isEmpty, text != "help" else { return Self.reply(.usage) }
        guard let address = items["response_url"], Self.mayAnswer(address, settings) != nil, let trigger = items["trigger_id"],
            (1...150).contains(trigger.utf8.count)
        else {
            throw AppError(.malformed, "The command names no response_url of Slack's.")
        }
        let thread = "\(team):\(items["channel_id"]?.prefix(64) ?? ""):command"
        let task = RelayTask(relay: Self.name, id: "trigger:\(trigger)", user: id, text: text, thread: thread, address: address)
        if try await relays.accept(task) { wake() }
        return Self.reply(SlackMessage("Looking it up…"))
    }

    /// Links a user of Slack with a code from their page, and says what came of it.
    private func link(_ user: String, _ code: String) async throws -> SlackMessage { try await Self.link(user, code, directory, settings) }

    static func link(_ user: String, _ code: String, _ directory: Directory, _ settings: Configuration.Slack) async throws -> SlackMessage {
        do {
            return .linked(try await directory.linkRelay(Self.name, user: user, code: code).name)
        } catch let error as AppError where error.code == .unauthenticated {
            // Sent twice: the first one has used the code up.
            if let known = try await directory.relayPrincipal(Self.name, user: user, ceiling: settings.labelCeiling) {
                return .linked(try await directory.person(known.person).name)
            }
            return SlackMessage(SlackText.escaped(error.detail))
        }
    }

    /// The address if an answer may go there: Slack's own for commands, or the host of the configured API.
    static func mayAnswer(_ text: String, _ settings: Configuration.Slack) -> ReplyAddress? {
        guard let address = ReplyAddress(text) else { return nil }
        if address.isHTTPS, address.place == "hooks.slack.com" { return address }
        guard let api = ReplyAddress(settings.apiURL), api.place == address.place, api.isHTTPS == address.isHTTPS else { return nil }
        return address
    }
}
