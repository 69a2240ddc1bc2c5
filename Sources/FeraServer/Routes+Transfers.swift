import FeraApp
import FeraDomain
import FeraHTTP
import Foundation

/// Transfers, their people, files, gaps, statements and locks.
extension Routes {
    func transfers(_ router: inout Router) {
        let transfers = application.transfers
        router.get(
            "/v1/templates",
            signedIn { _, _ in
                .json(
                    Page(
                        items: transfers.all.map { TemplateView(id: $0.id, title: $0.title, description: $0.description, roles: $0.requiredRoles) },
                        nextCursor: nil)
                ).compressible
            })
        router.post(
            "/v1/transfers", limit: 1 << 20,
            signedIn { request, principal in
                let id = try await transfers.open(try request.form(Opening.self), by: principal, clientID: try request.idempotencyKey(principal))
                return .json(try await view(id, principal), status: 201)
            })
        router.get(
            "/v1/transfers",
            signedIn { request, principal in
                let limit = try request.number("limit", default: 50, in: 1...200)
                let page = try await transfers.list(for: principal, cursor: request.query("cursor"), limit: limit)
                var items: [TransferView] = []
                for id in page.ids where Gate.pass(principal, in: try await transfers.state(id)) != nil { items.append(try await view(id, principal)) }
                return .json(Page(items: items, nextCursor: page.next))
            })
        router.get("/v1/transfers/:id", signedIn { request, principal in .json(try await view(try request.id("id", as: "transfer"), principal)) })
        router.post(
            "/v1/transfers/:id/people",
            signedIn { request, principal in
                let id: Transfer.ID = try request.id("id", as: "transfer")
                try await transfers.set(try request.form(ParticipantForm.self), in: id, by: principal)
                return .json(try await view(id, principal), status: 201)
            })
        router.post(
            "/v1/transfers/:id/close",
            signedIn { request, principal in
                let id: Transfer.ID = try request.id("id", as: "transfer")
                try await transfers.close(id, by: principal)
                return .json(try await view(id, principal))
            })
        router.post(
            "/v1/transfers/:id/sign-off",
            signedIn { request, principal in
                let id: Transfer.ID = try request.id("id", as: "transfer")
                try await transfers.signOff(id, account: try request.form(AccountRef.self).accountID, by: principal)
                return .json(try await view(id, principal))
            })
        sources(&router)
        capture(&router)
        course(&router)
        owners(&router)
    }

    private func sources(_ router: inout Router) {
        let sources = application.sources
        var limits = MultipartLimits()
        limits.totalBytes = application.configuration.limits.uploadMegabytes << 20
        let folder = application.configuration.data.dir + "/uploads"
        router.on(
            "POST", "/v1/transfers/:id/sources", body: .upload(limits, folder: folder),
            admit: { request in
                try await sources.admit(to: try request.id("id", as: "transfer"), by: try await door.principal(request))
            },
            signedIn { request, principal in
                let id: Transfer.ID = try request.id("id", as: "transfer")
                guard let form = request.form, !form.files.isEmpty else { throw AppError(.invalid, "Send at least one file in a part named 'file'.") }
                let accounts = try form.fields.filter { $0.name == "account_id" }.map { field -> Account.ID in
                    guard let account = Account.ID(rawValue: field.value) else { throw AppError.notFound("account") }
                    return account
                }
                // One that cannot be read refuses all: whoever sends them again must not find half of them there.
                if form.files.count > 1 {
                    for file in form.files { try await sources.check(name: file.filename, mediaType: file.contentType, path: file.path) }
                }
                var added: [Sources.Added] = []
                for file in form.files {
                    added.append(
                        try await sources.add(name: file.filename, mediaType: file.contentType, path: file.path, accounts: accounts, to: id, by: principal))
                }
                return .json(Page(items: added, nextCursor: nil), status: 201)
            })
        router.get(
            "/v1/transfers/:id/sources",
            signedIn { request, principal in
                .json(Page(items: try await sources.list(try request.id("id", as: "transfer"), for: principal), nextCursor: nil))
            })
        router.get(
            "/v1/transfers/:id/sources/:source",
            signedIn { request, principal in
                let found = try await sources.source(try request.id("source", as: "source"), in: try request.id("id", as: "transfer"), for: principal)
                return .json(SourceView(source: found.source, excerpts: found.excerpts.map(ExcerptView.init)))
            })
    }

    private func capture(_ router: inout Router) {
        let application = application
        router.get(
            "/v1/transfers/:id/gaps",
            signedIn { request, principal in
                .json(try await application.boards.gaps(try request.queryID("account_id"), in: try request.id("id", as: "transfer"), for: principal))
            })
        router.post(
            "/v1/transfers/:id/interviews",
            signedIn { request, principal in
                let form = try request.form(InterviewForm.self)
                let id: Transfer.ID = try request.id("id", as: "transfer")
                let was = try await application.transfers.state(id).accounts[form.accountID]?.interview
                let interview = try await application.interviews.open(
                    form.accountID, in: id, by: principal, questions: form.maxQuestions, minutes: form.budgetMinutes)
                return .json(ConversationRef(id: interview), status: was == nil ? 201 : 200)
            })
        router.get(
            "/v1/transfers/:id/statements",
            signedIn { request, principal in
                let items = try await application.reviews.statements(
                    try request.queryID("account_id"), in: try request.id("id", as: "transfer"), for: principal)
                return .json(Page(items: items, nextCursor: nil))
            })
        router.post(
            "/v1/transfers/:id/owners-pass",
            signedIn { request, principal in
                let id: Transfer.ID = try request.id("id", as: "transfer")
                let form = try request.form(OwnersPassForm.self)
                switch form.action {
                case .finish: try await application.reviews.finishPass(form.accountID, in: id, by: principal)
                case .waive: try await application.reviews.waivePass(form.accountID, in: id, reason: form.reason, by: principal)
                }
                return .json(try await view(id, principal))
            })
        router.get(
            "/v1/transfers/:id/lock",
            signedIn { request, principal in
                guard let account: Account.ID = try request.queryID("account_id") else { throw AppError(.malformed, "Name the account: ?account_id=…") }
                return .json(try await application.locks.preview(account, in: try request.id("id", as: "transfer"), for: principal))
            })
        router.post(
            "/v1/transfers/:id/lock",
            signedIn { request, principal in
                let id: Transfer.ID = try request.id("id", as: "transfer")
                let account = try request.form(AccountRef.self).accountID
                let version = try await application.locks.lock(account, in: id, by: principal)
                guard let clone = try await application.transfers.state(id).accounts[account]?.clone else { throw AppError.notFound("clone") }
                let reading = try await application.clones.reading(clone, version: version, capability: .readClone, for: principal)
                return .json(try await application.clones.version(reading), status: 201)
            })
    }

    func view(_ id: Transfer.ID, _ principal: Principal) async throws -> TransferView {
        var view = try await application.transfers.view(id, for: principal) { try await application.boards.progress($0, $1) }
        view.warnings = try await application.portfolios.warnings(in: id, for: principal)
        return view
    }
}

struct AccountRef: Decodable {
    var accountID: Account.ID
    enum CodingKeys: String, CodingKey { case accountID = "account_id" }
}

private struct InterviewForm: Decodable {
    var accountID: Account.ID
    var maxQuestions: Int?
    var budgetMinutes: Int?

    enum CodingKeys: String, CodingKey {
        case accountID = "account_id"
        case maxQuestions = "max_questions"
        case budgetMinutes = "budget_minutes"
    }
}

private struct ConversationRef: Encodable {
    var id: Conversation.ID

    enum CodingKeys: String, CodingKey { case id, conversationID = "conversation_id" }

    func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(id, forKey: .id)
        try container.encode(id, forKey: .conversationID)
    }
}

private struct OwnersPassForm: Decodable {
    enum Action: String, Decodable { case finish, waive }

    var accountID: Account.ID
    var action: Action
    var reason: String?

    enum CodingKeys: String, CodingKey {
        case action, reason
        case accountID = "account_id"
    }
}

private struct TemplateView: Encodable {
    var id: Template.ID
    var title: String
    var description: String
    var roles: [Role]
}

private struct ExcerptView: Encodable {
    var id: Excerpt.ID
    var shape: Excerpt.Shape
    var text: String
    var place: String
    var speaker: String?
    var day: Day?

    init(_ excerpt: Excerpt) {
        id = excerpt.id
        shape = excerpt.shape
        text = excerpt.text
        place = "\(excerpt.locator)"
        speaker = excerpt.speaker
        day = excerpt.day
    }
}

private struct SourceView: Encodable {
    var source: Sources.Added
    var excerpts: [ExcerptView]

    enum CodingKeys: String, CodingKey { case excerpts }

    func encode(to encoder: any Encoder) throws {
        try source.encode(to: encoder)
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(excerpts, forKey: .excerpts)
    }
}
