/// How the bytes after the header block are framed (RFC 9112 §6).
enum BodyFraming: Equatable {
    case none
    case length(Int)
    case chunked
}

/// A request line and its header fields, checked.
struct RequestHead: Sendable {
    var method: String
    /// The target as it came, in origin form (`/path?query`) or `*`.
    var target: String
    /// 1 for HTTP/1.1, 0 for HTTP/1.0.
    var minorVersion: Int
    var headers: Headers
    var framing: BodyFraming
    var keepAlive: Bool
    var expectsContinue: Bool
}
