package import FeraCrypto
package import FeraDomain

/// One version as it goes into the seal: all rows of all labels, in the order in which they are to be read.
package struct SealInput: Hashable, Sendable {
    package var clone: CloneID
    package var account: Account.ID
    package var accountName: String
    /// 1 for the first lock.
    package var version: Int
    /// The root of the version before; `nil` for version 1 and only there.
    package var parent: Digest?
    /// The transfer template's id.
    package var template: String
    /// BCP 47.
    package var language: String
    package var lockedBy: String
    package var lockedAt: Timestamp
    package var auditHead: Digest
    /// The program's version.
    package var program: String

    package var passages: [ClonePassage]
    package var people: [ClonePerson]
    package var relations: [CloneRelation]
    package var contradictions: [CloneContradiction]
    package var gaps: [CloneGap]
    package var acceptance: [AcceptanceQuestion]

    package init(
        clone: CloneID, account: Account.ID, accountName: String, version: Int, parent: Digest?, template: String, language: String = "en",
        lockedBy: String, lockedAt: Timestamp, auditHead: Digest, program: String, passages: [ClonePassage] = [], people: [ClonePerson] = [],
        relations: [CloneRelation] = [], contradictions: [CloneContradiction] = [], gaps: [CloneGap] = [], acceptance: [AcceptanceQuestion] = []
    ) {
        self.clone = clone
        self.account = account
        self.accountName = accountName
        self.version = version
        self.parent = parent
        self.template = template
        self.language = language
        self.lockedBy = lockedBy
        self.lockedAt = lockedAt
        self.auditHead = auditHead
        self.program = program
        self.passages = passages
        self.people = people
        self.relations = relations
        self.contradictions = contradictions
        self.gaps = gaps
        self.acceptance = acceptance
    }

    /// All rows in the order of a file: by kind, then as they were given.
    package var rows: [CloneRow] {
        passages.map(CloneRow.passage) + people.map(CloneRow.person) + relations.map(CloneRow.relation)
            + contradictions.map(CloneRow.contradiction) + gaps.map(CloneRow.gap) + acceptance.map(CloneRow.acceptance)
    }
}
