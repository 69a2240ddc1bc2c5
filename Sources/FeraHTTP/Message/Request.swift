import FeraJSON
import Foundation

/// One request with its whole body. A value: it may be kept, copied and passed between tasks.
package struct Request: Sendable {
    /// The method as it came, case and all (RFC 9110 §9).
    package var method: String
    /// The target as it came: path and query, still percent-encoded.
    package var target: String
    /// The path's components, percent-decoded one by one: `/a%2Fb/c` has `a/b` and `c`, `/` has none.
    package var components: [String]
    /// The bytes behind the `?`, still percent-encoded; empty without one.
    package var rawQuery: String { target.utf8.firstIndex(of: UInt8(ascii: "?")).map { String(target[target.utf8.index(after: $0)...]) } ?? "" }
    /// The header fields.
    package var headers: Headers
    /// The peer's address without port, e.g. `127.0.0.1`.
    package var peer: String
    /// Who asks: the peer's address, or whom a trusted proxy names in its place.
    package var client: String
    /// The body's bytes; empty for a multipart upload, whose parts are in `form`.
    package var body: [UInt8]
    /// The parts of a multipart upload; they are removed when the last copy of the form is gone.
    package var form: MultipartForm?
    /// The route that takes the request, with its parameters; `nil` when none does.
    package internal(set) var match: RouteMatch?
    let minorVersion: Int

    init(head: RequestHead, components: [String], match: RouteMatch?, peer: String, client: String) {
        method = head.method
        target = head.target
        self.components = components
        headers = head.headers
        self.peer = peer
        self.client = client
        body = []
        self.match = match
        minorVersion = head.minorVersion
    }

    /// The path still percent-encoded, without the query.
    package var path: String {
        target.utf8.firstIndex(of: UInt8(ascii: "?")).map { String(target[..<$0]) } ?? target
    }

    /// A path parameter `:name`, percent-decoded; empty when the pattern has none of that name.
    package func parameter(_ name: String) -> String { match?.parameters.first { $0.name == name }?.value ?? "" }

    /// The query's items in order, decoded as a form; an item that does not decode is left out.
    package var query: [(name: String, value: String)] { Form.items(rawQuery) }

    /// The first query item of that name.
    package func query(_ name: String) -> String? { query.first { $0.name == name }?.value }

    /// The items of an `application/x-www-form-urlencoded` body.
    package var formItems: [(name: String, value: String)] { Form.items(String(decoding: body, as: UTF8.self)) }

    /// A cookie's value (RFC 6265 §5.4), as it came.
    package func cookie(_ name: String) -> String? {
        for header in headers.all("Cookie") {
            for pair in header.split(separator: ";") {
                let pair = pair.drop { $0 == " " }
                if let equals = pair.firstIndex(of: "="), pair[..<equals] == name { return String(pair[pair.index(after: equals)...]) }
            }
        }
        return nil
    }

    /// The body decoded from JSON.
    /// - Throws: `Problem` 415 `unsupported_type` when it is not declared as JSON, 400 `malformed` with the place that does not fit.
    package func json<T: Decodable>(_ type: T.Type = T.self) throws -> T {
        let mediaType = headers["Content-Type"]?.split(separator: ";").first.map { $0.trimmingCharacters(in: .whitespaces).lowercased() } ?? ""
        guard mediaType == "application/json" || mediaType.hasSuffix("+json") else {
            throw Problem(415, "unsupported_type", "This address takes JSON", detail: "Send the header Content-Type: application/json.")
        }
        do { return try JSONReader().decode(T.self, from: body) } catch let error as DecodingError {
            throw Problem(400, "malformed", "The JSON does not fit", detail: error.place)
        }
    }
}

/// `application/x-www-form-urlencoded`.
enum Form {
    static func items(_ text: String) -> [(name: String, value: String)] {
        text.utf8.split(separator: UInt8(ascii: "&")).compactMap { item in
            let parts = item.split(separator: UInt8(ascii: "="), maxSplits: 1, omittingEmptySubsequences: false)
            guard let name = PercentCoding.decode(parts[0], plusIsSpace: true),
                let value = parts.count > 1 ? PercentCoding.decode(parts[1], plusIsSpace: true) : ""
            else { return nil }
            return (name, value)
        }
    }
}

extension DecodingError {
    /// Where the JSON does not fit and why, for a person.
    var place: String {
        let (context, what): (Context, String) =
            switch self {
            case .typeMismatch(let type, let context): (context, "needs a value of type \(type)")
            case .valueNotFound(let type, let context): (context, "needs a value of type \(type), not null")
            case .keyNotFound(let key, let context): (context, "lacks the key \"\(key.stringValue)\"")
            case .dataCorrupted(let context): (context, "is not well formed: \(context.debugDescription)")
            @unknown default: (Context(codingPath: [], debugDescription: ""), "does not fit")
            }
        let path = context.codingPath.map { $0.intValue.map(String.init) ?? $0.stringValue }.joined(separator: ".")
        return path.isEmpty ? "The body \(what)." : "\"\(path)\" \(what)."
    }
}
