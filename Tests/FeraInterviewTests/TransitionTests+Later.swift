import FeraDomain
import Testing

@testable import FeraInterview

extension TransitionTests {
    static func t17(_ interviewer: Interviewer) throws {
        var room = joined(interviewer)
        let decision = room.say("You stupid bot")
        #expect(decision.replies == [.abusive] && room.state.phase == .asking)
        #expect(room.state.statements.isEmpty && room.state.answers[0].text == nil)
        #expect(!room.texts.values.contains { $0.contains("stupid") }, "kept nowhere, so told to nobody")
        #expect(room.run(.pause).outcome == .accepted(answer: nil))
    }

    static func t18(_ interviewer: Interviewer) throws {
        for said in [
            "The password is hunter2hunter2.", "Mara Lenz decides the renewal, and the admin password is hunter2hunter2.",
            "I don't know, ask Tom Brandt, the password is hunter2hunter2", "later, the password is hunter2hunter2",
        ] {
            var room = joined(interviewer)
            let decision = room.say(said)
            #expect(decision.replies.first == .redacted, "\(said)")
            #expect(!room.texts.values.contains { $0.contains("hunter2") }, "\(said)")
            let held = room.state.statements.filter { $0.label == .security && $0.routes.contains(.security) }
            #expect(held.count == 1, "\(said): security has something to look at")
            #expect(held.first.flatMap { room.words.at($0.span) }?.contains("[removed") == true)
        }
    }

    static func t19(_ interviewer: Interviewer) throws {
        var room = joined(interviewer)
        _ = room.say("Mara Lenz decides the renewal, she has the final say.")
        let turn = room.state.open
        let decision = room.run(.join)
        #expect(decision.events.map(\.type) == ["interview.joined"] && room.state.open == turn)
        #expect(room.texts.values.contains { $0.contains("1 lines so far") })
    }

    static func t20(_ interviewer: Interviewer) throws {
        var room = joined(interviewer)
        let turn = try #require(room.state.open?.id)
        #expect(room.run(.leave).events.map(\.type) == ["interview.left"])
        #expect(room.state.phase == .paused && room.state.open == nil && room.state.deferred.count == 1)
        #expect(room.say("more").refusal?.message.contains("resume") == true)
        #expect(room.run(.answer(turn: turn, text: "late")).outcome == .stale(open: nil), "what is typed to it is kept as a draft")
        #expect(room.run(.leave).refusal?.code == .settled)
        let back = room.run(.join)
        #expect(back.events.map(\.type) == ["interview.joined", "interview.turn_opened"] && room.state.open?.again == turn)
        #expect(room.texts.values.contains { $0.contains("Harbour Foods: 0 lines so far") })
        var over = Room(interviewer)
        over.finish()
        #expect(over.run(.leave).refusal?.code == .noOpenTurn)
    }

    static func t21(_ interviewer: Interviewer) throws {
        var room = joined(interviewer)
        let turn = room.state.open
        _ = room.run(.pause)
        #expect(room.state.phase == .paused && room.state.open == turn)
        #expect(room.say("Mara Lenz decides the renewal.").events.first?.type == "interview.resumed")
    }

    static func t22(_ interviewer: Interviewer) throws {
        var room = joined(interviewer)
        #expect(room.run(.resume).refusal?.code == .notPaused)
        _ = room.run(.pause)
        let turn = room.state.open
        _ = room.run(.resume)
        #expect(room.state.phase == .asking && room.state.open == turn)
        _ = room.run(.pause)
        _ = room.run(.expire)
        #expect(room.run(.resume).refusal?.code == .notPaused && room.state.phase == .closing)
    }

    static func t23(_ interviewer: Interviewer) throws {
        var room = joined(interviewer, questions: 10)
        var told = 0
        for _ in 0..<9 where room.state.open?.kind != .closing {
            told += room.say("Nothing comes to mind.").replies.count { $0 == .nearlyDone }
            guard room.state.turns.count > 8, let turn = room.state.open, turn.kind != .closing else { continue }
            let heavy = turn.targets.contains { $0.prior >= 50 && (interviewer.catalogue.field($0.field)?.weight ?? 0) >= 8 }
            #expect(heavy || turn.kind == .contradiction || turn.again != nil)
        }
        #expect(told == 1)
    }

    static func t24(_ interviewer: Interviewer) throws {
        func usedUp() -> Room {
            var room = joined(interviewer, questions: 2)
            _ = room.say("Nothing comes to mind.")
            #expect(room.say("Nothing comes to mind.").replies.contains(.budgetOffer))
            #expect(room.state.open?.kind == .closing && room.texts.values.contains { $0.contains("weighty points are open") })
            return room
        }
        var more = usedUp()
        #expect(more.say("Yes, ten more minutes.").events.map(\.type).contains("interview.budget_extended"))
        #expect(more.state.open?.kind != .closing && more.state.questionBudget == 8 && more.state.minuteBudget == 70)
        more.reach(.closing)
        #expect(more.state.open?.kind == .closing, "the last question is asked again when it is the last")

        var another = usedUp()
        _ = another.say("Another day, please")
        #expect(another.state.phase == .paused && another.state.nextSitting?.day == today.adding(days: 1))
        #expect(another.run(.resume).refusal?.code == .notYet)
        #expect(another.run(.resume, on: today.adding(days: 1)).outcome == .accepted(answer: nil) && another.state.open != nil)

        var written = usedUp()
        _ = written.run(.extend(.written, day: nil))
        #expect(written.state.isWritten && written.state.phase == .asking && written.state.open?.kind != .closing)

        var no = usedUp()
        #expect(no.say("Mara Lenz will ask about the freight contract first.").events.last?.type == "interview.closed", "an answer is never cut")
    }

    static func t25(_ interviewer: Interviewer) throws {
        var room = joined(interviewer, tier: .mid, questions: 200)
        room.reach(.closing)
        #expect(room.state.open?.kind == .closing && room.state.turns.count < 200)
        let last = room.say("Nothing comes to mind.")
        guard case .closed(let closed) = try #require(last.events.last).body else { return #expect(Bool(false), "it is not closed") }
        #expect(closed.reason == .done && room.state.phase == .closing && !closed.openFields.isEmpty)
    }

    static func t26(_ interviewer: Interviewer) throws {
        var room = joined(interviewer)
        _ = room.say("Mara Lenz decides the renewal, she has the final say.")
        #expect(room.run(.finishPass).refusal?.code == .stillAsking)
        _ = room.run(.stop)
        _ = room.run(.correct(room.state.statements[0].fact.id, text: "Mara Lenz alone decides the renewal since May 2026."))
        #expect(room.run(.finishPass).outcome == .accepted(answer: nil))
        #expect(room.state.phase == .done && room.state.statements[0].status == .confirmed && room.state.statements[0].revision == 2)
    }

    static func t27(_ interviewer: Interviewer) throws {
        var room = Room(interviewer)
        room.finish()
        let old = room.state.contradictions
        // Nothing new: nothing is asked.
        #expect(room.run(.extendRecord(room.reading())).events.map(\.type) == ["interview.record_extended"])
        #expect(room.state.phase == .done && room.state.contradictions == old)
        room.papers.add(3, .clause, "The annual fee is EUR 84,000.")
        room.papers.add(5, .prose, "Their purchasing is run by Oda Fenn since the merger.")
        let news = room.run(.extendRecord(room.reading()))
        #expect(news.events.map(\.type) == ["interview.record_extended", "interview.reopened", "interview.turn_opened"])
        #expect(room.state.contradictions.count == old.count + 1 && room.state.contradictions.prefix(old.count).elementsEqual(old))
        #expect(room.state.open?.kind == .contradiction && room.state.open?.subject.contradiction == room.state.contradictions.last?.id)
        #expect(room.asked.contains("84,000"))
        var asked: [Turn.Kind] = []
        while let turn = room.state.open {
            asked.append(turn.kind)
            _ = room.say("Nothing comes to mind.")
        }
        #expect(asked.first == .contradiction && asked.count <= 6 && !asked.contains(.bank) && asked.contains(.who))
        #expect(room.state.phase == .closing && room.replayed() == room.state)
        let ids = room.state.people.map(\.id) + room.state.acronyms.map(\.id)
        #expect(Set(ids).count == ids.count && Set(room.state.contradictions.map(\.id)).count == room.state.contradictions.count)
        try reviewersQuestion(interviewer)
    }

    private static func reviewersQuestion(_ interviewer: Interviewer) throws {
        var room = Room(interviewer)
        room.finish()
        let gap = TextRef(id: .init("tr_1.q1"), hash: "")
        room.texts[gap.id] = "Who signs the purchase order?"
        _ = room.run(.raiseGap(Gap.ID("ga_1"), field: Field.ID("co.procurement"), question: gap, label: .internal))
        #expect(room.state.phase == .asking && room.asked.contains("Who signs the purchase order?"))
        _ = room.say("Purchase orders are signed by Oda Fenn, within five days.")
        #expect(room.state.phase == .closing && room.state.raised[0].answer != nil)
    }

    static func t28(_ interviewer: Interviewer) throws {
        var room = joined(interviewer)
        _ = room.say("I don't know, ask Jonas Holt.")
        let decision = room.run(.expire)
        guard case .closed(let closed) = try #require(decision.events.last).body else { return #expect(Bool(false), "it is not closed") }
        #expect(closed.reason == .expired && !closed.openFields.isEmpty && room.state.open == nil)
        #expect(room.run(.reopen).refusal?.code == .expired)
        #expect(room.run(.planSittings([Sitting(day: today, questions: 3)])).refusal?.code == .expired)
        room.papers.add(3, .clause, "The annual fee is EUR 84,000.")
        #expect(room.run(.extendRecord(room.reading())).events.map(\.type) == ["interview.record_extended"], "read, and nobody is asked")
        #expect(room.run(.finishPass).outcome == .accepted(answer: nil), "the owner's lines go on")
    }

    static func t29(_ interviewer: Interviewer) throws {
        var room = joined(interviewer)
        _ = room.say("Finance decides, I think.")
        room.reach(.followUp)
        #expect(room.asked.contains("Finance decides, I think."))
        let void = room.state.open?.id
        let decision = room.run(.withdrawStatement(room.state.statements[0].fact.id))
        #expect(room.state.statements[0].status == .withdrawn)
        #expect(!room.texts.values.contains { $0.contains("Finance decides") }, "nor in the question that quoted it")
        #expect(room.state.phase == .asking && room.state.open != nil && room.state.open?.id != void, "the question about it is void")
        #expect(decision.replies == [.withdrawn])

        _ = room.say("I don't know, ask Jonas Holt.")
        #expect(room.texts.values.contains { $0.contains("Jonas Holt knows") })
        _ = room.run(.withdrawLast)
        #expect(!room.texts.values.contains { $0.contains("Jonas Holt knows") })
        #expect(room.state.answers.last?.isWithdrawn == true && room.replayed() == room.state)
    }
}
