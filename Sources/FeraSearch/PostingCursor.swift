/// Walks the postings of one term, checked byte by byte.
struct PostingCursor {
    let bytes: SectionBytes
    var at: Int
    let end: Int
    let documentCount: Int
    private var next = 0

    init(bytes: SectionBytes, at: Int, end: Int, documentCount: Int) {
        self.bytes = bytes
        self.at = at
        self.end = end
        self.documentCount = documentCount
    }

    /// How often the term stands in each field of a document.
    struct Posting {
        var document: Int
        var text: Int
        var title: Int
        var people: Int
    }

    /// The next posting, or `nil` at the end.
    mutating func advance() throws(SearchError) -> Posting? {
        guard at < end else { return nil }
        let document = next + (try varint())
        guard document < documentCount else { throw .damaged("a posting at byte \(at)") }
        next = document + 1
        return Posting(document: document, text: try varint(), title: try varint(), people: try varint())
    }

    @inline(__always) private mutating func varint() throws(SearchError) -> Int {
        var value = 0
        for shift in stride(from: 0, to: 35, by: 7) {
            guard at < end else { break }
            let byte = try bytes.u8(at)
            at += 1
            value |= Int(byte & 0x7F) << shift
            if byte & 0x80 == 0 { return value }
        }
        throw .damaged("a number at byte \(at)")
    }
}
