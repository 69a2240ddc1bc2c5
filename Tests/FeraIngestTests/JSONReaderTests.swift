import FeraDomain
import FeraIngest
import Testing

@Suite struct JSONReaderTests {
    @Test func readsTicketsWithPointersAndComments() throws {
        let read = try ingest(
            "t.json",
            #"{"count": 1, "tickets": [{"id": 7, "subject": "Dön\u0027t \ud83d\ude00", "status": "open", "tags": ["a","b"], "#
                + #""created_at": "2026-03-02T08:00:00Z", "requester": {"id": 3, "name": "Nora Vale"}, "#
                + #""comments": [{"plain_body": "see pw: Herring!42", "author": {"name": "Al Fox"}, "created_at": "2026-03-03"}]}]}"#
        )
        #expect(read.excerpts.map(\.locator) == [.pointer("/tickets/0"), .pointer("/tickets/0/comments/0")])
        #expect(columns(read)[0]["subject"] == "Dön't 😀" && columns(read)[0]["tags"] == "a, b" && columns(read)[0]["reporter"] == "Nora Vale")
        #expect(read.excerpts[0].record?.kind == .ticket && read.excerpts[0].day == Day(year: 2026, month: 3, day: 2))
        #expect(line("date", read.excerpts[0]) == "created_at: 2026-03-02T08:00:00Z" && line("reporter", read.excerpts[0]) == "requester: Nora Vale")
        #expect(read.excerpts[1].speaker == "Al Fox" && read.excerpts[1].text == "see pw: [removed: password]")
        #expect(read.redactions.map(\.locator) == [.pointer("/tickets/0/comments/0")])
    }

    @Test func readsLinesAndReportsABrokenOne() throws {
        let read = try ingest("t.ndjson", "{\"id\":1,\"subject\":\"a\",\"status\":\"open\"}\n\n{\"id\":2,\"subject\":\"b\",\"status\":\"new\"}\n{\"id\":3,")
        #expect(read.counts == ReadCounts(read: 2, failed: 1))
        #expect(read.excerpts.map(\.locator) == [.pointer("/1"), .pointer("/3")])
        #expect(read.notices.contains { $0.hasPrefix("line 4") })
    }

    @Test(arguments: ["{", "[1,", "{\"a\" 1}", "[\n\n{\"a\": tru}]", "\"\\x\"", "[1] 2", "nul", "{\"a\":1,}", "[1e]", "\"open", ""])
    func refusesBrokenDocuments(text: String) {
        #expect { try ingest("t.json", text) } throws: { ($0 as? IngestError)?.code == "unreadable_file" }
    }

    @Test func namesTheLine() {
        #expect(throws: IngestError.unreadable(place: "line 3", why: "a value was expected")) { try ingest("t.json", "[\n1,\n x]") }
    }

    @Test(.timeLimit(.minutes(1))) func endsQuicklyOnHostileInput() {
        #expect(throws: IngestError.tooLarge(what: "levels of JSON", limit: 64)) { try ingest("t.json", String(repeating: "[", count: 100_000)) }
        #expect(throws: IngestError.tooLarge(what: "levels of JSON", limit: 64)) { try ingest("t.json", String(repeating: "{\"a\":", count: 100_000)) }
        #expect(throws: IngestError.tooLarge(what: "bytes in line 1", limit: 4 << 20)) { try ingest("t.txt", String(repeating: "x", count: 10_000_000)) }
        var limits = IngestLimits()
        limits.pieceBytes = 10_000
        let long = String(repeating: "x", count: 20_000)
        for name in ["t.md", "t.csv", "t.vtt", "t.ndjson"] {
            #expect { try ingest(name, name == "t.vtt" ? "WEBVTT\n\n\(long)" : long, limits: limits) } throws: {
                ($0 as? IngestError)?.code == "file_too_large"
            }
        }
        #expect(throws: IngestError.self) { try ingest("t.csv", "a,b\n1,\"\(long)", limits: limits) }
        #expect(throws: IngestError.self) { try ingest("t.eml", "From: a@x\nDate: x\nSubject: \(long)\n\nx", limits: limits) }
        for name in ["t.txt", "t.md", "t.csv", "t.vtt", "t.json", "t.eml"] {
            #expect(throws: IngestError.self) { try ingest(name, Array(repeating: 0, count: 1_000)) }
        }
    }
}
