import FeraDomain
import Testing

@testable import FeraInterview

/// People and how they hang together, from the record and from what was said.
@Suite struct StakeholderTests {
    let interviewer: Interviewer

    init() throws { interviewer = try Shipped.interviewer() }

    private func line(_ number: Int, _ field: String, _ text: String, day: Day = today) -> Stakeholders.Line {
        Stakeholders.Line(id: Statement.ID("iv_1.s\(number)"), field: Field.ID(field), text: text, saidOn: day)
    }

    private func read(_ lines: [Stakeholders.Line], record: [Excerpt] = Papers.harbour().excerpts) -> [String: Stakeholder] {
        let people = Stakeholders(interviewer, ours: ["Ruth Adler", "Tom Brandt"]).read(record: record, lines: lines)
        return Dictionary(uniqueKeysWithValues: people.map { ($0.name, $0) })
    }

    @Test func theRecordGivesTitlesAndSponsorsWithTheirPlaces() throws {
        let people = read([])
        #expect(Set(people.keys) == ["Nils Aker", "Mara Lenz", "Jonas Holt"])
        let sponsor = try #require(people["Nils Aker"])
        #expect(sponsor.titles.map(\.value) == ["COO"] && sponsor.influence.map(\.value) == [.high])
        #expect(sponsor.influence.first?.quote == "executive_sponsor: Nils Aker")
        guard case .excerpt(let id, let start, let end)? = sponsor.influence.first?.basis else { return #expect(Bool(false), "no place") }
        #expect(Papers.harbour().excerpts.first { $0.id == id }?.text.utf8Slice(start, end) == "executive_sponsor: Nils Aker")
    }

    @Test func answersGiveStanceInfluenceReportsAndTies() throws {
        let people = read([
            line(1, "re.renewal_decider", "Mara decides the renewal, whatever Nils Aker says."),
            line(2, "re.champion", "Jonas Holt fights for us since the outage."), line(3, "re.blocker", "Bruno Kessler blocks every extension."),
            line(4, "re.exec_sponsor", "Nils is still skeptical about us."), line(5, "re.person_role", "Jonas Holt reports to Mara Lenz."),
            line(6, "re.informal_power", "Mara Lenz listens to Bruno Kessler before every vote."),
        ])
        #expect(people["Mara Lenz"]?.influence.map(\.value) == [.decisive, .high])
        #expect(people["Mara Lenz"]?.influence.first?.basis == .statement(Statement.ID("iv_1.s1")))
        #expect(people["Jonas Holt"]?.stances.map(\.value).contains(.champion) == true && people["Bruno Kessler"]?.stances.map(\.value) == [.blocker])
        #expect(people["Nils Aker"]?.stances.map(\.value) == [.sceptic])
        #expect(people["Jonas Holt"]?.reportsTo.map(\.value) == ["Mara Lenz"])
        #expect(people["Mara Lenz"]?.ties.map(\.value) == [.init(to: "Bruno Kessler", words: "listens to")])
        #expect(people["Ruth Adler"] == nil, "ours are no stakeholders of theirs")
    }

    @Test func theNewerValueCountsAndADenialSaysNothing() throws {
        let early = today.adding(days: -200)
        let people = read([
            line(1, "re.blocker", "Bruno Kessler blocks every extension.", day: early), line(2, "re.champion", "Bruno Kessler is our champion now."),
            line(3, "re.champion", "Mara Lenz is no longer our champion."),
        ])
        let bruno = try #require(people["Bruno Kessler"])
        #expect(bruno.stances.count == 2 && Stakeholder.newest(bruno.stances)?.value == .champion)
        #expect(people["Mara Lenz"]?.stances.isEmpty == true)
    }

    @Test func whoDecidesWithoutAStanceAndWhoIsNobodyYetAreThin() {
        let reader = Stakeholders(interviewer, ours: [])
        let people = reader.read(
            record: [], lines: [line(1, "re.renewal_decider", "Olga Berg decides the renewal."), line(2, "st.milestones", "Timo Falk was at the launch.")])
        let thin = interviewer.thinPeople(people)
        #expect(thin.map { "\($0.person.name) \($0.missing)" } == ["Olga Berg stance", "Timo Falk title"])
        #expect(reader.read(record: [], lines: []).isEmpty)
    }

    @Test func whatIsNotReadIsNotThere() {
        #expect(read([], record: []).isEmpty)
        #expect(read([line(1, "re.champion", "\u{200F}مارا لنز 🙂\u{200B}, who knows?"), line(2, "re.blocker", "")], record: []).isEmpty)
    }
}
