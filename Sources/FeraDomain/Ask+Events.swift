import FeraJSON
package import Foundation

/// A fact in the stream of an ask conversation. Each one is a packet that can be replayed, except `opened` and `rated`,
/// whose packets are notices.
package enum AskEvent: Sendable {
    case opened(Opened)
    /// A question was asked: the packet `answer_start`.
    case asked(Asked)
    case sentence(Sentence)
    case answered(Ended)
    case refused(Refused)
    /// A gap of this conversation is answered by a newer version.
    case notified(Notified)
    case rated(Rated)

    /// Somebody has opened a conversation with a clone.
    package struct Opened: Codable, Sendable {
        package var person: Person.ID
        package var clone: CloneID
        package init(person: Person.ID, clone: CloneID) {
            self.person = person
            self.clone = clone
        }
    }

    /// A question, with the version it was put to.
    package struct Asked: Codable, Sendable {
        /// The asker's words.
        package var question: TextRef
        /// The question as completed from the conversation, where it had to be.
        package var completed: TextRef?
        /// The version that is asked.
        package var version: Int
        /// The labels of what the completed question may hold words of; `nil`: of the answers just before it.
        package var drawnFrom: [Label]?
        package init(question: TextRef, completed: TextRef?, version: Int, drawnFrom: [Label]? = nil) {
            self.question = question
            self.completed = completed
            self.version = version
            self.drawnFrom = drawnFrom
        }

        enum CodingKeys: String, CodingKey {
            case question, completed, version
            case drawnFrom = "drawn_from"
        }
    }

    /// One sentence of an answer.
    package struct Sentence: Codable, Sendable {
        /// The packet's `text`, `citations` and `notes` as JSON.
        package var body: TextRef
        /// The strictest label of what it cites: who may not read that any more is not shown it again.
        package var label: Label
        package var passages: [Statement.ID]
        package init(body: TextRef, label: Label, passages: [Statement.ID]) {
            self.body = body
            self.label = label
            self.passages = passages
        }
    }

    /// The end of an answer.
    package struct Ended: Codable, Sendable {
        package var answer: String
        /// The prompt, as `id@version`, where a model had part in the wording.
        package var prompt: String?
        /// Sentences that were held back, with the reasons (never their words).
        package var heldBack: [String]
        package init(answer: String, prompt: String? = nil, heldBack: [String] = []) {
            self.answer = answer
            self.prompt = prompt
            self.heldBack = heldBack
        }

        enum CodingKeys: String, CodingKey {
            case answer, prompt
            case heldBack = "held_back"
        }
    }

    /// The end of a question that the clone does not answer.
    package struct Refused: Codable, Sendable {
        package var answer: String
        package var reason: String
        package var gap: Gap.ID?
        /// Titles of the nearest topics of the same edition.
        package var nearest: [String]
        package init(answer: String, reason: String, gap: Gap.ID?, nearest: [String]) {
            self.answer = answer
            self.reason = reason
            self.gap = gap
            self.nearest = nearest
        }
    }

    /// A newer version answers what was refused.
    package struct Notified: Codable, Sendable {
        package var gap: Gap.ID
        package var version: Int
        package var text: TextRef
        package init(gap: Gap.ID, version: Int, text: TextRef) {
            self.gap = gap
            self.version = version
            self.text = text
        }
    }

    /// What the asker thought of an answer.
    package struct Rated: Codable, Sendable {
        package var answer: String
        package var helpful: Bool
        package var comment: TextRef?
        package init(answer: String, helpful: Bool, comment: TextRef?) {
            self.answer = answer
            self.helpful = helpful
            self.comment = comment
        }
    }

    /// The event's name in the log.
    package var type: String {
        switch self {
        case .opened: "ask.opened"
        case .asked: "ask.asked"
        case .sentence: "ask.sentence"
        case .answered: "ask.answered"
        case .refused: "ask.refused"
        case .notified: "ask.notified"
        case .rated: "ask.rated"
        }
    }

    /// The payload as JSON with sorted keys.
    package func payload() throws -> Data {
        let encoder = JSONWriter()
        return switch self {
        case .opened(let value): try encoder.encode(value)
        case .asked(let value): try encoder.encode(value)
        case .sentence(let value): try encoder.encode(value)
        case .answered(let value): try encoder.encode(value)
        case .refused(let value): try encoder.encode(value)
        case .notified(let value): try encoder.encode(value)
        case .rated(let value): try encoder.encode(value)
        }
    }

    /// Reads an event of the log back.
    package init(type: String, payload: Data) throws {
        let decoder = JSONReader()
        self =
            switch type {
            case "ask.opened": .opened(try decoder.decode(Opened.self, from: payload))
            case "ask.asked": .asked(try decoder.decode(Asked.self, from: payload))
            case "ask.sentence": .sentence(try decoder.decode(Sentence.self, from: payload))
            case "ask.answered": .answered(try decoder.decode(Ended.self, from: payload))
            case "ask.refused": .refused(try decoder.decode(Refused.self, from: payload))
            case "ask.notified": .notified(try decoder.decode(Notified.self, from: payload))
            case "ask.rated": .rated(try decoder.decode(Rated.self, from: payload))
            default: throw UnknownEventType(type: type)
            }
    }
}
