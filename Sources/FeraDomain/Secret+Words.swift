extension SecretRedactor {
    private enum Announcement { case password, key, token, plainKey }

    private static let announcements: [(StaticString, Announcement)] = [
        ("password", .password), ("passwort", .password), ("passphrase", .password), ("passcode", .password), ("kennwort", .password),
        ("passwd", .password), ("pwd", .password), ("pw", .password), ("api key", .key), ("api-key", .key), ("api_key", .key), ("apikey", .key),
        ("access key", .key), ("secret key", .key), ("client secret", .key), ("client_secret", .key), ("secret", .key), ("access token", .token),
        ("token", .token), ("bearer", .token), ("key", .plainKey),
    ]

    private static let prefixes: [(StaticString, SecretKind, Int)] = [
        ("sk-", .apiKey, 16), ("sk_live_", .apiKey, 10), ("sk_test_", .apiKey, 10), ("rk_live_", .apiKey, 10), ("whsec_", .apiKey, 16),
        ("ghp_", .token, 20), ("gho_", .token, 20), ("ghu_", .token, 20), ("ghs_", .token, 20), ("ghr_", .token, 20), ("github_pat_", .token, 20),
        ("glpat-", .token, 16), ("xoxb-", .token, 10), ("xoxp-", .token, 10), ("xoxa-", .token, 10), ("xoxr-", .token, 10), ("xoxs-", .token, 10),
        ("xapp-", .token, 10), ("akia", .apiKey, 16), ("asia", .apiKey, 16), ("aiza", .apiKey, 30), ("ya29.", .token, 20), ("npm_", .token, 20),
        ("hf_", .token, 20), ("shpat_", .token, 20), ("sg.", .apiKey, 40), ("eyj", .token, 20),
    ]

    /// A secret that tells itself by how it begins (`sk-…`, `ghp_…`, `xoxb-…`, `AKIA…`, a JWT).
    static func prefixed(_ bytes: TextBytes, _ index: Int) -> (SecretKind, Range<Int>)? {
        for (prefix, kind, least) in prefixes where bytes.hasWord(prefix, at: index) {
            let end = tokenEnd(bytes, index)
            let body = index + prefix.utf8CodeUnitCount..<end
            guard body.count >= least, bytes.units[body].contains(where: TextBytes.isDigit) else { continue }
            switch prefix.utf8Start[0] {
            // AWS ids are capitals and digits only; "Asia…" and "Akia…" in prose are not.
            case 97 where prefix.utf8CodeUnitCount == 4 && least == 16:
                guard bytes.units[index..<end].allSatisfy({ TextBytes.isUpper($0) || TextBytes.isDigit($0) }) else { continue }
            case 101:
                guard bytes.units[body].count(where: { $0 == 46 }) == 2 else { continue }
            default: break
            }
            return (kind, index..<end)
        }
        return nil
    }

    /// A secret that a word before it announces: "password is X", "pw: X", "API key = X", "Bearer X".
    static func announced(_ bytes: TextBytes, _ index: Int) -> (SecretKind, Range<Int>)? {
        guard let (what, end) = announcement(bytes, index), let (kind, range) = announced(bytes, what, after: end) else { return nil }
        guard range.count >= reach else { return (kind, range) }
        var full = range.upperBound
        while full < bytes.count, !bytes.isSpace(full) { full += 1 }
        return (kind, range.lowerBound..<full)
    }

    /// How far a value is looked at before it is judged, so that a text full of announcements costs no square of its length.
    private static let reach = 256

    private static func announced(_ bytes: TextBytes, _ what: Announcement, after end: Int) -> (SecretKind, Range<Int>)? {
        switch what {
        case .password: return password(bytes, after: end).map { (.password, $0) }
        case .key: return key(bytes, after: end, least: 8).map { (.apiKey, $0) }
        case .token: return key(bytes, after: end, least: 8).map { (.token, $0) }
        case .plainKey: return key(bytes, after: end, least: 24).map { (.apiKey, $0) }
        }
    }

    private static func announcement(_ bytes: TextBytes, _ index: Int) -> (Announcement, Int)? {
        // The first letters of the words, so that most words cost one look.
        guard [97, 98, 99, 107, 112, 115, 116].contains(TextBytes.lower(bytes[index])) else { return nil }
        for (word, what) in announcements where bytes.hasWord(word, at: index) {
            let end = index + word.utf8CodeUnitCount
            if !bytes.isWord(end) { return (what, end) }
        }
        return nil
    }

    private static func password(_ bytes: TextBytes, after end: Int) -> Range<Int>? {
        if let (start, strict) = separator(bytes, end) {
            return value(bytes, start).flatMap { isPassword(bytes, $0, afterSign: strict) ? $0 : nil }
        }
        guard bytes[end] == 32 || bytes[end] == 9 else { return nil }
        // "the password for the SFTP box is X": up to six words, then the value must look like a secret by itself.
        var at = end
        for _ in 0..<7 {
            at = bytes.afterBlanks(at)
            if at > end, let range = value(bytes, at), at == bytes.afterBlanks(end), isStrong(bytes, range) || isMixed(bytes, range) { return range }
            while bytes.isWord(at) || bytes[at] == 45 || bytes[at] == 47 { at += 1 }
            if let (start, strict) = separator(bytes, at) {
                return value(bytes, start).flatMap {
                    looksSecret(bytes, $0) || (strict && isLast(bytes, $0) && $0.count >= 8 && isStrong(bytes, $0)) ? $0 : nil
                }
            }
            guard bytes[at] == 32 else { return nil }
        }
        return nil
    }

    /// Where the value begins after `:`, `=`, `->` (a sign) or "is", "was", "ist" (a word); `nil` where none of them follows.
    private static func separator(_ bytes: TextBytes, _ index: Int) -> (Int, sign: Bool)? {
        var at = index
        if bytes[at] == 34 || bytes[at] == 39 || bytes[at] == 41 { at += 1 }
        at = bytes.afterBlanks(at)
        var sign = false
        for word in ["is now", "was", "is", "ist"] as [StaticString] where at > index && bytes.hasWord(word, at: at) {
            let after = at + word.utf8CodeUnitCount
            guard !bytes.isWord(after) else { continue }
            let next = bytes.afterBlanks(after)
            if bytes[next] == 58 || bytes[next] == 61 { return (bytes.afterBlanks(next + 1), true) }
            return next > after ? (next, false) : nil
        }
        while bytes[at] == 58 || bytes[at] == 61 || (bytes[at] == 45 && bytes[at + 1] == 62) {
            at += bytes[at] == 45 ? 2 : 1
            sign = true
        }
        return sign ? (bytes.afterBlanks(at), true) : nil
    }

    /// The value at `index`: quoted, or up to a blank, without the punctuation that ends a sentence.
    private static func value(_ bytes: TextBytes, _ index: Int) -> Range<Int>? {
        let quote = bytes[index]
        if quote == 34 || quote == 39 || quote == 96 {
            var end = index + 1
            while end < bytes.count, bytes[end] != quote, bytes[end] != 10, end - index < 200 { end += 1 }
            if bytes[index + 1] == 91 { return nil }
            if bytes[end] == quote, end > index + 1 { return index + 1..<end }
        }
        var end = index
        while end < bytes.count, end - index < reach, !bytes.isSpace(end), !(bytes[end] == 0xC2 && bytes[end + 1] == 0xA0) { end += 1 }
        while end > index, [46, 44, 59, 58, 41, 34, 39, 93].contains(bytes[end - 1]) { end -= 1 }
        guard end - index >= 3, bytes[index] != 91, bytes[index] != 40, bytes[index] != 60 else { return nil }
        return index..<end
    }

    private static func isPassword(_ bytes: TextBytes, _ range: Range<Int>, afterSign: Bool) -> Bool {
        let quoted = bytes[range.lowerBound - 1] == 34 || bytes[range.lowerBound - 1] == 39 || bytes[range.lowerBound - 1] == 96
        if quoted || looksSecret(bytes, range) { return true }
        guard isLast(bytes, range) || (afterSign && bytes[range.upperBound] == 44), range.count >= 4 else { return false }
        let word = String(decoding: bytes.units[range].map(TextBytes.lower), as: UTF8.self)
        return !states.contains(word)
    }

    /// Whether the sentence or line ends right after the value.
    private static func isLast(_ bytes: TextBytes, _ range: Range<Int>) -> Bool {
        var at = range.upperBound
        while [46, 33, 41, 34, 39, 96].contains(bytes[at]) { at += 1 }
        at = bytes.afterBlanks(at)
        return at >= bytes.count || bytes[at] == 10 || bytes[at] == 13 || bytes[range.upperBound] == 46
    }

    /// A digit, a sign that words do not have, or a capital inside: no word of a sentence.
    private static func looksSecret(_ bytes: TextBytes, _ range: Range<Int>) -> Bool {
        guard range.count >= 4 else { return false }
        if bytes.units[range].allSatisfy({ TextBytes.isUpper($0) || $0 == 45 }) { return false }
        for index in range {
            let unit = bytes[index]
            if TextBytes.isDigit(unit) || [33, 35, 36, 37, 38, 42, 43, 61, 63, 64, 94, 95, 126].contains(unit) { return !isPlainNumber(bytes, range) }
            if TextBytes.isUpper(unit), index > range.lowerBound, TextBytes.isLower(bytes[index - 1]) { return true }
        }
        return false
    }

    /// At least six bytes with a digit and both a letter and something more than lower-case letters.
    private static func isStrong(_ bytes: TextBytes, _ range: Range<Int>) -> Bool {
        let units = bytes.units[range]
        guard range.count >= 6, units.contains(where: TextBytes.isDigit), units.contains(where: TextBytes.isLower) else { return false }
        return units.contains { !TextBytes.isDigit($0) && !TextBytes.isLower($0) && $0 != 45 && $0 != 46 } && !TextBytes.isDigit(units[range.lowerBound])
    }

    /// Right behind the word: letters and digits in one piece, long, or at the end of the sentence. Names of methods are none.
    private static func isMixed(_ bytes: TextBytes, _ range: Range<Int>) -> Bool {
        let units = bytes.units[range]
        guard range.count >= 8 || (range.count >= 6 && isLast(bytes, range)) else { return false }
        guard units.contains(where: TextBytes.isDigit), units.contains(where: TextBytes.isLetter) else { return false }
        guard units.allSatisfy({ TextBytes.isDigit($0) || TextBytes.isLetter($0) }) else { return false }
        let word = String(decoding: units.map(TextBytes.lower), as: UTF8.self)
        return !["sha", "md5", "bcrypt", "scrypt", "argon", "pbkdf", "oauth", "totp", "fido", "windows", "office", "keepass"].contains { word.hasPrefix($0) }
    }

    /// Years, dates, counts and percentages ("is 90 days", "is 12%") are no passwords; four digits and more may be a PIN only after a sign.
    private static func isPlainNumber(_ bytes: TextBytes, _ range: Range<Int>) -> Bool {
        let isNumber = bytes.units[range].allSatisfy { TextBytes.isDigit($0) || [37, 43, 44, 45, 46, 47, 58].contains($0) }
        return isNumber && bytes[bytes.afterBlanks(range.upperBound)] != 10 && range.count < 6
    }

    /// A key or token after its word: letters with digits, long enough, and not the same few characters over and over.
    private static func key(_ bytes: TextBytes, after end: Int, least: Int) -> Range<Int>? {
        let sign = separator(bytes, end)
        var start = sign?.0 ?? bytes.afterBlanks(end)
        guard sign != nil || start > end else { return nil }
        if bytes[start] == 34 || bytes[start] == 39 || bytes[start] == 96 { start += 1 }
        var stop = start
        while stop - start < reach, TextBytes.isLetter(bytes[stop]) || bytes.isDigit(stop) || [43, 47, 61, 95, 45, 46, 126].contains(bytes[stop]) { stop += 1 }
        while stop > start, bytes[stop - 1] == 46 { stop -= 1 }
        let units = bytes.units[start..<stop]
        guard units.count >= (sign?.sign == true ? least : max(least, 16)), units.contains(where: TextBytes.isDigit) else { return nil }
        guard units.contains(where: TextBytes.isLetter), Set(units).count >= min(8, units.count / 2 + 2) else { return nil }
        // "token T-4642-retry", "key: 2026-10-13-review": words joined by hyphens.
        let isWords = units.split(separator: 45).allSatisfy { part in part.allSatisfy(TextBytes.isDigit) || part.allSatisfy(TextBytes.isLetter) }
        return isWords ? nil : start..<stop
    }

    private static func tokenEnd(_ bytes: TextBytes, _ index: Int) -> Int {
        var end = index
        while TextBytes.isLetter(bytes[end]) || bytes.isDigit(end) || bytes[end] == 95 || bytes[end] == 45 || bytes[end] == 46 { end += 1 }
        while end > index, bytes[end - 1] == 46 { end -= 1 }
        return end
    }

    /// What people say of a password without telling it.
    private static let states: Set<String> = Set(
        """
        expired required wrong strict reset correct incorrect invalid weak strong unknown missing empty changed optional lost shared stored known gone
        there here blank none default different complicated secure insecure protected unchanged rotated revoked disabled enabled encrypted hashed
        pending same new old fine okay good bad broken locked mandatory needed sent vaulted managed policy reused leaked compromised forgotten
        redacted removed hidden private confidential secret safe simple long short easy n/a
        """.split(whereSeparator: \.isWhitespace).map(String.init))
}
