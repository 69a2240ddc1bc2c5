import FeraApp
import FeraDomain
import FeraHTTP

/// The course of interviews: what was passed on, sittings, fields of one account, who may type, verification.
extension Routes {
    func course(_ router: inout Router) {
        let application = application
        router.get(
            "/v1/transfers/:id/referrals",
            signedIn { request, principal in
                .json(Page(items: try await application.interviews.referrals(in: try request.id("id", as: "transfer"), for: principal), nextCursor: nil))
            })
        router.post(
            "/v1/transfers/:id/referrals/:referral/send",
            signedIn { request, principal in
                let id: Transfer.ID = try request.id("id", as: "transfer")
                let form = request.body.isEmpty ? ReferralForm() : try request.form(ReferralForm.self)
                let referral = try await application.interviews.send(request.parameter("referral"), form, in: id, by: principal)
                return .json(sent(referral, try await link(for: referral, in: id, by: principal)), status: 201)
            })
        router.post(
            "/v1/transfers/:id/sittings",
            signedIn { request, principal in
                let id: Transfer.ID = try request.id("id", as: "transfer")
                let form = try request.form(SittingsForm.self)
                try await application.interviews.plan(form, in: id, by: principal, clientID: try request.idempotencyKey(principal))
                return .json(try await view(id, principal))
            })
        router.post(
            "/v1/transfers/:id/fields",
            signedIn { request, principal in
                let id: Transfer.ID = try request.id("id", as: "transfer")
                let form = try request.form(FieldForm.self)
                try await application.interviews.addField(
                    title: form.title, question: form.question, chapter: form.chapter ?? .story, of: form.accountID, in: id, by: principal,
                    clientID: try request.idempotencyKey(principal))
                return .json(try await view(id, principal), status: 201)
            })
        router.post(
            "/v1/conversations/:id/people",
            signedIn { request, principal in
                let form = try request.form(AdmitForm.self)
                let id: Conversation.ID = try request.id("id", as: "conversation")
                try await application.conversations.admit(form.personID, isIn: form.isIn ?? true, to: id, by: principal)
                return .json(try await application.conversations.snapshot(id, for: principal))
            })
        router.get(
            "/v1/transfers/:id/accounts/:account/people",
            signedIn { request, principal in
                let account: Account.ID = try request.id("account", as: "account")
                let people = try await application.reviews.people(account, in: try request.id("id", as: "transfer"), for: principal)
                return .json(Page(items: people, nextCursor: nil))
            })
        router.post(
            "/v1/transfers/:id/verify",
            signedIn { request, principal in
                let id: Transfer.ID = try request.id("id", as: "transfer")
                let form = try request.form(VerifyForm.self)
                try await application.transfers.verify(id, account: form.accountID, route: form.route, by: principal)
                return .json(try await view(id, principal))
            })
    }

    /// A one-time link for who was asked; who has rights beyond the manager's gets none and signs in as ever.
    private func link(for referral: ReferralView, in id: Transfer.ID, by principal: Principal) async throws -> (secret: String, expiresAt: Timestamp)? {
        guard let person = referral.person.flatMap({ Person.ID(rawValue: $0.id) }), referral.status != .answered else { return nil }
        do {
            try await application.transfers.requireLinkRight(for: person, in: id, by: principal)
        } catch let error as AppError where error.code == .forbidden {
            return nil
        }
        return try await application.directory.makeLink(for: person, by: principal)
    }

    private func sent(_ referral: ReferralView, _ link: (secret: String, expiresAt: Timestamp)?) -> SentReferralView {
        SentReferralView(referral: referral, url: link.map { "\(door.origin())/#join=\($0.secret)" }, expiresAt: link?.expiresAt)
    }
}

private struct SentReferralView: Encodable {
    var referral: ReferralView
    var url: String?
    var expiresAt: Timestamp?

    enum CodingKeys: String, CodingKey {
        case url
        case expiresAt = "expires_at"
    }

    func encode(to encoder: any Encoder) throws {
        try referral.encode(to: encoder)
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encodeIfPresent(url, forKey: .url)
        try container.encodeIfPresent(expiresAt, forKey: .expiresAt)
    }
}

private struct FieldForm: Decodable {
    var accountID: Account.ID
    var title: String
    var question: String
    var chapter: Chapter?

    enum CodingKeys: String, CodingKey {
        case title, question, chapter
        case accountID = "account_id"
    }
}

private struct AdmitForm: Decodable {
    var personID: Person.ID
    var isIn: Bool?

    enum CodingKeys: String, CodingKey {
        case personID = "person_id"
        case isIn = "in"
    }
}

private struct VerifyForm: Decodable {
    var accountID: Account.ID
    var route: ReviewRoute

    enum CodingKeys: String, CodingKey {
        case route
        case accountID = "account_id"
    }
}
