/// The constants of BM25F (Robertson, Zaragoza, Taylor: Simple BM25 extension to multiple weighted fields, 2004).
package struct BM25F: Hashable, Sendable {
    /// How much a word in a field counts beside a word in the text, and how strongly a long field is held against it.
    package struct Field: Hashable, Sendable {
        /// Beside a word of the text, 1.
        package var weight: Double
        /// 0 (length does not matter) … 1 (fully).
        package var b: Double

        /// A field.
        package init(weight: Double, b: Double) {
            self.weight = weight
            self.b = b
        }
    }

    /// How soon more of the same word stops to matter.
    package var k1: Double
    /// What was said.
    package var text: Field
    /// What it is about.
    package var title: Field
    /// Who is in it.
    package var people: Field

    /// What asking uses.
    package static let shipped = BM25F(
        k1: 1.2, text: Field(weight: 1, b: 0.75), title: Field(weight: 1, b: 0.5), people: Field(weight: 0.7, b: 0.5))

    /// All constants.
    package init(k1: Double, text: Field, title: Field, people: Field) {
        self.k1 = k1
        self.text = text
        self.title = title
        self.people = people
    }
}

/// A term of the index, and how much it counts as a word that was asked for: 1 for the word itself.
struct WeightedTerm: Hashable, Sendable {
    let term: Int
    let weight: Double
}

/// A document that was found.
package struct Hit: Hashable, Sendable {
    /// The document's number.
    package let document: Int
    /// The sum over terms of idf · (k1 + 1) · tf / (tf + k1), tf being the weighted, length-normalised count over the fields.
    package let score: Double
}

extension InvertedIndex {
    /// The best documents for a set of terms, best first; of equals, the lower number first. Documents without any term are
    /// never among them.
    ///
    /// - Parameter terms: numbers of different terms.
    package func search(_ terms: [Int], limit: Int, parameters: BM25F = .shipped) throws(SearchError) -> [Hit] {
        try search(groups: terms.map { [WeightedTerm(term: $0, weight: 1)] }, limit: limit, parameters: parameters)
    }

    /// The same for groups of terms that count as one word: the counts of a group are added by their weights before they saturate, and the
    /// word is as rare as those of weight 1 are together.
    func search(groups: [[WeightedTerm]], limit: Int, parameters: BM25F = .shipped) throws(SearchError) -> [Hit] {
        guard limit > 0 else { return [] }
        var scores = [Double](repeating: 0, count: documentCount)
        let mean = (text: max(meanLengths.text, 1e-9), title: max(meanLengths.title, 1e-9), people: max(meanLengths.people, 1e-9))
        func weighted(_ posting: PostingCursor.Posting) throws(SearchError) -> Double {
            let lengths = try lengths(posting.document)
            var count = parameters.text.weight * Double(posting.text) / (1 - parameters.text.b + parameters.text.b * lengths.text / mean.text)
            if posting.title > 0 {
                count += parameters.title.weight * Double(posting.title) / (1 - parameters.title.b + parameters.title.b * lengths.title / mean.title)
            }
            if posting.people > 0 {
                count += parameters.people.weight * Double(posting.people) / (1 - parameters.people.b + parameters.people.b * lengths.people / mean.people)
            }
            return count
        }
        for group in groups {
            let own = group.filter { $0.weight == 1 }.map(\.term)
            let idf = try inverseFrequency(ofAny: own.isEmpty ? group.map(\.term) : own)
            if let only = group.first, group.count == 1 {
                var cursor = try postings(only.term)
                while let posting = try cursor.advance() {
                    let count = only.weight * (try weighted(posting))
                    scores[posting.document] += idf * (parameters.k1 + 1) * count / (count + parameters.k1)
                }
                continue
            }
            var cursors: [(cursor: PostingCursor, next: PostingCursor.Posting, weight: Double)] = []
            for term in group {
                var cursor = try postings(term.term)
                if let first = try cursor.advance() { cursors.append((cursor, first, term.weight)) }
            }
            while let document = cursors.map(\.next.document).min() {
                var count = 0.0
                for place in cursors.indices.reversed() where cursors[place].next.document == document {
                    count += cursors[place].weight * (try weighted(cursors[place].next))
                    if let next = try cursors[place].cursor.advance() { cursors[place].next = next } else { cursors.remove(at: place) }
                }
                scores[document] += idf * (parameters.k1 + 1) * count / (count + parameters.k1)
            }
        }
        return Self.best(scores, limit: limit)
    }

    /// The `limit` highest scores above zero; the list is short, so the worst of it is replaced by insertion.
    private static func best(_ scores: [Double], limit: Int) -> [Hit] {
        var best: [Hit] = []
        for (document, score) in scores.enumerated() where score > 0 {
            if best.count == limit {
                guard let worst = best.last, score > worst.score else { continue }
                best.removeLast()
            }
            var place = best.count
            while place > 0, best[place - 1].score < score { place -= 1 }
            best.insert(Hit(document: document, score: score), at: place)
        }
        return best
    }
}
