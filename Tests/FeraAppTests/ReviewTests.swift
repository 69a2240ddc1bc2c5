import FeraApp
import FeraDomain
import Testing

/// Reviewers' decisions and what they do to each other.
struct ReviewTests {
    private func ready() async throws -> Handover {
        let handover = try await Workspace.open().handover()
        try await handover.told()
        try await handover.finishPass()
        return handover
    }

    @Test func anEditReopensTheOtherRoutes() async throws {
        let handover = try await ready()
        let reviews = handover.app.reviews
        let line = try await handover.line(Canary.commercial)
        _ = try await reviews.decideNow("\(line.id):receiving", DecisionForm(decision: .approve), by: handover["successor"])
        let edit = DecisionForm(decision: .edit, text: "A discount was traded for a case study.", reason: "No figures.")
        let edited = try await reviews.decideNow("\(line.id):regulated", edit, by: handover["legal"])
        #expect(edited.statement.text == "A discount was traded for a case study.")
        #expect(edited.statement.revision == line.revision + 1)
        #expect(edited.statement.decisions.last?.before?.contains(Canary.commercial) == true, "the difference is kept")
        #expect(try await reviews.items(handover.id, for: handover["successor"]).first { $0.statement.id == line.id }?.state == .waiting)
        #expect(try await handover.preview().blockers.contains { $0.code == .unreviewed && $0.ids.contains(line.id.rawValue) })
        let wordless = DecisionForm(decision: .edit, reason: "no text")
        #expect(try await code { try await reviews.decideNow("\(line.id):regulated", wordless, by: handover["legal"]) } == .invalid)
        #expect(try await code { try await reviews.decideNow("\(line.id):regulated", DecisionForm(decision: .reject), by: handover["legal"]) } == .invalid)
        #expect(try await code { try await reviews.decideNow("nonsense", edit, by: handover["legal"]) } == .notFound)
        await handover.app.close()
    }

    @Test func anApprovalOfAnEditDoesNotApproveTheOwnersNextWording() async throws {
        let handover = try await ready()
        let reviews = handover.app.reviews
        let line = try await handover.line(Canary.commercial)
        let edit = DecisionForm(decision: .edit, text: "A discount was traded.", reason: "Shorter.")
        _ = try await reviews.decideNow("\(line.id):regulated", edit, by: handover["legal"])
        let approved = try await reviews.decideNow("\(line.id):receiving", DecisionForm(decision: .approve), by: handover["successor"])
        #expect(approved.statement.status == .approved)
        let seen = try await handover.lines().first { $0.id == line.id }
        #expect(seen?.revision == 2)
        let corrected = try await reviews.pass(line.id, .correct, text: "No discount was traded at all.", revision: seen?.revision, by: handover.owner)
        #expect(corrected.revision == 3, "every wording has a number of its own")
        #expect(corrected.text == "No discount was traded at all.")
        #expect(try await handover.lines().first { $0.id == line.id }?.status == .confirmed, "nobody has seen these words")
        #expect(try await code { try await reviews.pass(line.id, .confirm, text: nil, revision: 2, by: handover.owner) } == .changed)
        await handover.app.close()
    }

    @Test func theWordsBeforeAnEditAreThoseThatTheReviewerSaw() async throws {
        let handover = try await ready()
        let reviews = handover.app.reviews
        let line = try await handover.line(Canary.commercial)
        let first = DecisionForm(decision: .edit, revision: 1, text: "A discount was traded for a case study.", reason: "No figures.")
        _ = try await reviews.decide("\(line.id):regulated", first, by: handover["legal"])
        let second = DecisionForm(decision: .edit, revision: 2, text: "A discount was traded.", reason: "Shorter.")
        let edited = try await reviews.decide("\(line.id):receiving", second, by: handover["successor"])
        #expect(edited.statement.decisions.map(\.before) == [line.text, "A discount was traded for a case study."])
        await handover.app.close()
    }

    @Test func nobodyDecidesOnWordsThatTheyHaveNotSeen() async throws {
        let handover = try await ready()
        let reviews = handover.app.reviews
        let line = try await handover.line(Canary.commercial)
        let edit = DecisionForm(decision: .edit, revision: 1, text: "A discount was traded.", reason: "Shorter.")
        _ = try await reviews.decide("\(line.id):regulated", edit, by: handover["legal"])
        let id = "\(line.id):receiving"
        for verdict in ReviewDecision.Verdict.allCases {
            let blind = DecisionForm(decision: verdict, text: "Mine.", reason: "Because.")
            #expect(try await code { try await reviews.decide(id, blind, by: handover["successor"]) } == .invalid, "\(verdict)")
            var late = blind
            late.revision = 1
            let error = await #expect(throws: AppError.self) { try await reviews.decide(id, late, by: handover["successor"]) }
            #expect(error?.code == .changed)
            #expect(try json(error?.members["statement"]).contains("A discount was traded."), "the new words come with the refusal")
        }
        #expect(try await handover.lines().first { $0.id == line.id }?.status == .confirmed)
        let seen = DecisionForm(decision: .approve, revision: 2)
        #expect(try await reviews.decide(id, seen, by: handover["successor"]).statement.status == .approved)
        await handover.app.close()
    }

    @Test func requestedChangesGoBackToTheOwnerAndAround() async throws {
        let handover = try await ready()
        let reviews = handover.app.reviews
        let line = try await handover.line(Canary.internal)
        let request = DecisionForm(decision: .requestChanges, reason: "Since when?")
        #expect(try await reviews.decideNow("\(line.id):receiving", request, by: handover["successor"]).statement.status == .changesRequested)
        #expect(try await handover.preview().blockers.contains { $0.code == .changesRequested && $0.ids == [line.id.rawValue] })
        let back = try #require(try await handover.lines().first { $0.id == line.id })
        #expect(back.decisions.last?.reason == "Since when?")
        _ = try await reviews.pass(line.id, .correct, text: "Our champion since 2024 is Mara Lenz.", revision: back.revision, by: handover.owner)
        let again = try #require(try await reviews.items(handover.id, for: handover["successor"]).first { $0.statement.id == line.id })
        #expect(again.state == .waiting)
        #expect(again.statement.text == "Our champion since 2024 is Mara Lenz.")
        await handover.app.close()
    }

    @Test func aBlessedWordingIsARowOfItsOwn() async throws {
        let handover = try await ready()
        let promise = try await handover.line(Canary.promised)
        #expect(promise.routes.contains(.customerFacing))
        let blessing = DecisionForm(decision: .approve, blessedWording: "A training is planned \(Canary.open).")
        #expect(try await code { try await handover.app.reviews.decideNow("\(promise.id):receiving", blessing, by: handover["successor"]) } == .invalid)
        _ = try await handover.app.reviews.decideNow("\(promise.id):customer-facing", blessing, by: handover["lead"])
        try await handover.approveEverything()
        try await handover.lock()
        let passages = try handover.app.clones.passages(try await handover.reading(handover["reader"]))
        let open = try #require(passages.first { $0.label == .open })
        #expect(open.text == "A training is planned \(Canary.open).")
        #expect(open.saidBy == "Rhea Lead")
        #expect(passages.first { $0.id == promise.id }?.blessed == open.text)
        let ceiling = Workspace.principal(handover["reader"].person, ceiling: .open)
        let answer = try json(try await handover.ask("Which training is planned?", ceiling))
        #expect(answer.contains(Canary.open))
        #expect(!answer.contains(Canary.promised))
        await handover.app.close()
    }

    @Test func contradictionsAreAcceptedOnceWithAReason() async throws {
        let handover = try await ready()
        let found = try #require(try await handover.app.boards.gaps(nil, in: handover.id, for: handover.manager).contradictions.first)
        #expect(found.status == .open || found.status == .unresolved)
        #expect(try await code { try await handover.app.reviews.accept(found.id, reason: " ", by: handover.manager) } == .invalid)
        #expect(try await code { try await handover.app.reviews.accept(found.id, reason: "x", by: handover["reader"]) } == .forbidden)
        let accepted = try await handover.app.reviews.accept(found.id, reason: "Legal will say.", by: handover.manager)
        #expect(accepted.status == .accepted)
        #expect(accepted.resolution == "Legal will say.")
        #expect(accepted.resolvedBy == "Ines Manager")
        #expect(try await code { try await handover.app.reviews.accept(found.id, reason: "Again.", by: handover.manager) } == .state)
        await handover.app.close()
    }
}
