import FeraApp
import FeraDomain
import FeraHTTP
import Foundation

/// Clones, their versions and passages; asking. What is read whole from a sealed version is compressible: nobody adds words to it any more.
extension Routes {
    func clones(_ router: inout Router) {
        let clones = application.clones
        router.get("/v1/clones", signedIn { _, principal in .json(Page(items: try await clones.summaries(for: principal), nextCursor: nil)) })
        router.get(
            "/v1/clones/:id/versions/:n", signedIn { request, principal in .json(try await clones.version(try await reading(request, principal, as: nil))) })
        router.get(
            "/v1/clones/:id/versions/:n/passages",
            signedIn { request, principal in
                let reading = try await reading(request, principal)
                return .json(Page(items: try clones.passages(reading), nextCursor: nil)).compressible
            })
        router.get(
            "/v1/clones/:id/versions/:n/passages/:passage",
            signedIn { request, principal in
                .json(try clones.passage(try request.id("passage", as: "passage"), try await reading(request, principal)))
            })
        router.get(
            "/v1/clones/:id/versions/:n/contradictions",
            signedIn { request, principal in
                .json(Page(items: try clones.contradictions(try await reading(request, principal)), nextCursor: nil)).compressible
            })
        router.get(
            "/v1/clones/:id/versions/:n/file",
            signedIn { request, principal in
                let reading = try await reading(request, principal, as: "clone.download")
                let file = clones.file(reading)
                var response = try Response.file(path: file.path, type: "application/octet-stream")
                response.headers.set("Content-Disposition", "attachment; filename=\"\(file.name)\"")
                return response
            })
        router.get(
            "/v1/clones/:id/versions/:n/diff",
            signedIn { request, principal in
                let newer = try await reading(request, principal)
                let from = try request.number("from", default: max(1, newer.version - 1), in: 1...1_000_000)
                let older = try await clones.reading(newer.clone, version: from, capability: .readClone, for: principal)
                return .json(try clones.diff(newer, from: older)).compressible
            })
        router.get(
            "/v1/clones/:id/versions/:n/handover",
            signedIn { request, principal in
                let reading = try await reading(request, principal, as: "clone.handover")
                return .bytes(Array(try clones.handover(reading).utf8), type: "text/markdown; charset=utf-8").compressible
            })
        asks(&router)
    }

    private func asks(_ router: inout Router) {
        let application = application
        router.post(
            "/v1/asks",
            signedIn { request, principal in
                let form = try request.form(AskForm.self)
                // It is kept for ever, as the id of an event.
                guard (form.clientMessageID?.utf8.count ?? 0) <= 100 else { throw AppError(.invalid, "client_message_id has at most 100 bytes.") }
                let conversations = application.conversations
                guard let id = form.conversationID else {
                    let begun = try await conversations.begin(
                        form.question, about: form.cloneID, version: form.version, clientID: form.clientMessageID, by: principal)
                    return .json(AskReply(conversationID: begun.conversation, packets: begun.packets))
                }
                let packets = try await conversations.ask(
                    form.question, of: form.cloneID, version: form.version, in: id, clientID: form.clientMessageID, by: principal)
                return .json(AskReply(conversationID: id, packets: packets))
            })
        router.post(
            "/v1/asks/:id/feedback",
            signedIn { request, principal in
                let form = try request.form(FeedbackForm.self)
                try await application.asks.rate(request.parameter("id"), helpful: form.helpful, comment: form.comment, by: principal)
                return .noContent
            })
    }

    /// What the caller may read of a version, with the audit line that they did; `nil` where no line of it is shown.
    private func reading(_ request: Request, _ principal: Principal, as action: String? = "clone.read") async throws -> Clones.Reading {
        guard let version = Int(request.parameter("n")) else { throw AppError.notFound("version") }
        let reading = try await application.clones.reading(try request.id("id", as: "clone"), version: version, capability: .readClone, for: principal)
        if let action { try await application.clones.note(action, reading) }
        return reading
    }
}

private struct AskForm: Decodable {
    var cloneID: CloneID
    var version: Int?
    var question: String
    var clientMessageID: String?
    var conversationID: Conversation.ID?

    enum CodingKeys: String, CodingKey {
        case version, question
        case cloneID = "clone_id"
        case clientMessageID = "client_message_id"
        case conversationID = "conversation_id"
    }
}

private struct AskReply: Encodable {
    var conversationID: Conversation.ID
    var packets: [Packet]

    enum CodingKeys: String, CodingKey {
        case packets
        case conversationID = "conversation_id"
    }
}

private struct FeedbackForm: Decodable {
    var helpful: Bool
    var comment: String?
}
