import FeraDomain
import Foundation
import Testing

/// Ids from outside, and places in sources.
struct NameTests {
    @Test(arguments: ["tr_01jd", "a", "iv_1.s2", "ak:1", "A-z_0.9", String(repeating: "x", count: 96)])
    func goodIDs(_ text: String) throws {
        let id = try #require(Transfer.ID(rawValue: text))
        #expect(try JSONDecoder().decode([Transfer.ID].self, from: JSONEncoder().encode([id])) == [id])
    }

    @Test(arguments: [
        "", " ", "a b", "a/b", "../x", "..", ".", ".hidden", "a\\b", "a\u{0}b", "a\nb", "ä", "a%2fb", "a?b", "a#b", "a'b", "a\"b", "a;b", "ａ", "a\u{301}",
        String(repeating: "x", count: 97), "a,b", "<a>", "💥", "\u{202e}a",
    ])
    func hostileIDs(_ text: String) {
        #expect(Transfer.ID(rawValue: text) == nil)
        #expect(throws: DecodingError.self) { try JSONDecoder().decode([Transfer.ID].self, from: JSONEncoder().encode([text])) }
    }

    @Test func idsAreKeysOfObjects() throws {
        let table = [Field.ID("st.pivots"): 1, Field.ID("co.value"): 2]
        #expect(String(decoding: try sorted(table), as: UTF8.self) == #"{"co.value":2,"st.pivots":1}"#)
        #expect(try JSONDecoder().decode([Field.ID: Int].self, from: sorted(table)) == table)
    }

    static let places: [(place: Locator, json: String, shown: String)] = [
        (.lines(3, 5), #"{"from":3,"kind":"lines","to":5}"#, "lines 3–5"), (.lines(3, 3), #"{"from":3,"kind":"lines","to":3}"#, "line 3"),
        (.row(17, sheet: nil), #"{"kind":"row","row":17}"#, "row 17"), (.row(17, sheet: "Q1"), #"{"kind":"row","row":17,"sheet":"Q1"}"#, "sheet Q1, row 17"),
        (.page(4), #"{"kind":"page","number":4}"#, "page 4"), (.slide(9), #"{"kind":"slide","number":9}"#, "slide 9"),
        (.time(751_000, 760_500), #"{"from":751000,"kind":"time","to":760500}"#, "00:12:31"),
        (.message("<a@b>", number: 3), #"{"id":"<a@b>","kind":"message","number":3}"#, "message 3"),
        (.pointer("/tickets/0/text"), #"{"kind":"pointer","pointer":"/tickets/0/text"}"#, "/tickets/0/text"),
    ]

    @Test func placesAreWrittenAsTheyAlwaysWere() throws {
        for (place, json, shown) in Self.places {
            #expect(String(decoding: try sorted(place), as: UTF8.self) == json)
            #expect(try JSONDecoder().decode(Locator.self, from: Data(json.utf8)) == place)
            #expect("\(place)" == shown)
        }
    }

    @Test(arguments: [
        #"{"kind":"verse","number":1}"#, #"{"kind":"lines","from":3}"#, #"{"kind":"page","number":"4"}"#, #"{"number":4}"#, #"{"kind":"row"}"#,
        "{}", "[]", "null",
        #"{"kind":"page","number":4.5}"#, #"{"kind":"message","id":"x"}"#,
    ])
    func noSuchPlace(_ json: String) {
        #expect(throws: DecodingError.self) { try JSONDecoder().decode(Locator.self, from: Data(json.utf8)) }
    }

    private func sorted(_ value: some Encodable) throws -> Data {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return try encoder.encode(value)
    }
}
