import FeraDomain

/// CSV and its relatives as records: RFC 4180 quoting, comma, semicolon or tab.
enum TableReader {
    static func read(_ input: ReaderInput, _ builder: inout ExtractionBuilder) throws(IngestError) {
        let decoded = try TextDecoding.decode(input.bytes)
        if let notice = decoded.notice { builder.notice(notice) }
        let bytes = Array(decoded.text.utf8)
        var rows = try DelimitedText(bytes, delimiter: DelimitedText.sniff(bytes), limits: input.limits).rows(&builder)
        while let first = rows.first, first.isEmpty { rows.removeFirst() }
        guard let heading = rows.first else { return }
        let hasHeading = looksLikeHeading(heading.cells)
        let headings = hasHeading ? heading.cells : heading.cells.map { _ in "" }
        if !hasHeading { builder.notice("the table has no heading row; its columns are called 'column 1' and so on") }
        let body = rows.dropFirst(hasHeading ? 1 : 0)
        let map = ColumnMap(headings: headings, sample: body.prefix(50).map(\.cells))
        var previous: [String] = []
        var undated = 0
        for row in body {
            if row.isEmpty || row.cells == previous {
                builder.counts.skipped += 1
                continue
            }
            previous = row.cells
            if row.cells.dropFirst(headings.count).contains(where: { !$0.isEmpty }) {
                builder.counts.failed += 1
                builder.notice("row \(row.number) has \(row.cells.count) cells, the heading has \(headings.count); the row was left out")
                continue
            }
            try builder.addRecord(map, row.cells, at: .row(row.number, sheet: nil))
            builder.counts.read += 1
            if map.kind == .ticket || map.kind == .usage, builder.excerpts.last?.day == nil { undated += 1 }
        }
        if undated > 0 { builder.notice("\(undated) rows have no date that can be read") }
    }

    /// Names, no values: no cell is empty beyond the last, none is a number, a date or an address, none comes twice.
    private static func looksLikeHeading(_ cells: [String]) -> Bool {
        let filled = cells.filter { !$0.isEmpty }
        guard !filled.isEmpty, filled.count * 2 > cells.count else { return false }
        return filled.allSatisfy { cell in
            cell.utf8.count <= 80 && !cell.contains("@") && Int(cell) == nil && Double(cell) == nil && TextScan.dates(in: cell).isEmpty
                && TextScan.amounts(in: cell).isEmpty
        }
    }
}

/// Records of cells (RFC 4180), read byte by byte.
struct DelimitedText {
    struct Row {
        /// Counted from 1; a quoted line break does not count.
        var number: Int
        var cells: [String]

        var isEmpty: Bool { cells.allSatisfy(TextLines.isBlank) }
    }

    private let bytes: [UInt8]
    private let delimiter: UInt8
    private let limits: IngestLimits

    init(_ bytes: [UInt8], delimiter: UInt8, limits: IngestLimits) {
        self.bytes = bytes
        self.delimiter = delimiter
        self.limits = limits
    }

    /// The delimiter that stands most evenly outside quotes in the first lines; a comma where nothing tells.
    static func sniff(_ bytes: [UInt8]) -> UInt8 {
        let candidates: [UInt8] = [44, 59, 9]
        var best: (score: Int, delimiter: UInt8) = (0, 44)
        for candidate in candidates {
            var counts: [Int] = [0]
            var quoted = false
            for byte in bytes.prefix(65_536) {
                if byte == 34 { quoted.toggle() }
                if byte == candidate, !quoted { counts[counts.count - 1] += 1 }
                if byte == 10, !quoted {
                    if counts.count == 20 { break }
                    counts.append(0)
                }
            }
            let first = counts[0]
            let score = first == 0 ? 0 : counts.count { $0 == first } * 100 + min(first, 99)
            if score > best.score { best = (score, candidate) }
        }
        return best.delimiter
    }

    /// - Throws: `.unreadable` where a quote is never closed, `.tooLarge` past a limit.
    func rows(_ builder: inout ExtractionBuilder) throws(IngestError) -> [Row] {
        var rows: [Row] = []
        var cells: [String] = []
        var index = 0
        var line = 1
        while index < bytes.count {
            let cell: String
            (cell, index) = try bytes[index] == 34 ? quoted(index, row: rows.count + 1, line: &line, &builder) : plain(index, row: rows.count + 1)
            cells.append(cell)
            guard cells.count <= limits.columns else { throw .tooLarge(what: "columns in row \(rows.count + 1)", limit: limits.columns) }
            if index < bytes.count, bytes[index] == delimiter {
                index += 1
                if index < bytes.count { continue }
                cells.append("")
            }
            if rows.count == limits.rows { throw .tooLarge(what: "rows", limit: limits.rows) }
            rows.append(Row(number: rows.count + 1, cells: cells))
            cells = []
            index += 1
            line += 1
        }
        return rows
    }

    private func plain(_ start: Int, row: Int) throws(IngestError) -> (String, Int) {
        var end = start
        while end < bytes.count, bytes[end] != delimiter, bytes[end] != 10 { end += 1 }
        guard end - start <= limits.pieceBytes else { throw .tooLarge(what: "bytes in a cell of row \(row)", limit: limits.pieceBytes) }
        return (TextLines.trimmed(String(decoding: bytes[start..<end], as: UTF8.self)), end)
    }

    private func quoted(_ start: Int, row: Int, line: inout Int, _ builder: inout ExtractionBuilder) throws(IngestError) -> (String, Int) {
        var cell: [UInt8] = []
        var index = start + 1
        let opened = line
        while true {
            guard index < bytes.count else { throw .unreadable(place: "row \(row) (line \(opened))", why: "a quote is opened and never closed") }
            guard cell.count <= limits.pieceBytes else { throw .tooLarge(what: "bytes in a cell of row \(row)", limit: limits.pieceBytes) }
            if bytes[index] == 34 {
                if index + 1 < bytes.count, bytes[index + 1] == 34 {
                    index += 1
                } else {
                    break
                }
            }
            if bytes[index] == 10 { line += 1 }
            cell.append(bytes[index])
            index += 1
        }
        index += 1
        let tail = index
        while index < bytes.count, bytes[index] != delimiter, bytes[index] != 10 { index += 1 }
        if !bytes[tail..<index].allSatisfy({ $0 == 32 }) {
            builder.notice("row \(row) has words after a closing quote; they were kept with the cell")
            cell += bytes[tail..<index]
        }
        return (TextLines.trimmed(String(decoding: cell, as: UTF8.self)), index)
    }
}
