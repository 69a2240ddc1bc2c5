package import FeraDomain
package import Foundation

/// Everything Fera says in an interview (`config/phrases.json5`).
package struct Phrases: Codable, Hashable, Sendable {
    /// What a follow-up asks for, by what is missing.
    package struct Ask: Codable, Hashable, Sendable {
        package var person, date, amount, artifact, reason, example: [String]
        package var contrast, forbid: [String]

        func variants(_ probe: StatementFact.Probe) -> [String] {
            switch probe {
            case .contrast: contrast
            case .forbid: forbid
            case .receipt: artifact
            }
        }

        func variants(_ aspect: Aspect?) -> [String] {
            switch aspect {
            case .person: person
            case .date: date
            case .amount: amount
            case .artifact: artifact
            case .reason: reason
            case nil: example
            }
        }
    }

    /// What Fera answers to the owner.
    package struct Replies: Codable, Hashable, Sendable {
        package var privacy, purpose, why, help, reask, redacted, abusive, referred, paused, resumed, corrected, withdrawn, deferred: String
        package var timeLeft, referredPlain, nearlyDone: String

        enum CodingKeys: String, CodingKey {
            case privacy, purpose, why, help, reask, redacted, abusive, referred, paused, resumed, corrected, withdrawn, deferred
            case timeLeft = "time_left"
            case referredPlain = "referred_plain"
            case nearlyDone = "nearly_done"
        }
    }

    /// The last words of an interview, by how it ended.
    package struct Summary: Codable, Hashable, Sendable {
        package var done, stopped, nothing, raised, expired: String
    }

    /// One wording per kind of reason.
    package struct Why: Codable, Hashable, Sendable {
        package var weight, open, hinted, thin, contradiction, contradictionSaid, acronym, deferred, raised, closing, also: String
        package var hintedPlain, unknownPerson, thinPerson: String

        enum CodingKeys: String, CodingKey {
            case weight, open, hinted, thin, contradiction, acronym, deferred, raised, closing, also
            case hintedPlain = "hinted_plain"
            case contradictionSaid = "contradiction_said"
            case unknownPerson = "unknown_person"
            case thinPerson = "thin_person"
        }
    }

    package var welcome, welcomeBack: String
    package var hint, deferred, raised, who, acronym, followUp, contradiction, contradictionAlone: [String]
    package var raisedPlain, whoPlain, acronymPlain, followUpPlain, contradictionPlain: String
    package var contradictionSubject: [String: String]
    /// The second time a contradiction is put.
    package var contradictionAgain: [String]
    /// The record says one thing and the owner another; the second list for the second time.
    package var contradictionSaid, contradictionSaidAgain: [String]
    /// What an answer is called where a passage names its source.
    package var saidSource: String
    /// Two clauses in one question.
    package var pair: [String]
    /// What was said, given back: by the statement's kind, and `any`.
    package var acknowledge: [String: [String]]
    package var recap: [String]
    /// "{count} on relationships", by chapter.
    package var chapterCount: [String: String]
    /// Field → what it asks for as a clause that goes on from "Tell me …"; a field without one is asked for alone.
    package var clauses: [String: String]
    /// Field → what is asked of it by the name of somebody who matters.
    package var thin: [String: [String]]
    /// The same as a clause of a question about two things.
    package var thinClauses: [String: String]
    /// What keeps a risk in check that the owner told.
    package var mitigation: [String]
    package var ask: Ask
    package var replies: Replies
    package var summary: Summary
    package var why: Why
    package var whyOpening, whyJoin: String
    package var course: Course

    enum CodingKeys: String, CodingKey {
        case welcome, hint, deferred, raised, who, acronym, contradiction, ask, replies, summary, why, course
        case welcomeBack = "welcome_back"
        case followUp = "follow_up"
        case contradictionAlone = "contradiction_alone"
        case raisedPlain = "raised_plain"
        case whoPlain = "who_plain"
        case acronymPlain = "acronym_plain"
        case followUpPlain = "follow_up_plain"
        case contradictionPlain = "contradiction_plain"
        case contradictionSubject = "contradiction_subject"
        case contradictionAgain = "contradiction_again"
        case contradictionSaid = "contradiction_said"
        case contradictionSaidAgain = "contradiction_said_again"
        case saidSource = "said_source"
        case thinClauses = "thin_clauses"
        case pair, clauses, acknowledge, recap, mitigation, thin
        case chapterCount = "chapter_count"
        case whyOpening = "why_opening"
        case whyJoin = "why_join"
    }

    /// Reads the file.
    /// - Throws: `CatalogueError` that names the entry and what is wrong with it.
    package static func decode(_ data: Data) throws(CatalogueError) -> Phrases {
        let phrases: Phrases = try decodeJSON5(data, "phrases.json5")
        let lists = [
            ("hint", phrases.hint), ("deferred", phrases.deferred), ("raised", phrases.raised), ("who", phrases.who), ("acronym", phrases.acronym),
            ("follow_up", phrases.followUp), ("contradiction", phrases.contradiction), ("contradiction_alone", phrases.contradictionAlone),
            ("ask", phrases.ask.example), ("pair", phrases.pair), ("mitigation", phrases.mitigation), ("acknowledge", phrases.acknowledge["any"] ?? []),
            ("recap", phrases.recap),
            ("ask.contrast", phrases.ask.contrast), ("ask.forbid", phrases.ask.forbid), ("contradiction_again", phrases.contradictionAgain),
            ("contradiction_said", phrases.contradictionSaid), ("contradiction_said_again", phrases.contradictionSaidAgain),
        ]
        for (name, list) in lists where list.isEmpty { throw CatalogueError("phrases.json5", name, "needs at least one wording") }
        try phrases.course.check()
        for rule in Contradiction.Rule.allCases where phrases.contradictionSubject[rule.rawValue] == nil {
            throw CatalogueError("phrases.json5", "contradiction_subject", "has no entry for '\(rule.rawValue)'")
        }
        let frame = phrases.pair.map { wordCount($0) - 2 }.max() ?? 0
        // A name has two words for its mark.
        let named = phrases.thinClauses.values.map { wordCount($0) + 1 }
        let longest = (phrases.clauses.values.map(wordCount) + named).sorted().suffix(2).reduce(frame, +)
        guard longest <= longestPair else {
            throw CatalogueError("phrases.json5", "clauses", "the two longest make a question of \(longest) words; at most \(longestPair) are right")
        }
        return phrases
    }

    /// The most words that a question about two things may have, outside quotation marks.
    static let longestPair = 35
}

/// Words as a person counts them.
func wordCount(_ text: String) -> Int { text.split(whereSeparator: \.isWhitespace).count }

extension String {
    /// The wording with `{name}` replaced by its value, in one pass: a value that holds a brace stays as it is.
    func filled(_ values: [(String, String)]) -> String {
        var out = ""
        var rest = self[...]
        while let open = rest.firstIndex(of: "{") {
            out += rest[..<open]
            guard let close = rest[open...].firstIndex(of: "}") else {
                out += rest[open...]
                return out
            }
            let name = rest[rest.index(after: open)..<close]
            out += values.first { $0.0 == name }?.1 ?? String(rest[open...close])
            rest = rest[rest.index(after: close)...]
        }
        return out + rest
    }
}
