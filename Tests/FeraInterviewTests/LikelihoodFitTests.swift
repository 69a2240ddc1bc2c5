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
        let asked = try #require(
            fit.counts.sorted { $0.key < $1.key }.first { question, fields in
                fields.contains { $0.value.asked == 1 && (interviewer.settings.likelihoods[question]?[$0.key] ?? 0) > 0.2 }
            })
        let field = try #require(asked.value.first { $0.value.asked == 1 && (interviewer.settings.likelihoods[asked.key]?[$0.key] ?? 0) > 0.2 }?.key)
        let prior = try #require(interviewer.settings.likelihoods[asked.key]?[field])
        let now = try #require(learned[asked.key]?[field])
        // (0 + 6·prior) / (1 + 6)
        #expect(abs(now - 6 * prior / 7) < 0.001)
    }

    @Test func aQuestionForTwoFieldsTeachesOfBoth() throws {
        let interviewer = try Shipped.interviewer()
        var room = Room(interviewer, papers: Papers())
        _ = room.run(.join)
        for _ in 0..<20 where room.state.open?.asksTwo != true { _ = room.say("Nothing comes to mind.") }
        let turn = try #require(room.state.open)
        try #require(turn.asksTwo)
        _ = room.say("Nothing comes to mind.")
        _ = room.run(.stop)
        var fit = LikelihoodFit()
        fit.add(room.log, known: 75)
        let learned = fit.likelihoods(interviewer.catalogue, interviewer.settings)
        for target in turn.targets {
            let name = LikelihoodFit.byName(target.field)
            let asked = try #require(fit.counts[name]?[target.field]?.asked)
            let prior = interviewer.settings.likelihoods[name]?[target.field] ?? interviewer.settings.scoring.gapLikelihood
            #expect(abs((learned[name]?[target.field] ?? 0) - 6 * prior / Double(6 + asked)) < 0.001)
        }
        // What was learned can be read back and changes what is believed of the next question.
        var settings = interviewer.settings
        settings.likelihoods = learned
        let taught = Interviewer(catalogue: interviewer.catalogue, phrases: interviewer.phrases, settings: settings, lexicon: interviewer.lexicon)
        let place = try #require(interviewer.catalogue.index(of: turn.targets[0].field))
        #expect(taught.byName[place] < interviewer.byName[place])
        let file = String(decoding: try Shipped.file("interview.json5"), as: UTF8.self)
        let start = try #require(file.range(of: "    likelihoods: {"))
        let whole = file[..<start.lowerBound] + LikelihoodFit.json5(learned) + "}"
        #expect(try InterviewSettings.decode(Data(whole.utf8), catalogue: interviewer.catalogue).likelihoods == learned)
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
