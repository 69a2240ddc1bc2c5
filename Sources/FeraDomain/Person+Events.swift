import FeraJSON
package import Foundation

/// A fact in a person's stream: who they are, and the links, sessions and tokens that speak for them. Secrets never stand
/// here: a credential is named by its SHA-256.
package enum PersonEvent: Sendable {
    case registered(Registered)
    case linkMade(Credential)
    case linkUsed(Used)
    case sessionOpened(Credential)
    case sessionClosed(Used)
    case tokenMade(Credential)
    case tokenRevoked(Used)
    case relayCodeMade(Credential)
    case relayLinked(RelayLinked)
    case draftKept(DraftKept)
    case ownerAnswered(OwnerAnswered)

    /// Somebody exists from now on.
    package struct Registered: Codable, Sendable {
        /// JSON of `Person` without its id.
        package var profile: TextRef
        package var roles: Set<Role>
        package init(profile: TextRef, roles: Set<Role>) {
            self.profile = profile
            self.roles = roles
        }
    }

    /// A secret that speaks for the person, by its hash.
    package struct Credential: Codable, Sendable {
        /// SHA-256 of the secret, 64 hexadecimal digits.
        package var hash: String
        /// The credential's public name, for lists and for revoking.
        package var id: String
        package var expiresAt: Timestamp
        package var ceiling: Label?
        /// May be used again and again, from this machine only: the links of the demonstration.
        package var isDemo: Bool?
        /// The manager who made the link that this credential goes back to: it opens only what that manager manages. `nil`: an admin did.
        package var voucher: Person.ID?
        /// What the person calls it, for tokens.
        package var name: TextRef?

        package init(
            hash: String, id: String, expiresAt: Timestamp, ceiling: Label? = nil, isDemo: Bool? = nil, voucher: Person.ID? = nil, name: TextRef? = nil
        ) {
            self.hash = hash
            self.id = id
            self.expiresAt = expiresAt
            self.ceiling = ceiling
            self.isDemo = isDemo
            self.voucher = voucher
            self.name = name
        }

        enum CodingKeys: String, CodingKey {
            case hash, id, ceiling, voucher, name
            case expiresAt = "expires_at"
            case isDemo = "demo"
        }
    }

    /// A secret that is worth nothing from now on.
    package struct Used: Codable, Sendable {
        package var hash: String
        package init(hash: String) { self.hash = hash }
    }

    /// A user of a chat system speaks for the person from now on.
    package struct RelayLinked: Codable, Sendable {
        /// "slack".
        package var relay: String
        /// The person's name in that system, team and user.
        package var user: String
        /// The hash of the code that was used up.
        package var code: String
        package init(relay: String, user: String, code: String) {
            self.relay = relay
            self.user = user
            self.code = code
        }
    }

    /// What the person wrote to a question that was no longer open.
    package struct DraftKept: Codable, Sendable {
        package var conversation: Conversation.ID
        package var text: TextRef
        /// The conversation's last seq then: the draft is shown until something newer happens.
        package var seq: Int64
        package init(conversation: Conversation.ID, text: TextRef, seq: Int64) {
            self.conversation = conversation
            self.text = text
            self.seq = seq
        }
    }

    /// The person has answered once what is asked about all of their accounts.
    package struct OwnerAnswered: Codable, Sendable {
        package var question: Question.ID
        /// Where it was filed: the interview of each account that was named, with the answer there.
        package var filed: [Filed]
        /// What named no account; it is shown to the person alone.
        package var rest: TextRef?
        /// How many secrets were taken out.
        package var redactions: Int

        /// An answer in one account's interview, `<interview>.a<n>`.
        package struct Filed: Codable, Sendable {
            package var conversation: Conversation.ID
            package var answer: String
            package init(conversation: Conversation.ID, answer: String) {
                self.conversation = conversation
                self.answer = answer
            }
        }

        package init(question: Question.ID, filed: [Filed], rest: TextRef?, redactions: Int) {
            self.question = question
            self.filed = filed
            self.rest = rest
            self.redactions = redactions
        }
    }

    /// The event's name in the log.
    package var type: String {
        switch self {
        case .registered: "person.registered"
        case .linkMade: "person.link_made"
        case .linkUsed: "person.link_used"
        case .sessionOpened: "person.session_opened"
        case .sessionClosed: "person.session_closed"
        case .tokenMade: "person.token_made"
        case .tokenRevoked: "person.token_revoked"
        case .relayCodeMade: "person.relay_code_made"
        case .relayLinked: "person.relay_linked"
        case .draftKept: "person.draft_kept"
        case .ownerAnswered: "person.owner_answered"
        }
    }

    /// The payload as JSON with sorted keys.
    package func payload() throws -> Data {
        let encoder = JSONWriter()
        return switch self {
        case .registered(let value): try encoder.encode(value)
        case .linkMade(let value), .sessionOpened(let value), .tokenMade(let value), .relayCodeMade(let value): try encoder.encode(value)
        case .linkUsed(let value), .sessionClosed(let value), .tokenRevoked(let value): try encoder.encode(value)
        case .relayLinked(let value): try encoder.encode(value)
        case .draftKept(let value): try encoder.encode(value)
        case .ownerAnswered(let value): try encoder.encode(value)
        }
    }

    /// Reads an event of the log back.
    package init(type: String, payload: Data) throws {
        let decoder = JSONReader()
        self =
            switch type {
            case "person.registered": .registered(try decoder.decode(Registered.self, from: payload))
            case "person.link_made": .linkMade(try decoder.decode(Credential.self, from: payload))
            case "person.link_used": .linkUsed(try decoder.decode(Used.self, from: payload))
            case "person.session_opened": .sessionOpened(try decoder.decode(Credential.self, from: payload))
            case "person.session_closed": .sessionClosed(try decoder.decode(Used.self, from: payload))
            case "person.token_made": .tokenMade(try decoder.decode(Credential.self, from: payload))
            case "person.token_revoked": .tokenRevoked(try decoder.decode(Used.self, from: payload))
            case "person.relay_code_made": .relayCodeMade(try decoder.decode(Credential.self, from: payload))
            case "person.relay_linked": .relayLinked(try decoder.decode(RelayLinked.self, from: payload))
            case "person.draft_kept": .draftKept(try decoder.decode(DraftKept.self, from: payload))
            case "person.owner_answered": .ownerAnswered(try decoder.decode(OwnerAnswered.self, from: payload))
            default: throw UnknownEventType(type: type)
            }
    }
}
