/// What the server sends, as far as a play reads it. Names are the protocol's in camel case.
struct Named: Decodable {
    var id: String
    var name: String
}

struct Session: Decodable {
    var person: Named
    var csrf: String
}

struct List<Item: Decodable>: Decodable {
    var items: [Item]
    var nextCursor: String?
}

struct Link: Decodable { var url: String }

struct TransferReply: Decodable {
    struct Account: Decodable {
        var id: String
        var name: String
        var state: String
        var missing: [String]
        var completeness: Int?
    }
    struct Person: Decodable {
        var id: String
        var name: String
        var email: String?
        var roles: [String]
        var routes: [String]
        var hired: Bool
    }
    var id: String
    var title: String
    var template: String
    var lastWorkingDay: String
    var accounts: [Account]
    var people: [Person]
}

struct SourceReply: Decodable {
    struct Counts: Decodable { var read, skipped, failed: Int }
    var name: String
    var counts: Counts
    var notices: [String]?
}

struct PlaceReply: Decodable {
    var name: String
    var place: String?
    var quote: String?
}

struct GapsReply: Decodable {
    struct Field: Decodable {
        var id: String
        var title: String
        var weight: Int
        var state: String
        var hint: PlaceReply?
    }
    struct Contradiction: Decodable {
        var id: String
        var rule: String
        var field: String
        var a: PlaceReply
        var b: PlaceReply
        var status: String
        var resolution: String?
    }
    struct Gap: Decodable {
        var id: String
        var question: String
        var status: String
        var count: Int
    }
    var fields: [Field]
    var contradictions: [Contradiction]
    var gaps: [Gap]
}

/// A conversation, whichever of its names the server gives.
struct ConversationReply: Decodable {
    var id: String?
    var conversationId: String?
}

struct StatementReply: Decodable {
    var id: String
    var field: String
    var title: String
    var text: String
    var label: String
    var revision: Int
    var status: String
}

struct ReviewReply: Decodable {
    var id: String
    var route: String
    var statement: StatementReply
    var state: String
}

struct LockPreview: Decodable {
    struct Blocker: Decodable {
        var code: String
        var message: String
    }
    var ready: Bool
    var blockers: [Blocker]
    var approved: Int
    var version: Int
}

struct CloneVersionReply: Decodable {
    var cloneId: String
    var version: Int
    var root: String
    var parentRoot: String?
    var counts: [String: Int]?
    var verification: String?
}

struct AskReply: Decodable {
    var conversationId: String
    var packets: [Packet]
}

struct Packet: Decodable {
    struct Citation: Decodable {
        var n: Int
        var passageId: String
        var quote: String
        var source: PlaceReply?
        var saidBy: String
        var approvedBy: [String]
        var ageDays: Int
    }
    struct Turn: Decodable {
        var turnId: String
        var kind: String
        var text: String
        var why: String?
        var targets: [String]?
    }
    var type: String
    var seq: Int?
    // snapshot
    var state: String?
    var turn: Turn?
    var lastSeq: Int?
    // turn, message, sentence, notice
    var turnId: String?
    var kind: String?
    var text: String?
    var why: String?
    var targets: [String]?
    var author: Named?
    // statements
    var added: [StatementReply]?
    // progress
    var completeness: Int?
    var gapsOpen: Int?
    // sentence, refused
    var citations: [Citation]?
    var notes: [String]?
    var reason: String?
    var nearest: [String]?
    // notice, error
    var code: String?
    var message: String?
    var clientMessageId: String?

    /// The turn that a packet of that type opens.
    var openedTurn: Turn? {
        guard type == "turn", let turnId, let kind, let text else { return nil }
        return Turn(turnId: turnId, kind: kind, text: text, why: why, targets: targets)
    }
}

/// Nothing that is read.
struct Ignored: Decodable {}
