import FeraInterview
import FeraStore
import Foundation

extension Interviews {
    /// How often each question of the bank tells what it is asked for, learned from every closed interview of the store.
    package struct Learned: Sendable {
        package var interviews: Int
        /// How often a question was asked that counted.
        package var questions: Int
        /// The part of `interview.json5` that holds the numbers.
        package var json5: String
    }

    /// Reads all interviews and counts what the questions of the closed ones told.
    /// - Throws: as the store; an event that cannot be read.
    package func learned() async throws -> Learned {
        var logs: [String: [InterviewEvent]] = [:]
        var position: Int64 = 0
        while true {
            let page = try await journal.store.events(afterPosition: position, limit: 1000)
            guard let last = page.last else { break }
            position = last.position
            for event in page where event.stream.hasPrefix("interview:") {
                logs[event.stream, default: []].append(try InterviewEvent(type: event.type, payload: Data(event.payload)))
            }
        }
        var fit = LikelihoodFit()
        let known = Int((interviewer.settings.scoring.known * 100).rounded())
        for stream in logs.keys.sorted() { fit.add(logs[stream] ?? [], known: known) }
        return Learned(
            interviews: fit.interviews, questions: fit.counts.values.reduce(0) { $0 + ($1.values.map(\.asked).max() ?? 0) },
            json5: LikelihoodFit.json5(fit.likelihoods(interviewer.catalogue, interviewer.settings)))
    }
}
