/// The index section, version 1. All integers are little-endian and unsigned; offsets of parts count from the start of the
/// section; parts follow each other without holes, in this order; nothing stands after the last one.
///
/// | at | bytes | what |
/// |---|---|---|
/// | 0 | 8 | magic `FERAIDX1` (the last byte is the version) |
/// | 8 | 2 | language, two ASCII letters (ISO 639-1) |
/// | 10 | 2 | number of parts, 10 |
/// | 12 | 4 | D, documents |
/// | 16 | 4 | V, terms |
/// | 20 | 4 | S, sentences |
/// | 24 | 4 | W, words in sentences |
/// | 28 | 4 | H, words in titles |
/// | 32 | 3 × 8 | words in all documents by field: text, title, people |
/// | 56 | 8 | length of the section |
/// | 64 | 10 × 8 | length of each part |
/// | 144 | | the parts |
///
/// | part | length | what |
/// |---|---|---|
/// | 0 `termOffsets` | 4 (V+1) | where each term begins in `termBytes`; the last entry is its length |
/// | 1 `termBytes` | | the terms' UTF-8, ascending by bytes, no two alike |
/// | 2 `documentFrequencies` | 4 V | in how many documents each term stands, in any field |
/// | 3 `postingOffsets` | 4 (V+1) | where each term's postings begin in `postings`; the last entry is its length |
/// | 4 `postings` | | for each document that has the term, ascending: varint document − previous − 1 (the first: itself), then varints of its counts by field |
/// | 5 `documents` | 20 (D+1) | words by field (4 each), first sentence (4), first title word (4); the last entry is 0, 0, 0, S, H |
/// | 6 `sentences` | 12 (S+1) | first byte and end in the document's text (4 each), first word (4); in the last entry 0, 0, W |
/// | 7 `words` | 4 W | term in the low 24 bits, `TokenFlags` in the high 8 |
/// | 8 `wordPlaces` | 4 W | first byte of the word in its sentence in the low 24 bits, its length in the high 8 (255: at least 255) |
/// | 9 `titleWords` | 4 H | terms of the titles |
///
/// A varint has seven bits a byte, the lowest first, and the high bit where more follow (LEB128), at most five bytes.
enum IndexLayout {
    static let magic: [UInt8] = Array("FERAIDX1".utf8)
    static let fieldCount = 3
    static let headerSize = 144
    static let documentSize = 20
    static let sentenceSize = 12
    static let maximumTerms = 1 << 24

    enum Part: Int, CaseIterable {
        case termOffsets, termBytes, documentFrequencies, postingOffsets, postings, documents, sentences, words, wordPlaces, titleWords
    }
}
