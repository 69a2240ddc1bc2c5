package import FeraDomain
package import FeraInterview
import FeraStore
import Foundation

extension Interviews {
    /// Reads every interview of the store and counts what the questions of the closed ones told.
    /// - Throws: as the store; an event that cannot be read.
    package func likelihoodFit() async throws -> LikelihoodFit {
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
        return fit
    }

    /// The learned likelihoods as the part of `interview.json5` that holds them.
    package func learnedLikelihoods(_ fit: LikelihoodFit) -> String {
        LikelihoodFit.json5(fit.likelihoods(interviewer.catalogue, interviewer.settings))
    }
}
