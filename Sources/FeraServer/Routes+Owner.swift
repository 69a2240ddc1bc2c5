import FeraApp
import FeraDomain
import FeraHTTP

/// What an owner answers outside the chat (questions about all accounts at once, the written pass), and the order of their accounts.
extension Routes {
    func owners(_ router: inout Router) {
        let application = application
        let limit = application.configuration.limits.messageKilobytes << 10
        router.get("/v1/owner-questions", signedIn { _, principal in .json(try await application.ownerQuestions.list(for: principal)) })
        router.post(
            "/v1/owner-questions/:id/answer", limit: limit,
            signedIn { request, principal in
                let form = try request.form(OwnerAnswerForm.self)
                let view = try await application.ownerQuestions.answer(
                    try request.id("id", as: "question"), form.text, clientID: form.clientMessageID, by: principal)
                return .json(view, status: 201)
            })
        router.get(
            "/v1/portfolio",
            signedIn { request, principal in
                let sittings = request.query("sittings_a_week") == nil ? nil : try request.number("sittings_a_week", default: 2, in: 1...10)
                return .json(Page(items: try await application.portfolios.plans(sittings: sittings, for: principal), nextCursor: nil))
            })
        router.get(
            "/v1/conversations/:id/written",
            signedIn { request, principal in .json(try await application.conversations.written(try request.id("id", as: "conversation"), for: principal)) })
        router.post(
            "/v1/conversations/:id/written", limit: limit,
            signedIn { request, principal in
                let id: Conversation.ID = try request.id("id", as: "conversation")
                let reply = try await application.conversations.write(try request.form(WrittenAnswers.self), to: id, by: principal)
                let form = try await application.conversations.written(id, for: principal)
                return .json(WrittenReply(accepted: reply.accepted, packets: reply.packets, form: form))
            })
    }
}

private struct OwnerAnswerForm: Decodable {
    var text: String
    var clientMessageID: String?

    enum CodingKeys: String, CodingKey {
        case text
        case clientMessageID = "client_message_id"
    }
}

private struct WrittenReply: Encodable {
    var accepted: Packet
    var packets: [Packet]
    var form: WrittenFormView
}
