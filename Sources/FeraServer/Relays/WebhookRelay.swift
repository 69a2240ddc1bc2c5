import FeraApp
import FeraCurl
import FeraDomain
import FeraHTTP
import FeraJSON
import Foundation

/// The generic webhook: signed questions in, signed answers out (Standard Webhooks). It acts for one person of the configuration.
struct WebhookRelay: Sendable {
    let relays: Relays
    let settings: Configuration.Webhook
    let person: Person.ID
    let secret: RelaySecret
    let client: OutboundClient
    let now: @Sendable () -> Timestamp
    /// Called when something was queued.
    var wake: @Sendable () -> Void = {}

    static let name = "webhook"

    func register(on router: inout Router) { router.post("/v1/relays/webhook", limit: 64 * 1024, take) }

    private var principal: Principal { Principal(person: person, workspaceRoles: [], credential: .relay(Self.name), ceiling: settings.labelCeiling) }

    private struct Form: Decodable {
        var type: String
        var cloneID: String
        var question: String
        var replyURL: String?

        enum CodingKeys: String, CodingKey {
            case type, question
            case cloneID = "clone_id"
            case replyURL = "reply_url"
        }
    }

    /// The packets of an answer, and where they stand.
    private struct Packets: Encodable {
        var conversation: Conversation.ID
        var packets: [Packet]

        enum CodingKeys: String, CodingKey {
            case packets
            case conversation = "conversation_id"
        }
    }

    @Sendable private func take(_ request: Request) async throws -> Response {
        let id = try RelaySignature.checkWebhook(request, secret, now: now())
        let form: Form
        do {
            form = try JSONReader().decode(Form.self, from: request.body)
        } catch {
            throw AppError(.malformed, #"Send {"type":"ask","clone_id":"…","question":"…"}, and "reply_url" where the answer is to be posted."#)
        }
        guard form.type == "ask" else { throw AppError(.malformed, "Only messages of the type 'ask' are known here.") }
        guard form.question.utf8.count <= 8000 else { throw AppError(.tooLarge, "A question has at most 8000 bytes.") }
        let task = RelayTask(relay: Self.name, id: id, user: person.rawValue, text: form.question, thread: id, clone: form.cloneID, address: form.replyURL)
        guard let url = form.replyURL else { return .json(try await packets(task)) }
        guard mayAnswer(url) != nil else {
            throw AppError(.forbidden, "The host of reply_url is not among those that the configuration lists (webhook.reply_hosts).")
        }
        if try await relays.accept(task) { wake() }
        return Response(status: 202)
    }

    private func packets(_ task: RelayTask) async throws -> Packets {
        guard case .packets(let packets, let conversation, _, _) = try await relays.answer(task, for: principal) else { throw AppError.notFound("clone") }
        return Packets(conversation: conversation, packets: packets)
    }

    /// The address if its host is listed, with its port where the list names one; this machine only where it is listed itself.
    private func mayAnswer(_ text: String) -> ReplyAddress? {
        guard let address = ReplyAddress(text), address.isHTTPS || address.isLoopback else { return nil }
        return settings.replyHosts.contains { [address.host, address.place].contains($0.lowercased()) } ? address : nil
    }

    // MARK: Answering later

    private struct Answer: Encodable {
        struct Content: Encodable {
            var inReplyTo: String
            var conversation: Conversation.ID?
            var packets: [Packet]

            enum CodingKeys: String, CodingKey {
                case packets
                case inReplyTo = "in_reply_to"
                case conversation = "conversation_id"
            }
        }
        let type = "answer"
        var timestamp: Timestamp
        var data: Content
    }

    /// Seconds before the next attempt; after the last one the answer is given up.
    private static let pauses = [5, 300, 1800, 7200, 18_000, 36_000, 50_400, 72_000, 86_400]

    /// One attempt to answer and to post the answer.
    @Sendable func attempt(_ task: RelayTask, _ attempt: Int) async -> JobWorker.End {
        guard let address = task.address.flatMap(mayAnswer) else { return .givenUp(why: "reply_url not allowed") }
        let content: Answer.Content
        do {
            let found = try await packets(task)
            content = .init(inReplyTo: task.id, conversation: found.conversation, packets: found.packets)
        } catch let error as AppError where [.notFound, .forbidden, .invalid].contains(error.code) {
            content = .init(inReplyTo: task.id, conversation: nil, packets: [.error(error)])
        } catch {
            return Self.again(attempt, why: (error as? AppError)?.code.rawValue ?? "failed")
        }
        do {
            let body = try JSONWriter().bytes(Answer(timestamp: now(), data: content))
            let id = "answer_\(task.id)", time = "\(now().milliseconds / 1000)"
            let headers: [(name: String, value: String)] = [
                ("Content-Type", "application/json"), ("webhook-id", id), ("webhook-timestamp", time),
                ("webhook-signature", RelaySignature.webhook(body, id: id, time: time, secret)),
            ]
            let response = try await client.send(address.post(body, headers: headers))
            switch response.status {
            case 200..<300: return .done
            case 410: return .givenUp(why: "gone")
            default: return Self.again(attempt, why: "status \(response.status)", header: response.headers["retry-after"])
            }
        } catch {
            return Self.again(attempt, why: (error as? TransferError)?.code.rawValue ?? "failed")
        }
    }

    private static func again(_ attempt: Int, why: String, header: String? = nil) -> JobWorker.End {
        guard attempt <= pauses.count else { return .givenUp(why: why) }
        return .again(after: .seconds(min(max(pauses[attempt - 1], header.flatMap { Int($0) } ?? 0), 86_400)), why: why)
    }
}
