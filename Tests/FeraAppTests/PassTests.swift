import FeraApp
import FeraDomain
import Testing

/// The owner's pass: what the owner may do with a line, until when, and what happens when they do not come back.
struct PassTests {
    @Test func theOwnerCorrectsKeepsPrivateAndWithdraws() async throws {
        let space = try await Workspace.open()
        let handover = try await space.handover()
        try await handover.told()
        let reviews = space.app.reviews
        let champion = try await handover.line(Canary.internal)
        let text = "Our champion is Mara Lenz because she saved the pilot."
        let corrected = try await reviews.pass(champion.id, .correct, text: text, revision: champion.revision, by: handover.owner)
        #expect(corrected.revision == champion.revision + 1)
        #expect(corrected.text == text)
        #expect(try await code { try await reviews.pass(champion.id, .correct, text: "Again", revision: champion.revision, by: handover.owner) } == .changed)
        let price = try await handover.line(Canary.commercial)
        #expect(try await reviews.pass(price.id, .keepPrivate, text: nil, revision: nil, by: handover.owner).status == .private)
        let access = try await handover.line(Canary.security)
        #expect(try await reviews.pass(access.id, .withdraw, text: nil, revision: nil, by: handover.owner).text.isEmpty)
        #expect(try await code { try await reviews.pass(access.id, .confirm, text: nil, revision: nil, by: handover.owner) } == .state)
        #expect(try await code { try await reviews.pass(champion.id, .correct, text: "  ", revision: nil, by: handover.owner) } == .invalid)
        #expect(try await code { try await reviews.pass(champion.id, .confirm, text: nil, revision: nil, by: handover.manager) } == .forbidden)
        #expect(try await code { try await reviews.pass(champion.id, .confirm, text: nil, revision: nil, by: handover["stranger"]) } == .notFound)
        try await handover.finishPass()
        #expect(try await code { try await handover.finishPass() } == .state)
        for key in ["successor", "legal", "security", "lead"] {
            let statements = try await reviews.statements(nil, in: handover.id, for: handover[key])
            let seen = try json(statements) + json(try await reviews.items(handover.id, for: handover[key]))
            for word in [Canary.private, Canary.commercial, Canary.security] { #expect(!seen.contains(word), "\(key) reads \(word)") }
        }
        await space.app.close()
    }

    @Test func reviewersSeeNothingBeforeThePass() async throws {
        let space = try await Workspace.open()
        let handover = try await space.handover()
        try await handover.told()
        let line = try await handover.line(Canary.internal)
        for (key, principal) in handover.people where key != "owner" {
            #expect(try await space.app.reviews.items(handover.id, for: principal).isEmpty, "\(key)")
            if Gate.pass(principal, in: try await handover.state()) != nil {
                #expect(try await space.app.reviews.statements(nil, in: handover.id, for: principal).isEmpty, "\(key)")
            }
        }
        let approve = DecisionForm(decision: .approve)
        #expect(try await code { try await space.app.reviews.decideNow("\(line.id):receiving", approve, by: handover["successor"]) } == .notFound)
        await space.app.close()
    }

    @Test func linesAboutColleaguesAndAccessAreNotShownToWhoReceives() async throws {
        let space = try await Workspace.open()
        let handover = try await space.handover()
        try await handover.told()
        try await handover.finishPass()
        for key in ["successor", "interim"] {
            let seen = try json(try await space.app.reviews.items(handover.id, for: handover[key]))
            #expect(seen.contains(Canary.internal))
            #expect(!seen.contains(Canary.personnel) && !seen.contains(Canary.security) && !seen.contains(Canary.private))
        }
        let personnel = try await handover.line(Canary.personnel), security = try await handover.line(Canary.security)
        #expect(personnel.routes == [.people])
        #expect(security.routes == [.security])
        let approve = DecisionForm(decision: .approve)
        #expect(try await code { try await space.app.reviews.decideNow("\(personnel.id):receiving", approve, by: handover["successor"]) } == .notFound)
        #expect(try await code { try await space.app.reviews.decideNow("\(personnel.id):people", approve, by: handover["successor"]) } == .notFound)
        await space.app.close()
    }

    @Test func anOwnerWhoNeverComesBackDoesNotHoldUpTheLines() async throws {
        let space = try await Workspace.open()
        let handover = try await space.handover()
        let interview = try await handover.interview()
        try await handover.say(Canary.answer, interview)
        let waive = { try await space.app.reviews.waivePass(handover.account, in: handover.id, reason: "Olaf left early.", by: handover.manager) }
        #expect(try await code { try await waive() } == .state)
        space.clock.advance(days: 365)
        try await waive()
        #expect(try await space.app.conversations.snapshot(interview, for: handover.owner).state == "done")
        try await handover.approveEverything(blessing: "A training is planned \(Canary.open).")
        #expect(try await handover.lock() == 1)
        await space.app.close()
    }

    @Test func aBetterWordingOfAPrivateLineStaysPrivate() async throws {
        let space = try await Workspace.open()
        let handover = try await space.handover()
        try await handover.told()
        let line = try #require(try await handover.lines().first { $0.label == .internal })
        _ = try await space.app.reviews.pass(line.id, .keepPrivate, text: nil, revision: nil, by: handover.owner)
        let corrected = try await space.app.reviews.pass(line.id, .correct, text: "Said better, and still mine.", revision: nil, by: handover.owner)
        #expect(corrected.label == .private && corrected.status == .private)
        try await handover.finishPass()
        #expect(try await space.app.reviews.items(handover.id, for: handover["successor"]).allSatisfy { $0.statement.id != line.id })
        #expect(try await space.app.reviews.pass(line.id, .confirm, text: nil, revision: nil, by: handover.owner).label == .internal)
        await space.app.close()
    }

    @Test func aConfirmedLineHasTheLabelOfItsPresentWords() async throws {
        let space = try await Workspace.open()
        let handover = try await space.handover()
        try await handover.told()
        let reviews = space.app.reviews
        let line = try await handover.line(Canary.internal)
        let text = "Our champion lost trust in our colleague Jens because he was fired in April 2025."
        for first in [Reviews.PassAction.correct, .keepPrivate] {
            let second = first == .correct ? Reviews.PassAction.keepPrivate : .correct
            for action in [first, second] {
                _ = try await reviews.pass(line.id, action, text: action == .correct ? text : nil, revision: nil, by: handover.owner)
            }
            #expect(try await reviews.pass(line.id, .confirm, text: nil, revision: nil, by: handover.owner).label == .personnel)
        }
        // What was said off the record is lifted too, to what its other words ask for.
        let secret = "Off the record, our colleague Jens was fired in April 2025."
        _ = try await reviews.pass(line.id, .correct, text: secret, revision: nil, by: handover.owner)
        #expect(try await handover.line("Off the record, our").label == .private)
        #expect(try await reviews.pass(line.id, .confirm, text: nil, revision: nil, by: handover.owner).label == .personnel)
        await space.app.close()
    }

    @Test func ofSeveralWhoSawTheSameWordingOneChangesIt() async throws {
        let space = try await Workspace.open()
        let handover = try await space.handover()
        try await handover.told()
        let line = try await handover.line(Canary.internal)
        let codes = try await together(8) { number in
            try await code {
                try await space.app.reviews.pass(line.id, .correct, text: "Wording \(number).", revision: line.revision, by: handover.owner)
            }
        }
        #expect(codes.count { $0 == nil } == 1)
        #expect(codes.count { $0 == .changed } == 7)
        #expect(try await handover.lines().first { $0.id == line.id }?.revision == line.revision + 1)
        await space.app.close()
    }

    @Test func theManagerWaivesAfterTheDeadlineAndTheLinesSaySo() async throws {
        let space = try await Workspace.open()
        let handover = try await space.handover()
        try await handover.told()
        let waive = { (reason: String?) async throws in
            try await space.app.reviews.waivePass(handover.account, in: handover.id, reason: reason, by: handover.manager)
        }
        #expect(try await code { try await waive("Olaf is ill.") } == .state)
        #expect(try await code { try await waive(" ") } == .invalid)
        space.clock.advance(days: 4)
        #expect(try await code { try await waive("Olaf is ill.") } == .state)
        space.clock.advance(days: 1)
        for key in ["owner", "successor", "lead", "sponsor"] {
            #expect(
                try await code {
                    try await space.app.reviews.waivePass(handover.account, in: handover.id, reason: "x", by: handover[key])
                } == .forbidden)
        }
        try await waive("Olaf is ill.")
        #expect(try await code { try await waive("Once more.") } == .state)
        try await handover.approveEverything(blessing: "A training is planned \(Canary.open).")
        try await handover.lock()
        let passages = try space.app.clones.passages(try await handover.reading(handover["successor"]))
        let lines = passages.filter { $0.label != .open }
        #expect(!lines.isEmpty && lines.allSatisfy { $0.ownersPass == "waived: Olaf is ill." })
        // The manager's reason is not for the customer: the blessed wording does not carry it.
        let open = try space.app.clones.passages(try await handover.reading(Workspace.principal(handover.manager.person)))
            .filter { $0.label == .open }
        #expect(open.map(\.ownersPass) == ["passed"])
        let answer = try await handover.ask("Who is the champion?", handover["successor"])
        #expect(try json(answer).contains("Olaf is ill."))
        await space.app.close()
    }

    @Test func afterTheLockALineIsNeitherWithdrawnNorMadePrivate() async throws {
        let space = try await Workspace.open()
        let handover = try await space.handover()
        try await handover.locked()
        let line = try await handover.line(Canary.internal)
        let interview = try #require(try await handover.account().interviewID)
        for action in [Reviews.PassAction.withdraw, .keepPrivate] {
            #expect(try await code { try await space.app.reviews.pass(line.id, action, text: nil, revision: nil, by: handover.owner) } == .state, "\(action)")
        }
        // Nor through the conversation.
        var packet = ClientPacket(type: .action, clientMessageID: "w1", action: .withdraw)
        packet.statementID = line.id
        let withdraw = packet
        #expect(try await code { try await space.app.conversations.post(withdraw, to: interview, by: handover.owner) } == .state)
        #expect(try await handover.line(Canary.internal).status == .approved)
        await space.app.close()
    }
}
