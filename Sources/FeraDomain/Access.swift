/// Something that a person may or may not do in a transfer.
package enum Capability: String, Hashable, Sendable, CaseIterable {
    case view, manage, addSource = "add_source", readSources = "read_sources", readProgress = "read_progress", startInterview = "start_interview"
    case answer, ownersPass = "owners_pass", waive, review, acceptContradiction = "accept_contradiction"
    case lock, refreshLock = "refresh_lock", ask, readClone = "read_clone", signOff = "sign_off", readGaps = "read_gaps"
    /// Answer what an owner has passed on.
    case contribute
}

/// The table of who may what. Deny by default: what is not listed here is not allowed.
package enum AccessRules {
    /// What a role may do in its transfer.
    package static func capabilities(of role: Role) -> Set<Capability> {
        switch role {
        case .owner: [.view, .addSource, .readSources, .readProgress, .startInterview, .answer, .ownersPass, .readGaps]
        case .contributor: [.view, .contribute]
        case .reviewer: [.view, .review, .acceptContradiction]
        case .sponsor: [.view, .readProgress]
        case .operationalOwner:
            [.view, .addSource, .readSources, .readProgress, .startInterview, .waive, .acceptContradiction, .lock, .refreshLock, .ask, .readClone, .readGaps]
        case .successor, .interimHolder: [.view, .review, .ask, .readClone, .signOff]
        case .reader: [.view, .ask, .readClone]
        case .manager: Set(Capability.allCases).subtracting([.answer, .ownersPass, .signOff, .contribute])
        case .steward: [.view, .readProgress, .refreshLock, .ask, .readClone, .readGaps]
        case .admin, .relay: []
        }
    }

    /// The labels of sealed lines that a role reads.
    package static func sealedLabels(of role: Role) -> Set<Label> {
        switch role {
        case .successor, .interimHolder, .steward, .operationalOwner: [.open, .internal, .commercial]
        case .reader: [.open, .internal]
        case .manager: [.open, .internal, .commercial, .personnel]
        case .owner, .contributor, .reviewer, .sponsor, .admin, .relay: []
        }
    }

    /// What a participant may do: the union over their roles; a route makes a reviewer.
    package static func capabilities(of participant: Participant) -> Set<Capability> {
        var all = participant.roles.reduce(into: Set<Capability>()) { $0.formUnion(capabilities(of: $1)) }
        if !participant.routes.isEmpty { all.formUnion(capabilities(of: .reviewer)) }
        if participant.routes.contains(.security) { all.formUnion([.ask, .readClone]) }
        return all
    }

    /// The labels of sealed lines that a participant reads, at most `ceiling`'s where a token or channel has one.
    package static func sealedLabels(of participant: Participant, ceiling: Label? = nil) -> Set<Label> {
        var all = participant.roles.reduce(into: Set<Label>()) { $0.formUnion(sealedLabels(of: $1)) }
        if participant.routes.contains(.security) { all.insert(.security) }
        if let ceiling { all = all.filter { $0.strictness <= ceiling.strictness } }
        return all
    }

    /// The editions to open for somebody who reads these labels: the widest of the joined ones, and security's by itself.
    package static func editions(for labels: Set<Label>) -> [Edition] {
        var editions: [Edition] = []
        if let widest = [Edition.lead, .account, .team, .open].first(where: { $0.labels.isSubset(of: labels) }) { editions.append(widest) }
        if labels.contains(.security) { editions.append(.security) }
        return editions
    }
}
