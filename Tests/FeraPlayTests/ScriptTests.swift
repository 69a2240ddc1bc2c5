import FeraDomain
import Foundation
import Testing

@testable import FeraPlay

@Suite struct ScriptTests {
    @Test func anEmptyScriptHasFourNeutralPeopleAndOpensATransfer() throws {
        let script = PlayScript.empty
        #expect(script.seats.map(\.key) == ["manager", "owner", "reviewer", "successor"])
        let body = try script.opening(title: "Folder", today: #require(Day("2026-11-21"))).bytes()
        let json = try #require(try JSONSerialization.jsonObject(with: Data(body)) as? [String: Any])
        #expect(json["last_working_day"] as? String == "2026-12-21")
        #expect(json["template"] as? String == "account-handoff")
        // The manager has no address here and opens the transfer; named again they would be there twice.
        #expect((json["people"] as? [[String: Any]])?.map { $0["name"] as? String } == ["Owner", "Reviewer", "Successor"])
        #expect((json["accounts"] as? [[String: Any]])?.first?["name"] as? String == "Folder")
    }

    @Test func rolesThatAreGivenByNameAreAdded() throws {
        let text = """
            { transfer: { sponsor: "b", operational_owner: "b", people: [
                { key: "a", name: "A", email: "a@x.example", roles: ["manager", "owner"] }, { key: "b", name: "B", roles: ["reader"] } ] } }
            """
        let script = try PlayScript.decode(Data(text.utf8), name: "play.json5")
        #expect(script.roles(of: script.seats[1]) == ["reader", "sponsor", "operational_owner"])
        let json = try #require(try JSONSerialization.jsonObject(with: Data(script.opening(title: "F", today: Day(number: 0)).bytes())) as? [String: Any])
        #expect((json["people"] as? [[String: Any]])?.count == 2)
    }

    @Test func aBrokenScriptSaysWhere() {
        let cases = [
            ("{ ask: [{ by: \"x\" }] }", "'ask[0]' has no 'text'"), ("{ ask: 3 }", "'ask' has another kind of value"), ("{ ask: [", "is not JSON5"),
            ("[]", "has another kind of value"),
        ]
        for (text, expected) in cases {
            let error = #expect(throws: PlayError.self) { try PlayScript.decode(Data(text.utf8), name: "play.json5") }
            #expect(error?.code == .material)
            #expect(error?.description.contains(expected) == true, "\(error?.description ?? "")")
        }
    }

    @Test func fieldsAreNamedInTheOrderOfThePlay() throws {
        let text = """
            { pass: [{ field: "p", action: "private" }], ask: [{ text: "?", field: "q" }, { text: "?" }],
              review: { decisions: [{ by: "x", field: "p", decision: "reject" }, { by: "x", field: "r", decision: "reject" }] } }
            """
        #expect(try PlayScript.decode(Data(text.utf8), name: "s").namedFields == ["p", "q", "r"])
    }
}

@Suite struct FolderTests {
    @Test func filesAreCalledByTheirLastPartAndNoTwoAlike() {
        #expect(AccountFolder.names(["a.csv", "mail/1.eml", "mail/2.eml"]) == ["a.csv", "1.eml", "2.eml"])
        // As many folders as it takes, and a file without folders stays as it is.
        #expect(AccountFolder.names(["x/a/1.eml", "x/b/1.eml", "1.eml"]) == ["a-1.eml", "b-1.eml", "1.eml"])
    }

    @Test func aFolderIsReadWithoutHiddenFilesAndItsScriptIsNoFile() throws {
        let root = FileManager.default.temporaryDirectory.appendingPathComponent("fera-play-\(UUID().uuidString)/north-wind")
        defer { try? FileManager.default.removeItem(at: root.deletingLastPathComponent()) }
        try FileManager.default.createDirectory(at: root.appendingPathComponent("mail/.hidden"), withIntermediateDirectories: true)
        for (path, text) in [("b.csv", "x"), ("mail/1.eml", "y"), (".secret", "z"), ("mail/.hidden/2.eml", "z"), ("play.json5", "{ otherwise: 'No.' }")] {
            try Data(text.utf8).write(to: root.appendingPathComponent(path))
        }
        let folder = try AccountFolder.read(root.path)
        #expect(folder.files.map(\.path) == ["b.csv", "mail/1.eml"])
        #expect(folder.title == "North wind")
        #expect(folder.script?.otherwise == "No.")
    }

    @Test func aFolderWithoutFilesOrNoFolderIsAnError() {
        #expect(throws: PlayError.self) { try AccountFolder.read("/nowhere/at/all") }
        #expect(throws: PlayError.self) { try AccountFolder(name: "x", entries: [("play.json5", Array("{}".utf8))]) }
    }

    @Test func uploadsQuoteNamesAsBrowsersDo() throws {
        let folder = try AccountFolder(name: "x", entries: [("a\"b\r\n.csv", [1, 2])])
        let body = String(decoding: Multipart.body(boundary: "B", fields: [("account_id", "ac_1")], files: folder.files), as: UTF8.self)
        #expect(body.contains("filename=\"a%22b%0D%0A.csv\"\r\nContent-Type: text/csv\r\n\r\n\u{1}\u{2}\r\n--B--\r\n"))
        #expect(body.hasPrefix("--B\r\nContent-Disposition: form-data; name=\"account_id\"\r\n\r\nac_1\r\n"))
    }
}

@Suite struct AddressTests {
    @Test func plainAddressesAreTaken() throws {
        #expect(try Address("http://127.0.0.1:8080") == Address("http://127.0.0.1:8080/"))
        let six = try Address("http://[::1]:81")
        #expect(six.host == "::1" && six.port == 81 && six.origin == "http://[::1]:81")
        #expect(try Address("http://localhost").port == 80)
    }

    @Test(arguments: ["https://x", "http://", "http://x:0", "http://x:70000", "http://x/path", "http://a@x", "x:80", "http://:80"])
    func othersAreRefused(_ text: String) { #expect(throws: PlayError.self) { try Address(text) } }
}
