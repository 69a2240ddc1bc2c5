package import FeraDomain
import FeraStore

/// The one gate: every route, packet, relay and export asks it, and asks again when something is shown later. Deny by default.
package struct Gate: Sendable {
    private let journal: Journal

    package init(journal: Journal) { self.journal = journal }

    /// The caller's part in a transfer, with what they may do.
    package struct Pass: Sendable {
        package var principal: Principal
        package var participant: Participant
        package var capabilities: Set<Capability>
        /// The labels of sealed lines that may be shown through this credential.
        package var labels: Set<Label>

        /// Whether a line of that label may pass through this credential at all.
        package func reads(_ label: Label) -> Bool { principal.ceiling.map { label.strictness <= $0.strictness } ?? true }
    }

    /// What the caller may do in a transfer, `nil` when they have no part in it.
    package static func pass(_ principal: Principal, in transfer: TransferState) -> Pass? {
        guard let participant = transfer.participants[principal.person], participant.isHired else { return nil }
        // Whoever makes a link can open it: it must not open what its maker has no say in, now or later.
        if let voucher = principal.voucher, transfer.participants[voucher]?.roles.contains(.manager) != true { return nil }
        var capabilities = AccessRules.capabilities(of: participant)
        // A ceiling below `internal` is a channel where others listen: nothing but asking goes through it.
        if let ceiling = principal.ceiling, ceiling.strictness < Label.internal.strictness { capabilities.formIntersection([.view, .ask]) }
        // The record and the owner's own words bear no label, or the strictest: they pass through no credential that has a ceiling.
        if let ceiling = principal.ceiling, ceiling != .private { capabilities.subtract([.readSources, .answer, .ownersPass, .contribute]) }
        guard capabilities.contains(.view) else { return nil }
        let labels = AccessRules.sealedLabels(of: participant, ceiling: principal.ceiling)
        return Pass(principal: principal, participant: participant, capabilities: capabilities, labels: labels)
    }

    /// Lets the caller through or says no; every no is an audit line.
    /// - Throws: `.notFound` for who has no part in the transfer and so may not know of it, `.forbidden` for who has one.
    package func require(_ capability: Capability, _ principal: Principal, in transfer: TransferState) async throws -> Pass {
        guard let pass = Self.pass(principal, in: transfer) else {
            await refused(principal, capability, transfer.id)
            throw AppError.notFound("transfer")
        }
        guard pass.capabilities.contains(capability) else {
            await refused(principal, capability, transfer.id)
            throw AppError(.forbidden, "Your part in this transfer does not include this (\(capability.rawValue)). Its manager can change that.")
        }
        return pass
    }

    /// Lets somebody through who may open transfers.
    package func requireManager(_ principal: Principal) throws {
        guard principal.workspaceRoles.contains(.manager), principal.ceiling == nil else {
            throw AppError(.forbidden, "Only a manager opens transfers. An admin can give you that right.")
        }
    }

    private func refused(_ principal: Principal, _ capability: Capability, _ transfer: Transfer.ID) async {
        let line = journal.audit(principal.person.rawValue, "refused.\(capability.rawValue)", transfer.rawValue)
        // The refusal stands whether or not its line could be written; a full disk must not turn a no into an error.
        _ = try? await journal.append(Append(audit: [line]))
    }
}
