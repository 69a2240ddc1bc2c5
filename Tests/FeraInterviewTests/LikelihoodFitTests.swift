import FeraDomain
import Foundation
import Testing

@testable import FeraInterview

struct LikelihoodFitTests {
    /// An interview in which bank questions are asked one by one: the clauses are taken out, so no two share a question.
    private func closed(_ answer: String) throws -> (interviewer: Interviewer, log: [InterviewEvent]) {
        let shipped = try Shipped.interviewer()
        var phrases = shipped.phrases
        phrases.clauses = [:]
        let interviewer = Interviewer(catalogue: shipped.catalogue, phrases: phrases, settings: shipped.settings, lexicon: shipped.lexicon)
        var room = Room(interviewer)
        _ = room.run(.join)
        for _ in 0..<12 { _ = room.say(answer) }
        _ = room.run(.stop)
        return (interviewer, room.log)
    }

    @Test func silenceLowersAndTellingRaises() throws {
        let (interviewer, silent) = try closed("Nothing comes to mind.")
        let known = percent(interviewer.settings.scoring.known)
        var fit = LikelihoodFit()
        fit.add(silent, known: known)
        #expect(fit.interviews == 1)
        let learned = fit.likelihoods(interviewer.catalogue, interviewer.settings)
        let asked = try #require(fit.counts.first { $0.value.values.contains { $0.asked > 0 } })
        let field = try #require(asked.value.first { $0.value.asked > 0 && (interviewer.settings.likelihoods[asked.key]?[$0.key] ?? 0) > 0.2 }?.key)
        let prior = try #require(interviewer.settings.likelihoods[asked.key]?[field])
        let now = try #require(learned[asked.key]?[field])
        // (0 + 6·prior) / (1 + 6)
        #expect(abs(now - 6 * prior / 7) < 0.001)
    }

    @Test func anOpenInterviewTeachesNothing() throws {
        let (interviewer, log) = try closed("Nothing comes to mind.")
        var fit = LikelihoodFit()
        fit.add(log.filter { if case .closed = $0.body { false } else { true } }, known: 75)
        #expect(fit.interviews == 0 && fit.counts.isEmpty)
        #expect(fit.likelihoods(interviewer.catalogue, interviewer.settings) == interviewer.settings.likelihoods)
    }

    @Test func whatIsPrintedCanBeReadBack() throws {
        let interviewer = try Shipped.interviewer()
        let text = LikelihoodFit.json5(interviewer.settings.likelihoods)
        let decoder = JSONDecoder()
        decoder.allowsJSON5 = true
        struct Part: Decodable { var likelihoods: [Question.ID: [Field.ID: Double]] }
        let back = try decoder.decode(Part.self, from: Data("{\(text)}".utf8))
        #expect(back.likelihoods == interviewer.settings.likelihoods)
    }
}
