/// Splits a `multipart/form-data` body (RFC 7578, RFC 2046 §5.1) as it arrives. Pure: bytes in, events out.
struct MultipartParser {
    enum Event: Equatable {
        case begin(Part)
        case data([UInt8])
        case end
    }

    struct Part: Equatable {
        var name: String
        var filename: String?
        var contentType: String
    }

    private enum State {
        case preamble, afterBoundary, headers, body, done
    }

    private let delimiter: [UInt8]
    private let limits: MultipartLimits
    private var buffer: [UInt8]
    private var state = State.preamble
    private var parts = 0

    /// - Parameter contentType: the request's; `nil` comes back unless it is multipart/form-data with a boundary of 1 to 70 characters.
    init?(contentType: String, limits: MultipartLimits) {
        let pieces = HeaderParameters(contentType)
        guard pieces.value == "multipart/form-data", let boundary = pieces["boundary"], (1...70).contains(boundary.utf8.count),
            boundary.utf8.allSatisfy({ $0 >= 0x20 && $0 < 0x7F })
        else { return nil }
        delimiter = Array("\r\n--\(boundary)".utf8)
        self.limits = limits
        // The first boundary may stand at the very beginning; with a line end before it, all boundaries look alike.
        buffer = [0x0D, 0x0A]
    }

    var isDone: Bool { state == .done }

    mutating func feed(_ bytes: [UInt8]) throws(Problem) -> [Event] {
        var events: [Event] = []
        buffer.append(contentsOf: bytes)
        while try step(&events) {}
        return events
    }

    private static let headerBytes = 8192
    private static var headerTooLong: Problem { malformed("A part's header is longer than \(headerBytes) bytes.") }

    private static func malformed(_ detail: String) -> Problem { Problem(400, "malformed", "Malformed upload", detail: detail) }

    /// One step; `false` when more bytes are needed.
    private mutating func step(_ events: inout [Event]) throws(Problem) -> Bool {
        switch state {
        case .preamble, .body:
            let found = find(delimiter)
            let sure = found ?? max(0, buffer.count - delimiter.count + 1)
            if state == .body, sure > 0 { events.append(.data(Array(buffer[..<sure]))) }
            buffer.removeFirst(found.map { $0 + delimiter.count } ?? sure)
            guard found != nil else { return false }
            if state == .body { events.append(.end) }
            state = .afterBoundary
        case .afterBoundary:
            guard buffer.count >= 2 else { return false }
            if buffer[0] == 0x2D, buffer[1] == 0x2D {
                state = .done
                buffer = []
            } else if buffer[0] == 0x0D, buffer[1] == 0x0A {
                state = .headers
                parts += 1
                if parts > limits.parts { throw Problem(413, "too_large", "Too many parts", detail: "An upload may have \(limits.parts) parts.") }
            } else {
                throw Self.malformed("A boundary is not followed by a line end.")
            }
        case .headers:
            guard let end = find([0x0D, 0x0A, 0x0D, 0x0A]) else {
                // Three more may be the beginning of its end.
                if buffer.count > Self.headerBytes + 3 { throw Self.headerTooLong }
                return false
            }
            // The same for a header that comes in one piece with its end.
            if end > Self.headerBytes { throw Self.headerTooLong }
            // An empty body's boundary needs the line end that is the header's; that is known when as many bytes have come.
            let boundary = delimiter.dropFirst(2), body = buffer[(end + 4)...].prefix(boundary.count)
            guard body.count == boundary.count || !boundary.starts(with: body) else { return false }
            if body.elementsEqual(boundary) { throw Self.malformed("A part ends within its header.") }
            events.append(.begin(try part(Array(buffer[..<end]))))
            // Keep the second CRLF out: the body begins after it.
            buffer.removeFirst(end + 4)
            state = .body
        case .done:
            buffer = []
            return false
        }
        return true
    }

    private func find(_ needle: [UInt8]) -> Int? {
        guard buffer.count >= needle.count else { return nil }
        return buffer.withUnsafeBytes { bytes in needle.withUnsafeBytes { ByteSearch.first($0, in: bytes) } }
    }

    private func part(_ header: [UInt8]) throws(Problem) -> Part {
        guard let text = String(validating: header, as: UTF8.self) else { throw Self.malformed("A part's header is not UTF-8.") }
        var name: String?, filename: String?, type = "text/plain"
        for line in text.split(separator: "\r\n") {
            guard line.utf8.allSatisfy(ASCII.isFieldByte) else { throw Self.malformed("A part's header holds a control byte.") }
            guard let colon = line.firstIndex(of: ":") else { throw Self.malformed("A part's header line has no colon.") }
            let value = HeaderParameters(String(line[line.index(after: colon)...]))
            switch line[..<colon].lowercased() {
            case "content-disposition":
                guard value.value == "form-data" else { throw Self.malformed("A part is no form-data.") }
                name = value["name"]
                filename = value["filename"].map { String($0.split(whereSeparator: { $0 == "/" || $0 == "\\" }).last ?? "") }
            case "content-type": type = value.value
            default: break
            }
        }
        guard let name else { throw Self.malformed("A part has no name.") }
        guard max(name.utf8.count, filename?.utf8.count ?? 0) <= limits.nameBytes else {
            throw Self.malformed("A name is longer than \(limits.nameBytes) bytes.")
        }
        return Part(name: name, filename: filename, contentType: type)
    }
}
