import FeraDomain
import FeraIngest

/// Files of the record. What is read must lie in the text that is kept, in order, under distinct ids.
enum IngestFuzz {
    static func file(_ name: String, _ bytes: [UInt8]) -> Int32 {
        var limits = IngestLimits()
        limits.rows = 200
        limits.pieceBytes = 4096
        limits.excerpts = 500
        do {
            let read = try Ingest.read(name: name, mediaType: "", bytes: bytes, source: Source.ID("src_fuzz"), limits: limits)
            hold(read.excerpts.count <= limits.excerpts, "more excerpts than the limit")
            hold(Set(read.excerpts.map(\.id)).count == read.excerpts.count, "an id was given twice")
            let text = Array(read.text.utf8)
            for excerpt in read.excerpts {
                let words = Array(excerpt.text.utf8), end = excerpt.offset + words.count
                hold(excerpt.offset >= 0 && end <= text.count && text[excerpt.offset..<end].elementsEqual(words), "an excerpt is not where it says")
            }
        } catch {
            hold(!error.code.isEmpty && !"\(error)".isEmpty, "an error says nothing")
        }
        return 0
    }
}
