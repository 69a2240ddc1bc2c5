import FeraClone
import FeraCrypto
package import FeraDomain
import Foundation

/// A version of a clone as its reader sees it.
package struct CloneVersionView: Codable, Sendable {
    package var cloneID: CloneID
    package var version: Int
    package var account: Packet.Named
    package var root: String
    package var parentRoot: String?
    package var edition: Edition
    package var lockedBy: String
    package var lockedAt: Timestamp
    package var counts: [String: Int]
    package var verification: String
    package var broken: [String]

    enum CodingKeys: String, CodingKey {
        case version, account, root, edition, counts, verification, broken
        case cloneID = "clone_id"
        case parentRoot = "parent_root"
        case lockedBy = "locked_by"
        case lockedAt = "locked_at"
    }
}

/// A line of the list of clones.
package struct CloneSummary: Codable, Sendable {
    package var id: CloneID
    package var account: Packet.Named
    package var version: Int
    package var lockedAt: Timestamp
    package var lockedBy: String
    package var edition: Edition
    package var passages: Int

    enum CodingKeys: String, CodingKey {
        case id, account, version, edition, passages
        case lockedAt = "locked_at"
        case lockedBy = "locked_by"
    }
}

/// A clone passage as its reader sees it.
package struct PassageView: Codable, Sendable {
    /// Who approved the line, on which route, when.
    package struct Approval: Codable, Sendable {
        package var name: String
        package var route: ReviewRoute
        package var on: Day
        package var edited: Bool
    }

    package var id: Statement.ID
    package var text: String
    package var field: Field.ID
    package var title: String
    package var chapter: Chapter
    package var kind: StatementKind
    package var severity: Severity?
    package var label: Label
    package var saidBy: String
    package var saidOn: Day
    package var approvedBy: [Approval]
    package var expiresOn: Day?
    package var ageDays: Int
    package var evidence: [StatementView.EvidenceView]
    /// What may be said to the customer.
    package var blessed: String?
    package var ownersPass: String

    enum CodingKeys: String, CodingKey {
        case id, text, field, title, chapter, kind, severity, label, evidence, blessed
        case saidBy = "said_by"
        case saidOn = "said_on"
        case approvedBy = "approved_by"
        case expiresOn = "expires_on"
        case ageDays = "age_days"
        case ownersPass = "owners_pass"
    }

    init(_ passage: ClonePassage, today: Day, blessed: String?) {
        id = passage.id
        text = passage.text
        field = passage.field
        title = passage.fieldTitle
        chapter = passage.chapter
        kind = passage.kind
        severity = passage.severity
        label = passage.label
        saidBy = passage.saidBy
        saidOn = passage.saidOn
        approvedBy = passage.approvals.map { Approval(name: $0.by, route: $0.route, on: $0.on, edited: $0.edited) }
        expiresOn = passage.expiresOn
        ageDays = max(0, today.days(since: passage.saidOn))
        evidence = passage.evidence.map(StatementView.EvidenceView.init)
        self.blessed = passage.isBlessed ? passage.text : blessed
        if case .waived(let reason) = passage.ownersPass { ownersPass = "waived: \(reason)" } else { ownersPass = "passed" }
    }
}

/// What stands in one version and not in the other.
package struct DiffView: Codable, Sendable {
    /// A line that stands in both versions with a difference, and what differs.
    package struct Change: Codable, Sendable {
        package var before: PassageView
        package var after: PassageView
        package var reasons: [String]
    }

    package var added: [PassageView]
    package var removed: [PassageView]
    package var changed: [Change]
}

extension Clones {
    /// The list of what the caller may read.
    package func summaries(for principal: Principal) async throws -> [CloneSummary] {
        try await list(for: principal).map { reading in
            let edition = reading.editions[0]
            return CloneSummary(
                id: reading.clone, account: .init(id: reading.account.account.id.rawValue, name: edition.manifest.accountName), version: reading.version,
                lockedAt: edition.manifest.lockedAt, lockedBy: edition.manifest.lockedBy, edition: edition.edition,
                passages: reading.editions.reduce(0) { $0 + $1.passageCount })
        }
    }

    /// One version, verified now.
    package func version(_ reading: Reading) async throws -> CloneVersionView {
        let edition = reading.editions[0]
        let manifest = edition.manifest
        var view = CloneVersionView(
            cloneID: reading.clone, version: reading.version, account: .init(id: manifest.account.rawValue, name: manifest.accountName), root: edition.root.hex,
            parentRoot: manifest.parent?.hex, edition: edition.edition, lockedBy: manifest.lockedBy, lockedAt: manifest.lockedAt,
            counts: [
                "passages": edition.passageCount, "people": try edition.people().count, "contradictions": try edition.contradictions().count,
                "gaps": try edition.gaps().count,
            ],
            verification: "whole", broken: [])
        switch try await verify(edition) {
        case .whole: break
        case .wholeButSignerUnknown: view.verification = "signer_unknown"
        case .broken(let faults):
            view.verification = "broken"
            view.broken = faults.map(\.message)
        }
        return view
    }

    /// All passages of the caller's editions, in reading order.
    package func passages(_ reading: Reading) throws -> [PassageView] {
        let today = journal.now().day
        return try reading.editions.flatMap { edition in
            let passages = try edition.passages()
            let texts = Dictionary(passages.map { ($0.id, $0.text) }) { first, _ in first }
            return passages.map { PassageView($0, today: today, blessed: $0.blessedWording.flatMap { texts[$0] }) }
        }
    }

    /// One passage.
    package func passage(_ id: Statement.ID, _ reading: Reading) throws -> PassageView {
        for edition in reading.editions {
            if let passage = try edition.passage(id) {
                let blessed = try passage.blessedWording.flatMap { try edition.passage($0)?.text }
                return PassageView(passage, today: journal.now().day, blessed: blessed)
            }
        }
        throw AppError.notFound("passage")
    }

    /// The contradictions that the caller's editions hold.
    package func contradictions(_ reading: Reading) throws -> [ContradictionView] {
        try reading.editions.flatMap { try $0.contradictions() }.map { found in
            let plain = Contradiction(
                id: found.id, rule: found.rule, field: found.field, a: found.a, b: found.b, label: found.label, status: found.status,
                resolution: found.resolution)
            return ContradictionView(plain, account: reading.account.account.id, resolvedBy: found.resolvedBy)
        }
    }

    /// What changed between two versions, in the editions that the caller may read.
    package func diff(_ newer: Reading, from older: Reading) throws -> DiffView {
        let today = journal.now().day
        var view = DiffView(added: [], removed: [], changed: [])
        for (old, new) in zip(older.editions, newer.editions) {
            let diff = try CloneDiff(from: old, to: new)
            func passage(_ row: CloneRow) -> PassageView? {
                if case .passage(let passage) = row { PassageView(passage, today: today, blessed: nil) } else { nil }
            }
            view.added += diff.added.compactMap(passage)
            view.removed += diff.removed.compactMap(passage)
            view.changed += diff.changed.compactMap { change in
                guard let before = passage(change.before), let after = passage(change.after) else { return nil }
                return .init(before: before, after: after, reasons: change.reasons.map(\.rawValue))
            }
        }
        return view
    }

    /// The path of the caller's edition, to be downloaded.
    package func file(_ reading: Reading) -> (path: String, name: String) {
        let edition = reading.editions[0]
        return (edition.path, "\(reading.clone)-v\(reading.version)-\(edition.edition.rawValue).fera")
    }
}
