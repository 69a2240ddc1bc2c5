import FeraApp
import FeraServer
import FeraTestSupport
import Foundation
import Testing

@Suite struct UploadRouteTests {
    static let head = "--b0\r\nContent-Disposition: form-data; name=\"file\"; filename="

    static func files(_ house: House, _ name: String) -> [String] {
        let all = FileManager.default.enumerator(atPath: house.folder.file("data/\(name)"))
        var files: [String] = []
        while let file = all?.nextObject() as? String { files.append(file) }
        return files.sorted()
    }

    @Test func whatCannotBeReadLeavesNothing() async throws {
        try await inHouse({ $0.limits.uploadMegabytes = 1 }) { house in
            let road = try await Road.opened(in: house)
            let client = road.client(.owner), path = "\(road.base)/sources"
            let before = Self.files(house, "blobs")
            let type = "multipart/form-data; boundary=b0"
            let cases: [(what: String, status: Int, code: String, send: @Sendable () async throws -> ClientResponse)] = [
                (
                    "a type nobody reads", 415, "unsupported_type",
                    {
                        let part = "\(Self.head)\"a.mkv\"\r\nContent-Type: video/x-matroska\r\n\r\nEBML\r\n--b0--\r\n"
                        return try await client.post(path, Array(part.utf8), type: type)
                    }
                ),
                ("broken JSON", 422, "unreadable", { try await client.upload(path, [("tickets.json", "[{\"id\": 1,")]) }),
                ("a good file and a broken one", 422, "unreadable", { try await client.upload(path, [("good.md", "# Good"), ("tickets.json", "[{")]) }),
                ("too much", 413, "too_large", { try await client.upload(path, [("long.txt", String(repeating: "x", count: 2 << 20))]) }),
                ("no form", 415, "unsupported_type", { try await client.post(path, Array("{}".utf8), type: "application/json") }),
                ("a form without a boundary", 415, "unsupported_type", { try await client.post(path, Array("--b0".utf8), type: "multipart/form-data") }),
                ("garbage", 400, "malformed", { try await client.post(path, Array("no part at all".utf8), type: type) }),
                ("an end too early", 400, "malformed", { try await client.post(path, Array("\(Self.head)\"a.md\"\r\n\r\n# A".utf8), type: type) }),
                ("no file", 400, "invalid", { try await client.upload(path, [], fields: [("account_id", road.account)]) }),
                ("an account of somebody else", 404, "not_found", { try await client.upload(path, [("a.md", "# A")], fields: [("account_id", "ac_other")]) }),
                ("an account that is no id", 404, "not_found", { try await client.upload(path, [("a.md", "# A")], fields: [("account_id", "../x")]) }),
                ("no right", 403, "forbidden", { try await road.client(.reader).upload(path, [("a.md", "# A")]) }),
                ("no part", 404, "not_found", { try await road.client(.stranger).upload(path, [("a.md", "# A")]) }),
                ("nobody", 401, "unauthenticated", { try await house.nobody.upload(path, [("a.md", "# A")]) }),
            ]
            for item in cases {
                let answer = try await item.send()
                #expect(answer.status == item.status && answer.member("code") == item.code, "\(item.what): \(answer.text)")
                if item.status == 415, item.what == "a type nobody reads" { #expect((try answer.object()["supported"] as? [String])?.isEmpty == false) }
                if item.status == 422 { #expect(answer.member("where")?.isEmpty == false, "\(answer.text)") }
            }
            try await eventually("the uploads are gone") { Self.files(house, "uploads").isEmpty }
            #expect(Self.files(house, "blobs") == before)
            #expect(try await client.get(path).expecting(200).items().isEmpty)
        }
    }

    @Test func noFileNameLeavesItsFolder() async throws {
        try await inHouse { house in
            let road = try await Road.opened(in: house)
            let client = road.client(.owner), path = "\(road.base)/sources"
            let outside = Set(Self.files(house, "").filter { !$0.hasPrefix("blobs") && !$0.hasPrefix("uploads") })
            let long = String(repeating: "n", count: 230) + ".md"
            for name in ["../../../escape.md", "/etc/passwd.md", "..\\..\\escape.md", ".md", "a\u{202E}dm.md", "con\\aux.md", long, "a;b.md"] {
                let answer = try await client.upload(path, [(name, "# Fine\nPetra wrote it.")])
                guard answer.status == 201 else {
                    #expect([400, 413, 415].contains(answer.status), "\(name): \(answer.text)")
                    continue
                }
                let kept = try answer.items().first?["name"] as? String ?? "/"
                #expect(!kept.contains("/") && !kept.contains("\\") && kept != "..", "\(name) became \(kept)")
            }
            let after = Set(Self.files(house, "").filter { !$0.hasPrefix("blobs") && !$0.hasPrefix("uploads") })
            #expect(after == outside, "\(after.subtracting(outside))")
            #expect(Self.files(house, "blobs").allSatisfy { $0.utf8.allSatisfy { "0123456789abcdef/".utf8.contains($0) } })
        }
    }
}
