import FeraDomain
import FeraIngest
import Testing

@Suite struct TableReaderTests {
    @Test func readsQuotedLineBreaksQuotesAndCarriageReturns() throws {
        let read = try ingest(
            "tickets.csv",
            "\u{FEFF}Ticket,Created at,Priority,State,Description,Requester\r\n"
                + "T-1,2026-03-02,P2,open,\"two\r\nlines, and \"\"quotes\"\"\",Joe Doe\r\n\r\nT-2,2026-03-03,P3,closed,plain,Joe Doe"
        )
        #expect(read.counts == ReadCounts(read: 2, skipped: 1))
        #expect(read.excerpts.map(\.locator) == [.row(2, sheet: nil), .row(4, sheet: nil)])
        #expect(columns(read)[0]["text"] == "two\nlines, and \"quotes\"")
        #expect(read.excerpts[0].record?.kind == .ticket)
        #expect(columns(read)[0]["id"] == "T-1" && columns(read)[0]["status"] == "open" && columns(read)[0]["priority"] == "P2")
        #expect(read.excerpts[0].speaker == "Joe Doe")
        #expect(read.excerpts[0].day == Day(year: 2026, month: 3, day: 2))
    }

    @Test(arguments: [",", ";", "\t"]) func findsTheDelimiter(mark: String) throws {
        let rows = [["Account Name", "ARR", "Renewal Date", "Health", "Weather"], ["Nord AG", "96000", "2026-10-13", "green", "mild"]]
        let read = try ingest("crm.csv", rows.map { $0.joined(separator: mark) }.joined(separator: "\n"))
        #expect(read.excerpts.map(\.record?.kind) == [.account])
        #expect(columns(read) == [["account": "Nord AG", "value": "96000", "renewal_date": "2026-10-13", "health": "green", "Weather": "mild"]])
        #expect(read.excerpts[0].text == "Account Name: Nord AG\nARR: 96000\nRenewal Date: 2026-10-13\nHealth: green\nWeather: mild")
        #expect(line("value", read.excerpts[0]) == "ARR: 96000" && line("Weather", read.excerpts[0]) == "Weather: mild")
    }

    @Test(arguments: [
        ("week,daily_active_users,seats\n2026-06-01,21,120", Record.Kind.usage), ("name,account\nNora Vale,Nord AG", .contact),
        ("First Name,Last Name,Email\nNora,Vale,n@x.example", .contact),
        ("Deal Name,Deal Stage,Amount,Close Date\nMore seats,Proposal,9000,2026-03-01", .opportunity),
        ("ticket,date,priority,state,text,reporter\nT-1,2026-01-02,P1,open,help,Al", .ticket), ("colour,taste\nred,sour", .other),
        ("account_id,account,owner,arr,renewal_date,health\n1,Nord,Al,9,2026-01-01,red", .account),
        ("CaseNumber,Subject,Status,Priority,CreatedDate\n77,Down,New,High,2026-01-01", .ticket),
    ])
    func recognisesTables(text: String, kind: Record.Kind) throws { #expect(try ingest("t.csv", text).excerpts.map(\.record?.kind) == [kind]) }

    @Test func recognisesColumnsByTheirValues() throws {
        let rows = (1...6).map { "K-10\($0);0\($0).03.2026;P\($0 % 3 + 1);offen;Die Anlage steht seit heute frueh wieder still" }
        let read = try ingest("faelle.csv", (["Nr;Tag;Stufe;Lage;Was"] + rows).joined(separator: "\n"))
        #expect(read.excerpts.allSatisfy { $0.record?.kind == .ticket })
        #expect(columns(read)[0]["id"] == "K-101" && columns(read)[0]["priority"] == "P2" && columns(read)[0]["date"] == "01.03.2026")
        #expect(columns(read)[0]["text"]?.hasPrefix("Die Anlage") == true && columns(read)[0]["Lage"] == "offen")
    }

    @Test func keepsTheWordsOfTheFile() throws {
        let read = try ingest("t.csv", "CaseNumber;Betreff;Status;\"Opened  at\";;Farbe;Farbe\n77;Steht;open;2026-01-02;\"two\nlines\";rot;blau\n")
        let row = read.excerpts[0]
        #expect(row.text == "CaseNumber: 77\nBetreff: Steht\nStatus: open\nOpened  at: 2026-01-02\ntwo\nlines\nFarbe: rot\nFarbe: blau")
        #expect(columns(read)[0]["id"] == "77" && line("id", row) == "CaseNumber: 77")
        #expect(line("subject", row) == "Betreff: Steht" && line("date", row) == "Opened  at: 2026-01-02")
        #expect(line("column 5", row) == "two\nlines")
        #expect(line("Farbe", row) == "Farbe: rot" && line("Farbe (2)", row) == "Farbe: blau")
        #expect(row.locator == .row(2, sheet: nil))
    }

    @Test func joinsFirstAndLastName() throws {
        let read = try ingest("contacts.csv", "First Name,Last Name,Job Title\nNora,Vale,CFO")
        #expect(columns(read) == [["name": "Nora Vale", "First Name": "Nora", "Last Name": "Vale", "title": "CFO"]])
        #expect(read.excerpts[0].text == "First Name: Nora\nLast Name: Vale\nJob Title: CFO")
        #expect(line("title", read.excerpts[0]) == "Job Title: CFO" && line("name", read.excerpts[0]) == nil)
    }

    @Test func reportsRaggedRowsAndKeepsTheRest() throws {
        let read = try ingest("t.csv", "name,title,account\nA B,x,Nord\nC D,y\nE F,z,Nord,extra\nG H,w,Nord,,\nG H,w,Nord,,")
        #expect(read.counts == ReadCounts(read: 3, skipped: 1, failed: 1))
        #expect(read.excerpts.map(\.locator) == [.row(2, sheet: nil), .row(3, sheet: nil), .row(5, sheet: nil)])
        #expect(read.notices.contains { $0.hasPrefix("row 4 has 4 cells") })
    }

    @Test func readsWindowsLettersWithANotice() throws {
        let read = try ingest("t.csv", Array("name,title\nJ".utf8) + [0xFC] + Array("rgen,K".utf8) + [0x80] + Array("\n".utf8))
        #expect(columns(read) == [["name": "Jürgen", "title": "K€"]])
        #expect(read.notices.contains { $0.contains("Windows-1252") })
    }

    @Test func keepsWordsBehindAClosingQuote() throws {
        let read = try ingest("t.csv", "name,title\n\"A\" B,it\"s fine\n")
        #expect(columns(read) == [["name": "A B", "title": "it\"s fine"]])
        #expect(read.notices.contains { $0.contains("closing quote") })
    }

    @Test func namesTheRowOfAQuoteThatIsNeverClosed() {
        #expect(throws: IngestError.unreadable(place: "row 3 (line 4)", why: "a quote is opened and never closed")) {
            try ingest("t.csv", "a,b\n\"1\n2\",x\n\"never,closed\n1,2")
        }
    }

    @Test func readsATableWithoutHeading() throws {
        let read = try ingest("t.csv", "1,2026-01-01,n@x.example\n2,2026-01-02,m@x.example")
        #expect(read.counts.read == 2)
        #expect(columns(read)[0]["column 1"] == "1" && read.excerpts[0].text == "1\n2026-01-01\nn@x.example")
    }

    @Test func removesSecretsFromCells() throws {
        let read = try ingest("t.csv", "name,account,Remarks\nA B,Nord,the sftp password is Herring!42\n")
        #expect(columns(read)[0]["notes"] == "the sftp password is [removed: password]")
        #expect(line("notes", read.excerpts[0]) == "Remarks: the sftp password is [removed: password]")
        #expect(read.redactions.map(\.locator) == [.row(2, sheet: nil)])
        #expect(!read.text.contains("Herring"))
    }

    @Test func refusesPastItsLimits() {
        var limits = IngestLimits()
        limits.rows = 3
        limits.columns = 4
        #expect(throws: IngestError.tooLarge(what: "rows", limit: 3)) { try ingest("t.csv", "a,b\n1,2\n1,3\n1,4\n", limits: limits) }
        #expect(throws: IngestError.tooLarge(what: "columns in row 1", limit: 4)) { try ingest("t.csv", "a,b,c,d,e\n", limits: limits) }
        limits.bytes = 2
        #expect(throws: IngestError.tooLarge(what: "bytes", limit: 2)) { try ingest("t.csv", "a,b", limits: limits) }
    }

    @Test func readsNothingFromNothing() throws {
        #expect(try ingest("t.csv", "").counts == ReadCounts())
        #expect(try ingest("t.csv", "\n\n,,\n").excerpts.isEmpty)
        #expect(try ingest("t.csv", "name,title\n").counts == ReadCounts())
    }
}
