package import FeraDomain
import FeraJSON
import FeraStore
import Foundation

extension Transfers {
    /// A transfer as the caller sees it.
    /// - Parameter progress: stage and completeness of an account's interview, from whoever runs it.
    package func view(_ id: Transfer.ID, for principal: Principal, progress: (TransferState, Account.ID) async throws -> AccountProgress) async throws
        -> TransferView
    {
        let state = try await state(id)
        let pass = try await gate.require(.view, principal, in: state)
        guard let opened = state.opened else { throw AppError.notFound("transfer") }
        let context = try await journal.words([opened.context])[opened.context.id.rawValue]
        let words = context.flatMap { try? JSONReader().decode([String: String].self, from: $0) } ?? [:]
        let seesProgress = pass.capabilities.contains(.readProgress)
        var accounts: [TransferView.AccountView] = []
        for account in state.accountOrder {
            guard let record = state.accounts[account] else { continue }
            let progress = try await progress(state, account)
            let readsClone = pass.capabilities.contains(.readClone)
            accounts.append(
                .init(
                    id: account, name: record.account.name, tier: record.account.tier, segment: record.account.segment,
                    renewalDate: record.account.renewalDate,
                    value: pass.reads(.commercial) && (pass.labels.contains(.commercial) || seesProgress) ? record.account.value : nil,
                    state: progress.stage, missing: seesProgress ? progress.missing : [],
                    interviewID: pass.capabilities.contains(.answer) || seesProgress ? record.interview : nil,
                    completeness: seesProgress ? progress.completeness : nil,
                    clone: readsClone ? record.clone.flatMap { record.version > 0 ? .init(id: $0, version: record.version) : nil } : nil))
        }
        var people: [TransferView.PersonView] = []
        for participant in state.participants.values.sorted(by: { $0.person < $1.person }) {
            let person = try await directory.person(participant.person)
            people.append(
                .init(
                    id: person.id, name: person.name, email: pass.capabilities.contains(.manage) ? person.email : nil,
                    roles: participant.roles.sorted { $0.rawValue < $1.rawValue }, routes: participant.decides.sorted { $0.rawValue < $1.rawValue },
                    hired: participant.isHired, joined: state.joined.contains(person.id)))
        }
        return TransferView(
            id: id, title: opened.title, template: opened.template, scope: words["scope"] ?? "", reason: words["reason"] ?? "",
            lastWorkingDay: opened.lastWorkingDay, language: opened.language,
            state: state.isClosed ? .closed : accounts.map(\.state).min() ?? .opened, accounts: accounts, people: people, sourceCount: state.sources.count,
            you: .init(
                id: principal.person, roles: pass.participant.roles.sorted { $0.rawValue < $1.rawValue },
                routes: pass.participant.decides.sorted { $0.rawValue < $1.rawValue }, may: pass.capabilities.map(\.rawValue).sorted()))
    }

    /// Every transfer in which a person has a part, newest first.
    func parts(of person: Person.ID) async throws -> [Transfer.ID] {
        var all: [String] = []
        while true {
            let page = try await journal.store.indexedTransfers(of: person.rawValue, after: all.last, limit: 200)
            all += page
            guard page.count == 200 else { return all.compactMap(Transfer.ID.init(rawValue:)) }
        }
    }

    /// The transfers in which the caller has a part, newest first.
    package func list(for principal: Principal, cursor: String?, limit: Int) async throws -> (ids: [Transfer.ID], next: String?) {
        let ids = try await journal.store.indexedTransfers(of: principal.person.rawValue, after: cursor, limit: limit)
        return (ids.compactMap(Transfer.ID.init(rawValue:)), ids.count == limit ? ids.last : nil)
    }
}

/// How far an account has come, and what the next step still needs.
package struct AccountProgress: Sendable {
    package var stage: AccountStage
    package var missing: [String]
    /// 0…100, `nil` before the record has been read.
    package var completeness: Int?

    package init(stage: AccountStage, missing: [String], completeness: Int?) {
        self.stage = stage
        self.missing = missing
        self.completeness = completeness
    }
}
