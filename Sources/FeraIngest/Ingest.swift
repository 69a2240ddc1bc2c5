package import FeraDomain

/// Files of the record become excerpts with exact places. Bytes in, values out: nothing here touches a disk, a clock or a network.
package enum Ingest {
    /// Reads one file whole, or not at all.
    /// - Parameters:
    ///   - name: the file's name; its extension counts before the media type, which browsers often guess.
    ///   - mediaType: as the upload declared it; may be empty.
    ///   - source: the id that the excerpts' ids begin with.
    /// - Throws: `.unsupported` for a type that no reader knows, `.unreadable` for a broken file (with the place), `.tooLarge` past a limit.
    package static func read(
        name: String, mediaType: String, bytes: [UInt8], source: Source.ID, limits: IngestLimits = IngestLimits()
    ) throws(IngestError) -> Extraction {
        guard bytes.count <= limits.bytes else { throw .tooLarge(what: "bytes", limit: limits.bytes) }
        let reader = try Reader.choose(name: name, mediaType: mediaType, bytes: bytes)
        var builder = ExtractionBuilder(source: source, limits: limits)
        try reader.read(ReaderInput(name: name, bytes: bytes, limits: limits), &builder)
        return builder.finished()
    }

    /// What can be read, for people: "plain text (.txt)", …
    package static let supported: [String] = Reader.all.map { "\($0.title) (\($0.extensions.map { "." + $0 }.joined(separator: ", ")))" }
}

/// What a reader made of a file. Codable, so that a reader can one day run in a process of its own.
package struct Extraction: Codable, Hashable, Sendable {
    /// A secret that was taken out, and where it stood.
    package struct Redaction: Codable, Hashable, Sendable {
        package var kind: SecretKind
        package var locator: Locator
    }

    /// Everything that was read, secrets removed, as UTF-8; the excerpts' offsets count its bytes.
    package var text: String
    package var excerpts: [Excerpt]
    /// Records, paragraphs, messages or cues.
    package var counts: ReadCounts
    package var notices: [String]
    package var redactions: [Redaction]
}

/// Bounds of one file. Past one of them the file is refused: a part of a file would look like the whole.
package struct IngestLimits: Codable, Hashable, Sendable {
    package var bytes = 64 << 20
    package var rows = 1_000_000
    package var columns = 1_000
    /// Bytes of one cell, line, paragraph or message.
    package var pieceBytes = 4 << 20
    /// Levels of JSON or of nested mail parts.
    package var depth = 64
    package var excerpts = 1_000_000

    package init() {}
}

/// Why a file was not read.
package enum IngestError: Error, Codable, Hashable, Sendable, CustomStringConvertible {
    case unsupported(name: String, supported: [String])
    /// `place`: "row 17 (line 23)", "line 4", "byte 90".
    case unreadable(place: String, why: String)
    case tooLarge(what: String, limit: Int)

    /// Stable, for programs: `unsupported_type` (415), `unreadable_file` (422), `file_too_large` (413).
    package var code: String {
        switch self {
        case .unsupported: "unsupported_type"
        case .unreadable: "unreadable_file"
        case .tooLarge: "file_too_large"
        }
    }

    package var description: String {
        switch self {
        case .unsupported(let name, let supported): "'\(name)' is of a type that cannot be read. These can: \(supported.joined(separator: "; "))."
        case .unreadable(let place, let why): "The file is broken at \(place): \(why). Nothing of it was kept; export it again or repair that place."
        case .tooLarge(let what, let limit): "The file has more than \(limit) \(what). Nothing of it was kept; split it or export less."
        }
    }
}
