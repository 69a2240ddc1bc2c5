import FeraSQLite

/// A person as the index has them.
package struct IndexedPerson: Sendable {
    package var id: String
    /// The profile's JSON; `nil` once it was erased.
    package var profile: String?
    /// Workspace roles, separated by spaces.
    package var roles: String
}

/// A link, session, token or relay code, found by the hash of its secret.
package struct IndexedCredential: Sendable {
    /// What the secret is for.
    package enum Kind: String, Sendable {
        case link, session, token
        case relayCode = "relay_code"
    }

    package var hash: String
    package var id: String
    package var kind: Kind
    package var person: String
    /// Milliseconds since 1970.
    package var expiresAt: Int64
    package var ceiling: String?
    /// The manager whose transfers it opens; `nil`: all of the person's.
    package var voucher: String?
    package var isDemo: Bool
    /// Used up, closed or revoked.
    package var isUsed: Bool
}

/// What a conversation belongs to.
package struct IndexedConversation: Sendable {
    /// What is talked about.
    package enum Kind: String, Sendable { case interview, ask }

    package var id: String
    package var kind: Kind
    /// Of an interview.
    package var transfer: String?
    /// Of an interview.
    package var account: String?
    /// Of an ask: who asks.
    package var person: String?
    /// Of an ask: which clone.
    package var clone: String?
}

/// What a clone belongs to.
package struct IndexedClone: Sendable {
    package var id: String
    package var transfer: String
    package var account: String
}

extension Store {
    private static let peopleSQL: StaticString =
        "SELECT p.id, t.content, p.roles FROM index_people p LEFT JOIN texts t ON t.id = p.profile WHERE p.id = ?"

    /// A person by id.
    package func indexedPerson(_ id: String) async throws -> IndexedPerson? {
        try await read { db in
            try db.first(Self.peopleSQL, [.text(id)]) { IndexedPerson(id: try $0.text(0), profile: try $0.textOrNil(1), roles: try $0.text(2)) }
        }
    }

    /// Everybody, in the order of their ids.
    package func indexedPeople() async throws -> [IndexedPerson] {
        try await read { db in
            try db.all("SELECT p.id, t.content, p.roles FROM index_people p LEFT JOIN texts t ON t.id = p.profile ORDER BY p.id") {
                IndexedPerson(id: try $0.text(0), profile: try $0.textOrNil(1), roles: try $0.text(2))
            }
        }
    }

    /// A credential by the SHA-256 (hexadecimal) of its secret.
    package func indexedCredential(_ hash: String) async throws -> IndexedCredential? {
        try await read { db in
            try db.first(
                "SELECT hash, id, kind, person, expires_at, ceiling, demo, used, voucher FROM index_credentials WHERE hash = ?", [.text(hash)], Self.credential)
        } ?? nil
    }

    /// A credential by its public id.
    package func indexedCredential(id: String) async throws -> IndexedCredential? {
        try await read { db in
            try db.first(
                "SELECT hash, id, kind, person, expires_at, ceiling, demo, used, voucher FROM index_credentials WHERE id = ?", [.text(id)], Self.credential)
        } ?? nil
    }

    /// The person whom a user of a chat system is linked to.
    package func indexedRelayUser(relay: String, user: String) async throws -> (person: String, voucher: String?)? {
        try await read { db in
            try db.first("SELECT person, voucher FROM index_relay_users WHERE relay = ? AND user = ?", [.text(relay), .text(user)]) {
                (person: try $0.text(0), voucher: try $0.textOrNil(1))
            }
        }
    }

    /// The newest draft of a person in a conversation: the id of its words, the words (`nil` once erased), and the seq it was kept at.
    package func indexedDraft(of person: String, in conversation: String) async throws -> (text: String, content: String?, seq: Int64)? {
        try await read { db in
            try db.first(
                "SELECT d.text, t.content, d.seq FROM index_drafts d LEFT JOIN texts t ON t.id = d.text WHERE d.person = ? AND d.conversation = ?",
                [.text(person), .text(conversation)]
            ) { (text: try $0.text(0), content: try $0.textOrNil(1), seq: try $0.int(2)) }
        }
    }

    /// Transfers in which a person has a part, newest first, after `cursor` (an id of the last page).
    package func indexedTransfers(of person: String, after cursor: String?, limit: Int) async throws -> [String] {
        try await read { db in
            try db.all(
                "SELECT transfer FROM index_parts WHERE person = ? AND (? IS NULL OR transfer < ?) ORDER BY transfer DESC LIMIT ?",
                [.text(person), cursor.map { .text($0) } ?? .null, cursor.map { .text($0) } ?? .null, .int(Int64(limit))]
            ) { try $0.text(0) }
        }
    }

    /// A conversation by id.
    package func indexedConversation(_ id: String) async throws -> IndexedConversation? {
        try await read { db in
            try db.first("SELECT id, kind, transfer, account, person, clone FROM index_conversations WHERE id = ?", [.text(id)]) { row in
                IndexedConversation(
                    id: try row.text(0), kind: .init(rawValue: try row.text(1)) ?? .ask, transfer: try row.textOrNil(2), account: try row.textOrNil(3),
                    person: try row.textOrNil(4), clone: try row.textOrNil(5))
            }
        }
    }

    /// A clone by id.
    package func indexedClone(_ id: String) async throws -> IndexedClone? {
        try await read { db in
            try db.first("SELECT id, transfer, account FROM index_clones WHERE id = ?", [.text(id)]) {
                IndexedClone(id: try $0.text(0), transfer: try $0.text(1), account: try $0.text(2))
            }
        }
    }

    /// Transfers with a seal that has begun and not ended: to be finished at the start.
    package func transfersWithOpenSeals() async throws -> [String] {
        try await read { db in try db.all("SELECT DISTINCT transfer FROM index_seals") { try $0.text(0) } }
    }

    private static func credential(_ row: borrowing SQLRow) throws -> IndexedCredential? {
        guard let kind = IndexedCredential.Kind(rawValue: try row.text(2)) else { return nil }
        return IndexedCredential(
            hash: try row.text(0), id: try row.text(1), kind: kind, person: try row.text(3), expiresAt: try row.int(4), ceiling: try row.textOrNil(5),
            voucher: try row.textOrNil(8),
            isDemo: try row.int(6) == 1, isUsed: try row.int(7) == 1)
    }
}
