package import FeraDomain
package import FeraInterview
import FeraJSON
import Foundation

/// What the server says in a conversation: one vocabulary for WebSocket, server-sent events and JSON pages. A packet has
/// the members of its `type` (docs/protocol.md); the others are absent.
package struct Packet: Codable, Sendable {
    package var type: Kind
    /// Place among the packets that the conversation can replay; absent in packets that are not replayed.
    package var seq: Int64?

    /// The packet's `type`.
    package enum Kind: String, Codable, Sendable, CaseIterable {
        case snapshot, accepted, turn, message, statements, progress, sentence, refused, notice, error, pong
        case answerStart = "answer_start"
        case answerEnd = "answer_end"
    }

    // snapshot
    package var conversationID: Conversation.ID?
    package var state: String?
    package var account: Named?
    package var turn: OpenTurn?
    package var lastSeq: Int64?
    package var progress: Progress?
    /// What the reader wrote to a question that was no longer open.
    package var draft: String?
    /// Files that came after the interview was opened, which it has not read yet.
    package var sourcesNotRead: [String]?
    /// The sittings that are planned, and who may type beside the owner.
    package var sittings: [Sitting]?
    package var admitted: [Person.ID]?
    /// Whether the interview is answered in writing; absent where it is not.
    package var written: Bool?
    // accepted, error
    package var clientMessageID: String?
    // turn; snapshot and turn share `kind`
    package var turnID: String?
    package var kind: String?
    package var why: String?
    package var chapter: Chapter?
    package var probes: [String]?
    /// Fields that the answer may tell, likeliest first.
    package var targets: [Field.ID]?
    /// With `which`: the lines that a correction may mean, in the order of their numbers.
    package var choices: [String]?
    // turn, message, sentence, notice
    package var text: String?
    package var author: Named?
    // statements
    package var added: [StatementView]?
    package var revised: [StatementView]?
    // progress
    package var completeness: Int?
    package var chapters: [Chapter: Int]?
    package var gapsOpen: Int?
    package var minutesLeft: Int?
    // answer_start
    package var question: String?
    package var completedQuestion: String?
    // sentence, refused
    package var citations: [CitationView]?
    package var notes: [String]?
    // answer_end, refused
    package var answerID: String?
    package var ended: String?
    package var reason: String?
    package var gapID: Gap.ID?
    package var nearest: [String]?
    // notice, error
    package var code: String?
    package var message: String?
    package var retryAfterMs: Int?

    package init(_ type: Kind, seq: Int64? = nil) {
        self.type = type
        self.seq = seq
    }

    enum CodingKeys: String, CodingKey {
        case type, seq, state, account, turn, progress, draft, kind, why, chapter, probes, targets, text, author, added, revised, completeness, chapters,
            question, sittings, admitted, written, choices
        case citations, notes, ended, reason, nearest, code, message
        case conversationID = "conversation_id"
        case lastSeq = "last_seq"
        case sourcesNotRead = "sources_not_read"
        case clientMessageID = "client_message_id"
        case turnID = "turn_id"
        case gapsOpen = "gaps_open"
        case minutesLeft = "minutes_left"
        case completedQuestion = "completed_question"
        case answerID = "answer_id"
        case gapID = "gap_id"
        case retryAfterMs = "retry_after_ms"
    }

    /// Somebody or something with its name.
    package struct Named: Codable, Hashable, Sendable {
        package var id: String
        package var name: String

        package init(id: String, name: String) {
            self.id = id
            self.name = name
        }

        /// A person with their name.
        package init(_ person: Person) { self.init(id: person.id.rawValue, name: person.name) }
    }

    /// The question that waits for an answer.
    package struct OpenTurn: Codable, Sendable {
        package var turnID: String
        package var kind: String
        package var text: String
        package var why: String
        package var chapter: Chapter
        package var probes: [String]
        package var targets: [Field.ID]
        package var choices: [String]?

        enum CodingKeys: String, CodingKey {
            case kind, text, why, chapter, probes, targets, choices
            case turnID = "turn_id"
        }
    }

    /// How far an interview is.
    package struct Progress: Codable, Sendable {
        /// 0…99.
        package var completeness: Int
        package var chapters: [Chapter: Int]
        package var gapsOpen: Int
        package var minutesLeft: Int

        enum CodingKeys: String, CodingKey {
            case completeness, chapters
            case gapsOpen = "gaps_open"
            case minutesLeft = "minutes_left"
        }
    }

    /// The acknowledgement of a client's packet, given after its commit.
    package static func accepted(_ clientMessageID: String, seq: Int64) -> Packet {
        var packet = Packet(.accepted, seq: seq)
        packet.clientMessageID = clientMessageID
        return packet
    }

    /// A failure, as a packet.
    package static func error(_ error: AppError, clientMessageID: String? = nil) -> Packet {
        var packet = Packet(.error)
        packet.code = error.code.rawValue
        packet.message = error.detail
        if case .number(let wait) = error.members["retry_after_ms"] { packet.retryAfterMs = Int(wait) }
        // With `stale_turn`: the question that waits.
        packet.turn = error.members["turn"].flatMap { try? JSONReader().decode(OpenTurn.self, from: JSONWriter().bytes($0)) }
        packet.clientMessageID = clientMessageID
        return packet
    }
}

/// What a client says in a conversation.
package struct ClientPacket: Codable, Sendable {
    /// The packet's `type`.
    package enum Kind: String, Codable, Sendable { case message, action, ping }

    package var type: Kind
    package var clientMessageID: String?
    package var turnID: String?
    package var text: String?
    package var action: Action?
    /// With `refer`: whom to ask.
    package var to: String?
    /// With `correct` and `withdraw`.
    package var statementID: Statement.ID?
    /// With `switch_account`.
    package var accountID: Account.ID?
    /// With a message: who said it, where that is not who types.
    package var speaker: Person.ID?
    /// With a message: its lines begin with the names of who spoke.
    package var transcript: Bool?
    /// With `extend`: `minutes`, `sitting` or `written`, and the day of the sitting.
    package var choice: String?
    package var day: Day?

    /// What an action packet asks for.
    package enum Action: String, Codable, Sendable {
        case skip, `defer`, refer, correct, withdraw, pause, resume, why, stop
        case switchAccount = "switch_account"
        case extend, finish
    }

    enum CodingKeys: String, CodingKey {
        case type, text, action, to, speaker, transcript, choice, day
        case clientMessageID = "client_message_id"
        case turnID = "turn_id"
        case statementID = "statement_id"
        case accountID = "account_id"
    }

    package init(type: Kind, clientMessageID: String?, turnID: String? = nil, text: String? = nil, action: Action? = nil) {
        self.type = type
        self.clientMessageID = clientMessageID
        self.turnID = turnID
        self.text = text
        self.action = action
    }
}

/// A citation as the asker sees it.
package struct CitationView: Codable, Hashable, Sendable {
    /// For display only; the ids say what is cited.
    package var n: Int
    package var cloneID: CloneID
    package var version: Int
    package var passageID: Statement.ID
    package var quote: String
    /// UTF-8 offsets in the clone passage.
    package var start: Int
    package var end: Int
    package var source: PlaceView?
    package var saidBy: String
    package var approvedBy: [String]
    package var lockedAt: Timestamp
    package var ageDays: Int

    enum CodingKeys: String, CodingKey {
        case n, version, quote, start, end, source
        case cloneID = "clone_id"
        case passageID = "passage_id"
        case saidBy = "said_by"
        case approvedBy = "approved_by"
        case lockedAt = "locked_at"
        case ageDays = "age_days"
    }
}

/// A place in a source, for people.
package struct PlaceView: Codable, Hashable, Sendable {
    package var name: String
    package var place: String?
    package var quote: String?

    package init(name: String, place: String? = nil, quote: String? = nil) {
        self.name = name
        self.place = place
        self.quote = quote
    }
}
