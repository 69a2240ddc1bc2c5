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
                let id: Statement.ID = try request.id("id", as: "statement")
                return .json(try await reviews.pass(id, form.action, text: form.text, revision: try request.ifMatch(), by: principal))
            })
        router.get(
            "/v1/reviews",
            signedIn { request, principal in
                .json(Page(items: try await reviews.items(try request.queryID("transfer_id"), for: principal), nextCursor: nil))
            })
        router.post(
            "/v1/reviews/:id/decision",
            signedIn { request, principal in
                var form = try request.form(DecisionForm.self)
                form.revision = try request.ifMatch() ?? form.revision
                return .json(try await reviews.decide(request.parameter("id"), form, by: principal))
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
