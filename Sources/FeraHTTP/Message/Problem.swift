/// An error answer in the form of RFC 9457, with a stable `code` that programs may hold on to.
package struct Problem: Error, Sendable {
    /// The HTTP status.
    package var status: Int
    /// Stable, lower case with underscores, e.g. `stale_turn`.
    package var code: String
    /// What happened, in a few words for a person.
    package var title: String
    /// Where, and what to do next.
    package var detail: String
    /// Further members of the object; names must not be one of the above.
    package var extra: [String: JSONValue]
    /// Further header fields of the answer, e.g. `Retry-After`.
    package var headers: [(name: String, value: String)] = []

    /// All parts of a problem.
    package init(_ status: Int, _ code: String, _ title: String, detail: String = "", extra: [String: JSONValue] = [:]) {
        self.status = status
        self.code = code
        self.title = title
        self.detail = detail
        self.extra = extra
    }

    init(_ refusal: Refusal) { self.init(refusal.status, refusal.code, StatusText.of(refusal.status), detail: refusal.detail) }

    /// The answer, as `application/problem+json`.
    package var response: Response {
        var object = extra
        object["type"] = .string("about:blank")
        object["status"] = .integer(status)
        object["code"] = .string(code)
        object["title"] = .string(title)
        if !detail.isEmpty { object["detail"] = .string(detail) }
        var response = Response.json(JSONValue.object(object), status: status)
        response.headers.set("Content-Type", "application/problem+json")
        for (name, value) in headers { response.headers.add(name, value) }
        return response
    }

    /// The problem an error stands for when nothing better is known: itself, or 500 `internal` without any detail of the inside.
    package static func from(_ error: any Error) -> Problem {
        switch error {
        case let problem as Problem: problem
        case is CancellationError: Problem(503, "cancelled", "The request was cancelled", detail: "Send it again.")
        default: Problem(500, "internal", "The server failed", detail: "The request was not carried out. Try again; if it stays, tell who runs this server.")
        }
    }
}

/// Any JSON value, for the further members of a problem.
package enum JSONValue: Sendable, Encodable, Equatable {
    case null
    case bool(Bool)
    case integer(Int)
    case number(Double)
    case string(String)
    case array([JSONValue])
    case object([String: JSONValue])

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        switch self {
        case .null: try container.encodeNil()
        case .bool(let value): try container.encode(value)
        case .integer(let value): try container.encode(value)
        case .number(let value): try container.encode(value)
        case .string(let value): try container.encode(value)
        case .array(let value): try container.encode(value)
        case .object(let value): try container.encode(value)
        }
    }
}
