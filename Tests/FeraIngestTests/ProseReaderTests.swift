import FeraDomain
import FeraIngest
import Testing

@Suite struct ProseReaderTests {
    @Test func cutsMarkdown() throws {
        let text =
            "# Plan: Nord\nOwner: Nora Vale\nAdoption: 92 percent.\n\n"
            + "A paragraph that\ngoes on.\n- first\n  still first\n- second\n\n| a | b |\n|---|---|\n| 1 | 2 |\n```\n# no heading\n```\n1. one\n"
        let read = try ingest("plan.md", text)
        #expect(
            read.excerpts.map(\.text) == [
                "# Plan: Nord", "Owner: Nora Vale", "Adoption: 92 percent.", "A paragraph that\ngoes on.", "- first\nstill first", "- second", "| a | b |",
                "| 1 | 2 |",
                "# no heading", "1. one",
            ])
        #expect(read.excerpts[4].locator == .lines(7, 8))
        #expect(read.excerpts.allSatisfy { $0.shape == .prose })
    }

    @Test func readsContractsAsClauses() throws {
        let read = try ingest(
            "contract.md", "Agreement between us and Nord.\nAnnual fee: USD 38,000.\nTerm ends 3 January 2027; 60 days notice.\nSLA: 8h (annex).")
        #expect(read.excerpts.map(\.shape) == [.clause, .clause, .clause, .clause])
        #expect(read.excerpts.map(\.locator) == [.lines(1, 1), .lines(2, 2), .lines(3, 3), .lines(4, 4)])
    }

    @Test func readsParagraphsAndKeepsLineNumbersBehindASecret() throws {
        let read = try ingest("notes.txt", "one\n\n-----BEGIN PRIVATE KEY-----\nabc\ndef\n-----END PRIVATE KEY-----\nstill\n\nlast")
        #expect(read.excerpts.last?.locator == .lines(9, 9))
        #expect(read.redactions.map(\.kind) == [.privateKey] && read.redactions.map(\.locator) == [.lines(3, 3)])
        #expect(!read.text.contains("abc"))
        #expect(read.notices.contains { $0.contains("secrets were removed") })
    }

    @Test func readsUTF16AndRefusesBinary() throws {
        #expect(try ingest("n.txt", [0xFF, 0xFE, 0x48, 0, 0xFC, 0]).excerpts.map(\.text) == ["Hü"])
        #expect(throws: IngestError.unreadable(place: "byte 2", why: "a NUL byte; this is not a text file")) { try ingest("n.txt", [65, 66, 0, 67]) }
        #expect { try ingest("n.txt", [0xFF, 0xFE, 0x48]) } throws: { ($0 as? IngestError)?.code == "unreadable_file" }
    }

    @Test(arguments: ["deck.pptx", "a.exe", "noname"]) func refusesOtherTypesWithTheList(name: String) {
        #expect { try ingest(name, "x") } throws: {
            guard case .unsupported(_, let supported)? = $0 as? IngestError else { return false }
            return supported.count == 7 && supported.contains { $0.contains(".csv") }
        }
    }

    @Test func looksAtMediaTypeAndFirstBytes() throws {
        #expect(try Ingest.read(name: "x", mediaType: "text/plain; charset=utf-8", bytes: Array("a".utf8), source: source).excerpts.count == 1)
        #expect(try ingest("x", "[{\"a\": 1}]").excerpts.map(\.locator) == [.pointer("/0")])
        #expect { try ingest("x.txt", "%PDF-1.4") } throws: { ($0 as? IngestError)?.code == "unsupported_type" }
        #expect { try ingest("x.csv", [0x50, 0x4B, 3, 4, 9]) } throws: { ($0 as? IngestError)?.code == "unsupported_type" }
    }

    @Test func readsCues() throws {
        let read = try ingest(
            "call.vtt",
            "WEBVTT\n\nNOTE x\n\n1\n00:01.500 --> 00:04.000 align:start\n<v Nora Vale>We <b>said</b>\n\n"
                + "00:04.000 --> 00:06.250\n<v Nora Vale>so &amp; mean it.\n\n"
                + "01:00:00.000 --> 01:00:01.000\nAl Fox: No: never.\n\n01:00:01.000 --> 01:00:02.000\nAnd again.\n"
        )
        #expect(read.excerpts.map(\.text) == ["We said so & mean it.", "No: never.", "And again."])
        #expect(read.excerpts.map(\.speaker) == ["Nora Vale", "Al Fox", "Al Fox"])
        #expect(read.excerpts.map(\.locator) == [.time(1_500, 6_250), .time(3_600_000, 3_601_000), .time(3_601_000, 3_602_000)])
        #expect(read.counts == ReadCounts(read: 4))
    }

    @Test func reportsBrokenCues() throws {
        let read = try ingest(
            "call.vtt", "WEBVTT 3 March 2026\r\n\r\n00:05.000 --> 00:01.000\r\nbackwards\r\n\r\nno time\r\n\r\n00:01.000 --> 00:02.000\r\nfine\r\n")
        #expect(read.counts == ReadCounts(read: 1, failed: 2))
        #expect(read.excerpts.map(\.day) == [Day(year: 2026, month: 3, day: 3)])
        #expect(throws: IngestError.unreadable(place: "line 1", why: "a transcript begins with WEBVTT")) {
            try ingest("call.vtt", "00:01.000 --> 00:02.000\nx")
        }
    }
}
