import FeraApp
import FeraCurl
import FeraDomain
import FeraJSON
import Foundation

/// Answers what Slack has sent and posts the answer: one attempt at a time, the queue does the rest.
struct SlackDelivery: Sendable {
    let directory: Directory
    let relays: Relays
    let settings: Configuration.Slack
    let botToken: RelaySecret
    let page: String
    let client: OutboundClient

    /// Seconds before the next attempt; after the last one the message is given up.
    private static let pauses = [2, 10, 60, 300, 1800, 3600]

    func attempt(_ task: RelayTask, _ attempt: Int) async -> JobWorker.End {
        let message: SlackMessage
        do {
            message = try await answer(task)
        } catch let error as AppError where error.code == .notFound || error.code == .forbidden {
            message = .nothing
        } catch {
            return Self.again(attempt, why: (error as? AppError)?.code.rawValue ?? "failed")
        }
        do {
            return Self.end(try await client.send(try request(task, message)), attempt, isCommand: task.address != nil)
        } catch let error as TransferError {
            return Self.again(attempt, why: error.code.rawValue)
        } catch {
            return Self.again(attempt, why: "failed")
        }
    }

    private func answer(_ task: RelayTask) async throws -> SlackMessage {
        if task.address == nil, let code = SlackText.linkCode(task.text) { return try await SlackRelay.link(task.user, code, directory, settings) }
        guard let principal = try await directory.relayPrincipal(SlackRelay.name, user: task.user, ceiling: settings.labelCeiling) else {
            return .unlinked(page)
        }
        switch try await relays.answer(task, for: principal) {
        case .packets(let packets, _, let account, let version): return SlackMessage(packets, account: account, version: version)
        case .which(let names): return .which(names)
        case .nothing: return .nothing
        }
    }

    // MARK: Posting

    private struct Posting: Encodable {
        var channel: String?
        var threadTs: String?
        var responseType: String?
        var text: String
        var blocks: [SlackMessage.Block]?
        let unfurlLinks = false
        let unfurlMedia = false
    }

    private func request(_ task: RelayTask, _ message: SlackMessage) throws -> OutboundRequest {
        let posting = Posting(
            channel: task.channel, threadTs: task.parent, responseType: task.address == nil ? nil : "ephemeral", text: message.text, blocks: message.blocks)
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        encoder.keyEncodingStrategy = .convertToSnakeCase
        let body = Array(try encoder.encode(posting))
        let type = (name: "Content-Type", value: "application/json; charset=utf-8")
        if let text = task.address {
            guard let address = SlackRelay.mayAnswer(text, settings) else { throw AppError(.malformed, "The command's address is none of Slack's.") }
            return address.post(body, headers: [type])
        }
        var base = settings.apiURL
        while base.hasSuffix("/") { base.removeLast() }
        return OutboundRequest(
            .post, base + "/chat.postMessage", headers: [type, ("Authorization", "Bearer \(botToken.text)")], body: body,
            limits: TransferLimits(idle: .seconds(20), total: .seconds(30), bodyBytes: 1 << 20), allowsPlainHTTP: ReplyAddress(base)?.isLoopback == true)
    }

    private struct Reply: Decodable {
        var ok: Bool
        var error: String?
    }

    /// Errors of Slack's that no repetition changes.
    private static let final: Set<String> = [
        "channel_not_found", "not_in_channel", "is_archived", "msg_too_long", "msg_blocks_too_long", "invalid_blocks", "no_text", "restricted_action",
        "cannot_reply_to_message", "thread_not_found", "messages_tab_disabled",
    ]

    static func end(_ response: OutboundResponse, _ attempt: Int, isCommand: Bool) -> JobWorker.End {
        switch response.status {
        case 200..<300:
            if isCommand { return .done }
            guard let reply = try? JSONReader().decode(Reply.self, from: response.body) else { return again(attempt, why: "unreadable") }
            if reply.ok { return .done }
            // The service's word goes into the queue and the audit: letters and underscores only.
            let error = String((reply.error ?? "").prefix(60).filter { $0.isASCII && ($0.isLetter || $0 == "_") })
            if final.contains(error) { return .givenUp(why: error) }
            return again(attempt, why: error, header: response.headers["retry-after"])
        case 404, 410: return isCommand ? .givenUp(why: "response_url expired") : again(attempt, why: "status \(response.status)")
        default: return again(attempt, why: "status \(response.status)", header: response.headers["retry-after"])
        }
    }

    private static func again(_ attempt: Int, why: String, header: String? = nil) -> JobWorker.End {
        guard attempt <= pauses.count else { return .givenUp(why: why) }
        let asked = header.flatMap { Int($0.trimmingCharacters(in: .whitespaces)) } ?? 0
        return .again(after: .seconds(min(max(asked, header == nil ? pauses[attempt - 1] : 1), 6 * 3600)), why: why)
    }
}
