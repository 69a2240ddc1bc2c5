import FeraDomain
import Testing

@testable import FeraInterview

/// What is told outside the chat: the written pass, one answer for all accounts, a reviewer's question.
struct WrittenTests {
    @Test func oneAnswerIsTakenApartByTheAccountsItNames() throws {
        let interviewer = try Shipped.interviewer()
        let accounts = [(Account.ID("h"), "Harbour Foods"), (Account.ID("m"), "Mill Group"), (Account.ID("g"), "Granite Group")].map { (id: $0.0, name: $0.1) }
        let answer =
            "Generally it is quiet. Harbour Foods might cancel because Jonas Holt wants one supplier. He said so in May. "
            + "With Granite the danger is that they go elsewhere, since the price went up."
        let split = interviewer.ownerWide(answer, accounts: accounts)
        #expect(split.rest == "Generally it is quiet.")
        #expect(
            split.shares == [
                Account.ID("h"): "Harbour Foods might cancel because Jonas Holt wants one supplier. He said so in May.",
                Account.ID("g"): "With Granite the danger is that they go elsewhere, since the price went up.",
            ])
        #expect(interviewer.ownerWide("They all grumble, as groups do.", accounts: accounts).shares.isEmpty)
        let both = interviewer.ownerWide("Harbour Foods and Mill Group both grumble.", accounts: accounts)
        #expect(both.shares.keys.sorted() == ["h", "m"].map { Account.ID($0) })
        let twice = accounts + [(id: Account.ID("h2"), name: "Harbour Foods")]
        #expect(interviewer.ownerWide("Harbour grumbles about the price.", accounts: twice).shares.keys.sorted() == ["h", "h2"].map { Account.ID($0) })
        #expect(interviewer.ownerQuestions(asked: [Question.ID("ow02")]).map(\.id.rawValue) == ["ow01", "ow03", "ow04"])
        #expect(interviewer.saysNothing("Nothing comes to mind.") && !interviewer.saysNothing("They all grumble about the price, as groups do."))
    }

    @Test func whatIsFiledFromElsewhereWakesNobody() throws {
        var room = Room(try Shipped.interviewer())
        let share = "Harbour Foods might cancel because Jonas Holt wants one supplier."
        let filed = room.run(.write(Writing([.init(key: "bank:ow01", text: share)], comesIn: false)))
        #expect(filed.refusal == nil && room.state.phase == .ready && room.state.open == nil)
        #expect(room.state.statements.first?.fact.field == Field.ID("st.churn_risk"))
        #expect(room.texts[room.state.answers[0].text?.id ?? .init("none")] == share)
        #expect(room.state.askedQuestions.contains(Question.ID("ow01")))
        // In the chat the open question is put off and comes again; no other is asked in between.
        _ = room.run(.join)
        let open = try #require(room.state.open)
        #expect(open.kind != .contradiction, "rapport first, whatever was filed before")
        _ = room.run(.write(Writing([.init(key: "bank:ow03", text: "At Harbour Foods we skip the second training because nobody came.")], comesIn: false)))
        #expect(room.state.phase == .asking && room.state.open != nil && room.state.open?.id != open.id)
        #expect(room.state.deferred.map { room.state.turns[$0].id } == [open.id] || room.state.open?.again == open.id)
        // Over, it is opened for this alone and over again.
        _ = room.run(.stop)
        _ = room.run(.finishPass)
        let sheet = Writing.Entry(key: "bank:ow04", text: "Harbour Foods I chase with a sheet of my own, because they never answer.")
        _ = room.run(.write(Writing([sheet], comesIn: false)))
        #expect(room.state.phase == .closing && room.state.statements.last?.status == .proposed)
        #expect(room.replayed() == room.state)
    }

    @Test func theFormIsShortAndItsAnswersAreOrdinary() throws {
        var room = Room(try Shipped.interviewer(), tier: .tail)
        let form = room.interviewer.written(room.state, words: room.words)
        #expect(form.count <= 9 + room.state.contradictions.count && form.count >= 6)
        #expect(form.contains { $0.kind == .contradiction } && Set(form.map(\.key)).count == form.count)
        #expect(form.allSatisfy { !$0.text.isEmpty && $0.why.hasPrefix("Asked") && $0.answer == nil }, "\(form.map(\.why))")
        let decider = try #require(form.first { $0.key == "bank:pb01" })
        let written = room.run(
            .write(
                Writing(
                    [
                        .init(key: decider.key, text: "Mara Lenz decides the renewal, she has the final say."), .init(key: "bank:pb04", text: "later"),
                        .init(key: "bank:pb02", text: "I don't know, ask Jonas Holt."), .init(key: "bank:tp01", text: "Will my manager read this?"),
                    ], comesIn: true)))
        #expect(written.refusal == nil)
        #expect(room.state.statements.first?.fact.field == Field.ID("re.renewal_decider"))
        #expect(room.state.referrals.count == 1 && written.replies.contains(.privacy))
        #expect(room.state.phase == .asking && room.state.open != nil, "who writes has come in")
        let turns = room.log.filter { if case .turnOpened = $0.body { true } else { false } }
        #expect(turns.count == room.state.turns.count)
        let again = room.interviewer.written(room.state, words: room.words)
        #expect(again.first { $0.key == decider.key }?.answer == room.state.answers.first { $0.statements.count == 1 }?.id)
        // The question that is open in the chat is answered where the form holds it.
        if let open = room.state.open, let question = open.subject.question {
            let before = room.state.turns.count
            let pilot = Writing.Entry(key: "bank:\(question)", text: "The works council was promised a pilot, because of the outage.")
            _ = room.run(.write(Writing([pilot], comesIn: true)))
            #expect(room.state.answers.last { $0.text != nil }?.turn == open.id && room.state.turns.count <= before + 1)
        }
        let over = room.run(.write(Writing([], comesIn: true, isOver: true)))
        #expect(over.refusal == nil && room.state.phase == .closing && room.state.open == nil)
        #expect(room.replayed() == room.state)
    }

    @Test func aFormThatDoesNotFitIsRefusedWhole() throws {
        var room = Room(try Shipped.interviewer(), tier: .tail)
        let good = Writing.Entry(key: "bank:pb01", text: "Mara Lenz decides the renewal.")
        func refused(_ entries: [Writing.Entry]) -> Refusal.Code? { room.run(.write(Writing(entries, comesIn: true))).refusal?.code }
        #expect(refused([]) == .empty)
        #expect(refused([good, .init(key: "bank:pb02", text: " \n")]) == .empty)
        for key in ["bank:zz99", "bank", "", "gap:", "raised:ga_1", "contradiction:iv_1.c99", "bank:cl01", "bank:a b"] {
            #expect(refused([good, .init(key: key, text: "Something to tell.")]) == .unknownField, "\(key)")
        }
        #expect(refused([good, .init(key: "bank:pb02", text: String(repeating: "word ", count: 20_000))]) == .tooLong)
        #expect(refused(Array(repeating: good, count: 101)) == .tooLong)
        #expect(room.log.count == 1, "nothing of it was taken")
        _ = room.run(.expire)
        #expect(refused([good]) == .expired)
    }

    @Test func aSecretInTheFormIsTakenOut() throws {
        var room = Room(try Shipped.interviewer(), tier: .tail)
        let secret = Writing.Entry(key: "bank:pb01", text: "Mara Lenz decides the renewal, the password is hunter2hunter2.")
        let decision = room.run(.write(Writing([secret], comesIn: true)))
        #expect(decision.replies.contains(.redacted) && !room.texts.values.contains { $0.contains("hunter2hunter2") })
        #expect(room.state.statements.contains { $0.label == .security })
    }

    // MARK: A reviewer's question

    private func sentBack() throws -> (room: Room, line: Statement.ID, gap: Gap.ID) {
        var room = Room(try Shipped.interviewer())
        room.finish()
        let line = try #require(room.state.statements.first).fact.id
        let gap = Gap.ID.review(of: line, own: 1, revision: 1, route: .receiving)
        room.texts[.init("tx_why")] = "Since when, and who told you?"
        let field = room.state.statements[0].fact.field
        let raised = room.run(.raiseGap(gap, field: field, question: TextRef(id: .init("tx_why"), hash: ""), label: .internal))
        #expect(raised.refusal == nil)
        return (room, line, gap)
    }

    @Test func aReviewersQuestionQuotesTheLineAndItsAnswerReplacesIt() throws {
        var (room, line, gap) = try sentBack()
        #expect(gap.reviewed == line && Gap.ID("ga_1").reviewed == nil && Gap.ID("rv_x").reviewed == nil)
        #expect(room.state.phase == .asking && room.state.open?.subject.gap == gap)
        #expect(room.asked.contains("Since when, and who told you?") && room.asked.contains("Mara Lenz decides the renewal"), "\(room.asked)")
        _ = room.say("Mara Lenz decides the renewal since May 2026, because Nils Aker gave her the final say in writing.")
        #expect(room.state.statement(line)?.status == .superseded)
        #expect(room.state.statements.last?.fact.supersedes == line && room.state.phase == .closing)
        _ = room.run(.finishPass)
        #expect(room.state.statements.last?.status == .confirmed && room.state.sentBack.isEmpty)
        #expect(room.replayed() == room.state)
    }

    @Test func aLineSettledOtherwiseIsAskedAboutNoMore() throws {
        var (room, line, _) = try sentBack()
        _ = room.run(.correct(line, text: "Mara Lenz decides the renewal since May 2026."))
        #expect(room.state.phase == .done && room.state.open == nil, "the correction is the owner's pass over it")
        #expect(room.state.statement(line)?.status == .confirmed && room.state.raised.isEmpty)

        (room, line, _) = try sentBack()
        #expect(room.run(.dropQuestions(about: line), by: Person.ID("pe_reviewer")).refusal == nil && room.state.phase == .done)
        #expect(room.run(.dropQuestions(about: line)).refusal?.code == .settled)
        #expect(room.replayed() == room.state)

        // Another line that came since still waits for the owner.
        (room, line, _) = try sentBack()
        _ = room.run(.reopen)
        _ = room.run(.addField(title: "Union", question: "What does their union want?", chapter: .story))
        _ = room.run(.withdrawStatement(line))
        #expect(room.state.raised.isEmpty && room.state.phase == .asking && room.state.open?.subject.gap == nil)
    }
}
