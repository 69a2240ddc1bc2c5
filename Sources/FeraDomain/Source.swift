/// A file of the record, kept by its SHA-256. The same bytes may serve two accounts, so a source has an id of its own.
package struct Source: Codable, Hashable, Sendable {
    package typealias ID = Identifier<Source>

    package var id: ID
    /// The file's name as it was given, without folders.
    package var name: String
    package var mediaType: String
    /// SHA-256 of the original bytes, 64 hexadecimal digits.
    package var sha256: String
    package var byteCount: Int
    package var accounts: [Account.ID]
    package var counts: ReadCounts
    /// The older version of the same file, where this one replaces it.
    package var supersedes: ID?
    /// What the reader has to tell: "3 rows have no date", "a password was removed on line 12".
    package var notices: [String]

    package init(
        id: ID, name: String, mediaType: String, sha256: String, byteCount: Int, accounts: [Account.ID], counts: ReadCounts, supersedes: ID? = nil,
        notices: [String] = []
    ) {
        self.id = id
        self.name = name
        self.mediaType = mediaType
        self.sha256 = sha256
        self.byteCount = byteCount
        self.accounts = accounts
        self.counts = counts
        self.supersedes = supersedes
        self.notices = notices
    }

    enum CodingKeys: String, CodingKey {
        case id, name, sha256, accounts, counts, supersedes, notices
        case mediaType = "media_type"
        case byteCount = "bytes"
    }
}

/// What became of a file's records.
package struct ReadCounts: Codable, Hashable, Sendable {
    package var read: Int
    /// Empty or repeated, knowingly left out.
    package var skipped: Int
    /// Could not be read; a notice says where.
    package var failed: Int

    package init(read: Int = 0, skipped: Int = 0, failed: Int = 0) {
        self.read = read
        self.skipped = skipped
        self.failed = failed
    }
}

/// The exact place of an excerpt in its source.
package enum Locator: Hashable, Sendable {
    /// Lines of a text, counted from 1, both included.
    case lines(Int, Int)
    /// A row of a table, counted from 1 with the heading as row 1, and the sheet where there are several.
    case row(Int, sheet: String?)
    case page(Int)
    case slide(Int)
    /// From and to, in milliseconds from the start of the recording.
    case time(Int, Int)
    /// A message by its id; the number counts messages of the file from 1.
    case message(String, number: Int)
    /// A JSON Pointer (RFC 6901), or a line of NDJSON as `/17`.
    case pointer(String)
}

extension Locator: CustomStringConvertible {
    /// For people: "lines 3–5", "row 17", "page 4", "00:12:31", "message 3".
    package var description: String {
        switch self {
        case .lines(let from, let to): from == to ? "line \(from)" : "lines \(from)–\(to)"
        case .row(let row, let sheet): sheet.map { "sheet \($0), row \(row)" } ?? "row \(row)"
        case .page(let page): "page \(page)"
        case .slide(let slide): "slide \(slide)"
        case .time(let from, _): Self.clock(from)
        case .message(_, let number): "message \(number)"
        case .pointer(let pointer): pointer
        }
    }

    private static func clock(_ milliseconds: Int) -> String {
        let seconds = milliseconds / 1000
        func two(_ value: Int) -> String { value < 10 ? "0\(value)" : "\(value)" }
        return "\(two(seconds / 3600)):\(two(seconds / 60 % 60)):\(two(seconds % 60))"
    }
}

extension Locator: Codable {
    private enum CodingKeys: String, CodingKey { case kind, from, to, row, sheet, number, id, pointer }

    package init(from decoder: any Decoder) throws {
        let c = try decoder.container(keyedBy: CodingKeys.self)
        let kind = try c.decode(String.self, forKey: .kind)
        switch kind {
        case "lines": self = .lines(try c.decode(Int.self, forKey: .from), try c.decode(Int.self, forKey: .to))
        case "row": self = .row(try c.decode(Int.self, forKey: .row), sheet: try c.decodeIfPresent(String.self, forKey: .sheet))
        case "page": self = .page(try c.decode(Int.self, forKey: .number))
        case "slide": self = .slide(try c.decode(Int.self, forKey: .number))
        case "time": self = .time(try c.decode(Int.self, forKey: .from), try c.decode(Int.self, forKey: .to))
        case "message": self = .message(try c.decode(String.self, forKey: .id), number: try c.decode(Int.self, forKey: .number))
        case "pointer": self = .pointer(try c.decode(String.self, forKey: .pointer))
        default: throw DecodingError.dataCorruptedError(forKey: .kind, in: c, debugDescription: "no place in a source is called '\(kind)'")
        }
    }

    package func encode(to encoder: any Encoder) throws {
        var c = encoder.container(keyedBy: CodingKeys.self)
        switch self {
        case .lines(let from, let to):
            try c.encode("lines", forKey: .kind)
            try c.encode(from, forKey: .from)
            try c.encode(to, forKey: .to)
        case .row(let row, let sheet):
            try c.encode("row", forKey: .kind)
            try c.encode(row, forKey: .row)
            try c.encodeIfPresent(sheet, forKey: .sheet)
        case .page(let number):
            try c.encode("page", forKey: .kind)
            try c.encode(number, forKey: .number)
        case .slide(let number):
            try c.encode("slide", forKey: .kind)
            try c.encode(number, forKey: .number)
        case .time(let from, let to):
            try c.encode("time", forKey: .kind)
            try c.encode(from, forKey: .from)
            try c.encode(to, forKey: .to)
        case .message(let id, let number):
            try c.encode("message", forKey: .kind)
            try c.encode(id, forKey: .id)
            try c.encode(number, forKey: .number)
        case .pointer(let pointer):
            try c.encode("pointer", forKey: .kind)
            try c.encode(pointer, forKey: .pointer)
        }
    }
}

/// A passage of a source: the smallest piece that a hint, a contradiction or a piece of evidence can point at.
package struct Excerpt: Codable, Hashable, Sendable {
    package typealias ID = Identifier<Excerpt>

    /// What kind of passage it is.
    package enum Shape: String, Codable, Hashable, Sendable {
        /// A paragraph, heading or list item.
        case prose
        /// A clause of a contract.
        case clause
        /// A row of a table.
        case record
        /// A mail or chat message.
        case message
        /// Something said, in a transcript.
        case utterance
    }

    /// The source's id, a dot, `e` and the ordinal.
    package var id: ID
    package var source: Source.ID
    package var shape: Shape
    /// The words, with secrets already removed. For a record: its columns as "heading: value" lines, headings and values as the file
    /// writes them; `record` tells what they mean.
    package var text: String
    /// Where `text` begins in the source's extracted text, in UTF-8 bytes; it ends `text.utf8.count` later.
    package var offset: Int
    package var locator: Locator
    /// Who wrote or said it, where the source says so.
    package var speaker: String?
    package var day: Day?
    /// For `record`: what the row is.
    package var record: Record?

    package init(
        id: ID, source: Source.ID, shape: Shape, text: String, offset: Int, locator: Locator, speaker: String? = nil, day: Day? = nil,
        record: Record? = nil
    ) {
        self.id = id
        self.source = source
        self.shape = shape
        self.text = text
        self.offset = offset
        self.locator = locator
        self.speaker = speaker
        self.day = day
        self.record = record
    }
}

/// A row that was recognised: its columns under the names that the rules know, everything else under its own name, and where each
/// of them stands in the words of its excerpt, which keep the file's own headings.
package struct Record: Codable, Hashable, Sendable {
    /// What a row is about.
    package enum Kind: String, Codable, Hashable, Sendable {
        case account, contact, ticket, usage, opportunity
        /// A table whose columns say nothing to us; kept all the same.
        case other
    }

    package var kind: Kind
    /// Canonical column name → value as written. Known names: `account id name title email role` (people), `id date priority
    /// status subject text reporter` (tickets), `date active seats` (usage), `renewal_date value health owner
    /// executive_sponsor decision_maker stage segment tier notes` (accounts).
    package var columns: [String: String]
    /// Column name (as in `columns`) → its line of the excerpt's text, in UTF-8 bytes: the file's own heading, ": " and the value, or
    /// the value alone where the file has no heading for it. The value ends the line and may hold line breaks. A column without a
    /// line was put together (`name` of a first and a last name) or belongs to a mail.
    package var lines: [String: Range<Int>]

    package init(kind: Kind, columns: [String: String], lines: [String: Range<Int>] = [:]) {
        self.kind = kind
        self.columns = columns
        self.lines = lines
    }
}
