import FeraDomain
import FeraSearch

extension Asker {
    /// The sentences in the order they are read: passages by their best sentence, within a passage as it was said; but a sentence
    /// that holds the value asked for stands before those of its passage that do not, with the one it leans on.
    func compose(_ picked: [SentenceCandidate], _ passages: [Int: AskPassage], _ today: Day) throws -> [AnswerSentence] {
        var order: [Int] = []
        for candidate in picked where !order.contains(candidate.document) { order.append(candidate.document) }
        var out: [AnswerSentence] = []
        for document in order {
            guard let passage = passages[document] else { throw AskError.passageMissing(document) }
            let ours = picked.filter { $0.document == document }
            let ranges = ordered(Set(ours.map(\.range)), holding: Set(ours.filter { $0.features.typeHit > 0 }.map(\.range)), passage, room: limit - out.count)
            for range in ranges {
                guard let quote = Self.quote(range, in: passage.text) else { throw AskError.quoteOutside(passage.id) }
                let citation = Citation(
                    passage: passage.id, start: range.lowerBound, end: range.upperBound, quote: quote,
                    ageDays: max(0, today.days(since: passage.saidOn)), isExpired: passage.isExpired(on: today))
                out.append(AnswerSentence(text: quote, citations: [citation]))
            }
        }
        return Array(out.prefix(limit))
    }

    /// The ranges and those they lean on, the groups with a value first, each group and all groups alike as they were said.
    private func ordered(_ picked: Set<Range<Int>>, holding values: Set<Range<Int>>, _ passage: AskPassage, room: Int) -> [Range<Int>] {
        var ranges = picked
        var groups: [[Range<Int>]] = []
        let sentences = SentenceSplitter.sentences(passage.text)
        for (place, range) in sentences.enumerated() where picked.contains(range) {
            let leans = place > 0 && Self.quote(range, in: passage.text).map(Self.leans) == true
            if leans, ranges.contains(sentences[place - 1]) || ranges.count < room {
                let isNew = ranges.insert(sentences[place - 1]).inserted
                if isNew || groups.isEmpty { groups.append([sentences[place - 1], range]) } else { groups[groups.count - 1].append(range) }
            } else {
                groups.append([range])
            }
        }
        // A range that is no sentence of the text is kept, so that its quote is found wanting.
        let strange = picked.subtracting(sentences).sorted { $0.lowerBound < $1.lowerBound }
        func holds(_ group: [Range<Int>]) -> Bool { group.contains(where: values.contains) }
        return groups.filter(holds).flatMap(\.self) + groups.filter { !holds($0) }.flatMap(\.self) + strange
    }

    /// The text of a range of UTF-8 offsets; `nil` where the range ends outside the text or inside a character's bytes.
    static func quote(_ range: Range<Int>, in text: String) -> String? {
        let bytes = text.utf8
        guard range.lowerBound >= 0, range.upperBound <= bytes.count, !range.isEmpty else { return nil }
        let start = bytes.index(bytes.startIndex, offsetBy: range.lowerBound)
        let end = bytes.index(start, offsetBy: range.count)
        return String(bytes[start..<end])
    }

    private static let leaning: Set<String> = [
        "he", "she", "it", "they", "this", "that", "these", "those", "his", "her", "their", "its", "such", "then", "otherwise", "therefore", "so",
        "but", "however", "instead", "also", "without", "after", "since", "still",
    ]
    private static let pointing: Set<String> = ["he", "she", "it", "they", "this", "that", "him", "her", "them"]

    /// Whether a sentence's first words point to the sentence before: a pronoun, or a connective soon followed by one.
    static func leans(_ sentence: String) -> Bool {
        let words = Tokenizer.tokens(String(sentence.prefix(64))).prefix(4).map { token in quote(token.core, in: sentence)?.lowercased() ?? "" }
        guard let first = words.first, leaning.contains(first) else { return false }
        return pointing.contains(first) || ["his", "their", "its", "these", "those", "such", "otherwise", "therefore", "instead"].contains(first)
            || words.dropFirst().contains(where: pointing.contains)
    }

    /// Drops sentences that say what a better one has said already: nearly the same terms.
    func removeRepeats(_ picked: inout [SentenceCandidate], _ corpus: AskCorpus) throws {
        var kept: [(candidate: SentenceCandidate, terms: Set<Int>)] = []
        for candidate in picked {
            let terms = try corpus.index.terms(of: candidate)
            let repeats = kept.contains { other in
                let shared = Double(terms.intersection(other.terms).count)
                return shared >= 0.8 * Double(min(terms.count, other.terms.count))
            }
            if !repeats { kept.append((candidate, terms)) }
        }
        picked = kept.map(\.candidate)
    }
}
