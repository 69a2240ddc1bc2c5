import CCurl

/// What must be known of an address before it is called. Read by libcurl's own parser, so that what is checked is what is called.
struct URLParts: Equatable {
    let scheme: String
    let host: String
    let port: String

    /// `scheme://host:port`: enough for a person, free of secrets.
    var origin: String { "\(scheme)://\(host):\(port)" }

    init(_ text: String) throws(TransferError) {
        guard !text.utf8.contains(where: { $0 <= 0x20 || $0 == 0x7f }), let url = curl_url() else { throw TransferError(.badURL, nil) }
        defer { curl_url_cleanup(url) }
        guard curl_url_set(url, CURLUPART_URL, text, UInt32(CURLU_NON_SUPPORT_SCHEME)) == CURLUE_OK,
            let scheme = Self.part(url, CURLUPART_SCHEME), let host = Self.part(url, CURLUPART_HOST), !host.isEmpty
        else { throw TransferError(.badURL, nil) }
        guard scheme == "https" || scheme == "http" else { throw TransferError(.schemeRefused, nil) }
        guard Self.part(url, CURLUPART_USER) == nil, Self.part(url, CURLUPART_PASSWORD) == nil, let port = Self.part(url, CURLUPART_PORT) else {
            throw TransferError(.badURL, "\(scheme)://\(host)")
        }
        self.scheme = scheme
        self.host = host
        self.port = port
    }

    private static func part(_ url: OpaquePointer, _ part: CURLUPart) -> String? {
        var text: UnsafeMutablePointer<CChar>?
        guard curl_url_get(url, part, &text, UInt32(CURLU_DEFAULT_PORT)) == CURLUE_OK, let text else { return nil }
        defer { curl_free(text) }
        return String(cString: text)
    }
}

extension OutboundRequest {
    /// Checks everything that can be known before a connection is made.
    func validated() throws(TransferError) -> URLParts {
        let parts = try URLParts(url)
        guard parts.scheme == "https" || allowsPlainHTTP else { throw TransferError(.schemeRefused, parts.origin) }
        // Through a proxy the socket shows the proxy's address only, so the policy could not be kept.
        guard proxy.isEmpty || addressPolicy == .any else {
            throw TransferError(.badRequest, parts.origin, detail: "an address policy cannot be kept through a proxy")
        }
        for (name, value) in headers {
            guard !name.isEmpty, name.utf8.allSatisfy(Self.isTokenByte), !Self.framing.contains(name.lowercased()) else {
                throw TransferError(.badRequest, parts.origin, detail: "a header name is not allowed")
            }
            guard !value.utf8.contains(where: { $0 == 10 || $0 == 13 || $0 == 0 }) else {
                throw TransferError(.badRequest, parts.origin, detail: "the value of the header \(name) has a line end or a zero byte in it")
            }
        }
        return parts
    }

    /// Headers that say where a message begins and ends, or to whom it goes: the client's own.
    private static let framing: Set<String> = [
        "host", "content-length", "transfer-encoding", "connection", "upgrade", "expect", "te", "trailer", "proxy-authorization",
    ]

    /// RFC 9110 §5.6.2, tchar.
    private static func isTokenByte(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "0")...UInt8(ascii: "9"): true
        default: "!#$%&'*+-.^_`|~".utf8.contains(byte)
        }
    }
}
