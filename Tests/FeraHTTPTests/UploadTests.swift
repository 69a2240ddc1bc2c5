import FeraHTTP
import FeraTestSupport
import Foundation
import Testing

@Suite struct UploadTests {
    static func router(_ folder: String, admit: (@Sendable (Request) async throws -> Void)? = nil) -> Router {
        var limits = MultipartLimits()
        limits.totalBytes = 4 << 20
        limits.parts = 3
        limits.nameBytes = 20
        limits.fieldBytes = 10
        var router = Router()
        router.on("POST", "/upload", body: .upload(limits, folder: folder), admit: admit) { request in
            guard let form = request.form else { return .text("no form", status: 500) }
            let files = try form.files.map { file in
                let bytes = try Data(contentsOf: URL(fileURLWithPath: file.path))
                return "\(file.name)|\(file.filename)|\(file.contentType)|\(file.byteCount)|\(bytes.count)|\(bytes.reduce(0) { $0 &* 31 &+ Int($1) })"
            }
            return .text((form.fields.map { "\($0.name)=\($0.value)" } + files).joined(separator: "\n"))
        }
        return router
    }

    static func part(_ disposition: String, _ body: [UInt8], type: String? = nil) -> [UInt8] {
        Array("--b0\r\nContent-Disposition: form-data; \(disposition)\r\n\(type.map { "Content-Type: \($0)\r\n" } ?? "")\r\n".utf8) + body + [13, 10]
    }

    static let end = Array("--b0--\r\n".utf8)
    static let type = "multipart/form-data; boundary=b0"

    func left(_ folder: TemporaryFolder) throws -> [String] { try FileManager.default.contentsOfDirectory(atPath: folder.path) }

    @Test func writesPartsToDiskAndRemovesThem() async throws {
        let folder = try TemporaryFolder()
        try await served(Self.router(folder.path)) { _, client in
            var bytes = [UInt8](repeating: 0, count: 2_000_000)
            for index in bytes.indices { bytes[index] = index % 7 == 0 ? 13 : index % 7 == 1 ? 10 : index % 7 < 4 ? 45 : UInt8(index & 255) }
            let body =
                Self.part("name=\"note\"", Array("hällo".utf8)) + Self.part("name=f; filename=\"C:\\\\dir\\\\a \\\"b\\\".csv\"", bytes, type: "text/csv")
                + Self.part("name=e; filename=x", []) + Self.end
            let answer = try await client.post("/upload", body, type: Self.type)
            #expect(answer.text == "note=hällo\nf|a \"b\".csv|text/csv|2000000|2000000|\(bytes.reduce(0) { $0 &* 31 &+ Int($1) })\ne|x|text/plain|0|0|0")
            try await eventually { (try? left(folder)) == [] }
        }
    }

    @Test func refusesWhatIsOverItsLimits() async throws {
        let folder = try TemporaryFolder()
        try await served(Self.router(folder.path)) { _, client in
            let file = Self.part("name=f; filename=f", Array("abc".utf8))
            for (status, body) in [
                (413, file + file + file + file + Self.end), (413, Self.part("name=n", Array("12345678901".utf8)) + Self.end),
                (400, Self.part("name=\(String(repeating: "n", count: 21))", []) + Self.end), (400, file),
                (400, file + Array("--b0-x".utf8)), (400, Self.part("filename=f", []) + Self.end),
                (400, Array("--b0\r\nContent-Disposition: form-data; name=a\r\n--b0--\r\n".utf8)), (400, []), (400, Self.part("name=n", [0xFF]) + Self.end),
                (413, Self.part("name=f; filename=f", [UInt8](repeating: 0, count: 4 << 20)) + Self.end),
                (400, Self.part("name=\"a\rb\"", []) + Self.end), (400, Self.part("name=\"a\u{0}\"", []) + Self.end),
                (400, Self.part("name=a\nX: y", []) + Self.end),
                (400, Self.part("name=n", [], type: String(repeating: "t", count: 8200)) + Self.end),
            ] {
                let answer = try await client.post("/upload", body, type: Self.type)
                #expect(answer.status == status, "\(answer.text)")
            }
            #expect(try await client.post("/upload", file + Self.end, type: "text/plain").status == 415)
            #expect(try await client.post("/upload", file + Self.end, type: "multipart/form-data").status == 415)
            try await eventually { (try? left(folder)) == [] }
        }
    }

    @Test func asksBeforeTheBodyIsRead() async throws {
        let folder = try TemporaryFolder()
        let router = Self.router(folder.path) { request in
            if request.headers["Authorization"] == nil { throw Problem(401, "no_token", "Who are you?") }
        }
        try await served(router) { server, client in
            let connection = try await RawConnection(port: server.port)
            try await connection.send("POST /upload HTTP/1.1\r\nHost: x\r\nContent-Type: \(Self.type)\r\nContent-Length: 1000\r\nExpect: 100-continue\r\n\r\n")
            #expect(try await connection.receive(until: "\r\n").hasPrefix("HTTP/1.1 401 "))
            let answer = try await client.send(
                "POST", "/upload", body: Self.part("name=a", [65]) + Self.end,
                type: Self.type, headers: [("Authorization", "x")])
            #expect(answer.text == "a=A")
        }
    }

    @Test func aVanishedClientLeavesNothing() async throws {
        let folder = try TemporaryFolder()
        try await served(Self.router(folder.path)) { server, _ in
            let connection = try await RawConnection(port: server.port)
            try await connection.send("POST /upload HTTP/1.1\r\nHost: x\r\nContent-Type: \(Self.type)\r\nContent-Length: 2000000\r\n\r\n")
            try await connection.send(Self.part("name=f; filename=f", [UInt8](repeating: 1, count: 1_000_000)))
            try await eventually { (try? left(folder).count) == 1 }
            connection.reset()
            try await eventually { (try? left(folder)) == [] }
        }
    }

    @Test func sendsFiles() async throws {
        let folder = try TemporaryFolder()
        let text = String(repeating: "0123456789", count: 300_000), path = try folder.write("f", text)
        var router = Router()
        router.get("/f") { _ in try .file(path: path, type: "text/plain") }
        router.get("/gone") { _ in try .file(path: path + "x", type: "text/plain") }
        try await served(router) { _, client in
            let answer = try await client.get("/f")
            #expect(answer.text == text)
            #expect(try await client.send("HEAD", "/f")["Content-Length"] == "3000000")
            #expect(try await client.get("/gone").status == 404)
        }
    }
}
