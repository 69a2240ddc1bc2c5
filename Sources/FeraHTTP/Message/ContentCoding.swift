/// How a body's bytes are coded for the way (RFC 9110 §8.4).
enum ContentCoding: String, Sendable {
    case identity, gzip

    /// The coding that `Accept-Encoding` asks for (RFC 9110 §12.5.3), read over all fields of that name. `gzip` (or `x-gzip`, or `*` where
    /// neither is named) is taken when its weight is above zero and not below one that `identity` was given by name. Where a coding is
    /// named twice its lowest weight counts, and a field that is not well formed, or fields of over 1 KB, ask for nothing: whatever is doubtful
    /// is answered plainly, and a loop's own thread never reads for long.
    static func preferred(_ fields: [String]) -> ContentCoding {
        guard fields.reduce(0, { $0 + $1.utf8.count }) <= 1024 else { return .identity }
        var gzip: Int?, identity: Int?, any: Int?
        for field in fields {
            var rest = Array(field.utf8)[...]
            while !rest.isEmpty {
                let member = ASCII.trim(cut(&rest, at: UInt8(ascii: ",")))
                if member.isEmpty { continue }
                guard let (name, weight) = Self.member(member) else { return .identity }
                if ASCII.equalIgnoringCase(name, "gzip".utf8) || ASCII.equalIgnoringCase(name, "x-gzip".utf8) {
                    gzip = min(gzip ?? weight, weight)
                } else if ASCII.equalIgnoringCase(name, "identity".utf8) {
                    identity = min(identity ?? weight, weight)
                } else if name.elementsEqual("*".utf8) {
                    any = min(any ?? weight, weight)
                }
            }
        }
        let wanted = gzip ?? any ?? 0
        return wanted > 0 && wanted >= identity ?? 0 ? .gzip : .identity
    }

    /// A coding and its weight in thousandths; `nil` if that is not well formed.
    private static func member(_ text: ArraySlice<UInt8>) -> (name: ArraySlice<UInt8>, weight: Int)? {
        var rest = text
        let name = ASCII.trim(cut(&rest, at: UInt8(ascii: ";")))
        guard !name.isEmpty, name.allSatisfy(ASCII.isToken) else { return nil }
        // A semicolon promises a weight.
        guard name.endIndex < text.endIndex, text[name.endIndex...].contains(UInt8(ascii: ";")) else { return (name, 1000) }
        return Self.weight(ASCII.trim(rest)).map { (name, $0) }
    }

    /// `q=` with 0 to 1 and at most three decimals, in thousandths; `nil` for anything else.
    private static func weight(_ text: ArraySlice<UInt8>) -> Int? {
        let bytes = Array(text.prefix(8))
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

    /// Takes what stands before the next `separator`; `rest` then begins behind it.
    private static func cut(_ rest: inout ArraySlice<UInt8>, at separator: UInt8) -> ArraySlice<UInt8> {
        let head = rest.prefix { $0 != separator }
        rest = rest[head.endIndex...].dropFirst()
        return head
    }
}
