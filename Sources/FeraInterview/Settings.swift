package import FeraDomain
package import Foundation

/// How questions are chosen and answers are rated (`config/interview.json5`). Shares are 0…1.
package struct InterviewSettings: Codable, Hashable, Sendable {
    /// Weights of the next question's score; what each means stands in the file.
    package struct Scoring: Codable, Hashable, Sendable {
        package var minutesExponent, sameChapter, followUp, followUpLikelihood, contradiction, repetition, gapLikelihood, nothing, missed: Double
        package var unknownPerson, thinPerson, acronym, deferred, raised, ceiling, known, hinted, existence, second, contradictionAgain, probe: Double

        enum CodingKeys: String, CodingKey {
            case contradiction, repetition, nothing, missed, acronym, deferred, raised, ceiling, known, hinted, existence, second, probe
            case contradictionAgain = "contradiction_again"
            case minutesExponent = "minutes_exponent"
            case sameChapter = "same_chapter"
            case followUp = "follow_up"
            case followUpLikelihood = "follow_up_likelihood"
            case gapLikelihood = "gap_likelihood"
            case unknownPerson = "unknown_person"
            case thinPerson = "thin_person"
        }
    }

    /// How sure a sentence answers its field.
    package struct Confidence: Codable, Hashable, Sendable {
        package var base, aspects, hedge, short, floor, ceiling, many, referral, recordCeiling, mail, recordCue, answerCue, weakCue, strongCue, disputed, asked,
            unsure: Double
        package var shareOfBest, shareOfAsked: Double

        enum CodingKeys: String, CodingKey {
            case base, aspects, hedge, short, floor, ceiling, many, referral, mail, disputed, asked, unsure
            case recordCeiling = "record_ceiling"
            case recordCue = "record_cue"
            case answerCue = "answer_cue"
            case weakCue = "weak_cue"
            case strongCue = "strong_cue"
            case shareOfAsked = "share_of_asked"
            case shareOfBest = "share_of_best"
        }
    }

    /// What an account of one tier gets.
    package struct Budget: Codable, Hashable, Sendable {
        package var questions: Int
        package var minutes: Int
        /// The interview ends where the best question gains less per minute.
        package var stop: Double
        package var gapTries: Int
        /// Whether fields are asked for one by one.
        package var gaps: Bool

        enum CodingKeys: String, CodingKey {
            case questions, minutes, stop, gaps
            case gapTries = "gap_tries"
        }
    }

    /// From which share of the budget on only which weight is asked.
    package struct Late: Codable, Hashable, Sendable {
        package var share: Double
        package var weight: Int
    }

    /// After how many answers of fewer than how many words the owner counts as tired.
    package struct Fatigue: Codable, Hashable, Sendable {
        package var answers: Int
        package var words: Int
    }

    /// How long reading, thinking and telling take, to model minutes without a clock.
    package struct Pace: Codable, Hashable, Sendable {
        package var secondsPerWordRead, secondsToStart, secondsPerWordSaid: Double

        enum CodingKeys: String, CodingKey {
            case secondsPerWordRead = "seconds_per_word_read"
            case secondsToStart = "seconds_to_start"
            case secondsPerWordSaid = "seconds_per_word_said"
        }
    }

    /// The straight line by which completeness is shown: `offset + slope · completeness`, fitted on interviews whose truth is known.
    package struct Calibration: Codable, Hashable, Sendable {
        package var offset, slope: Double
    }

    package var scoring: Scoring
    package var calibration: Calibration
    package var confidence: Confidence
    package var budgets: [Tier: Budget]
    package var late: Late
    package var followUpsPerField: Int
    /// Of so many of a chapter's best fields, two may be asked for in one question.
    package var pairsFrom: Int
    /// After every so many questions Fera says where we stand; 0: never.
    package var recapEvery: Int
    /// How many statements that lack nothing are probed in one interview, and from which weight on.
    package var probes, probeWeight: Int
    package var contradictionsInARow: Int
    package var fatigue: Fatigue
    package var pace: Pace
    /// A longer answer is refused before anything is kept.
    package var maxAnswerBytes: Int
    package var quoteCharacters: Int
    /// How much of a line the list at the end shows.
    package var lineCharacters: Int
    /// Where "who is X" and "what does X stand for" are filed; these fields are asked for by name only.
    package var personField, termField: Field.ID
    /// What keeps a risk in check: its turn comes once a risk was told, and its question quotes it.
    package var mitigationField: Field.ID
    package var existence: [Field.ID: Double]
    package var likelihoods: [Question.ID: [Field.ID: Double]]

    enum CodingKeys: String, CodingKey {
        case scoring, confidence, calibration, budgets, late, fatigue, pace, existence, likelihoods
        case pairsFrom = "pairs_from"
        case recapEvery = "recap_every"
        case probes
        case probeWeight = "probe_weight"
        case followUpsPerField = "follow_ups_per_field"
        case contradictionsInARow = "contradictions_in_a_row"
        case maxAnswerBytes = "max_answer_bytes"
        case quoteCharacters = "quote_characters"
        case lineCharacters = "line_characters"
        case personField = "person_field"
        case termField = "term_field"
        case mitigationField = "mitigation_field"
    }

    /// Reads the file and holds it against the catalogue.
    /// - Throws: `CatalogueError` that names the entry and what is wrong with it.
    package static func decode(_ data: Data, catalogue: Catalogue) throws(CatalogueError) -> InterviewSettings {
        let settings: InterviewSettings = try decodeJSON5(data, "interview.json5")
        func wrong(_ entry: String, _ what: String) -> CatalogueError { CatalogueError("interview.json5", entry, what) }
        for tier in Tier.allCases where settings.budgets[tier] == nil { throw wrong("budgets", "have no entry for the tier '\(tier.rawValue)'") }
        for (tier, budget) in settings.budgets where budget.questions < 1 || budget.minutes < 1 {
            throw wrong("budgets.\(tier.rawValue)", "needs at least one question and one minute")
        }
        for (name, field) in [("person_field", settings.personField), ("term_field", settings.termField), ("mitigation_field", settings.mitigationField)]
        where catalogue.field(field) == nil { throw wrong(name, "'\(field)' is no field") }
        for (field, share) in settings.existence {
            guard catalogue.field(field) != nil else { throw wrong("existence", "'\(field)' is no field") }
            guard (0...1).contains(share) else { throw wrong("existence", "of '\(field)' is \(share), not 0…1") }
        }
        for (question, fields) in settings.likelihoods {
            let isByName = fields.count == 1 && fields.keys.first.map { LikelihoodFit.byName($0) == question } ?? false
            guard catalogue.question(question) != nil || isByName else { throw wrong("likelihoods", "'\(question)' is no question") }
            for (field, share) in fields {
                guard catalogue.field(field) != nil else { throw wrong("likelihoods.\(question)", "'\(field)' is no field") }
                guard (0...1).contains(share) else { throw wrong("likelihoods.\(question)", "of '\(field)' is \(share), not 0…1") }
            }
        }
        guard settings.maxAnswerBytes >= 1024 else { throw wrong("max_answer_bytes", "is below 1024") }
        return settings
    }
}

/// A file of `config/`, with the place of a mistake.
func decodeJSON5<Value: Decodable>(_ data: Data, _ name: String) throws(CatalogueError) -> Value {
    let decoder = JSONDecoder()
    decoder.allowsJSON5 = true
    do {
        return try decoder.decode(Value.self, from: data)
    } catch let error as DecodingError {
        throw CatalogueError(name, error)
    } catch {
        throw CatalogueError(name, "", "cannot be read: \(error)")
    }
}
