/// The words of HTML, for mails that have no plain part: tags out, blocks on lines of their own, entities decoded. Nothing is followed.
enum HTMLText {
    static func plain(_ html: String) -> String {
        let bytes = Array(html.utf8)
        var out: [UInt8] = []
        var at = 0
        func newline() { if let last = out.last, last != 10 { out.append(10) } }
        while at < bytes.count {
            guard bytes[at] == 60 else {
                // Line breaks of the source are blanks.
                let blank = bytes[at] == 10 || bytes[at] == 9 || bytes[at] == 32
                if !blank { out.append(bytes[at]) } else if let last = out.last, last != 32, last != 10 { out.append(32) }
                at += 1
                continue
            }
            if bytes[at...].starts(with: "<!--".utf8) {
                at = end(of: "-->", bytes, at) ?? bytes.count
                continue
            }
            guard let close = bytes[at...].firstIndex(of: 62) else { break }
            let isEnd = at + 1 < close && bytes[at + 1] == 47
            let tag = String(decoding: bytes[(at + (isEnd ? 2 : 1))..<close].prefix { $0 != 32 && $0 != 47 && $0 != 10 && $0 != 9 }, as: UTF8.self).lowercased()
            at = close + 1
            switch tag {
            case "script", "style", "head":
                if !isEnd { at = end(of: "</\(tag)>", bytes, at) ?? bytes.count }
            case "br": out.append(10)
            case "p", "div", "tr", "li", "h1", "h2", "h3", "h4", "table", "ul", "ol", "blockquote", "hr": newline()
            case "td", "th": out.append(32)
            default: break
            }
        }
        return entities(String(decoding: out, as: UTF8.self))
    }

    /// `&amp;`, `&#8217;`, `&#x2019;` and their like; what is no entity stays.
    static func entities(_ text: String) -> String {
        guard text.utf8.contains(38) else { return text }
        var out = ""
        var rest = text[...]
        while let mark = rest.firstIndex(of: "&") {
            out += rest[..<mark]
            rest = rest[mark...]
            guard let end = rest.prefix(12).firstIndex(of: ";"), let value = decoded(rest[rest.index(after: mark)..<end]) else {
                out += "&"
                rest = rest.dropFirst()
                continue
            }
            out += value
            rest = rest[rest.index(after: end)...]
        }
        return out + rest
    }

    private static func decoded(_ name: Substring) -> String? {
        if name.hasPrefix("#") {
            let digits = name.dropFirst()
            let value = digits.first == "x" || digits.first == "X" ? UInt32(digits.dropFirst(), radix: 16) : UInt32(digits)
            guard let value, value >= 32 || value == 10 || value == 9 else { return nil }
            return Unicode.Scalar(value).map { String($0) }
        }
        return names[String(name)]
    }

    private static let names = [
        "amp": "&", "lt": "<", "gt": ">", "quot": "\"", "apos": "'", "nbsp": " ", "lrm": "", "rlm": "",
        "euro": "€", "pound": "£", "mdash": "—", "ndash": "–",
        "hellip": "…", "rsquo": "’", "lsquo": "‘", "ldquo": "“",
        "rdquo": "”", "uuml": "ü", "ouml": "ö", "auml": "ä", "szlig": "ß", "eacute": "é",
    ]

    private static func end(of mark: String, _ bytes: [UInt8], _ from: Int) -> Int? {
        let wanted = Array(mark.utf8)
        var at = from
        while at + wanted.count <= bytes.count {
            var same = 0
            while same < wanted.count, bytes[at + same] == wanted[same] || bytes[at + same] | 32 == wanted[same] { same += 1 }
            if same == wanted.count { return at + wanted.count }
            at += 1
        }
        return nil
    }
}
