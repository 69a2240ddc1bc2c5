import Foundation
import Testing

@testable import FeraJSON

/// Every class of texts that RFC 8259 allows or does not.
@Suite struct GrammarTests {
    /// A type that looks at nothing.
    private struct Anything: Decodable { init(from decoder: any Decoder) {} }

    static func isAccepted(_ bytes: [UInt8]) -> Bool { (try? JSONReader().decode(Anything.self, from: bytes)) != nil }

    static func isAccepted(_ text: String) -> Bool { isAccepted(Array(text.utf8)) }

    static func error(_ bytes: [UInt8]) -> JSONError? {
        do { _ = try JSONReader().decode(Anything.self, from: bytes) } catch DecodingError.dataCorrupted(let context) {
            return context.underlyingError as? JSONError
        } catch {}
        return nil
    }

    static func error(_ text: String) -> JSONError? { error(Array(text.utf8)) }

    @Test(arguments: [
        "null", "true", "false", "0", "-0", "-1", "10", "1.0", "1.50", "0.1", "-0.0", "1e1", "1E1", "1e+1", "1e-1", "1.5e10", "0e0", "0e+1", "1e00",
        "123456789012345678901234567890", "0.00000000000000000000000000000000000000000000001", "1e-400", "\"\"", "\"a\"", "[]", "{}", "[[]]", "[{}]",
        "[1,2]", "{\"a\":1}", "{\"a\":1,\"b\":[true,null]}", " \t\r\n[ \t\r\n1 \t\r\n, 2 ] \n", " { \"a\" : 1 , \"b\" : { } } ", "{\"\":0}",
        "{\"a\":{\"a\":{}}}",
        "[null,null]", "\"\\\"\\\\\\/\\b\\f\\n\\r\\t\"", "\"\\u0000\"", "\"\\u0041\"", "\"\\uD834\\uDD1E\"", "\"\\udbff\\udfff\"", "\"\\uffff\"", "\"\\u2028\"",
        "\"\u{2028}\u{7F}\u{80}\u{FEFF}\u{FFFD}\u{FFFF}\u{10FFFF}\"", "\"é€𝄞\"", "[\"\\u00e9\",\"/\"]", "{\"\\u0061\":1,\"b\":2}", "\"\\\\u0061\"",
        "[0,-0,0.0]",
    ]) func accepts(_ text: String) { #expect(Self.isAccepted(text)) }

    @Test(
        arguments: [
            ("", .unfinished), (" ", .unfinished), ("[", .unfinished), ("{", .unfinished), ("[1", .unfinished), ("[1,", .unfinished), ("{\"a\"", .unfinished),
            ("{\"a\":", .unfinished), ("{\"a\":1", .unfinished), ("{\"a\":1,", .unfinished), ("\"", .unfinished), ("\"abc", .unfinished), ("\"\\", .unfinished),
            ("\"\\u", .unfinished), ("\"\\u00", .unfinished), ("-", .unfinished), ("1.", .unfinished), ("1e", .unfinished), ("1e+", .unfinished),
            ("\"12345678901234567", .unfinished),
            ("01", .malformed), ("-01", .malformed), ("00", .malformed), ("+1", .malformed), (".1", .malformed), ("-.1", .malformed), ("1.e1", .malformed),
            ("1.a", .malformed), ("1ea", .malformed), ("--1", .malformed), ("- 1", .malformed), ("-a", .malformed), ("NaN", .malformed),
            ("Infinity", .malformed),
            ("-Infinity", .malformed), ("nul", .malformed), ("nulL", .malformed), ("True", .malformed), ("tru", .malformed), ("'a'", .malformed),
            ("a", .malformed),
            ("[1,]", .malformed), ("[,1]", .malformed), ("[1,,2]", .malformed), ("[1 2]", .malformed), ("[1}", .malformed), ("{]", .malformed),
            ("[}", .malformed),
            ("{\"a\":1,}", .malformed), ("{,}", .malformed), ("{\"a\" 1}", .malformed), ("{\"a\":}", .malformed), ("{\"a\",1}", .malformed),
            ("{a:1}", .malformed),
            ("{1:1}", .malformed), ("{'a':1}", .malformed), ("{\"a\":1 \"b\":2}", .malformed), ("{null:1}", .malformed), ("{\"a\"::1}", .malformed),
            ("[1]]", .trailing), ("{}}", .trailing), ("1 2", .trailing), ("[] x", .trailing), ("null,", .trailing), ("\"a\"\"b\"", .trailing),
            ("{}\u{0}", .trailing),
            ("0x1", .trailing), ("1_0", .trailing), ("1.0.0", .trailing), ("1e1.5", .trailing), ("truee", .trailing), ("[]//", .trailing),
            ("1\u{A0}", .trailing),
            ("\"\u{1}\"", .malformed), ("\"\u{0}\"", .malformed), ("\"\n\"", .malformed), ("\"1234567\t\"", .malformed), ("\"\u{1F}\"", .malformed),
            ("\"\\x\"", .malformed), ("\"\\'\"", .malformed), ("\"\\U0041\"", .malformed), ("\"\\u00g0\"", .malformed), ("\"\\u00\"", .malformed),
            ("\"\\u 041\"", .malformed), ("\"\\u+041\"", .malformed), ("\"\\\n\"", .malformed), ("\"\\u{41}\"", .malformed),
            ("\"\\ud800\"", .unicode), ("\"\\udc00\"", .unicode), ("\"\\ud800\\ud800\"", .unicode), ("\"\\ud800a\"", .unicode), ("\"\\ud800\\n\"", .unicode),
            ("\"\\udc00\\ud800\"", .unicode), ("\"\\ud800\\u0041\"", .unicode),
            ("\u{FEFF}1", .malformed), ("\u{0}1", .malformed), ("\u{B}1", .malformed), ("\u{C}1", .malformed), ("\u{A0}1", .malformed),
            ("\u{2028}1", .malformed),
            ("/**/1", .malformed), ("//\n1", .malformed), ("[1,#2]", .malformed),
            ("{\"a\":1,\"a\":1}", .duplicate), ("{\"a\":1,\"\\u0061\":2}", .duplicate), ("{\"\":1,\"\":2}", .duplicate),
            ("[{\"b\":{\"x\":1,\"y\":2,\"x\":3}}]", .duplicate),
        ] as [(String, JSONError.Code)]) func refuses(_ text: String, _ code: JSONError.Code)
    { #expect(Self.error(text)?.code == code) }

    @Test(
        arguments: [
            [0xFF], [0x80], [0xC0, 0x80], [0xC1, 0xBF], [0xC3], [0xC3, 0x28], [0xE0, 0x80, 0x80], [0xE0, 0x9F, 0xBF], [0xE2, 0x82], [0xED, 0xA0, 0x80],
            [0xED, 0xBF, 0xBF], [0xF0, 0x80, 0x80, 0x80], [0xF0, 0x8F, 0xBF, 0xBF], [0xF0, 0x9F, 0x98], [0xF4, 0x90, 0x80, 0x80], [0xF5, 0x80, 0x80, 0x80],
            [0xF8, 0x88, 0x80, 0x80, 0x80], [0xFE], [0xE2, 0x28, 0xA1], [0xF0, 0x28, 0x8C, 0xBC],
        ] as [[UInt8]]) func refusesWhatIsNotUTF8(_ bytes: [UInt8])
    {
        for padding in [0, 1, 7, 8, 9] {
            let text = [34] + [UInt8](repeating: 97, count: padding) + bytes + [34]
            #expect(Self.error(text)?.code == .unicode, "\(padding)")
            #expect(Self.error([0x7B] + text + Array(":1}".utf8))?.code == .unicode)
        }
        // Outside of strings it is not even a value.
        #expect(!Self.isAccepted(bytes))
    }

    /// Other encodings are not guessed at.
    @Test func refusesOtherEncodings() {
        for encoding in [String.Encoding.utf16, .utf16LittleEndian, .utf16BigEndian, .utf32, .utf32LittleEndian] {
            #expect("[\"a\"]".data(using: encoding).map { !Self.isAccepted([UInt8]($0)) } == true)
        }
    }

    @Test func nestingHasALimit() {
        func nested(_ depth: Int) -> String { String(repeating: "[", count: depth) + String(repeating: "]", count: depth) }
        #expect(Self.isAccepted(nested(JSONReader.depthLimit)))
        #expect(Self.error(nested(JSONReader.depthLimit + 1))?.code == .depth)
        #expect(Self.error(String(repeating: "[", count: 100_000))?.code == .depth)
        #expect(Self.error(String(repeating: "{\"a\":", count: 100_000))?.code == .depth)
        #expect(Self.error(String(repeating: "[{\"a\":", count: 100_000))?.code == .depth)
        #expect(Self.isAccepted("[" + String(repeating: "[],", count: 10_000) + "[]]"), "those that have ended do not count")
    }

    @Test func theErrorNamesItsPlace() throws {
        let error = try #require(Self.error("{\n \"a\": [1,\n  {\"b\": tru}]}"))
        #expect(error.offset == 20 && error.line == 3)
        #expect(error.description == "a value is needed where 't' stands at byte 20, line 3")
        #expect(Self.error("[1\u{1}")?.message == "',' or ']' is needed where byte 0x01 stands")
        #expect(Self.error("{\"a\":")?.message == "the text ends where a value is needed")
        do {
            _ = try JSONReader().decode(Tree.self, from: Array("{\"x\":{}, \"a\": [1,{\"b\": [], \"c\": {\"d\": tru}}]}".utf8))
            Issue.record("accepted")
        } catch DecodingError.dataCorrupted(let context) {
            #expect(context.codingPath.map(\.stringValue) == ["a", "1", "c", "d"])
            #expect(context.codingPath[1].intValue == 1)
        }
    }

    /// Many names are compared by a table, few with each other; both see the same.
    @Test(arguments: [2, 20, 24, 25, 26, 3000]) func oneNameTwice(_ count: Int) throws {
        let names = (0..<count).map { "\"name \($0)\":\($0)" }
        #expect(Self.isAccepted("{" + names.joined(separator: ",") + "}"))
        let twice = names + ["\"name \(count / 2)\":0"]
        #expect(Self.error("{" + twice.joined(separator: ",") + "}")?.code == .duplicate)
        #expect(Self.error("{" + twice.joined(separator: ",") + "}")?.message == "the object has two members 'name \(count / 2)'")
    }

    /// Strings of every length up to three words of eight bytes, with each kind of byte at each place.
    @Test func everyPlaceInAString() throws {
        for count in 0..<26 {
            for place in 0..<max(count, 1) {
                for (raw, meant) in [("x", "x"), ("\\n", "\n"), ("é", "é"), ("€", "€"), ("𝄞", "𝄞"), ("\\u00e9", "é"), ("\\\"", "\"")] {
                    var parts = Array(repeating: "a", count: count)
                    if count > 0 { parts[place] = raw }
                    let expected = parts.joined().replacing(raw, with: meant)
                    #expect(try JSONReader().decode(String.self, from: Array("\"\(parts.joined())\"".utf8)) == expected)
                }
            }
        }
    }
}
