/// Where a server is: `http://host:port`.
struct Address: Equatable {
    var host: String
    var port: Int
    /// Host and port as they stand in `Host` and, after the scheme, in `Origin`.
    var authority: String

    /// - Throws: `PlayError.address` for anything but a plain http address: a play talks to a server on this machine or behind its own door.
    init(_ url: String) throws(PlayError) {
        let wrong = PlayError(.address, "'\(url)' is no address that a play can reach; write http://host:port")
        guard url.hasPrefix("http://") else { throw wrong }
        var rest = url.dropFirst(7)
        if rest.last == "/" { rest = rest.dropLast() }
        guard !rest.isEmpty, !rest.contains(where: { "/@?# ".contains($0) }) else { throw wrong }
        authority = String(rest)
        var name = rest
        port = 80
        if let colon = rest.lastIndex(of: ":"), !rest.hasSuffix("]") {
            guard let number = Int(rest[rest.index(after: colon)...]), (1...65535).contains(number) else { throw wrong }
            port = number
            name = rest[..<colon]
        }
        if name.hasPrefix("["), name.hasSuffix("]") { name = name.dropFirst().dropLast() }
        guard !name.isEmpty else { throw wrong }
        host = String(name)
    }

    var origin: String { "http://\(authority)" }
}
