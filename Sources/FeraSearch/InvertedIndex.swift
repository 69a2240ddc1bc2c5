/// An index section read in place. Opening looks at the header alone; every later read is checked, so that damaged bytes give
/// an error and never a crash. Terms, documents and sentences are numbers; no `String` is made while searching.
package struct InvertedIndex: Sendable {
    /// The language the terms were made with.
    package let language: Language
    /// How many documents there are; they are numbered from 0.
    package let documentCount: Int
    /// How many different terms.
    package let termCount: Int
    /// How many sentences all documents have.
    package let sentenceCount: Int
    /// The mean number of words of a document by field: text, title, people.
    let meanLengths: (text: Double, title: Double, people: Double)
    let bytes: SectionBytes
    private let wordCount: Int
    private let titleWordCount: Int
    private let offsets: [Int]

    /// - Throws: `notAnIndex` for foreign bytes or a version of another time, `damaged` where header and length contradict each other.
    package init(_ bytes: SectionBytes) throws(SearchError) {
        self.bytes = bytes
        guard bytes.count >= IndexLayout.headerSize else { throw Self.foreign }
        for (index, byte) in IndexLayout.magic.enumerated() where try bytes.u8(index) != byte { throw Self.foreign }
        let code = String(decoding: try bytes.slice(8..<10), as: UTF8.self)
        guard let language = Language(code: code) else {
            throw SearchError(code: .unsupportedLanguage, message: "The index is in a language (\(code.debugDescription)) this program has no stems for.")
        }
        self.language = language
        let parts = IndexLayout.Part.allCases.count
        guard try bytes.u8(10) == parts, try bytes.u8(11) == 0 else { throw .damaged("the number of parts") }
        documentCount = try bytes.u32(12)
        termCount = try bytes.u32(16)
        sentenceCount = try bytes.u32(20)
        wordCount = try bytes.u32(24)
        titleWordCount = try bytes.u32(28)
        let count = Double(max(1, documentCount))
        meanLengths = (Double(try bytes.u64(32)) / count, Double(try bytes.u64(40)) / count, Double(try bytes.u64(48)) / count)
        guard try bytes.u64(56) == UInt64(bytes.count) else { throw .damaged("its length") }
        var offsets = [IndexLayout.headerSize]
        for part in 0..<parts {
            let length = try bytes.u64(64 + 8 * part)
            guard length <= UInt64(bytes.count - offsets[part]) else { throw .damaged("the length of part \(part)") }
            offsets.append(offsets[part] + Int(length))
        }
        guard offsets[parts] == bytes.count else { throw .damaged("the end of its parts") }
        self.offsets = offsets
        try checkCounts()
    }

    private static let foreign = SearchError(
        code: .notAnIndex, message: "These bytes are no search index of version 1. Open the clone with the program that sealed it, or a newer one.")

    private func checkCounts() throws(SearchError) {
        let fixed: [(IndexLayout.Part, Int)] = [
            (.termOffsets, 4 * (termCount + 1)), (.documentFrequencies, 4 * termCount), (.postingOffsets, 4 * (termCount + 1)),
            (.documents, IndexLayout.documentSize * (documentCount + 1)), (.sentences, IndexLayout.sentenceSize * (sentenceCount + 1)),
            (.words, 4 * wordCount), (.wordPlaces, 4 * wordCount), (.titleWords, 4 * titleWordCount),
        ]
        for (part, length) in fixed where self.length(part) != length { throw .damaged("the length of \(part)") }
        guard try u32(.termOffsets, termCount) == length(.termBytes), try u32(.postingOffsets, termCount) == length(.postings) else {
            throw .damaged("the end of the terms")
        }
        guard termCount <= IndexLayout.maximumTerms else { throw .damaged("the number of terms") }
    }

    private func length(_ part: IndexLayout.Part) -> Int { offsets[part.rawValue + 1] - offsets[part.rawValue] }

    @inline(__always) private func u32(_ part: IndexLayout.Part, _ index: Int) throws(SearchError) -> Int {
        let offset = offsets[part.rawValue] + 4 * index
        guard index >= 0, offset + 4 <= offsets[part.rawValue + 1] else { throw .damaged("entry \(index) of \(part)") }
        return try bytes.u32(offset)
    }
}

// Terms
extension InvertedIndex {
    func termBytes(_ term: Int) throws(SearchError) -> UnsafeRawBufferPointer {
        let start = try u32(.termOffsets, term)
        let end = try u32(.termOffsets, term + 1)
        guard start <= end, end <= length(.termBytes) else { throw .damaged("term \(term)") }
        let base = offsets[IndexLayout.Part.termBytes.rawValue]
        return try bytes.slice(base + start..<base + end)
    }

    /// The first term that is not below `key` in the order of bytes; `termCount` when all are.
    private func lowerBound(_ key: [UInt8]) throws(SearchError) -> Int {
        var low = 0
        var high = termCount
        while low < high {
            let middle = (low + high) / 2
            if try termBytes(middle).lexicographicallyPrecedes(key) { low = middle + 1 } else { high = middle }
        }
        return low
    }

    /// The number of a term, or `nil` when no document has it.
    package func term(_ text: String) throws(SearchError) -> Int? {
        let key = Array(text.utf8)
        let place = try lowerBound(key)
        guard place < termCount, try termBytes(place).elementsEqual(key) else { return nil }
        return place
    }

    /// The terms that begin with `prefix`; they stand side by side.
    func terms(withPrefix prefix: [UInt8]) throws(SearchError) -> Range<Int> {
        let low = try lowerBound(prefix)
        // 0xFF stands in no UTF-8, so this key is above every term with the prefix and below all that follow.
        let high = try lowerBound(prefix + [0xFF])
        guard low <= high else { throw .damaged("the order of terms") }
        return low..<high
    }

    /// In how many documents a term stands.
    package func documentFrequency(_ term: Int) throws(SearchError) -> Int {
        let count = try u32(.documentFrequencies, term)
        guard count <= documentCount else { throw .damaged("the frequency of term \(term)") }
        return count
    }

    /// A word that the only passage of an edition holds is no common word: an edition of few passages counts as one of so many.
    static let leastDocuments = 50

    /// How much a term tells: ln(1 + (N − n + ½) / (n + ½)) with N of at least `leastDocuments`, for an unknown term with n = 0.
    package func inverseFrequency(_ term: Int?) throws(SearchError) -> Double {
        let n = try term.map { (term: Int) throws(SearchError) in Double(try documentFrequency(term)) } ?? 0
        return Logarithm.natural(1 + (Double(max(documentCount, Self.leastDocuments)) - n + 0.5) / (n + 0.5))
    }

    /// The same for a word of several forms, which stands wherever one of them does; at most in every document.
    func inverseFrequency(ofAny terms: [Int]) throws(SearchError) -> Double {
        var n = 0
        for term in terms { n += try documentFrequency(term) }
        let documents = Double(max(documentCount, Self.leastDocuments))
        return Logarithm.natural(1 + (documents - Double(min(n, documentCount)) + 0.5) / (Double(min(n, documentCount)) + 0.5))
    }

    /// Walks the postings of a term.
    func postings(_ term: Int) throws(SearchError) -> PostingCursor {
        let base = offsets[IndexLayout.Part.postings.rawValue]
        let start = try u32(.postingOffsets, term)
        let end = try u32(.postingOffsets, term + 1)
        guard start <= end, end <= length(.postings) else { throw .damaged("the postings of term \(term)") }
        return PostingCursor(bytes: bytes, at: base + start, end: base + end, documentCount: documentCount)
    }
}

/// One sentence of a document in the forward index.
package struct IndexedSentence: Hashable, Sendable {
    /// UTF-8 offsets in the document's text.
    package let range: Range<Int>
    /// Which words of the index are in it.
    let words: Range<Int>
}

// Documents
extension InvertedIndex {
    private func documentEntry(_ document: Int, _ column: Int) throws(SearchError) -> Int { try u32(.documents, 5 * document + column) }

    func lengths(_ document: Int) throws(SearchError) -> (text: Double, title: Double, people: Double) {
        (Double(try documentEntry(document, 0)), Double(try documentEntry(document, 1)), Double(try documentEntry(document, 2)))
    }

    /// The numbers of a document's sentences.
    func sentences(of document: Int) throws(SearchError) -> Range<Int> {
        let start = try documentEntry(document, 3)
        let end = try documentEntry(document + 1, 3)
        guard start <= end, end <= sentenceCount else { throw .damaged("the sentences of document \(document)") }
        return start..<end
    }

    /// A sentence by its number in the whole index.
    func sentence(_ number: Int) throws(SearchError) -> IndexedSentence {
        let start = try u32(.sentences, 3 * number)
        let end = try u32(.sentences, 3 * number + 1)
        let firstWord = try u32(.sentences, 3 * number + 2)
        let lastWord = try u32(.sentences, 3 * (number + 1) + 2)
        guard start <= end, firstWord <= lastWord, lastWord <= wordCount else { throw .damaged("sentence \(number)") }
        return IndexedSentence(range: start..<end, words: firstWord..<lastWord)
    }

    /// A word of a sentence: its term, and what was remembered of it.
    @inline(__always) func word(_ number: Int) throws(SearchError) -> (term: Int, flags: TokenFlags) {
        let value = try u32(.words, number)
        return (value & 0xFF_FFFF, TokenFlags(rawValue: UInt8(truncatingIfNeeded: value >> 24)))
    }

    /// Where a word stands in its sentence: UTF-8 offsets from the sentence's first byte. A word of 255 bytes or more ends early.
    func wordPlace(_ number: Int) throws(SearchError) -> Range<Int> {
        let value = try u32(.wordPlaces, number)
        return value & 0xFF_FFFF..<(value & 0xFF_FFFF) + value >> 24
    }

    func titleWords(of document: Int) throws(SearchError) -> Range<Int> {
        let start = try documentEntry(document, 4)
        let end = try documentEntry(document + 1, 4)
        guard start <= end, end <= titleWordCount else { throw .damaged("the title of document \(document)") }
        return start..<end
    }

    @inline(__always) func titleWord(_ number: Int) throws(SearchError) -> Int { try u32(.titleWords, number) }
}
