import FeraCurl

/// An address that an answer may be posted to. Read by a rule stricter than any URL parser's, so that host means the same here
/// and to who connects: letters, digits, dots and hyphens, no user, no brackets, no backslash, nothing invisible.
struct ReplyAddress: Equatable {
    let url: String
    let isHTTPS: Bool
    /// In lower case.
    let host: String
    /// As it stands, `nil` for the scheme's own.
    let port: String?

    init?(_ text: String) {
        guard (1...2000).contains(text.utf8.count), text.utf8.allSatisfy({ (0x21...0x7E).contains($0) && $0 != UInt8(ascii: "\\") && $0 != UInt8(ascii: "@") })
        else { return nil }
        let rest: Substring
        if text.hasPrefix("https://") {
            (isHTTPS, rest) = (true, text.dropFirst(8))
        } else if text.hasPrefix("http://") {
            (isHTTPS, rest) = (false, text.dropFirst(7))
        } else {
            return nil
        }
        let authority = rest.prefix { !"/?#".contains($0) }
        let parts = authority.split(separator: ":", omittingEmptySubsequences: false)
        guard (1...2).contains(parts.count), let name = parts.first, !name.isEmpty, name.allSatisfy({ $0.isLetter || $0.isNumber || $0 == "." || $0 == "-" })
        else { return nil }
        if parts.count == 2 { guard let number = UInt16(parts[1]), number > 0 else { return nil } }
        url = text
        host = name.lowercased()
        port = parts.count == 2 ? String(parts[1]) : nil
    }

    var isLoopback: Bool { host == "127.0.0.1" || host == "localhost" }

    /// `host`, or `host:port` where a port stands.
    var place: String { port.map { "\(host):\($0)" } ?? host }

    /// The request that posts `body` there: public addresses over https; this machine, where it is listed, also over http.
    func post(_ body: [UInt8], headers: [(name: String, value: String)]) -> OutboundRequest {
        OutboundRequest(
            .post, url, headers: headers, body: body, limits: TransferLimits(idle: .seconds(20), total: .seconds(30), bodyBytes: 1 << 20),
            allowsPlainHTTP: isLoopback, addressPolicy: isLoopback ? .loopbackOnly : .publicOnly)
    }
}
