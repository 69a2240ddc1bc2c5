import FeraApp
import FeraServer
import FeraTestSupport
import Foundation
import Testing

/// docs/protocol.md and the code say the same.
@Suite struct DocsTests {
    static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

    static func page() throws -> String { try String(contentsOf: root.appending(path: "docs/protocol.md"), encoding: .utf8) }

    /// `METHOD path` with every parameter as `*`, without a query.
    static func shape(_ method: Substring, _ path: String) -> String {
        let parts = path.prefix { $0 != "?" }.split(separator: "/", omittingEmptySubsequences: false).map { part in
            part.hasPrefix(":") || part.hasPrefix("*") || part.hasPrefix("{") ? "*" : String(part)
        }
        return "\(method) \(parts.joined(separator: "/"))"
    }

    /// Everything in backquotes that begins with a method.
    static func documented() throws -> Set<String> {
        var shapes: Set<String> = []
        for (index, piece) in try page().split(separator: "`", omittingEmptySubsequences: false).enumerated() where index % 2 == 1 {
            let words = piece.split(separator: " ")
            guard words.count >= 2, ["GET", "POST", "PATCH", "PUT", "DELETE"].contains(words[0]), words[1].hasPrefix("/") else { continue }
            shapes.insert(shape(words[0], String(words[1])))
        }
        return shapes
    }

    @Test func everyRouteStandsInThePageAndEveryEndpointThereExists() async throws {
        try await inHouse { house in
            let routes = Set(house.service.routes.map { Self.shape(Substring($0.method), $0.pattern) })
            let known = try Self.documented()
            #expect(known.count > 30)
            let missing = routes.subtracting(known), invented = known.subtracting(routes)
            // Relays stand in the page whether or not they are turned on here.
            #expect(missing.isEmpty, "not in docs/protocol.md: \(missing.sorted())")
            #expect(invented.allSatisfy { $0.contains("/v1/relays/") }, "in docs/protocol.md only: \(invented.sorted())")
        }
    }

    @Test func everyErrorCodeStandsInTheTable() throws {
        let page = try Self.page()
        guard let start = page.firstRange(of: "## Errors"), let end = page[start.upperBound...].firstRange(of: "\n## ") else {
            Issue.record("the page has no section on errors")
            return
        }
        let table = page[start.upperBound..<end.lowerBound]
        var codes = Set(AppError.Code.allCases.map(\.rawValue))
        // What the server layer and the routes make themselves, by the shape of the call.
        let calls = try Regex(#"(?:Problem\(\d{3}, |Refusal\(status: \d{3}, code: )"([a-z_]+)""#)
        var files = 0
        for folder in ["FeraHTTP", "FeraServer"] {
            let all = FileManager.default.enumerator(atPath: Self.root.appending(path: "Sources/\(folder)").path())
            while let name = all?.nextObject() as? String {
                guard name.hasSuffix(".swift") else { continue }
                files += 1
                let text = try String(contentsOf: Self.root.appending(path: "Sources/\(folder)/\(name)"), encoding: .utf8)
                for match in text.matches(of: calls) { if let code = match.output[1].substring { codes.insert(String(code)) } }
            }
        }
        #expect(files > 40 && codes.count > 25)
        for code in codes.sorted() { #expect(table.contains("`\(code)`"), "\(code) is not in the table of errors") }
    }

    @Test func everyPacketStandsInThePage() throws {
        let page = try Self.page()
        for kind in Packet.Kind.allCases { #expect(page.contains("\n| `\(kind.rawValue)` |"), "\(kind.rawValue)") }
    }
}
