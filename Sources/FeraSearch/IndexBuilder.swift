/// One document as it goes into an index: a sealed statement with what names it.
package struct IndexDocument: Hashable, Sendable {
    /// What was said; the only field with sentences.
    package var text: String
    /// What it is about: the title of its field, its label in a list, the account.
    package var title: String
    /// Who is in it: speakers, people named.
    package var people: String

    /// A document; fields that are not known are empty.
    package init(text: String, title: String = "", people: String = "") {
        self.text = text
        self.title = title
        self.people = people
    }
}

/// Builds the bytes of an index section. The same documents in the same order give the same bytes.
package struct IndexBuilder {
    private struct Posting { var document: Int; var counts: (text: Int, title: Int, people: Int) }
    private struct Sentence { var range: Range<Int>; var firstWord: Int }
    private struct Document { var lengths: (text: Int, title: Int, people: Int); var firstSentence: Int; var firstTitleWord: Int }

    private let analyzer: TextAnalyzer
    private var terms: [String: Int] = [:]
    private var postings: [[Posting]] = []
    private var documents: [Document] = []
    private var sentences: [Sentence] = []
    private var words: [(term: Int, flags: UInt8, place: Int)] = []
    private var titleWords: [Int] = []

    /// The section for `documents`; the number of a document is its place in the list.
    ///
    /// - Throws: `unsupportedLanguage`; `tooLarge` past 16,777,215 different terms or 4 GiB of anything.
    package static func build(_ documents: [IndexDocument], language: Language = .english) throws(SearchError) -> [UInt8] {
        var builder = IndexBuilder(analyzer: try TextAnalyzer(language))
        for document in documents { builder.add(document) }
        return try builder.finish()
    }

    private init(analyzer: TextAnalyzer) { self.analyzer = analyzer }

    private mutating func term(_ text: String) -> Int {
        if let known = terms[text] { return known }
        terms[text] = postings.count
        postings.append([])
        return postings.count - 1
    }

    private mutating func count(_ term: Int, _ field: WritableKeyPath<(text: Int, title: Int, people: Int), Int>) {
        let document = documents.count
        if postings[term].last?.document != document { postings[term].append(Posting(document: document, counts: (0, 0, 0))) }
        postings[term][postings[term].count - 1].counts[keyPath: field] += 1
    }

    private mutating func add(_ document: IndexDocument) {
        var entry = Document(lengths: (0, 0, 0), firstSentence: sentences.count, firstTitleWord: titleWords.count)
        var text = document.text
        text.withUTF8 { bytes in
            for range in SentenceSplitter.sentences(bytes) {
                sentences.append(Sentence(range: range, firstWord: words.count))
                for word in analyzer.analyze(UnsafeBufferPointer(rebasing: bytes[range])) {
                    let id = term(word.term)
                    count(id, \.text)
                    entry.lengths.text += 1
                    let length = min(255, word.token.end - word.token.start)
                    words.append((id, word.flags.rawValue, min(word.token.start, 0xFF_FFFF) | length << 24))
                }
            }
        }
        for word in analyzer.analyze(document.title) {
            let id = term(word.term)
            count(id, \.title)
            entry.lengths.title += 1
            titleWords.append(id)
        }
        for word in analyzer.analyze(document.people) {
            count(term(word.term), \.people)
            entry.lengths.people += 1
        }
        documents.append(entry)
    }

    private func finish() throws(SearchError) -> [UInt8] {
        let sorted = terms.map { (bytes: Array($0.key.utf8), id: $0.value) }.sorted { $0.bytes.lexicographicallyPrecedes($1.bytes) }
        guard sorted.count < IndexLayout.maximumTerms else { throw tooLarge("terms") }
        var number = [Int](repeating: 0, count: sorted.count)
        for (place, entry) in sorted.enumerated() { number[entry.id] = place }

        var parts = [ByteWriter](repeating: ByteWriter(), count: IndexLayout.Part.allCases.count)
        func write(_ part: IndexLayout.Part, _ body: (inout ByteWriter) -> Void) { body(&parts[part.rawValue]) }
        func size(_ part: IndexLayout.Part) -> Int { parts[part.rawValue].bytes.count }
        for entry in sorted {
            let (termPlace, postingPlace) = (size(.termBytes), size(.postings))
            write(.termOffsets) { $0.u32(termPlace) }
            write(.termBytes) { $0.bytes += entry.bytes }
            write(.documentFrequencies) { $0.u32(postings[entry.id].count) }
            write(.postingOffsets) { $0.u32(postingPlace) }
            write(.postings) { out in
                var next = 0
                for posting in postings[entry.id] {
                    out.varint(posting.document - next)
                    next = posting.document + 1
                    out.varint(posting.counts.text)
                    out.varint(posting.counts.title)
                    out.varint(posting.counts.people)
                }
            }
        }
        let (termEnd, postingEnd) = (size(.termBytes), size(.postings))
        write(.termOffsets) { $0.u32(termEnd) }
        write(.postingOffsets) { $0.u32(postingEnd) }
        let end = Document(lengths: (0, 0, 0), firstSentence: sentences.count, firstTitleWord: titleWords.count)
        write(.documents) { out in
            for entry in documents + [end] {
                for value in [entry.lengths.text, entry.lengths.title, entry.lengths.people, entry.firstSentence, entry.firstTitleWord] { out.u32(value) }
            }
        }
        write(.sentences) { out in
            for entry in sentences + [Sentence(range: 0..<0, firstWord: words.count)] {
                for value in [entry.range.lowerBound, entry.range.upperBound, entry.firstWord] { out.u32(value) }
            }
        }
        for word in words {
            write(.words) { $0.u32(number[word.term] | Int(word.flags) << 24) }
            write(.wordPlaces) { $0.u32(word.place) }
        }
        write(.titleWords) { out in for word in titleWords { out.u32(number[word]) } }
        return try assemble(parts)
    }

    private func assemble(_ parts: [ByteWriter]) throws(SearchError) -> [UInt8] {
        let body = parts.reduce(0) { $0 + $1.bytes.count }
        guard body < Int(UInt32.max), documents.count < Int(UInt32.max) else { throw tooLarge("bytes") }
        var out = ByteWriter()
        out.bytes.reserveCapacity(IndexLayout.headerSize + body)
        out.bytes += IndexLayout.magic
        out.bytes += Array(analyzer.language.code.utf8)
        out.bytes += [UInt8(parts.count), 0]
        for count in [documents.count, terms.count, sentences.count, words.count, titleWords.count] { out.u32(count) }
        out.u64(documents.reduce(0) { $0 + $1.lengths.text })
        out.u64(documents.reduce(0) { $0 + $1.lengths.title })
        out.u64(documents.reduce(0) { $0 + $1.lengths.people })
        out.u64(IndexLayout.headerSize + body)
        for part in parts { out.u64(part.bytes.count) }
        for part in parts { out.bytes += part.bytes }
        return out.bytes
    }

    private func tooLarge(_ what: String) -> SearchError {
        SearchError(code: .tooLarge, message: "The clone has more \(what) than an index can number. Split it into several clones.")
    }
}

/// Appends integers to bytes, little-endian.
struct ByteWriter {
    var bytes: [UInt8] = []

    mutating func u32(_ value: Int) { withUnsafeBytes(of: UInt32(truncatingIfNeeded: value).littleEndian) { bytes += $0 } }
    mutating func u64(_ value: Int) { withUnsafeBytes(of: UInt64(truncatingIfNeeded: value).littleEndian) { bytes += $0 } }

    mutating func varint(_ value: Int) {
        var rest = UInt(value)
        while rest >= 0x80 {
            bytes.append(UInt8(rest & 0x7F) | 0x80)
            rest >>= 7
        }
        bytes.append(UInt8(rest))
    }
}
