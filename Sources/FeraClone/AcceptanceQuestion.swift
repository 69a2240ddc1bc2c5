package import FeraDomain

/// A question that the version must answer, or must refuse, replayed at each lock.
package struct AcceptanceQuestion: Codable, Hashable, Sendable {
    package typealias ID = Identifier<AcceptanceQuestion>

    /// What a replay is held against.
    package enum Expected: Hashable, Sendable {
        /// One of these passages is cited; where a value is given ("14 May 2027"), the answer holds it.
        case answer(passages: [Statement.ID], value: String? = nil)
        case refusal
    }

    package var id: ID
    package var question: String
    package var expected: Expected
    package var label: Label

    package init(id: ID, question: String, expected: Expected, label: Label = .internal) {
        self.id = id
        self.question = question
        self.expected = expected
        self.label = label
    }
}

extension AcceptanceQuestion {
    func write(_ out: inout RowWriter) throws(CloneError) {
        try out.text(question)
        switch expected {
        case .refusal: out.u8(0)
        case .answer(let passages, let value):
            out.u8(1)
            try out.list(passages) { (out, id) throws(CloneError) in try out.text(id.rawValue) }
            try out.optional(value)
        }
    }

    init(_ cursor: inout RowCursor, _ bytes: RawSpan, _ label: Label) throws(CloneError) {
        self.label = label
        id = try cursor.id(bytes)
        question = try cursor.text(bytes)
        switch try cursor.u8(bytes) {
        case 0: expected = .refusal
        case 1:
            let passages = try cursor.list(bytes) { (c, b) throws(CloneError) in try c.id(b, Statement.ID.self) }
            expected = .answer(passages: passages, value: try cursor.optionalText(bytes))
        case let number: throw cursor.fail("an acceptance question expects an answer (1) or a refusal (0), not \(number)")
        }
    }
}

extension AcceptanceQuestion.Expected: Codable {
    private enum CodingKeys: String, CodingKey { case type, passages, value }

    /// `{"type":"answer","passages":["…"],"value":"…"}` or `{"type":"refusal"}`.
    package init(from decoder: any Decoder) throws {
        let c = try decoder.container(keyedBy: CodingKeys.self)
        switch try c.decode(String.self, forKey: .type) {
        case "refusal": self = .refusal
        case "answer":
            self = .answer(passages: try c.decode([Statement.ID].self, forKey: .passages), value: try c.decodeIfPresent(String.self, forKey: .value))
        default: throw DecodingError.dataCorruptedError(forKey: .type, in: c, debugDescription: "an acceptance question expects 'answer' or 'refusal'")
        }
    }

    package func encode(to encoder: any Encoder) throws {
        var c = encoder.container(keyedBy: CodingKeys.self)
        switch self {
        case .refusal: try c.encode("refusal", forKey: .type)
        case .answer(let passages, let value):
            try c.encode("answer", forKey: .type)
            try c.encode(passages, forKey: .passages)
            try c.encodeIfPresent(value, forKey: .value)
        }
    }
}
