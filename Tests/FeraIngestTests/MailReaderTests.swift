import FeraDomain
import FeraIngest
import Testing

@Suite struct MailReaderTests {
    private let head =
        "From: =?utf-8?Q?Zo=C3=AB_?=\r\n =?utf-8?Q?Vale?= <z@x.example>\r\nTo: al@x.example\r\nDate: Tue, 3 Mar 2026 09:14:00 +0100\r\nMessage-ID: <m2@x>\r\n"

    @Test func readsHeadBodyQuotesAndSignature() throws {
        let read = try ingest(
            "a.eml",
            head
                + "In-Reply-To: <m1@x>\r\nReferences: <m0@x>\r\n <m1@x>\r\nSubject: Re: plan\r\n\r\n"
                + "I agree.\r\n\r\nOn Mon, 2 Mar 2026, Al wrote:\r\n> Old words\r\n\r\n-- \r\nZoë"
        )
        #expect(read.excerpts.map(\.shape) == [.message, .message])
        #expect(read.excerpts.map(\.speaker) == ["Zoë Vale", "Zoë Vale"])
        #expect(read.excerpts[1].text == "I agree.")
        #expect(read.excerpts[1].locator == .message("m2@x", number: 1))
        #expect(read.excerpts[1].day == Day(year: 2026, month: 3, day: 3))
        #expect(columns(read)[0]["thread"] == "m0@x" && columns(read)[0]["in_reply_to"] == "m1@x" && columns(read)[0]["subject"] == "Re: plan")
        #expect(read.text.contains("> Old words") && read.text.contains("Zoë"))
    }

    @Test func takesThePlainPartOfANestedMail() throws {
        let body = """
            MIME-Version: 1.0
            Content-Type: multipart/mixed; boundary="out er"

            preamble
            --out er
            Content-Type: multipart/alternative; boundary=inner

            --inner
            Content-Type: text/html

            <p>html</p>
            --inner
            Content-Type: text/plain; charset=iso-8859-1
            Content-Transfer-Encoding: quoted-printable

            Gr=FC=DFe aus K=
            =F6ln
            --inner--
            --out er
            Content-Type: application/pdf
            Content-Disposition: attachment; filename="a.pdf"
            Content-Transfer-Encoding: base64

            AAAA
            --out er--
            """
        let read = try ingest("a.eml", head + body)
        #expect(read.excerpts.last?.text == "Grüße aus Köln")
        #expect(read.counts == ReadCounts(read: 1, skipped: 1))
        #expect(read.notices.contains { $0.contains("'a.pdf'") })
    }

    @Test func stripsHTMLWhereNothingElseIs() throws {
        let html =
            "Content-Type: text/html\r\n\r\n<html><head><style>p{}</style></head><body>"
            + "<p>A &amp; B&nbsp;&#8217;</p><script>x()</script><div>C<br>D</div></body></html>"
        #expect(try ingest("a.eml", head + html).excerpts.last?.text == "A & B ’\nC\nD")
    }

    @Test func joinsEncodedWordsThatCutACharacter() throws {
        let read = try ingest("a.eml", "From: a@x\nDate: 3 Mar 2026\nSubject: =?utf-8?B?R3LDvMO=?= =?utf-8?B?n2U=?= und =?iso-8859-1?Q?=DC?=\n\nx")
        #expect(columns(read)[0]["subject"]?.hasSuffix(" und Ü") == true)
        let split = try ingest("a.eml", "From: a@x\nDate: 3 Mar 2026\nSubject: =?utf-8?Q?Z=C3?=\n =?utf-8?Q?=BCrich?=\n\nx")
        #expect(columns(split)[0]["subject"] == "Zürich")
    }

    @Test(arguments: [
        "Content-Type: multipart/mixed; boundary=b\n\n--b\n\ntext, never closed", "Content-Type: multipart/mixed; boundary=b\n\nno part",
        "Content-Type: multipart/mixed\n\n--b\n\nx\n--b--", "Content-Transfer-Encoding: base64\n\n!!!!",
    ])
    func refusesBrokenMails(rest: String) {
        #expect { try ingest("a.eml", "From: a@x\nDate: 3 Mar 2026\n\(rest)") } throws: { ($0 as? IngestError)?.code == "unreadable_file" }
    }

    @Test func refusesWhatIsNoMail() {
        #expect { try ingest("a.eml", "just words") } throws: { ($0 as? IngestError)?.code == "unreadable_file" }
        let bomb =
            (0..<200).reduce("From: a@x\nDate: x\n") { $0 + "Content-Type: multipart/mixed; boundary=b\($1)\n\n--b\($1)\n" }
            + (0..<200).reversed().map { "\n--b\($0)--" }.joined()
        #expect { try ingest("a.eml", bomb) } throws: { ($0 as? IngestError)?.code == "file_too_large" }
    }

    @Test func readsSimpleMailsOfATextFile() throws {
        let read = try ingest("emails.txt", "From: Nora Vale\nTo: Al Fox\nFirst words.\n\nFrom: Al Fox\nTo: Nora Vale\nDate: 3 March 2026\n\nSecond.\nThird.")
        #expect(read.counts.read == 2)
        #expect(
            read.excerpts.map(\.text) == ["From: Nora Vale\nTo: Al Fox", "First words.", "From: Al Fox\nTo: Nora Vale\nDate: 3 March 2026", "Second.\nThird."])
        #expect(read.excerpts.map(\.speaker) == ["Nora Vale", "Nora Vale", "Al Fox", "Al Fox"])
        #expect(read.excerpts[3].locator == .lines(9, 10))
        #expect(read.excerpts[3].day == Day(year: 2026, month: 3, day: 3))
    }
}
