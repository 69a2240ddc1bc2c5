import FeraHTTP

/// Trace Context (W3C Recommendation, level 1): a request's trace goes on, or a new one begins.
enum Trace {
    private static let blank = Array("00-00000000000000000000000000000000-0000000000000000-00".utf8)
    private static let trace = 3..<35, span = 36..<52

    /// What the answer says: the caller's trace with a span of ours, or a trace of ours. Nothing of it is a secret.
    static func parent(of request: Request) -> String {
        var random = SystemRandomNumberGenerator()
        var text = blank
        if let sent = request.headers["traceparent"], isWellFormed(sent.utf8) {
            text = Array(sent.utf8)
        } else {
            write(random.next(), to: &text, at: trace.lowerBound)
            write(random.next(), to: &text, at: trace.lowerBound + 16)
        }
        write(random.next(), to: &text, at: span.lowerBound)
        return String(decoding: text, as: UTF8.self)
    }

    /// Version 00: lower-case hexadecimal digits between three dashes; a trace or a span of zeros is none.
    private static func isWellFormed(_ sent: String.UTF8View) -> Bool {
        guard sent.count == blank.count else { return false }
        let text = Array(sent), zero = UInt8(ascii: "0")
        let fits = zip(text, blank).enumerated().allSatisfy { place, pair in
            place < trace.lowerBound || pair.1 != zero ? pair.0 == pair.1 : (0x30...0x39).contains(pair.0) || (0x61...0x66).contains(pair.0)
        }
        return fits && text[trace].contains { $0 != zero } && text[span].contains { $0 != zero }
    }

    private static func write(_ number: UInt64, to text: inout [UInt8], at start: Int) {
        for place in 0..<16 {
            let digit = UInt8(truncatingIfNeeded: number >> (60 - 4 * UInt64(place))) & 0xF
            text[start + place] = digit < 10 ? 0x30 + digit : 0x57 + digit
        }
    }
}
