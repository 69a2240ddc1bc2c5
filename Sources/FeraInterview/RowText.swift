import FeraDomain

/// A row of a table as the rules read it: every cell under what its column means, "renewal_date: 2026-10-13", whatever the file
/// calls the column. What is quoted is the row's own words, so a place found in this text is told as a place in the excerpt.
struct RowText: Sendable {
    /// A column in both texts, in UTF-8 bytes.
    private struct Column: Sendable {
        /// Where it begins in this text, and where its value does.
        var start: Int
        var value: Int
        /// The same in the excerpt.
        var ownStart: Int
        var ownValue: Int
    }

    private(set) var text = ""
    private var columns: [Column] = []

    init(_ record: Record) {
        for (name, line) in record.lines.sorted(by: { $0.value.lowerBound < $1.value.lowerBound }) {
            let value = record.columns[name] ?? ""
            if !text.isEmpty { text += "\n" }
            let start = text.utf8.count
            text += "\(name): "
            columns.append(Column(start: start, value: text.utf8.count, ownStart: line.lowerBound, ownValue: line.upperBound - value.utf8.count))
            text += value
        }
    }

    /// Whether the position lies in the name of a column: what stands there is no word of the row.
    func isName(_ position: Int) -> Bool { column(at: position).map { position < $0.value } ?? false }

    /// Where the words of this text stand in the excerpt. A name stands where the file's heading does.
    func place(_ range: Range<Int>) -> Range<Int> {
        let lower = place(range.lowerBound)
        return lower..<max(lower, place(range.upperBound))
    }

    private func place(_ position: Int) -> Int {
        guard let column = column(at: position) else { return position }
        return position < column.value ? column.ownStart : column.ownValue + position - column.value
    }

    /// The last column that begins at the position or before it.
    private func column(at position: Int) -> Column? {
        var low = 0
        var high = columns.count
        while low < high {
            let middle = (low + high) / 2
            if columns[middle].start <= position { low = middle + 1 } else { high = middle }
        }
        return low == 0 ? nil : columns[low - 1]
    }
}
