import Glibc

/// The strict parser of RFC 9112 header blocks. It looks at each byte once however the bytes arrive, and takes nothing that two parsers could read differently.
struct RequestParser {
    enum Outcome {
        case needMore
        case head(RequestHead, consumed: Int)
        case refuse(Refusal)
    }

    private let targetBytes: Int
    private let headFields: Int
    private let headBytes: Int
    private var scanned = 0
    private var lineStart = 0
    private var started = false
    private var lines: [Range<Int>] = []

    init(limits: Limits) {
        targetBytes = limits.targetBytes
        headFields = limits.headFields
        headBytes = limits.headBytes
    }

    /// Begins with the next header block.
    mutating func reset() {
        scanned = 0
        lineStart = 0
        started = false
        lines.removeAll(keepingCapacity: lines.capacity <= 32)
    }

    /// - Parameter input: everything received since the last request ended; the same bytes and more at each call.
    mutating func parse(_ input: UnsafeRawBufferPointer) -> Outcome {
        guard let base = input.baseAddress else { return .needMore }
        while scanned < input.count {
            guard let found = memchr(base + scanned, 0x0A, input.count - scanned) else {
                defer { scanned = input.count }
                return waiting(input, from: max(lineStart, scanned - 1))
            }
            let end = base.distance(to: UnsafeRawPointer(found))
            guard end > lineStart, input[end - 1] == 0x0D else { return .refuse(.bad("A line of the header block ends in a bare LF; RFC 9112 asks for CRLF.")) }
            let line = lineStart..<(end - 1)
            scanned = end + 1
            lineStart = end + 1
            if line.isEmpty {
                // One empty line before the request line is forgiven (RFC 9112 §2.2).
                if !started && line.lowerBound == 0 { continue }
                guard started else { return .refuse(.bad("Empty lines stand where a request line belongs.")) }
                return finish(input, end: end + 1)
            }
            started = true
            if lines.isEmpty, line.count > targetBytes + 64 { return .refuse(targetTooLong) }
            lines.append(line)
            if lines.count > headFields + 1 { return .refuse(tooLarge("more than \(headFields) fields")) }
            if end + 1 > headBytes { return .refuse(tooLarge("more than \(headBytes) bytes")) }
        }
        return waiting(input, from: input.count)
    }

    private var targetTooLong: Refusal {
        Refusal(
            status: 414, code: "target_too_long",
            detail: "The request target is longer than \(targetBytes) bytes.")
    }

    private func tooLarge(_ what: String) -> Refusal {
        Refusal(status: 431, code: "headers_too_large", detail: "The header block has \(what).")
    }

    /// The block is not whole yet: refuse early what can never become good.
    private func waiting(_ input: UnsafeRawBufferPointer, from start: Int) -> Outcome {
        for index in start..<input.count where !ASCII.isFieldByte(input[index]) {
            guard input[index] == 0x0D, index + 1 == input.count else { return .refuse(.bad("The header block holds a bare CR or another control byte.")) }
        }
        if lines.isEmpty, input.count - lineStart > targetBytes + 64 { return .refuse(targetTooLong) }
        if input.count > headBytes { return .refuse(tooLarge("more than \(headBytes) bytes")) }
        return .needMore
    }

    private func finish(_ input: UnsafeRawBufferPointer, end: Int) -> Outcome {
        do throws(Refusal) {
            if end > headBytes { throw tooLarge("more than \(headBytes) bytes") }
            let line = try RequestLine(UnsafeRawBufferPointer(rebasing: input[lines[0]]), longestTarget: targetBytes)
            let headers = try HeaderBlock.parse(input, lines: lines.dropFirst())
            return .head(try HeaderBlock.head(line, headers), consumed: end)
        } catch { return .refuse(error) }
    }
}
