import FeraCrypto
package import FeraDomain
package import Foundation

/// What one file holds, for people and other programs. It is the file's edition and nothing more; a hidden row cannot be in it.
package struct CloneExport: Encodable, Sendable {
    /// The manifest's members.
    package struct Head: Encodable, Sendable {
        package let clone: CloneID
        package let account: Account.ID
        package let accountName: String
        package let version: Int
        package let edition: Edition
        package let root: String
        package let parent: String?
        package let template: String
        package let language: String
        package let lockedBy: String
        package let lockedAt: Timestamp
        package let auditHead: String
        package let signers: [String]
        package let program: String
        package let redactedRows: Int

        enum CodingKeys: String, CodingKey {
            case clone, account, version, edition, root, parent, template, language, signers, program
            case accountName = "account_name"
            case lockedBy = "locked_by"
            case lockedAt = "locked_at"
            case auditHead = "audit_head"
            case redactedRows = "redacted_rows"
        }
    }

    package let manifest: Head
    package let passages: [ClonePassage]
    package let people: [ClonePerson]
    package let relations: [CloneRelation]
    package let contradictions: [CloneContradiction]
    package let gaps: [CloneGap]
    package let acceptance: [AcceptanceQuestion]

    /// - Throws: `malformed_rows` where a row cannot be read.
    package init(_ clone: OpenClone) throws(CloneError) {
        let m = clone.manifest
        manifest = Head(
            clone: m.clone, account: m.account, accountName: m.accountName, version: m.version, edition: m.edition, root: clone.root.hex,
            parent: m.parent?.hex, template: m.template, language: m.language, lockedBy: m.lockedBy, lockedAt: m.lockedAt, auditHead: m.auditHead.hex,
            signers: m.signers, program: m.program, redactedRows: clone.redactedCount)
        passages = try clone.passages()
        people = try clone.people()
        relations = try clone.relations()
        contradictions = try clone.contradictions()
        gaps = try clone.gaps()
        acceptance = try clone.acceptanceQuestions()
    }

    /// JSON with sorted keys and slashes as they are.
    package func json() throws -> Data {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        return try encoder.encode(self)
    }
}
