import Foundation

/// A person at the server: an HTTP/1.1 client with a session, one kept connection, and every problem as an error.
final class PlayClient {
    let address: Address
    private(set) var cookie: String?
    private(set) var csrf: String?
    private var wire: Wire?

    init(_ address: Address) { self.address = address }

    /// What came back.
    struct Reply {
        var status: Int
        var headers: [(name: String, value: String)]
        var body: [UInt8]

        func header(_ name: String) -> String? { headers.first { $0.name == name }?.value }
    }

    /// Opens a session with the secret of a join link.
    /// - Returns: the person's id.
    func join(_ secret: String) throws -> String {
        let reply = try request("POST", "/v1/sessions", body: JSON.members([("secret", .text(secret))]).bytes(), type: "application/json")
        guard let set = reply.header("set-cookie"), let pair = set.split(separator: ";").first else {
            throw PlayError(.answer, "POST /v1/sessions set no cookie")
        }
        cookie = String(pair)
        let session: Session = try Self.decode(reply, "POST /v1/sessions")
        csrf = session.csrf
        return session.person.id
    }

    func get<T: Decodable>(_ target: String) throws -> T { try Self.decode(try request("GET", target), "GET \(target)") }

    func post<T: Decodable>(_ target: String, _ body: JSON) throws -> T {
        try Self.decode(try request("POST", target, body: body.bytes(), type: "application/json"), "POST \(target)")
    }

    func patch<T: Decodable>(_ target: String, _ body: JSON, revision: Int) throws -> T {
        let reply = try request("PATCH", target, body: body.bytes(), type: "application/json", headers: [("If-Match", "\"\(revision)\"")])
        return try Self.decode(reply, "PATCH \(target)")
    }

    /// Uploads files as `multipart/form-data`.
    func upload<T: Decodable>(_ target: String, files: [AccountFolder.File], account: String) throws -> T {
        let boundary = "fera-\(UUID().uuidString)"
        let body = Multipart.body(boundary: boundary, fields: [("account_id", account)], files: files)
        return try Self.decode(try request("POST", target, body: body, type: "multipart/form-data; boundary=\(boundary)"), "POST \(target)")
    }

    static func decode<T: Decodable>(_ reply: Reply, _ what: String) throws(PlayError) -> T {
        do {
            let decoder = JSONDecoder()
            decoder.keyDecodingStrategy = .convertFromSnakeCase
            return try decoder.decode(T.self, from: Data(reply.body))
        } catch {
            throw PlayError(.answer, "\(what): the answer is not what the protocol says: \(error)")
        }
    }

    /// Sends a request and reads the answer.
    /// - Throws: `PlayError.refused` for every status of 400 and above.
    func request(
        _ method: String, _ target: String, body: [UInt8]? = nil, type: String? = nil, headers more: [(String, String)] = []
    ) throws(PlayError) -> Reply {
        var head = "\(method) \(target) HTTP/1.1\r\n" + identity
        if let csrf, method != "GET" { head += "X-Fera-CSRF: \(csrf)\r\n" }
        for (name, value) in more { head += "\(name): \(value)\r\n" }
        if let type { head += "Content-Type: \(type)\r\n" }
        if let body { head += "Content-Length: \(body.count)\r\n" }
        let bytes = Array((head + "\r\n").utf8) + (body ?? [])
        // A kept connection may have been closed in the meantime; then, and only then, a new one is tried.
        var reply: Reply?
        if let wire { reply = try? exchange(wire, bytes, method) }
        if reply == nil {
            let fresh = try Wire(host: address.host, port: address.port)
            wire = fresh
            reply = try exchange(fresh, bytes, method)
        }
        guard let reply else { throw PlayError(.connection, "\(method) \(target): the server closed without an answer") }
        if reply.header("connection")?.lowercased() == "close" { wire = nil }
        guard reply.status < 400 else {
            let problem = (try? JSONDecoder().decode(Problem.self, from: Data(reply.body))) ?? Problem()
            throw problem.error("\(method) \(target)", status: reply.status)
        }
        return reply
    }

    /// The lines that say who is asking.
    var identity: String {
        "Host: \(address.authority)\r\nOrigin: \(address.origin)\r\n" + (cookie.map { "Cookie: \($0)\r\n" } ?? "")
    }

    /// `nil` when the server had closed before it read anything.
    private func exchange(_ wire: Wire, _ bytes: [UInt8], _ method: String) throws(PlayError) -> Reply? {
        try wire.send(bytes)
        return try Self.reply(wire)
    }

    /// Reads one answer; interim ones (100) are passed over.
    static func reply(_ wire: Wire) throws(PlayError) -> Reply? {
        while true {
            guard let first = try wire.line() else { return nil }
            guard first.hasPrefix("HTTP/1.1 "), let status = Int(first.dropFirst(9).prefix(3)) else {
                throw PlayError(.connection, "this is no HTTP server: \(first.prefix(60))")
            }
            var headers: [(name: String, value: String)] = []
            while let line = try wire.line(), !line.isEmpty {
                guard let colon = line.firstIndex(of: ":") else { throw PlayError(.connection, "a header line without a colon: \(line.prefix(60))") }
                headers.append((line[..<colon].lowercased(), line[line.index(after: colon)...].trimmingCharacters(in: .whitespaces)))
            }
            if status == 100 { continue }
            var reply = Reply(status: status, headers: headers, body: [])
            if status == 101 || status == 204 || status == 304 { return reply }
            if let length = reply.header("content-length").flatMap({ Int($0) }) {
                reply.body = try wire.read(length)
            } else if reply.header("transfer-encoding")?.lowercased() == "chunked" {
                while let line = try wire.line(), let size = Int(line.prefix { $0 != ";" }, radix: 16), size > 0 {
                    reply.body += try wire.read(size)
                    _ = try wire.line()
                }
                while let line = try wire.line(), !line.isEmpty {}
            } else {
                reply.body = try wire.rest()
                reply.headers.append(("connection", "close"))
            }
            return reply
        }
    }
}

/// `multipart/form-data` (RFC 7578).
enum Multipart {
    static func body(boundary: String, fields: [(name: String, value: String)], files: [AccountFolder.File]) -> [UInt8] {
        var body: [UInt8] = []
        for field in fields {
            body += Array("--\(boundary)\r\nContent-Disposition: form-data; name=\"\(field.name)\"\r\n\r\n\(field.value)\r\n".utf8)
        }
        for file in files {
            let name = escaped(file.name)
            body += Array("--\(boundary)\r\nContent-Disposition: form-data; name=\"file\"; filename=\"\(name)\"\r\n".utf8)
            body += Array("Content-Type: \(mediaType(file.name))\r\n\r\n".utf8) + file.bytes + [13, 10]
        }
        return body + Array("--\(boundary)--\r\n".utf8)
    }

    /// Quotes and line ends as browsers write them. By scalars: to Swift a carriage return with its line feed is one character.
    private static func escaped(_ name: String) -> String {
        var out = ""
        for scalar in name.unicodeScalars {
            switch scalar {
            case "\"": out += "%22"
            case "\r": out += "%0D"
            case "\n": out += "%0A"
            default: out.unicodeScalars.append(scalar)
            }
        }
        return out
    }

    /// What a browser would say of the file, by its name.
    static func mediaType(_ name: String) -> String {
        switch name.split(separator: ".").last?.lowercased() {
        case "csv": "text/csv"
        case "md": "text/markdown"
        case "txt": "text/plain"
        case "json": "application/json"
        case "ndjson": "application/x-ndjson"
        case "eml": "message/rfc822"
        case "vtt": "text/vtt"
        default: "application/octet-stream"
        }
    }
}
