import FeraApp
import FeraDomain
import Foundation
import Testing

/// Every use-case with everybody; and every word that anybody is shown, searched for what they may not read.
struct AccessTests {
    @Test func everyUseCaseWithEverybody() async throws {
        let space = try await Workspace.open()
        let handover = try await space.handover()
        try await handover.locked()
        for row in AccessRow.all {
            for (key, principal) in handover.people.sorted(by: { $0.key < $1.key }) {
                let answer = try await code { try await row.use(handover, principal) }
                if row.who.contains(key) {
                    #expect(answer != .forbidden && answer != .notFound && answer != .unauthenticated, "\(key) may \(row.what): \(answer as Any)")
                } else {
                    #expect(answer == .forbidden || answer == .notFound, "\(key) may not \(row.what): \(answer as Any)")
                }
                // Who has no part in the transfer is not even told that there is one.
                if key == "stranger" || key == "admin" { #expect(answer == .notFound, "\(key): \(row.what)") }
            }
        }
        // Closing last, for it ends everything: refused to all but the manager.
        for (key, principal) in handover.people where key != "manager" {
            #expect(try await code { try await space.app.transfers.close(handover.id, by: principal) } != nil, "\(key)")
        }
        #expect(try await !handover.state().isClosed)
        #expect(try await space.app.transfers.list(for: handover["stranger"], cursor: nil, limit: 10).ids.isEmpty)
        #expect(try await space.app.clones.list(for: handover["stranger"]).isEmpty)
        #expect(try await code { try await space.app.asks.rate("an_x.1", helpful: true, comment: nil, by: handover["reader"]) } == .notFound)
        await space.app.close()
    }

    /// What each may read anywhere, in the words planted for it.
    static let readable: [String: Set<String>] = [
        "owner": Set(words),
        "manager": [Canary.open, Canary.internal, Canary.promised, Canary.commercial, Canary.personnel],
        "deputy": [Canary.open, Canary.internal, Canary.promised, Canary.commercial],
        "successor": [Canary.open, Canary.internal, Canary.promised, Canary.commercial],
        "interim": [Canary.open, Canary.internal, Canary.promised, Canary.commercial],
        "steward": [Canary.open, Canary.internal, Canary.promised, Canary.commercial],
        "reader": [Canary.open, Canary.internal, Canary.promised],
        "lead": [Canary.open, Canary.promised],
        "legal": [Canary.commercial],
        "security": [Canary.security],
        "contributor": [], "sponsor": [], "stranger": [], "admin": [],
    ]

    static let words = [Canary.open, Canary.internal, Canary.promised, Canary.commercial, Canary.personnel, Canary.security, Canary.private]

    @Test func nobodyIsShownAWordAboveTheirLabels() async throws {
        let space = try await Workspace.open()
        let handover = try await space.handover()
        try await handover.locked(blessing: "A training is planned \(Canary.open).")
        for (key, principal) in handover.people {
            let shown = try await everything(handover, principal)
            let may = try #require(Self.readable[key])
            for word in Self.words {
                if may.contains(word) {
                    #expect(shown.contains(word), "\(key) should read \(word): the test looks at too little")
                } else {
                    #expect(!shown.contains(word), "\(key) reads \(word): \(excerpt(shown, word))")
                }
            }
        }
        let audit = try json(try await space.app.journal.audit(after: 0, limit: 1000))
        for word in Self.words { #expect(!audit.contains(word), "the audit log holds \(word)") }
        await space.app.close()
    }

    @Test(arguments: [Label.open, .internal, .commercial, .personnel, .security])
    func aCeilingHoldsEverywhere(_ ceiling: Label) async throws {
        let space = try await Workspace.open()
        let handover = try await space.handover()
        try await handover.locked(blessing: "A training is planned \(Canary.open).")
        let labels: [(String, Label)] = [
            (Canary.open, .open), (Canary.internal, .internal), (Canary.promised, .internal), (Canary.commercial, .commercial),
            (Canary.personnel, .personnel), (Canary.security, .security), (Canary.private, .private),
        ]
        for (key, principal) in handover.people {
            let shown = try await everything(handover, Workspace.principal(principal.person, principal.workspaceRoles, ceiling: ceiling))
            for (word, label) in labels where label.strictness > ceiling.strictness || !(Self.readable[key] ?? []).contains(word) {
                #expect(!shown.contains(word), "\(key) reads \(word) under \(ceiling): \(excerpt(shown, word))")
            }
            // The contract's value stands in the transfer itself.
            if ceiling.strictness < Label.commercial.strictness { #expect(!shown.contains("EUR 96,000"), "\(key) under \(ceiling)") }
        }
        await space.app.close()
    }

    private func excerpt(_ text: String, _ word: String) -> String {
        guard let range = text.range(of: word) else { return "" }
        let start = text.index(range.lowerBound, offsetBy: -120, limitedBy: text.startIndex) ?? text.startIndex
        return String(text[start..<range.upperBound])
    }

    /// Every view, packet and file that somebody can get, as one text. What is refused adds nothing.
    private func everything(_ handover: Handover, _ who: Principal) async throws -> String {
        let app = handover.app
        var all = ""
        func add(_ body: () async throws -> String) async throws {
            do { all += try await body() + "\n" } catch let error as AppError { all += "\(error) \(try json(error.members))\n" }
        }
        try await add { try json(try await handover.view(who)) }
        try await add { try json(try await app.sources.list(handover.id, for: who)) }
        for source in try await handover.state().sources {
            try await add { try json(try await app.sources.source(source.source.id, in: handover.id, for: who).excerpts) }
        }
        try await add { try json(try await app.boards.gaps(nil, in: handover.id, for: who)) }
        try await add { try json(try await app.reviews.statements(nil, in: handover.id, for: who)) }
        try await add { try json(try await app.reviews.items(nil, for: who)) }
        try await add { try json(try await app.locks.preview(handover.account, in: handover.id, for: who)) }
        let interview = try #require(try await handover.state().accounts[handover.account]?.interview)
        try await add { try json(try await app.conversations.snapshot(interview, for: who)) }
        try await add { try json(try await app.conversations.page(interview, after: 0, limit: 500, for: who).packets) }
        try await add { try json(try await app.clones.summaries(for: who)) }
        try await add {
            let reading = try await handover.reading(who)
            var text = try json(try await app.clones.version(reading)) + json(try app.clones.passages(reading)) + json(try app.clones.contradictions(reading))
            text += try json(try app.clones.diff(reading, from: reading)) + app.clones.handover(reading)
            for passage in try app.clones.passages(reading) { text += try json(try app.clones.passage(passage.id, reading)) }
            return text + String(decoding: try Data(contentsOf: URL(filePath: app.clones.file(reading).path)), as: UTF8.self)
        }
        let questions = [
            "Who is the champion?", "What was traded for the discount?", "Which colleague was fired?", "Where does the service account lie?",
            "Which training was promised?", "What is the champion afraid of?",
        ]
        for question in questions {
            try await add {
                // The answer, without the question that its packets repeat.
                try json(try await handover.ask(question, who).filter { $0.type != .answerStart })
            }
        }
        return all
    }

    @Test func rightsTakenAwayAreGoneAtOnce() async throws {
        let space = try await Workspace.open()
        let handover = try await space.handover()
        let clone = try await handover.locked()
        let reader = handover["successor"]
        let conversation = try await space.app.asks.open(clone, by: reader)
        let said = try await handover.ask("What was traded for the discount?", reader, in: conversation)
        #expect(try json(said).contains(Canary.commercial))
        // From now on they read what a reader reads: the answer that was given is not shown again.
        try await handover.set("successor", [.reader])
        let again = try json(try await space.app.conversations.page(conversation, after: 0, limit: 100, for: reader).packets)
        #expect(!again.contains(Canary.commercial))
        // Nor does a follow-up draw on it.
        let followUp = try json(try await handover.ask("Why was it traded?", reader, in: conversation))
        #expect(!followUp.contains(Canary.commercial))
        try await handover.set("successor", [.sponsor])
        #expect(try await code { try await space.app.conversations.page(conversation, after: 0, limit: 100, for: reader) } == .forbidden)
        #expect(try await code { try await handover.reading(reader) } == .forbidden)
        await space.app.close()
    }

    @Test func aSuccessorStillToBeHiredWaitsAndTheInterimHolderSteps() async throws {
        var cast = Workspace.cast.filter { $0.key != "successor" }
        cast.append(("successor", .init(name: "Sura Successor", email: "successor@example.com", roles: [.successor], hired: false)))
        let space = try await Workspace.open()
        let handover = try await space.handover(cast: cast)
        let late = handover["successor"]
        #expect(Gate.pass(late, in: try await handover.state()) == nil)
        #expect(try await code { try await handover.view(late) } == .notFound)
        #expect(try await code { try await space.app.transfers.requireLinkRight(for: late.person, in: handover.id, by: handover.manager) } == .state)
        try await handover.locked()
        try await space.app.transfers.signOff(handover.id, account: handover.account, by: handover["interim"])
        #expect(try await handover.account().state == .handedOver)
        // The successor comes, the interim holder goes.
        try await handover.set("successor", [.successor], hired: true)
        try await handover.set("interim", [.sponsor])
        #expect(try json(try space.app.clones.passages(try await handover.reading(late))).contains(Canary.commercial))
        #expect(try await code { try await handover.reading(handover["interim"]) } == .forbidden)
        try await space.app.transfers.signOff(handover.id, account: handover.account, by: late)
        await space.app.close()
    }

    @Test func withoutAnybodyHiredTheRouteHasNobody() async throws {
        var cast = Workspace.cast.filter { !["successor", "interim"].contains($0.key) }
        cast.append(("successor", .init(name: "Sura Successor", email: "successor@example.com", roles: [.successor], hired: false)))
        let space = try await Workspace.open()
        let handover = try await space.handover(cast: cast)
        try await handover.told()
        try await handover.finishPass()
        let blocker = try #require(try await handover.preview().blockers.first { $0.code == .noReviewer })
        #expect(blocker.message.contains("receiving"))
        await space.app.close()
    }

    @Test func aGapIsKnownToWhoReadsItsLabel() async throws {
        let space = try await Workspace.open()
        let handover = try await space.handover()
        try await handover.locked()
        _ = try await handover.ask("Which quillvault cabinet holds the spare hardware?", handover["security"])
        let asked = { (who: String) in try json(try await space.app.boards.gaps(nil, in: handover.id, for: handover[who]).gaps) }
        #expect(try await asked("owner").contains("quillvault"))
        #expect(try await asked("manager").contains("not yours to read"))
        for who in ["manager", "deputy", "steward"] { #expect(try await !asked(who).contains("quillvault"), "\(who)") }
        for who in ["deputy", "steward"] { #expect(try await asked(who) == "[]", "\(who)") }
        await space.app.close()
    }
}
