import FeraDomain

/// WebVTT (W3C): cues with their times; speakers by `<v Name>` or "Name: words"; a cue without a name goes on with the last
/// speaker, as Zoom writes it. A sentence that runs over several cues of one speaker is one utterance.
enum TranscriptReader {
    private struct Utterance {
        var from: Int
        var to: Int
        var speaker: String?
        var text: String
    }

    static func read(_ input: ReaderInput, _ builder: inout ExtractionBuilder) throws(IngestError) {
        let decoded = try TextDecoding.decode(input.bytes)
        if let notice = decoded.notice { builder.notice(notice) }
        try TextLines.check(decoded.text, limits: input.limits)
        let lines = TextLines(builder.cleaned(decoded.text) { .lines($0, $0) }).lines
        guard let first = lines.first, first == "WEBVTT" || first.hasPrefix("WEBVTT ") || first.hasPrefix("WEBVTT\t") else {
            throw .unreadable(place: "line 1", why: "a transcript begins with WEBVTT")
        }
        let day =
            lines.prefix(while: { !TextLines.isBlank($0) }).lazy.compactMap { TextScan.dates(in: $0).first?.value }.first
            ?? TextScan.dates(in: input.name).first?.value
        var open: Utterance?
        var speaker: String?
        var index = 1
        while index < lines.count, !TextLines.isBlank(lines[index]) { index += 1 }
        while index < lines.count {
            guard !TextLines.isBlank(lines[index]) else {
                index += 1
                continue
            }
            var end = index
            while end < lines.count, !TextLines.isBlank(lines[end]) { end += 1 }
            let block = lines[index..<end]
            defer { index = end }
            if ["NOTE", "STYLE", "REGION"].contains(where: { lines[index] == $0 || lines[index].hasPrefix("\($0) ") }) { continue }
            guard let timing = block.prefix(2).firstIndex(where: { $0.contains("-->") }), let (from, to) = times(lines[timing]) else {
                builder.counts.failed += 1
                builder.notice("line \(index + 1): a cue without a time that can be read was left out")
                continue
            }
            for line in block[(timing + 1)...] {
                let (name, text) = spoken(line)
                speaker = name ?? speaker
                guard !text.isEmpty else { continue }
                if var last = open, last.speaker == speaker, !endsSentence(last.text), last.text.utf8.count < 1_000 {
                    last.text += " " + text
                    last.to = to
                    open = last
                } else {
                    try flush(open, day, &builder)
                    open = Utterance(from: from, to: to, speaker: speaker, text: text)
                }
            }
            builder.counts.read += 1
        }
        try flush(open, day, &builder)
    }

    private static func flush(_ utterance: Utterance?, _ day: Day?, _ builder: inout ExtractionBuilder) throws(IngestError) {
        guard let utterance else { return }
        try builder.add(.utterance, utterance.text, at: .time(utterance.from, utterance.to), speaker: utterance.speaker, day: day)
    }

    private static func endsSentence(_ text: String) -> Bool { text.utf8.last.map { [46, 33, 63].contains($0) } ?? false }

    /// `00:01:02.500 --> 00:01:05.000 align:start`, hours optional, the end not before the start.
    private static func times(_ line: String) -> (Int, Int)? {
        let parts = line.split(separator: " ", omittingEmptySubsequences: true)
        guard parts.count >= 3, parts[1] == "-->", let from = time(parts[0]), let to = time(parts[2]), to >= from else { return nil }
        return (from, to)
    }

    private static func time(_ text: Substring) -> Int? {
        let parts = text.split(separator: ":", omittingEmptySubsequences: false)
        guard (2...3).contains(parts.count), let last = parts.last else { return nil }
        let seconds = last.split(separator: ".", omittingEmptySubsequences: false)
        guard seconds.count == 2, seconds[0].utf8.count == 2, seconds[1].utf8.count == 3 else { return nil }
        let numbers = parts.dropLast().map { number($0) } + seconds.map { number($0) }
        var values: [Int] = []
        for value in numbers {
            guard let value else { return nil }
            values.append(value)
        }
        let (hours, minutes) = parts.count == 3 ? (values[0], values[1]) : (0, values[0])
        guard hours < 10_000, minutes < 60, values[values.count - 2] < 60 else { return nil }
        return ((hours * 60 + minutes) * 60 + values[values.count - 2]) * 1000 + values[values.count - 1]
    }

    private static func number(_ digits: Substring) -> Int? { digits.utf8.allSatisfy { (48...57).contains($0) } ? Int(digits) : nil }

    /// A line of a cue: who speaks, where it says so, and the words without tags and entities.
    private static func spoken(_ line: String) -> (String?, String) {
        var name: String?
        var text = ""
        var rest = line[...]
        while let tag = rest.firstIndex(of: "<") {
            text += rest[..<tag]
            guard let close = rest[tag...].firstIndex(of: ">") else { break }
            let inside = rest[rest.index(after: tag)..<close]
            if inside.hasPrefix("v"), let blank = inside.firstIndex(of: " ") { name = TextLines.trimmed(String(inside[blank...])) }
            rest = rest[rest.index(after: close)...]
        }
        text = TextLines.trimmed(HTMLText.entities(text + rest))
        if name == nil, let colon = text.firstIndex(of: ":"), text[colon...].hasPrefix(": ") {
            let before = text[..<colon]
            let words = before.split(separator: " ")
            if (1...4).contains(words.count), before.utf8.count <= 40, words.allSatisfy({ $0.first?.isUppercase == true || $0.first == "(" }) {
                return (String(before), TextLines.trimmed(String(text[text.index(colon, offsetBy: 2)...])))
            }
        }
        return (name.map(HTMLText.entities), text)
    }
}
