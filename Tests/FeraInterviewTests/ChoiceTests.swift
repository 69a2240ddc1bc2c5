import FeraDomain
import Testing

@testable import FeraInterview

struct ChoiceTests {
    @Test func twoThingsOfAChapterShareAQuestion() throws {
        var room = Room(try Shipped.interviewer())
        _ = room.run(.join)
        let turn = try #require(room.state.open)
        #expect(turn.asksTwo)
        let chapters = Set(turn.targets.compactMap { room.interviewer.catalogue.field($0.field)?.chapter })
        #expect(chapters.count == 1)
        for target in turn.targets { #expect(room.asked.contains(try #require(room.interviewer.phrases.clauses[target.field.rawValue]))) }
        // The heavier comes first, and both count as asked for.
        _ = room.say("Nothing comes to mind.")
        for target in turn.targets { #expect((room.state.fields[target.field]?.existence ?? 1000) < 900) }
    }

    @Test func aTiredOwnerIsAskedOneThing() throws {
        var room = Room(try Shipped.interviewer())
        _ = room.run(.join)
        for _ in 0..<3 { _ = room.say("Yes, well, sort of.") }
        let turn = try #require(room.state.open)
        #expect(turn.targets.count(where: \.isMain) <= 1 || turn.kind == .bank)
        #expect(!turn.asksTwo)
    }

    @Test func noQuestionIsLongerThanAPersonReads() throws {
        let interviewer = try Shipped.interviewer()
        let phrases = interviewer.phrases
        for name in phrases.clauses.keys { #expect(interviewer.catalogue.field(Field.ID(name)) != nil, "clause of no field: \(name)") }
        var room = Room(interviewer)
        _ = room.run(.join)
        var number = 0
        while room.state.open != nil, number < 60 {
            number += 1
            let bare = room.asked.split(separator: "“", omittingEmptySubsequences: false).enumerated()
                .map { $0.offset == 0 ? String($0.element) : String($0.element.drop { $0 != "”" }.dropFirst()) }.joined(separator: " ")
            #expect(wordCount(bare) <= 35, "\(room.asked)")
            #expect(room.state.open.map { $0.targets.count(where: \.isMain) <= 2 } ?? true)
            _ = room.say(number.isMultiple(of: 3) ? "I think \(number) people said something." : "Nothing comes to mind.")
        }
        #expect(number > 20)
    }

    @Test func anUntouchedContradictionIsPutOnceMoreInOtherWords() throws {
        var room = Room(try Shipped.interviewer())
        _ = room.run(.join)
        var asked: [String] = []
        for _ in 0..<40 {
            guard let open = room.state.open else { break }
            if open.subject.contradiction != nil { asked.append(room.asked) }
            _ = room.say("Nothing comes to mind.")
        }
        #expect(asked.count == 2)
        #expect(Set(asked).count == 2)
        #expect(asked.allSatisfy { $0.contains("2026-10-13") && $0.contains("13 November 2026") })
    }

    @Test func whoeverWillNotSayIsNotAskedAgain() throws {
        var room = Room(try Shipped.interviewer())
        _ = room.run(.join)
        var asked = 0
        for _ in 0..<40 {
            guard let open = room.state.open else { break }
            if open.subject.contradiction != nil { asked += 1 }
            _ = room.say(open.subject.contradiction == nil ? "Nothing comes to mind." : "Skip.")
        }
        #expect(asked == 1)
    }

    @Test func anotherPromiseSettlesNoContradiction() throws {
        var room = Room(try Shipped.interviewer())
        _ = room.run(.join)
        while let open = room.state.open, open.subject.contradiction == nil { _ = room.say("Nothing comes to mind.") }
        _ = room.say("Their renewal hinges on the audit in spring because the board reads that report.")
        #expect(room.state.contradictions[0].status == .unresolved)
        // Said in passing, with the day and a verdict, it counts whatever was asked.
        _ = room.say("By the way, go by 13 November 2026; the date in the CRM is a leftover from the old term.")
        #expect(room.state.contradictions[0].status == .explained)
        #expect(room.state.statements.contains { $0.fact.field == Field.ID("co.renewal_date") })
    }

    @Test func completenessIsExplained() throws {
        var room = Room(try Shipped.interviewer())
        _ = room.run(.join)
        let before = room.interviewer.completeness(room.state)
        let missing = room.interviewer.missing(room.state)
        #expect(missing.first.map { room.interviewer.catalogue.field($0.field)?.weight ?? 0 >= 8 } ?? false)
        #expect(missing.map(\.share).reduce(0, +) <= 110)
        for _ in 0..<20 { _ = room.say("Mara Lenz told me by mail on 3 March 2026 that it costs 4,000 a year, because the board wants it so.") }
        #expect(room.interviewer.completeness(room.state) > before)
        #expect(room.interviewer.completeness(room.state) < 100)
    }
}
