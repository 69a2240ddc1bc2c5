import FeraDomain
import Testing

@testable import FeraInterview

/// The state table, transition by transition: number → what is held.
@Suite struct TransitionTests {
    struct Transition: Sendable, CustomTestStringConvertible {
        var number: Int
        var name: String
        var check: @Sendable (Interviewer) throws -> Void

        var testDescription: String { "\(number) \(name)" }
    }

    static let table: [Transition] = [
        Transition(number: 1, name: "a record is read", check: t1), Transition(number: 2, name: "there is no record", check: t2),
        Transition(number: 3, name: "the owner joins", check: t3), Transition(number: 4, name: "an answer", check: t4),
        Transition(number: 5, name: "the same answer again", check: t5), Transition(number: 6, name: "an answer to an older turn", check: t6),
        Transition(number: 7, name: "what is made of an answer", check: t7), Transition(number: 8, name: "nothing comes to mind", check: t8),
        Transition(number: 9, name: "skip", check: t9), Transition(number: 10, name: "later", check: t10),
        Transition(number: 11, name: "ask somebody", check: t11), Transition(number: 12, name: "I don't know", check: t12),
        Transition(number: 13, name: "a correction", check: t13), Transition(number: 14, name: "the owner asks", check: t14),
        Transition(number: 15, name: "an empty answer", check: t15), Transition(number: 16, name: "empty again", check: t16),
        Transition(number: 17, name: "abuse", check: t17), Transition(number: 18, name: "a secret", check: t18),
        Transition(number: 19, name: "back after a break", check: t19), Transition(number: 20, name: "another account", check: t20),
        Transition(number: 21, name: "pause", check: t21), Transition(number: 22, name: "resume", check: t22),
        Transition(number: 23, name: "late in the budget", check: t23), Transition(number: 24, name: "the budget is used up", check: t24),
        Transition(number: 25, name: "nothing worth a question", check: t25), Transition(number: 26, name: "the owner's pass", check: t26),
        Transition(number: 27, name: "news after the end", check: t27), Transition(number: 28, name: "the last working day", check: t28),
        Transition(number: 29, name: "taking back", check: t29),
    ]

    @Test(arguments: table) func holds(_ transition: Transition) throws { try transition.check(try Shipped.interviewer()) }

    @Test func everyTransitionOfTheTableHasItsTest() { #expect(Self.table.map(\.number) == Array(1...29)) }

    static func joined(_ interviewer: Interviewer, tier: Tier = .top, questions: Int? = nil) -> Room {
        var room = Room(interviewer, tier: tier, questions: questions)
        _ = room.run(.join)
        return room
    }

    /// What the open question is about first of all.
    static func main(_ room: Room) throws -> Field.ID { try #require(room.state.open?.targets.first { $0.isMain }?.field) }

    static func t1(_ interviewer: Interviewer) throws {
        var room = Room(interviewer, isPrepared: false)
        #expect(room.run(.join).refusal?.code == .notPrepared)
        room = Room(interviewer)
        #expect(room.state.phase == .ready && room.state.contradictions.count == 1 && room.state.people.count == 1)
        #expect(room.state.fields[Field.ID("re.champion")]?.hint != nil)
    }

    static func t2(_ interviewer: Interviewer) throws {
        var room = Room(interviewer, papers: Papers())
        #expect(room.state.phase == .ready && room.state.fields.values.allSatisfy { $0.confidence == 0 })
        _ = room.run(.join)
        #expect(room.texts[.init("iv_1.j2")]?.contains("no files about this account") == true)
        #expect(!joined(interviewer).texts[.init("iv_1.j2")]!.contains("no files"))
    }

    static func t3(_ interviewer: Interviewer) throws {
        let room = joined(interviewer)
        #expect(room.state.phase == .asking && [.bank, .gap].contains(room.state.open?.kind), "never a contradiction")
        let welcome = room.texts[.init("iv_1.j2")] ?? ""
        for word in ["Harbour Foods", "30 questions", "60 minutes", "skip", "later", "ask", "before anybody else"] { #expect(welcome.contains(word)) }
    }

    static func t4(_ interviewer: Interviewer) throws {
        var room = joined(interviewer)
        let decision = room.say("Mara Lenz decides the renewal, she has the final say.")
        #expect(decision.events.prefix(2).map(\.type) == ["interview.answered", "interview.analysed"])
        #expect(room.texts[.init("iv_1.a1")] == "Mara Lenz decides the renewal, she has the final say.")
        #expect(decision.events.last?.type == "interview.turn_opened")
    }

    static func t5(_ interviewer: Interviewer) throws {
        var room = joined(interviewer)
        _ = room.run(.answer(turn: nil, text: "Mara Lenz decides."), client: "k")
        let (state, count) = (room.state, room.log.count)
        #expect(room.run(.answer(turn: nil, text: "Mara Lenz decides."), client: "k").outcome == .duplicate(answer: AnswerID("iv_1.a1")))
        #expect(room.state == state && room.log.count == count)
    }

    static func t6(_ interviewer: Interviewer) throws {
        var room = joined(interviewer)
        let old = room.state.open?.id
        _ = room.say("Nothing comes to mind.")
        #expect(room.run(.answer(turn: old, text: "late")).outcome == .stale(open: room.state.open?.id))
        // A text that is too long is not even a draft.
        #expect(room.run(.answer(turn: old, text: String(repeating: "a", count: 70_000))).refusal?.code == .tooLong)
    }

    static func t7(_ interviewer: Interviewer) throws {
        var room = joined(interviewer)
        let facts = try #require(room.say("Mara Lenz decides the renewal, she has the final say, see T-4711.").analysis?.statements)
        #expect(facts.first?.field == Field.ID("re.renewal_decider") && facts.first?.support.first?.excerpt != nil)
        #expect(room.state.fields[Field.ID("re.renewal_decider")]?.confidence ?? 0 >= 75)
    }

    static func t8(_ interviewer: Interviewer) throws {
        var room = joined(interviewer)
        let asked = try main(room)
        let before = interviewer.existence(asked, room.state)
        let analysis = room.say("Nothing comes to mind.").analysis
        #expect(analysis?.intent == Intent.none && analysis?.statements.isEmpty == true)
        #expect(interviewer.existence(asked, room.state) == Int(Double(before) * 0.3))
        room = joined(interviewer)
        _ = room.say("Finance decides, I think.")
        room.reach(.followUp)
        let field = try #require(room.state.open?.subject.field)
        #expect(room.say("As I said, nothing to add.").analysis?.exhausted == [field])
    }

    static func t9(_ interviewer: Interviewer) throws {
        var room = joined(interviewer)
        let skipped = try main(room)
        _ = room.run(.skip(turn: nil))
        #expect(room.state.fields[skipped]?.isSkipped == true)
        for _ in 0..<40 where room.state.phase == .asking {
            #expect(room.state.open?.targets.contains { $0.field == skipped && $0.isMain && room.state.open?.kind == .gap } == false)
            _ = room.say("Nothing comes to mind.")
        }
        #expect(interviewer.openFields(room.state).contains(skipped))
    }

    static func t10(_ interviewer: Interviewer) throws {
        var room = joined(interviewer)
        let first = try #require(room.state.open?.id)
        #expect(room.say("Not now, later please").replies == [.deferred])
        #expect(room.state.open?.again == nil)
        _ = room.run(.pause)
        _ = room.run(.resume)
        _ = room.say("Nothing comes to mind.")
        #expect(room.state.open?.again == first && room.state.deferred.isEmpty)
        #expect(room.say("later").analysis?.intent == .skip, "put off once, not for ever")
    }

    static func t11(_ interviewer: Interviewer) throws {
        var room = joined(interviewer)
        let turn = room.state.open?.id, asked = try main(room)
        let decision = room.say("I don't know, ask Jonas Holt.")
        let referral = try #require(decision.analysis?.referral)
        #expect(referral.turn == turn && referral.name.flatMap { room.words.at($0) } == "Jonas Holt")
        #expect(room.state.fields[asked]?.confidence == 80 && decision.replies == [.referred])
    }

    static func t12(_ interviewer: Interviewer) throws {
        var room = joined(interviewer)
        let asked = try main(room)
        #expect(room.say("I don't know.").analysis?.intent == .unknown)
        #expect(room.state.open?.kind == .whoKnows && room.asked.contains("Whom could I ask?") && room.state.questionBudget == 31)
        let referral = room.say("Jonas Holt").analysis?.referral
        #expect(referral?.name.flatMap { room.words.at($0) } == "Jonas Holt" && referral?.field == asked)
        #expect(room.state.open?.kind != .whoKnows)
        var other = joined(interviewer)
        var followed = 0
        for _ in 0..<20 where other.state.phase == .asking {
            _ = other.say("I don't know.")
            followed += other.state.open?.kind == .whoKnows ? 1 : 0
        }
        #expect(followed == 2 && other.state.referrals.isEmpty, "who has said twice that nobody would know is not asked again")
    }

    static func t13(_ interviewer: Interviewer) throws {
        var room = joined(interviewer)
        _ = room.say("Mara Lenz decides the renewal, she has the final say.")
        let decision = room.say("Correction: the renewal is decided by Nils Aker, he has the final say.")
        #expect(room.state.statements[0].status == .superseded && decision.analysis?.intent == .correction)
        #expect(room.texts[.init("iv_1.a1")]?.hasPrefix("Mara Lenz decides") == true, "the old words are kept")
        try ties(interviewer)
    }

    /// Two lines of one answer, and a correction that could mean either.
    private static func ties(_ interviewer: Interviewer) throws {
        func tied() -> Room {
            var room = joined(interviewer)
            _ = room.say("Mara Lenz decides the renewal, she has the final say. Nils Aker decides the renewal too, he has the final say on price.")
            _ = room.say("Scratch that, the renewal is decided by Olga Berg alone, she has the final say.")
            return room
        }
        for (said, gone) in [("The first one", [0]), ("2", [1]), ("both", [0, 1]), ("neither", []), ("the last", [1])] {
            var room = tied()
            #expect(room.state.open?.kind == .which)
            #expect(room.asked.contains("1. “Mara Lenz decides the renewal") && room.asked.contains("2. “Nils Aker"))
            #expect(room.state.statements.map(\.status) == [.proposed, .proposed, .proposed])
            _ = room.say(said)
            #expect(room.state.statements.indices.filter { room.state.statements[$0].status == .superseded } == gone, "\(said)")
            #expect(room.state.open != nil && room.state.open?.kind != .which && room.replayed() == room.state)
        }
    }

    static func t14(_ interviewer: Interviewer) throws {
        var room = joined(interviewer)
        let turn = room.state.open
        #expect(room.say("Will my manager read this?").replies == [.privacy])
        #expect(room.state.open == turn && room.state.statements.isEmpty)
    }

    static func t15(_ interviewer: Interviewer) throws {
        var room = joined(interviewer)
        let turn = room.state.open
        let decision = room.say("ok")
        #expect(decision.replies == [.reask] && room.state.open == turn)
        #expect(room.texts.values.contains { $0.contains("In short:") })
    }

    static func t16(_ interviewer: Interviewer) throws {
        var room = joined(interviewer)
        let skipped = try main(room)
        _ = room.say("ok")
        #expect(room.say(".").analysis?.intent == .skip)
        #expect(room.state.fields[skipped]?.isSkipped == true)
    }
}
