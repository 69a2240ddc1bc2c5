import Foundation

/// An answer as a test sees it.
package struct ClientResponse: Sendable {
    /// The HTTP status.
    package let status: Int
    /// The header fields in order.
    package let headers: [(name: String, value: String)]
    /// The whole body.
    package let body: [UInt8]

    /// An answer put together by hand, e.g. of a stream that does not end.
    package init(status: Int, headers: [(name: String, value: String)], body: [UInt8]) {
        self.status = status
        self.headers = headers
        self.body = body
    }

    /// The body as UTF-8.
    package var text: String { String(decoding: body, as: UTF8.self) }

    /// The first field of that name, without case.
    package subscript(name: String) -> String? { headers.first { $0.name.lowercased() == name.lowercased() }?.value }

    /// The body decoded from JSON, dates as ISO 8601.
    package func json<T: Decodable>(_ type: T.Type = T.self) throws -> T {
        let decoder = JSONDecoder()
        decoder.dateDecodingStrategy = .iso8601
        return try decoder.decode(T.self, from: Data(body))
    }

    /// A member of a JSON object body, as text, e.g. a problem's `code`.
    package func member(_ name: String) -> String? {
        guard let object = (try? JSONSerialization.jsonObject(with: Data(body))) as? [String: Any], let value = object[name] else { return nil }
        return "\(value)"
    }
}

/// A small HTTP/1.1 client over a real socket to 127.0.0.1; a connection for each request.
package struct HTTPClient: Sendable {
    /// The server's port.
    package let port: UInt16
    /// Fields sent with every request, e.g. a session's cookie.
    package var headers: [(name: String, value: String)]

    /// A client of the server at a port.
    package init(port: UInt16, headers: [(name: String, value: String)] = []) {
        self.port = port
        self.headers = headers
    }

    /// GET.
    package func get(_ target: String) async throws -> ClientResponse { try await send("GET", target) }

    /// POST of a value as JSON.
    package func post(_ target: String, json value: some Encodable & Sendable) async throws -> ClientResponse {
        let encoder = JSONEncoder()
        encoder.dateEncodingStrategy = .iso8601
        return try await send("POST", target, body: Array(try encoder.encode(value)), type: "application/json")
    }

    /// POST of bytes.
    package func post(_ target: String, _ body: [UInt8], type: String) async throws -> ClientResponse {
        try await send("POST", target, body: body, type: type)
    }

    /// Any request.
    package func send(
        _ method: String, _ target: String, body: [UInt8]? = nil, type: String? = nil, headers more: [(name: String, value: String)] = []
    ) async throws -> ClientResponse {
        let connection = try await RawConnection(port: port)
        try await connection.send(requestHead(method, target, length: body?.count, type: type, close: true, more))
        // A server that refuses the body closes while it is sent; its answer is still to be read.
        if let body, !body.isEmpty { try? await connection.send(body) }
        return try await connection.receiveResponse(to: method)
    }

    /// Sends a request and leaves the connection open behind the answer's header block: for streams. The block comes back with it.
    package func open(_ target: String, headers more: [(name: String, value: String)] = []) async throws -> (head: String, connection: RawConnection) {
        let connection = try await RawConnection(port: port)
        try await connection.send(requestHead("GET", target, length: nil, type: nil, close: false, more))
        return (try await connection.receive(until: "\r\n\r\n"), connection)
    }

    private func requestHead(
        _ method: String, _ target: String, length: Int?, type: String?, close: Bool, _ more: [(name: String, value: String)]
    ) -> String {
        var head = "\(method) \(target) HTTP/1.1\r\n"
        let all = headers + more
        if !all.contains(where: { $0.name.lowercased() == "host" }) { head += "Host: 127.0.0.1:\(port)\r\n" }
        for (name, value) in all { head += "\(name): \(value)\r\n" }
        if let length { head += "Content-Length: \(length)\r\n" }
        if let type { head += "Content-Type: \(type)\r\n" }
        return head + (close ? "Connection: close\r\n\r\n" : "\r\n")
    }
}

extension RawConnection {
    /// Reads one answer with its body and leaves what follows unread; interim answers (100) are passed over.
    package func receiveResponse(to method: String = "GET") async throws -> ClientResponse {
        while true {
            let lines = try await receive(until: "\r\n\r\n").components(separatedBy: "\r\n")
            guard let status = lines[0].split(separator: " ").dropFirst().first.flatMap({ Int($0) }) else {
                throw ClientError(description: "no status line: \(lines[0])")
            }
            if status == 100 { continue }
            let headers = lines.dropFirst().compactMap { line -> (name: String, value: String)? in
                line.firstIndex(of: ":").map { (String(line[..<$0]), line[line.index(after: $0)...].trimmingCharacters(in: .whitespaces)) }
            }
            let find = { (name: String) in headers.first { $0.name.lowercased() == name }?.value }
            var body: [UInt8] = []
            if method == "HEAD" || status == 204 || status == 304 || status == 101 {
                return ClientResponse(status: status, headers: headers, body: [])
            } else if let length = find("content-length").flatMap({ Int($0) }) {
                body = try await receive(count: length)
            } else if find("transfer-encoding") == "chunked" {
                while let size = Int(try await receive(until: "\r\n").dropLast(), radix: 16), size > 0 {
                    body += try await receive(count: size + 2).dropLast(2)
                }
                _ = try await receive(until: "\r\n")
            } else {
                body = Array(try await receiveAll().utf8)
            }
            return ClientResponse(status: status, headers: headers, body: body)
        }
    }

    /// Exactly so many bytes.
    package func receive(count: Int) async throws -> [UInt8] {
        var all: [UInt8] = []
        while all.count < count {
            let more = try await receive()
            guard !more.isEmpty else { throw ClientError(description: "the server closed after \(all.count) of \(count) bytes") }
            all += more
        }
        unread(Array(all[count...]))
        return Array(all[..<count])
    }
}
