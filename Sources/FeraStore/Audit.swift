package import FeraCrypto
package import FeraSQLite

/// A line for the audit log: who did what to which thing. No field holds a customer's words.
package struct AuditDraft: Sendable, Equatable {
    /// When, milliseconds since 1970.
    package let at: Int64
    /// Who: a person's or token's id, or the program.
    package let actor: String
    /// What was done or refused, such as `clone.read`.
    package let action: String
    /// To what.
    package let subject: String
    /// More, as JSON or prose.
    package let detail: String

    package init(at: Int64, actor: String, action: String, subject: String, detail: String = "") {
        self.at = at
        self.actor = actor
        self.action = action
        self.subject = subject
        self.detail = detail
    }
}

/// A line of the audit log, chained to the one before it.
package struct AuditLine: Sendable, Equatable {
    /// From 1, without gaps.
    package let position: Int64
    /// What was logged.
    package let entry: AuditDraft
    /// The hash of the line before; 32 zero bytes at the first line.
    package let previous: [UInt8]
    /// The hash of this line, which covers `previous`.
    package let hash: [UInt8]

    /// SHA-256 over a domain tag, the previous hash, position and time (big-endian) and each field behind its length in UTF-8 bytes.
    package static func hash(position: Int64, _ entry: AuditDraft, previous: [UInt8]) -> Digest {
        var bytes = Array("fera.audit.v1\0".utf8)
        func add(_ number: Int64) { withUnsafeBytes(of: number.bigEndian) { bytes.append(contentsOf: $0) } }
        bytes += previous
        add(position)
        add(entry.at)
        for field in [entry.actor, entry.action, entry.subject, entry.detail] {
            add(Int64(field.utf8.count))
            bytes += field.utf8
        }
        return SHA256.hash(bytes)
    }
}

/// What reading the whole audit log found.
package enum AuditVerdict: Sendable, Equatable {
    /// Every line follows from the one before. `head` is the last hash, 32 zero bytes of an empty log.
    case whole(lines: Int64, head: [UInt8])
    /// The first line that does not.
    case broken(position: Int64, why: String)
}

/// The audit table through one connection.
package enum AuditLog {
    static let origin = [UInt8](repeating: 0, count: Digest.byteCount)

    /// Position and hash of the last line; 0 and 32 zero bytes of an empty log.
    package static func head(_ db: borrowing SQLConnection) throws -> (position: Int64, hash: [UInt8]) {
        try db.first("SELECT position, hash FROM audit ORDER BY position DESC LIMIT 1") { (try $0.int(0), try $0.blob(1)) } ?? (0, origin)
    }

    /// Lines after a position, oldest first.
    package static func lines(after position: Int64, limit: Int, _ db: borrowing SQLConnection) throws -> [AuditLine] {
        try db.all(
            "SELECT position, at, actor, action, subject, detail, previous, hash FROM audit WHERE position > ? ORDER BY position LIMIT ?",
            [.int(position), .int(Int64(limit))], line)
    }

    /// Follows the chain from its beginning. Lines cut off at the end show only against a head kept elsewhere, such as in a clone.
    package static func verify(_ db: borrowing SQLConnection) throws -> AuditVerdict {
        var position: Int64 = 0, head = origin, broken: AuditVerdict?
        try db.each("SELECT position, at, actor, action, subject, detail, previous, hash FROM audit ORDER BY position") { row in
            guard broken == nil else { return }
            let line = try line(row)
            let next = position + 1
            if line.position != next {
                broken = .broken(position: next, why: "the line is missing")
            } else if line.previous != head {
                broken = .broken(position: next, why: "it does not follow from the line before")
            } else if AuditLine.hash(position: next, line.entry, previous: head).bytes != line.hash {
                broken = .broken(position: next, why: "its content does not match its hash")
            }
            (position, head) = (next, line.hash)
        }
        return broken ?? .whole(lines: position, head: head)
    }

    static func append(_ drafts: [AuditDraft], _ db: borrowing SQLConnection) throws {
        var (position, previous) = try head(db)
        for draft in drafts {
            position += 1
            let hash = AuditLine.hash(position: position, draft, previous: previous).bytes
            try db.run(
                "INSERT INTO audit(position, at, actor, action, subject, detail, previous, hash) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
                [
                    .int(position), .int(draft.at), .text(draft.actor), .text(draft.action), .text(draft.subject), .text(draft.detail),
                    .blob(previous), .blob(hash),
                ])
            previous = hash
        }
    }

    private static func line(_ row: borrowing SQLRow) throws -> AuditLine {
        AuditLine(
            position: try row.int(0),
            entry: AuditDraft(
                at: try row.int(1), actor: try row.text(2), action: try row.text(3), subject: try row.text(4), detail: try row.text(5)),
            previous: try row.blob(6), hash: try row.blob(7))
    }
}
