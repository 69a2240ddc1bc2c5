import FeraDomain

/// What a reader gets.
struct ReaderInput: Sendable {
    var name: String
    var bytes: [UInt8]
    var limits: IngestLimits
}

/// One row of the table of formats: the seam between choosing a reader and running it. A reader is a pure function of bytes, so
/// that it can move into a limited child process without a change here.
struct Reader: Sendable {
    var title: String
    var extensions: [String]
    var mediaTypes: [String]
    var read: @Sendable (ReaderInput, inout ExtractionBuilder) throws(IngestError) -> Void

    static let all: [Reader] = [
        Reader(title: "plain text", extensions: ["txt", "text", "log"], mediaTypes: ["text/plain"], read: PlainTextReader.read),
        Reader(title: "Markdown", extensions: ["md", "markdown"], mediaTypes: ["text/markdown"], read: MarkdownReader.read),
        Reader(
            title: "table", extensions: ["csv", "tsv"], mediaTypes: ["text/csv", "text/tab-separated-values", "application/csv"], read: TableReader.read),
        Reader(title: "JSON", extensions: ["json"], mediaTypes: ["application/json"], read: JSONReader.readDocument),
        Reader(
            title: "JSON lines", extensions: ["ndjson", "jsonl"], mediaTypes: ["application/x-ndjson", "application/jsonl"], read: JSONReader.readLines),
        Reader(title: "mail", extensions: ["eml"], mediaTypes: ["message/rfc822"], read: MailReader.read),
        Reader(title: "transcript", extensions: ["vtt"], mediaTypes: ["text/vtt"], read: TranscriptReader.read),
    ]

    /// By extension, then media type, then the first bytes. A file whose first bytes are those of a known binary format is refused
    /// under any name.
    static func choose(name: String, mediaType: String, bytes: [UInt8]) throws(IngestError) -> Reader {
        let refused = IngestError.unsupported(name: name, supported: Ingest.supported)
        let magics: [[UInt8]] = [
            [0x25, 0x50, 0x44, 0x46], [0x50, 0x4B, 3, 4], [0xD0, 0xCF, 0x11, 0xE0], [0x89, 0x50, 0x4E, 0x47], [0x1F, 0x8B], [0x7F, 0x45, 0x4C, 0x46],
        ]
        if magics.contains(where: { bytes.starts(with: $0) }) { throw refused }
        let parts = name.split(separator: ".", omittingEmptySubsequences: false)
        let ending = parts.count > 1 ? parts[parts.count - 1].lowercased() : ""
        if let reader = all.first(where: { $0.extensions.contains(ending) }) { return reader }
        let type = mediaType.split(separator: ";").first.map { $0.lowercased().filter { $0 != " " } } ?? ""
        if let reader = all.first(where: { $0.mediaTypes.contains(type) }) { return reader }
        guard ending.isEmpty, type.isEmpty || type == "application/octet-stream" else { throw refused }
        let start = bytes.drop { $0 == 0xEF || $0 == 0xBB || $0 == 0xBF || $0 == 32 || $0 == 10 || $0 == 13 }.prefix(6)
        if start.elementsEqual("WEBVTT".utf8), let reader = all.first(where: { $0.extensions.contains("vtt") }) { return reader }
        if start.first == 0x7B || start.first == 0x5B, let reader = all.first(where: { $0.extensions.contains("json") }) { return reader }
        throw refused
    }
}
