import FeraDomain
import FeraIngest
import Testing

let source = Source.ID("src_test")

func ingest(_ name: String, _ text: String, limits: IngestLimits = IngestLimits()) throws(IngestError) -> Extraction {
    try ingest(name, Array(text.utf8), limits: limits)
}

/// Reads and holds every excerpt against the extracted text.
func ingest(_ name: String, _ bytes: [UInt8], limits: IngestLimits = IngestLimits()) throws(IngestError) -> Extraction {
    let extraction = try Ingest.read(name: name, mediaType: "", bytes: bytes, source: source, limits: limits)
    let text = Array(extraction.text.utf8)
    for (index, excerpt) in extraction.excerpts.enumerated() {
        let end = excerpt.offset + excerpt.text.utf8.count
        #expect(end <= text.count && String(decoding: text[excerpt.offset..<min(end, text.count)], as: UTF8.self) == excerpt.text, "\(excerpt.locator)")
        #expect(excerpt.id.rawValue == "src_test.e\(index + 1)")
        let own = Array(excerpt.text.utf8)
        for (name, line) in excerpt.record?.lines ?? [:] {
            let isInside = line.lowerBound >= 0 && line.upperBound <= own.count
            #expect(isInside && String(decoding: own[line], as: UTF8.self).hasSuffix(excerpt.record?.columns[name] ?? "?"), "\(excerpt.locator), \(name)")
        }
    }
    return extraction
}

/// The line of a column, as a person reads it.
func line(_ name: String, _ excerpt: Excerpt) -> String? {
    excerpt.record?.lines[name].map { String(decoding: Array(excerpt.text.utf8)[$0], as: UTF8.self) }
}

func columns(_ extraction: Extraction) -> [[String: String]] { extraction.excerpts.compactMap { $0.record?.columns } }
