/// What kind of secret was found.
package enum SecretKind: String, Codable, Hashable, Sendable, CaseIterable {
    case password
    case apiKey = "api key"
    case token
    case privateKey = "private key"
    case cardNumber = "card number"
}

/// Removes secrets from what people say and from files, before anything is kept. A scan by hand over the bytes; what it takes
/// out is replaced by `[removed: password]` and the like, and a text that was redacted is left alone by a second run.
package enum SecretRedactor {
    /// One secret: where it stood in the text that came in, and where its replacement stands in the text that goes out (UTF-8).
    package struct Finding: Codable, Hashable, Sendable {
        package var kind: SecretKind
        package var original: Range<Int>
        package var replaced: Range<Int>
    }

    /// The text without its secrets, and where they stood.
    package struct Result: Codable, Hashable, Sendable {
        package var text: String
        /// In the order of the text, never overlapping.
        package var findings: [Finding]

        /// Whether nothing was taken out.
        package var isClean: Bool { findings.isEmpty }
    }

    /// - Returns: the text without its secrets. A clean text comes back as it is.
    package static func redact(_ text: String) -> Result {
        let bytes = TextBytes(text)
        let secrets = find(in: bytes)
        guard !secrets.isEmpty else { return Result(text: text, findings: []) }
        var out: [UInt8] = []
        out.reserveCapacity(bytes.count)
        var findings: [Finding] = []
        var at = 0
        for (kind, range) in secrets {
            out.append(contentsOf: bytes.units[at..<range.lowerBound])
            let start = out.count
            out.append(contentsOf: "[removed: \(kind.rawValue)]".utf8)
            findings.append(Finding(kind: kind, original: range, replaced: start..<out.count))
            at = range.upperBound
        }
        out.append(contentsOf: bytes.units[at...])
        return Result(text: String(decoding: out, as: UTF8.self), findings: findings)
    }

    private static func find(in bytes: TextBytes) -> [(SecretKind, Range<Int>)] {
        var found: [(SecretKind, Range<Int>)] = []
        var at = 0
        while at < bytes.count {
            guard let hit = secret(bytes, at) else {
                at += 1
                continue
            }
            found.append(hit)
            at = hit.1.upperBound
        }
        return found
    }

    /// The secret that is announced or begins at `index`; its range may begin later (after "password is ").
    private static func secret(_ bytes: TextBytes, _ index: Int) -> (SecretKind, Range<Int>)? {
        let unit = bytes[index]
        if TextBytes.isDigit(unit) { return card(bytes, index).map { (.cardNumber, $0) } }
        if unit == 45 { return privateKey(bytes, index).map { (.privateKey, $0) } }
        if unit == 58 { return password(ofAddress: bytes, index).map { (.password, $0) } }
        guard TextBytes.isLetter(unit), !bytes.isWord(index - 1) else { return nil }
        return prefixed(bytes, index) ?? announced(bytes, index)
    }

    /// `-----BEGIN … PRIVATE KEY-----` to the end of its END line, or of the text.
    private static func privateKey(_ bytes: TextBytes, _ index: Int) -> Range<Int>? {
        guard bytes[index - 1] != 45, bytes.hasWord("-----begin ", at: index) else { return nil }
        guard let lineEnd = range(of: "private key-----", in: bytes, from: index, limit: 64) else { return nil }
        var at = lineEnd
        while at < bytes.count {
            if bytes[at] == 45, bytes.hasWord("-----end ", at: at) { return index..<(range(of: "key-----", in: bytes, from: at, limit: 64) ?? bytes.count) }
            at += 1
        }
        return index..<bytes.count
    }

    private static func range(of word: StaticString, in bytes: TextBytes, from: Int, limit: Int) -> Int? {
        for at in from..<min(bytes.count, from + limit) where bytes.hasWord(word, at: at) { return at + word.utf8CodeUnitCount }
        return nil
    }

    /// The password of `scheme://user:password@host`.
    private static func password(ofAddress bytes: TextBytes, _ index: Int) -> Range<Int>? {
        guard bytes[index + 1] == 47, bytes[index + 2] == 47 else { return nil }
        var colon: Int?
        for at in index + 3..<min(bytes.count, index + 300) {
            switch bytes[at] {
            case 47, 63, 35, 0...32: return nil
            case 58 where colon == nil: colon = at
            case 64: return colon.flatMap { at > $0 + 1 && bytes[$0 + 1] != 91 ? $0 + 1..<at : nil }
            default: continue
            }
        }
        return nil
    }

    /// A card number by its digits' grouping, its issuer's range and the Luhn sum; 13 to 19 digits.
    private static func card(_ bytes: TextBytes, _ index: Int) -> Range<Int>? {
        guard !bytes.isWord(index - 1), bytes[index - 1] != 43, bytes[index - 1] != 46, bytes[index - 1] != 45 else { return nil }
        var digits: [UInt8] = []
        var groups: [Int] = [0]
        var at = index
        var end = index
        while digits.count <= 19 {
            if bytes.isDigit(at) {
                digits.append(bytes[at] &- 48)
                groups[groups.count - 1] += 1
                at += 1
                end = at
            } else if bytes[at] == 32 || bytes[at] == 45, bytes.isDigit(at + 1) {
                groups.append(0)
                at += 1
            } else {
                break
            }
        }
        guard (13...19).contains(digits.count), !bytes.isWord(end), bytes[end] != 45 else { return nil }
        let spaced = groups == [4, 6, 5] || (groups.dropLast().allSatisfy { $0 == 4 } && (1...4).contains(groups.last ?? 0))
        guard groups.count == 1 || spaced, isIssued(digits), luhn(digits) else { return nil }
        return index..<end
    }

    private static func isIssued(_ digits: [UInt8]) -> Bool {
        let four = digits.prefix(4).reduce(0) { $0 * 10 + Int($1) }
        return switch four {
        case 4000...4999: [13, 16, 19].contains(digits.count)
        case 5100...5599, 2221...2720: digits.count == 16
        case 3400...3499, 3700...3799: digits.count == 15
        case 3528...3589, 6011, 6440...6599, 6200...6299: digits.count >= 16
        case 3000...3059, 3600...3699, 3800...3999: digits.count == 14
        default: false
        }
    }

    private static func luhn(_ digits: [UInt8]) -> Bool {
        var sum = 0
        for (place, digit) in digits.reversed().enumerated() {
            let doubled = place.isMultiple(of: 2) ? Int(digit) : Int(digit) * 2
            sum += doubled > 9 ? doubled - 9 : doubled
        }
        return sum.isMultiple(of: 10)
    }
}
