/// How a body's bytes are coded for the way (RFC 9110 §8.4).
enum ContentCoding: String, Sendable {
    case identity, gzip

    /// The coding that `Accept-Encoding` asks for (RFC 9110 §12.5.3), read over all fields of that name. `gzip` (or `x-gzip`, or `*` where
    /// neither is named) is taken when its weight is above zero and not below one that `identity` was given by name. Where a coding is
    /// named twice its lowest weight counts, and a field that is not well formed asks for nothing: whatever is doubtful is answered plainly.
    static func preferred(_ fields: [String]) -> ContentCoding {
        var gzip: Int?, identity: Int?, any: Int?
        for field in fields {
            for member in field.utf8.split(separator: UInt8(ascii: ",")).map({ ASCII.trim($0) }) where !member.isEmpty {
                let parts = member.split(separator: UInt8(ascii: ";"), omittingEmptySubsequences: false).map { ASCII.trim($0) }
                guard parts.count <= 2, !parts[0].isEmpty, parts[0].allSatisfy(ASCII.isToken), let weight = parts.count == 2 ? Self.weight(parts[1]) : 1000
                else { return .identity }
                if ASCII.equalIgnoringCase(parts[0], "gzip".utf8) || ASCII.equalIgnoringCase(parts[0], "x-gzip".utf8) {
                    gzip = min(gzip ?? weight, weight)
                } else if ASCII.equalIgnoringCase(parts[0], "identity".utf8) {
                    identity = min(identity ?? weight, weight)
                } else if parts[0].elementsEqual("*".utf8) {
                    any = min(any ?? weight, weight)
                }
            }
        }
        let wanted = gzip ?? any ?? 0
        return wanted > 0 && wanted >= identity ?? 0 ? .gzip : .identity
    }

    /// `q=` with 0 to 1 and at most three decimals, in thousandths; `nil` for anything else.
    private static func weight(_ text: some Collection<UInt8>) -> Int? {
        let bytes = Array(text)
        guard (3...7).contains(bytes.count), ASCII.lower(bytes[0]) == UInt8(ascii: "q"), bytes[1] == UInt8(ascii: "="),
            bytes[2] == UInt8(ascii: "0") || bytes[2] == UInt8(ascii: "1")
        else { return nil }
        if bytes.count > 3, bytes[3] != UInt8(ascii: ".") { return nil }
        var value = Int(bytes[2] - 0x30) * 1000
        for (byte, unit) in zip(bytes.dropFirst(4), [100, 10, 1]) {
            guard ASCII.isDigit(byte) else { return nil }
            value += Int(byte - 0x30) * unit
        }
        return value <= 1000 ? value : nil
    }
}
