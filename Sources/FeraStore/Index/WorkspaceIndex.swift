import FeraDomain
import FeraSQLite
import Foundation

/// The projection that finds things across streams: people and their credentials, who has a part in which transfer, which
/// conversation and which clone belong to what. States are folded from their own streams; nothing is answered from here alone.
package enum WorkspaceIndex {
    /// Hand this to `Store.open`.
    package static let projection = Projection(
        name: "workspace", version: 5,
        schema: """
            CREATE TABLE index_people(id TEXT PRIMARY KEY, profile TEXT NOT NULL, roles TEXT NOT NULL) WITHOUT ROWID;
            CREATE TABLE index_credentials(hash TEXT PRIMARY KEY, id TEXT NOT NULL UNIQUE, kind TEXT NOT NULL, person TEXT NOT NULL,
                expires_at INTEGER NOT NULL, ceiling TEXT, demo INTEGER NOT NULL, voucher TEXT, used INTEGER NOT NULL DEFAULT 0) WITHOUT ROWID;
            CREATE TABLE index_relay_users(relay TEXT NOT NULL, user TEXT NOT NULL, person TEXT NOT NULL, voucher TEXT,
                PRIMARY KEY(relay, user)) WITHOUT ROWID;
            CREATE TABLE index_drafts(person TEXT NOT NULL, conversation TEXT NOT NULL, text TEXT NOT NULL, seq INTEGER NOT NULL,
                PRIMARY KEY(person, conversation)) WITHOUT ROWID;
            CREATE TABLE index_parts(person TEXT NOT NULL, transfer TEXT NOT NULL, PRIMARY KEY(person, transfer)) WITHOUT ROWID;
            CREATE TABLE index_conversations(id TEXT PRIMARY KEY, kind TEXT NOT NULL, transfer TEXT, account TEXT, person TEXT, clone TEXT) WITHOUT ROWID;
            CREATE TABLE index_clones(id TEXT PRIMARY KEY, transfer TEXT NOT NULL, account TEXT NOT NULL) WITHOUT ROWID;
            CREATE TABLE index_seals(transfer TEXT NOT NULL, account TEXT NOT NULL, PRIMARY KEY(transfer, account)) WITHOUT ROWID;
            """,
        apply: apply)

    private static func apply(_ event: StoredEvent, _ db: borrowing SQLConnection) throws {
        // Most events are an interview's and concern the index not at all: their payload is not even copied.
        if event.type.hasPrefix("person.") {
            try enter(try PersonEvent(type: event.type, payload: Data(event.payload)), of: tail(event.stream), db)
        } else if event.type.hasPrefix("transfer.") {
            // Only these types concern the index; the others are not decoded.
            switch event.type {
            case "transfer.opened", "transfer.participant_set", "transfer.interview_opened", "transfer.contribution_opened", "transfer.seal_begun",
                "transfer.sealed",
                "transfer.seal_failed":
                try enter(try TransferEvent(type: event.type, payload: Data(event.payload)), of: tail(event.stream), db)
            default: break
            }
        } else if event.type == Epoch.eventType {
            // Whatever spoke for somebody before is unknown from now on.
            try db.run("DELETE FROM index_credentials")
            try db.run("DELETE FROM index_relay_users")
        } else if event.type == "ask.opened", case .opened(let value) = try AskEvent(type: event.type, payload: Data(event.payload)) {
            try db.run(
                "INSERT INTO index_conversations(id, kind, person, clone) VALUES (?, 'ask', ?, ?)",
                [.text(tail(event.stream)), .text(value.person.rawValue), .text(value.clone.rawValue)])
        }
    }

    /// Versions whose seal is recorded: their files belong to the log.
    static func sealedVersions(_ db: borrowing SQLConnection) throws -> [(clone: String, version: Int)] {
        try db.all("SELECT type, payload FROM events WHERE type = 'transfer.sealed' ORDER BY position") { row -> (clone: String, version: Int)? in
            guard case .sealed(let value) = try TransferEvent(type: try row.text(0), payload: Data(try row.blob(1))) else { return nil }
            return (value.clone.rawValue, value.version)
        }.compactMap(\.self)
    }

    private static func tail(_ stream: String) -> String { String(stream.drop { $0 != ":" }.dropFirst()) }

    private static func enter(_ event: PersonEvent, of person: String, _ db: borrowing SQLConnection) throws {
        func add(_ kind: String, _ value: PersonEvent.Credential) throws {
            try db.run(
                "INSERT INTO index_credentials(hash, id, kind, person, expires_at, ceiling, demo, voucher) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
                [
                    .text(value.hash), .text(value.id), .text(kind), .text(person), .int(value.expiresAt.milliseconds),
                    value.ceiling.map { .text($0.rawValue) } ?? .null, .int(value.isDemo == true ? 1 : 0), value.voucher.map { .text($0.rawValue) } ?? .null,
                ])
        }
        func use(_ hash: String) throws { try db.run("UPDATE index_credentials SET used = 1 WHERE hash = ?", [.text(hash)]) }
        switch event {
        case .registered(let value):
            try db.run(
                "INSERT OR REPLACE INTO index_people(id, profile, roles) VALUES (?, ?, ?)",
                [.text(person), .text(value.profile.id.rawValue), .text(value.roles.map(\.rawValue).sorted().joined(separator: " "))])
        case .linkMade(let value): try add("link", value)
        case .sessionOpened(let value): try add("session", value)
        case .tokenMade(let value): try add("token", value)
        case .relayCodeMade(let value): try add("relay_code", value)
        case .linkUsed(let value), .sessionClosed(let value), .tokenRevoked(let value): try use(value.hash)
        case .draftKept(let value):
            try db.run(
                "INSERT OR REPLACE INTO index_drafts(person, conversation, text, seq) VALUES (?, ?, ?, ?)",
                [.text(person), .text(value.conversation.rawValue), .text(value.text.id.rawValue), .int(value.seq)])
        // Read from the person's own stream; nothing is looked for by it.
        case .ownerAnswered: break
        case .relayLinked(let value):
            try use(value.code)
            try db.run(
                """
                INSERT OR REPLACE INTO index_relay_users(relay, user, person, voucher)
                VALUES (?, ?, ?, (SELECT voucher FROM index_credentials WHERE hash = ?))
                """, [.text(value.relay), .text(value.user), .text(person), .text(value.code)])
        }
    }

    private static func enter(_ event: TransferEvent, of transfer: String, _ db: borrowing SQLConnection) throws {
        func part(_ person: Person.ID) throws {
            try db.run("INSERT OR IGNORE INTO index_parts(person, transfer) VALUES (?, ?)", [.text(person.rawValue), .text(transfer)])
        }
        func interview(_ id: Conversation.ID, _ account: Account.ID) throws {
            try db.run(
                "INSERT INTO index_conversations(id, kind, transfer, account) VALUES (?, 'interview', ?, ?)",
                [.text(id.rawValue), .text(transfer), .text(account.rawValue)])
        }
        func ended(_ account: Account.ID) throws {
            try db.run("DELETE FROM index_seals WHERE transfer = ? AND account = ?", [.text(transfer), .text(account.rawValue)])
        }
        switch event {
        case .opened(let value): for participant in value.participants { try part(participant.person) }
        case .participantSet(let value): try part(value.person)
        case .interviewOpened(let value): try interview(value.interview, value.account)
        case .contributionOpened(let value): try interview(value.conversation, value.account)
        case .sealBegun(let value):
            try db.run(
                "INSERT OR REPLACE INTO index_clones(id, transfer, account) VALUES (?, ?, ?)",
                [.text(value.clone.rawValue), .text(transfer), .text(value.account.rawValue)])
            try db.run("INSERT OR IGNORE INTO index_seals(transfer, account) VALUES (?, ?)", [.text(transfer), .text(value.account.rawValue)])
        case .sealed(let value): try ended(value.account)
        case .sealFailed(let value): try ended(value.account)
        default: break
        }
    }
}
