import FeraCrypto
import FeraDomain

/// JSON with hashes as hexadecimal digits: how a sealing that has begun is kept, so that a restart seals the same bytes.
extension SealInput: Codable {
    private enum CodingKeys: String, CodingKey {
        case clone, account, version, parent, template, language, program, passages, people, relations, contradictions, gaps, acceptance
        case accountName = "account_name"
        case lockedBy = "locked_by"
        case lockedAt = "locked_at"
        case auditHead = "audit_head"
    }

    package init(from decoder: any Decoder) throws {
        let c = try decoder.container(keyedBy: CodingKeys.self)
        func digest(_ hex: String, _ key: CodingKeys) throws -> Digest {
            guard let digest = Digest(hex: hex) else {
                throw DecodingError.dataCorruptedError(forKey: key, in: c, debugDescription: "a hash is written as 64 hexadecimal digits")
            }
            return digest
        }
        self.init(
            clone: try c.decode(CloneID.self, forKey: .clone), account: try c.decode(Account.ID.self, forKey: .account),
            accountName: try c.decode(String.self, forKey: .accountName), version: try c.decode(Int.self, forKey: .version),
            parent: try c.decodeIfPresent(String.self, forKey: .parent).map { try digest($0, .parent) },
            template: try c.decode(String.self, forKey: .template), language: try c.decode(String.self, forKey: .language),
            lockedBy: try c.decode(String.self, forKey: .lockedBy), lockedAt: try c.decode(Timestamp.self, forKey: .lockedAt),
            auditHead: try digest(try c.decode(String.self, forKey: .auditHead), .auditHead), program: try c.decode(String.self, forKey: .program),
            passages: try c.decode([ClonePassage].self, forKey: .passages), people: try c.decode([ClonePerson].self, forKey: .people),
            relations: try c.decode([CloneRelation].self, forKey: .relations),
            contradictions: try c.decode([CloneContradiction].self, forKey: .contradictions), gaps: try c.decode([CloneGap].self, forKey: .gaps),
            acceptance: try c.decode([AcceptanceQuestion].self, forKey: .acceptance))
    }

    package func encode(to encoder: any Encoder) throws {
        var c = encoder.container(keyedBy: CodingKeys.self)
        try c.encode(clone, forKey: .clone)
        try c.encode(account, forKey: .account)
        try c.encode(accountName, forKey: .accountName)
        try c.encode(version, forKey: .version)
        try c.encodeIfPresent(parent?.hex, forKey: .parent)
        try c.encode(template, forKey: .template)
        try c.encode(language, forKey: .language)
        try c.encode(lockedBy, forKey: .lockedBy)
        try c.encode(lockedAt, forKey: .lockedAt)
        try c.encode(auditHead.hex, forKey: .auditHead)
        try c.encode(program, forKey: .program)
        try c.encode(passages, forKey: .passages)
        try c.encode(people, forKey: .people)
        try c.encode(relations, forKey: .relations)
        try c.encode(contradictions, forKey: .contradictions)
        try c.encode(gaps, forKey: .gaps)
        try c.encode(acceptance, forKey: .acceptance)
    }
}

extension SealingSalts: Codable {
    /// The seed in hexadecimal digits; whoever stores it stores a secret.
    package init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        guard let seed = Hex.decode(try container.decode(String.self)), let salts = SealingSalts(seed: seed) else {
            throw DecodingError.dataCorruptedError(in: container, debugDescription: "salts are written as 64 hexadecimal digits")
        }
        self = salts
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(Hex.encode(seed))
    }
}
