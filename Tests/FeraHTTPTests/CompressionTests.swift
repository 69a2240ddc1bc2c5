import FeraHTTP
import FeraTestSupport
import Foundation
import Testing

/// Answers that are tagged and compressed, as they come over a socket.
@Suite struct CompressionTests {
    static let text = (0..<200).map { "Line \($0) of what the page says.\n" }.joined()
    static let kept = KeptBody(Array(text.utf8), type: "text/plain; charset=utf-8")
    static let brief = KeptBody(Array(text.utf8.prefix(1023)), type: "text/plain; charset=utf-8")
    static let picture = KeptBody([UInt8](repeating: 7, count: 4096), type: "image/png")

    static var router: Router {
        var router = Router()
        let add = { (path: String, answer: @escaping @Sendable () throws -> Response) in
            router.on("*", path) { try answer().negotiated(for: $0) }
        }
        add("/kept") {
            var response = Response.kept(kept)
            response.headers.set("Cache-Control", "no-cache")
            response.headers.set("Content-Security-Policy", "default-src 'none'")
            return response
        }
        add("/fresh") { .text(text).compressible }
        add("/json") { .json([text]).compressible }
        add("/brief") { .text(String(text.utf8.prefix(1023)) ?? "").compressible }
        add("/just") { .text(String(text.utf8.prefix(1024)) ?? "").compressible }
        add("/keptbrief") { .kept(brief) }
        add("/plain") { .text(text) }
        add("/picture") { .kept(picture) }
        add("/made") { .text(text, status: 201).compressible }
        add("/problem") { Problem(404, "not_found", text).response.compressible }
        add("/cookie") {
            var response = Response.text(text).compressible
            response.headers.add("Set-Cookie", "a=b")
            return response
        }
        add("/noise") {
            var generator = SystemRandomNumberGenerator()
            return .bytes((0..<4096).map { _ in generator.next() }, type: "text/plain").compressible
        }
        add("/stream") { Response.stream(type: "text/plain") { try await $0.write(text) }.compressible }
        add("/events") { Response.events { try await $0.send(data: text) }.compressible }
        return router
    }

    static let gzip = [(name: "Accept-Encoding", value: "gzip")]

    @Test(arguments: ["/kept", "/fresh", "/json", "/just"]) func isCompressedForWhoTakesIt(_ path: String) async throws {
        try await served(Self.router) { _, client in
            let plain = try await client.get(path), packed = try await client.send("GET", path, headers: Self.gzip)
            #expect(plain.status == 200 && plain["Content-Encoding"] == nil && plain["Vary"] == "Accept-Encoding")
            #expect(packed.status == 200 && packed["Content-Encoding"] == "gzip" && packed["Vary"] == "Accept-Encoding")
            #expect(packed["Content-Length"] == "\(packed.body.count)" && packed.body.count < plain.body.count / 2)
            #expect(packed["Content-Type"] == plain["Content-Type"])
            let tag = try #require(plain["ETag"])
            // Strong, and one for each representation.
            #expect(tag.wholeMatch(of: /"[0-9a-f]{32}"/) != nil)
            #expect(packed["ETag"] == tag.dropLast() + "-gzip\"")
            #expect(try await client.send("GET", path, headers: Self.gzip).body == packed.body)
        }
    }

    @Test func whatWasNotReleasedOrIsNoWholeTextStaysAsItIs() async throws {
        try await served(Self.router) { _, client in
            for path in ["/plain", "/made", "/problem", "/cookie", "/stream", "/events"] {
                let answer = try await client.send("GET", path, headers: Self.gzip + [("If-None-Match", "*")])
                #expect(answer.status != 304 && answer["Content-Encoding"] == nil && answer["ETag"] == nil && answer["Vary"] == nil, "\(path)")
                #expect(answer.text.contains("Line 199 of"), "\(path)")
            }
            for path in ["/brief", "/keptbrief", "/picture"] {
                let answer = try await client.send("GET", path, headers: Self.gzip)
                #expect(answer["Content-Encoding"] == nil && answer["ETag"] != nil && answer["Vary"] == nil && answer.body.count > 1000, "\(path)")
            }
            // What does not become smaller goes out plainly, under the plain tag.
            let noise = try await client.send("GET", "/noise", headers: Self.gzip)
            #expect(noise["Content-Encoding"] == nil && noise.body.count == 4096 && noise["ETag"]?.contains("gzip") == false)
            for method in ["POST", "PUT", "OPTIONS"] {
                let answer = try await client.send(method, "/kept", body: [], headers: Self.gzip + [("If-None-Match", "*")])
                #expect(answer.status == 200 && answer["Content-Encoding"] == nil && answer.text == Self.text, "\(method)")
            }
        }
    }

    /// RFC 9110 §12.5.3, read strictly: what is doubtful is answered plainly, and nothing is refused.
    @Test(arguments: [
        ("gzip", true), ("GZip", true), ("x-gzip", true), ("deflate, gzip;q=0.001, br", true), ("*", true), ("*;q=0.5", true), ("gzip;q=1.000", true),
        ("gzip ; q=0.5", true), ("gzip;Q=1", true), ("gzip;q=1.", true), (",, gzip ,", true), ("identity;q=0.5, gzip;q=0.5", true),
        ("identity;q=0, gzip", true),
        ("*;q=0, gzip", true), ("identity;q=0", false), ("", false), ("gzip;q=0", false), ("gzip;q=0.000", false), ("gzip;q=0, *", false), ("*;q=0", false),
        ("identity", false), ("identity, gzip;q=0.9", false), ("br, deflate", false), ("gzip, gzip;q=0", false), ("gzip;q=0, x-gzip", false),
        ("gzip;q=2", false), ("gzip;q=1.001", false), ("gzip;q=0.0001", false), ("gzip;q=-1", false), ("gzip;q=", false), ("gzip;q", false), ("gzip;", false),
        ("gzip;level=9", false), ("gzip;q=1;q=1", false), ("gzip q=1", false), ("\"gzip\"", false), ("gzip, br;q=x", false), (";q=1, gzip", false),
        ("gzip;q=0.5x", false), ("gzipped", false), ("gzi", false), ("gzip\u{e4}", false), ("gzip;q=١", false), ("gzip;q=1e0", false), ("gzip;q=0,5", false),
    ]) func weighsWhatTheClientTakes(_ field: String, _ compresses: Bool) async throws {
        try await served(Self.router) { _, client in
            for path in ["/kept", "/fresh"] {
                let answer = try await client.send("GET", path, headers: [("Accept-Encoding", field)])
                #expect(answer.status == 200 && answer["Content-Encoding"] == (compresses ? "gzip" : nil), "\(path) \(field)")
                #expect(answer["Vary"] == "Accept-Encoding")
            }
        }
    }

    @Test func severalFieldsAreOneListOfBoundedLength() async throws {
        let cases: [(fields: [String], coding: String?)] = [
            (["br", "gzip"], "gzip"), (["gzip", "gzip;q=0"], nil), (["gzip", "gzip;q=what"], nil), ([String(repeating: ";", count: 8000)], nil),
            ([String(repeating: ",", count: 1020) + "gzip"], "gzip"), ([String(repeating: ",", count: 1021) + "gzip"], nil),
            ([String(repeating: "br;q=0.1,", count: 100) + "gzip"], "gzip"), ([String(repeating: "br;q=0.1,", count: 1600) + "gzip"], nil),
            (Array(repeating: "gzip", count: 90), "gzip"), (["gzip", String(repeating: ",", count: 1021)], nil),
        ]
        try await served(Self.router) { _, client in
            for (fields, coding) in cases {
                let answer = try await client.send("GET", "/kept", headers: fields.map { ("Accept-Encoding", $0) })
                #expect(answer.status == 200 && answer["Content-Encoding"] == coding, "\(fields.map { $0.prefix(20) })")
            }
        }
    }

    @Test func whoHasItHearsThatItIsTheSame() async throws {
        try await served(Self.router) { _, client in
            for path in ["/kept", "/fresh", "/brief"] {
                for accepted in [[], Self.gzip] {
                    let first = try await client.send("GET", path, headers: accepted)
                    let tag = try #require(first["ETag"])
                    for named in [
                        tag, "W/\(tag)", "*", " * ", "\"other\", \(tag)", "\"a,b\" ,W/\"\",, \(tag),", "\(tag), \"\u{e4}\"",
                        String(repeating: ",", count: 4000) + tag,
                    ] {
                        for method in ["GET", "HEAD"] {
                            let answer = try await client.send(method, path, headers: accepted + [("If-None-Match", named)])
                            #expect(answer.status == 304 && answer["ETag"] == tag && answer["Vary"] == first["Vary"], "\(path) \(named)")
                            #expect(answer["Content-Type"] == nil && answer["Content-Encoding"] == nil && answer["Content-Length"] == nil, "\(path) \(named)")
                            #expect(answer["Cache-Control"] == first["Cache-Control"])
                            #expect(answer["Content-Security-Policy"] == first["Content-Security-Policy"])
                        }
                    }
                    let bare = tag.dropFirst().dropLast()
                    let others = [
                        "\"other\"", "", String(bare), "'\(bare)'", "\"\(bare)", "\(bare)\"", "w/\(tag)", "W/ \(tag)", "W\(tag)", "\"x\(bare)\"",
                        "\"\(bare)x\"",
                        "\"a\" \(tag)", "\(tag) \"a\"", "*, \(tag)", "\(tag), *", "**", "\(tag.uppercased())x", "\"\"", String(repeating: "\"", count: 4001),
                        String(repeating: ",", count: 4097) + tag,
                    ]
                    for named in others {
                        let answer = try await client.send("GET", path, headers: accepted + [("If-None-Match", named)])
                        #expect(answer.status == 200 && answer.body == first.body && answer["ETag"] == tag, "\(path) \(named)")
                    }
                }
                // Each representation has its own tag: who has the plain bytes and now takes gzip gets these.
                let tag = try #require(try await client.get("/kept")["ETag"])
                #expect(try await client.send("GET", "/kept", headers: Self.gzip + [("If-None-Match", tag)]).status == 200)
                #expect(try await client.send("GET", "/kept", headers: [("If-None-Match", "\"x\""), ("If-None-Match", tag)]).status == 304)
            }
        }
    }

    @Test func headSaysWhatGetSays() async throws {
        try await served(Self.router) { _, client in
            for path in ["/kept", "/fresh", "/brief", "/plain"] {
                for accepted in [[], Self.gzip] {
                    let got = try await client.send("GET", path, headers: accepted), head = try await client.send("HEAD", path, headers: accepted)
                    let said = { (answer: ClientResponse) in answer.headers.filter { $0.name != "Date" }.map { "\($0.name): \($0.value)" } }
                    #expect(head.status == 200 && said(head) == said(got), "\(path)")
                }
            }
        }
    }

    /// A connection goes on behind a 304 and behind a compressed body.
    @Test func aConnectionServesThemInARow() async throws {
        try await served(Self.router) { server, _ in
            let connection = try await RawConnection(port: server.port)
            let asked = "GET /kept HTTP/1.1\r\nHost: x\r\nAccept-Encoding: gzip\r\n"
            try await connection.send("\(asked)\r\n\(asked)If-None-Match: *\r\n\r\nGET /kept HTTP/1.1\r\nHost: x\r\n\r\n")
            #expect(try await connection.receiveResponse()["Content-Encoding"] == "gzip")
            #expect(try await connection.receiveResponse().status == 304)
            #expect(try await connection.receiveResponse().text == Self.text)
        }
    }
}

/// The same, read by programs that are not ours.
@Suite struct ForeignDecompressionTests {
    static func has(_ program: String) async -> Bool { (try? await ChildProcess([program, "--version"]).ended().code) == 0 }

    @Test(.enabled { await has("curl") }, arguments: ["/kept", "/fresh", "/plain"]) func curlReadsIt(_ path: String) async throws {
        try await served(CompressionTests.router) { server, _ in
            let read = try await ChildProcess(["curl", "--silent", "--fail", "--compressed", "http://127.0.0.1:\(server.port)\(path)"]).ended()
            #expect(read.code == 0 && String(decoding: read.said, as: UTF8.self) == CompressionTests.text)
        }
    }

    @Test(.enabled { await has("python3") }) func pythonReadsItAndItsChecksum() async throws {
        let script = """
            from gzip import decompress
            from http.client import HTTPConnection
            from sys import argv, stdout
            for path in ("/kept", "/fresh"):
                connection = HTTPConnection("127.0.0.1", int(argv[1]), timeout=20)
                connection.request("GET", path, headers={"Accept-Encoding": "gzip"})
                reply = connection.getresponse()
                assert reply.getheader("Content-Encoding") == "gzip"
                data = reply.read()
                assert data[3] == 0 and data[4:8] == bytes(4), "flags or a time in the header"
                stdout.buffer.write(decompress(data))
            """
        try await served(CompressionTests.router) { server, _ in
            let read = try await ChildProcess(["python3", "-c", script, "\(server.port)"]).ended()
            #expect(read.code == 0 && String(decoding: read.said, as: UTF8.self) == CompressionTests.text + CompressionTests.text)
        }
    }
}
