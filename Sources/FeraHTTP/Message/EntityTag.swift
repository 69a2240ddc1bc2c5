import FeraCrypto

/// A strong entity tag (RFC 9110 §8.8.3): equal tags of one address are equal bytes.
package struct EntityTag: Sendable, Equatable {
    /// What stands between the quotes.
    package let opaque: String

    /// The tag of a body: the first 128 bits of its SHA-256, in hexadecimal.
    package init(of bytes: [UInt8]) { opaque = String(SHA256.hash(bytes).hex.prefix(32)) }

    init(opaque: String) { self.opaque = opaque }

    /// The tag of the same body under a content coding: another representation, so another tag.
    func coded(_ coding: ContentCoding) -> EntityTag { coding == .identity ? self : EntityTag(opaque: "\(opaque)-\(coding.rawValue)") }

    /// The field value, in quotes.
    package var field: String { "\"\(opaque)\"" }

    /// Whether `If-None-Match` names this tag (RFC 9110 §13.1.2): `*`, or a list that is compared weakly, over all fields of that name.
    /// A field that is not well formed names nothing, nor do fields of over 4 KB: the client then gets the whole answer.
    package func isNamed(by fields: [String]) -> Bool {
        guard fields.reduce(0, { $0 + $1.utf8.count }) <= 4096 else { return false }
        if fields.count == 1, ASCII.trim(fields[0].utf8).elementsEqual("*".utf8) { return true }
        return fields.contains { isListed(in: Array($0.utf8)) }
    }

    /// Whether a list holds this tag. Tags may hold commas, so the list is read byte by byte, to its end: it counts only where it is well formed.
    private func isListed(in field: [UInt8]) -> Bool {
        var rest = field[...], isFound = false
        while true {
            rest = rest.drop { $0 == 0x20 || $0 == 0x09 || $0 == UInt8(ascii: ",") }
            if rest.isEmpty { return isFound }
            if rest.starts(with: "W/".utf8) { rest = rest.dropFirst(2) }
            guard rest.first == UInt8(ascii: "\"") else { return false }
            let tag = rest.dropFirst().prefix { $0 == 0x21 || ($0 >= 0x23 && $0 != 0x7F) }
            rest = rest[tag.endIndex...]
            guard rest.first == UInt8(ascii: "\"") else { return false }
            if tag.elementsEqual(opaque.utf8) { isFound = true }
            rest = rest.dropFirst().drop { $0 == 0x20 || $0 == 0x09 }
            guard rest.isEmpty || rest.first == UInt8(ascii: ",") else { return false }
        }
    }
}
