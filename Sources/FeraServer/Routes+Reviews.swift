import FeraApp
import FeraDomain
import FeraHTTP

/// The owner's pass over one line, reviews, contradictions.
extension Routes {
    func reviews(_ router: inout Router) {
        let reviews = application.reviews
        router.on(
            "PATCH", "/v1/statements/:id",
            signedIn { request, principal in
                let form = try request.form(PassForm.self)
                let revision = try request.headers["If-Match"].map { text -> Int in
                    guard let revision = Int(text.filter { $0 != "\"" }) else {
                        throw AppError(.malformed, "If-Match names the revision that you have seen, in quotes.")
                    }
                    return revision
                }
                return .json(try await reviews.pass(try request.id("id", as: "statement"), form.action, text: form.text, revision: revision, by: principal))
            })
        router.get(
            "/v1/reviews",
            signedIn { request, principal in
                .json(Page(items: try await reviews.items(try request.queryID("transfer_id"), for: principal), nextCursor: nil))
            })
        router.post(
            "/v1/reviews/:id/decision",
            signedIn { request, principal in
                .json(try await reviews.decide(request.parameter("id"), try request.form(DecisionForm.self), by: principal))
            })
        router.post(
            "/v1/contradictions/:id/decision",
            signedIn { request, principal in
                let form = try request.form(AcceptForm.self)
                return .json(try await reviews.accept(try request.id("id", as: "contradiction"), reason: form.reason, by: principal))
            })
    }
}

private struct PassForm: Decodable {
    var action: Reviews.PassAction
    var text: String?
}

private struct AcceptForm: Decodable {
    enum Decision: String, Decodable { case accept }

    var decision: Decision
    var reason: String
}
