/// One event of a `text/event-stream` body.
package struct ServerSentEvent: Sendable, Equatable {
    /// The event's name; "" when the stream gave none.
    package var name: String = ""
    /// The `data` lines, joined by line feeds.
    package var data: String
}

/// Bytes in, events out (WHATWG HTML §9.2.6). Pure; takes any split of the stream, also in the middle of a character or
/// of a line end. Lines may end in LF, CRLF or CR; comments, `id` and `retry` are read over; broken UTF-8 becomes U+FFFD.
package struct ServerSentEventParser: Sendable {
    /// An event or line larger than the parser's limit.
    package struct TooLong: Error, Equatable {}

    private let limit: Int
    private var line: [UInt8] = []
    private var name = ""
    private var data: [UInt8]?
    private var lastWasCarriageReturn = false
    private var isAtStart = true

    /// - Parameter limit: the most bytes one event may hold.
    package init(limit: Int = 1 << 20) { self.limit = limit }

    /// The events that `bytes` completed. Throws `TooLong`; the parser is not to be used after that.
    package mutating func feed(_ bytes: [UInt8]) throws(TooLong) -> [ServerSentEvent] {
        var events: [ServerSentEvent] = [], start = 0
        while start < bytes.count {
            let byte = bytes[start]
            if byte == 10 || byte == 13 {
                // The LF of a CR LF ends no line of its own, also when it comes in another piece.
                if byte == 13 || !lastWasCarriageReturn, let event = endLine() { events.append(event) }
                lastWasCarriageReturn = byte == 13
                start += 1
                continue
            }
            lastWasCarriageReturn = false
            let end = bytes.withUnsafeBufferPointer { all in
                var end = start
                while end < all.count, all[end] != 10, all[end] != 13 { end += 1 }
                return end
            }
            line.append(contentsOf: bytes[start..<end])
            if line.count + (data?.count ?? 0) > limit { throw TooLong() }
            start = end
        }
        return events
    }

    /// The last event of a body that ended without the empty line that should have closed it. The standard drops it;
    /// servers that leave the last line end out are common, and whoever reads the data sees whether it is whole.
    package mutating func finish() -> ServerSentEvent? {
        if !line.isEmpty { _ = endLine() }
        return endLine()
    }

    private mutating func endLine() -> ServerSentEvent? {
        defer { line.removeAll(keepingCapacity: true) }
        if isAtStart {
            isAtStart = false
            if line.starts(with: [0xef, 0xbb, 0xbf]) { line.removeFirst(3) }
        }
        guard !line.isEmpty else {
            defer { (name, data) = ("", nil) }
            return data.map { ServerSentEvent(name: name, data: String(decoding: $0, as: UTF8.self)) }
        }
        let colon = line.firstIndex(of: UInt8(ascii: ":")) ?? line.endIndex
        var value = line[min(colon + 1, line.endIndex)...]
        if value.first == UInt8(ascii: " ") { value.removeFirst() }
        let field = line[..<colon]
        if field.elementsEqual("data".utf8) {
            if data == nil { data = Array(value) } else { data?.append(10); data?.append(contentsOf: value) }
        } else if field.elementsEqual("event".utf8) {
            name = String(decoding: value, as: UTF8.self)
        }
        return nil
    }
}
