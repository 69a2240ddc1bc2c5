package import FeraDomain

extension Transfers {
    /// The routes whose deciders have not verified an account's newest version, where its template asks for that.
    func unverified(_ record: TransferState.AccountRecord, _ state: TransferState) -> [ReviewRoute] {
        let template = templates.first { $0.id == state.opened?.template }
        return (template?.verifiedBy ?? []).filter { record.verified[$0]?.version != record.version }
    }

    func requireVerified(_ record: TransferState.AccountRecord, _ state: TransferState) throws {
        let missing = unverified(record, state)
        guard missing.isEmpty else {
            let routes = missing.map(\.rawValue).joined(separator: ", ")
            throw AppError(
                .state, "Version \(record.version) of \(record.account.name) is not verified yet by the route \(routes); its people do that first.",
                members: ["unverified": .array(missing.map { .string($0.rawValue) })])
        }
    }

    /// Whoever decides a route says that the newest version is complete enough to work from.
    package func verify(_ id: Transfer.ID, account: Account.ID, route: ReviewRoute, by principal: Principal) async throws {
        try await change(id, .review, by: principal, action: "clone.verify") { state in
            guard let record = state.accounts[account] else { throw AppError.notFound("account") }
            guard state.participants[principal.person]?.decides.contains(route) == true else {
                throw AppError(.forbidden, "The route \(route.rawValue) is not yours to verify for.")
            }
            guard record.version > 0 else { throw AppError(.state, "Nothing is locked for \(record.account.name) yet; there is nothing to verify.") }
            if record.verified[route]?.version == record.version { return [] }
            return [.verified(.init(account: account, version: record.version, route: route, by: principal.person))]
        }
    }
}
