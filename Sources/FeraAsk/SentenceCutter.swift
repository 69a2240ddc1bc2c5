import FeraSearch

/// Cuts a stream of text into whole sentences with their citation marks (`[1]`, `[p2][p3]`, `[1, 2]`) as they complete. Pure: the
/// same text gives the same sentences, in whatever pieces it comes.
package struct SentenceCutter: Sendable {
    /// What has come and is not yet a whole sentence.
    private var pending: [UInt8] = []

    /// Nothing measured.
    package init() {}

    /// Takes the next piece and gives the sentences that are now whole. A sentence is whole when the next one has begun: its
    /// marks may still follow its full stop until then.
    package mutating func feed(_ delta: String) -> [DraftSentence] {
        pending += Array(delta.utf8)
        return cut(isEnd: false)
    }

    /// The stream has ended; gives what is left.
    package mutating func finish() -> [DraftSentence] { cut(isEnd: true) }

    private mutating func cut(isEnd: Bool) -> [DraftSentence] {
        let ranges = SentenceSplitter.sentences(String(decoding: pending, as: UTF8.self))
        var begins: [Int] = []  // where each sentence begins, after marks that belong to the one before
        for (place, range) in ranges.enumerated() {
            let body = place == 0 ? range.lowerBound : Self.afterMarks(pending, range.lowerBound, range.upperBound)
            // Only marks, or the beginning of one: it still belongs to the sentence before.
            if place > 0, body >= range.upperBound || (!isEnd && place == ranges.count - 1 && Self.mayBecomeMark(pending, body)) { continue }
            begins.append(body)
        }
        var out: [DraftSentence] = []
        for (place, begin) in begins.enumerated() {
            let isLast = place == begins.count - 1
            if isLast && !isEnd { break }
            let end = isLast ? pending.count : begins[place + 1]
            if let sentence = Self.sentence(pending[begin..<end]) { out.append(sentence) }
        }
        if isEnd {
            pending.removeAll()
        } else if let last = begins.last {
            pending.removeFirst(last)
        }
        return out
    }

    /// The end of the citation mark at `index`, and its numbers; `nil` where none stands.
    private static func mark(_ bytes: ArraySlice<UInt8>, _ index: Int) -> (end: Int, numbers: [Int])? {
        guard index < bytes.endIndex, bytes[index] == 0x5B else { return nil }
        var at = index + 1
        var numbers: [Int] = []
        var current: Int?
        while at < bytes.endIndex, at - index < 64 {
            switch bytes[at] {
            // A mark may be written as the passages are numbered: `[p2]`.
            case 0x70 where current == nil && at + 1 < bytes.endIndex && bytes[at + 1] &- 0x30 < 10: break
            case 0x30...0x39: current = min(999_999, (current ?? 0) * 10 + Int(bytes[at] - 0x30))
            case 0x2C, 0x20, 0x3B:
                if let number = current { numbers.append(number) }
                current = nil
            case 0x5D:
                if let number = current { numbers.append(number) }
                return numbers.isEmpty ? nil : (at + 1, numbers)
            default: return nil
            }
            at += 1
        }
        return nil
    }

    private static func afterMarks(_ bytes: [UInt8], _ start: Int, _ end: Int) -> Int {
        var at = start
        while let found = mark(bytes[..<end], at) {
            at = found.end
            while at < end, bytes[at] <= 0x20 { at += 1 }
        }
        return at
    }

    /// Whether what stands at `index`, up to the end, could still grow into a mark.
    private static func mayBecomeMark(_ bytes: [UInt8], _ index: Int) -> Bool {
        guard bytes[index] == 0x5B, bytes.count - index < 64 else { return false }
        return bytes[(index + 1)...].allSatisfy { $0 &- 0x30 < 10 || $0 == 0x70 || $0 == 0x2C || $0 == 0x20 || $0 == 0x3B }
    }

    /// Takes the marks out of a sentence; `nil` when nothing else is in it.
    private static func sentence(_ bytes: ArraySlice<UInt8>) -> DraftSentence? {
        var text: [UInt8] = []
        var marks: [Int] = []
        var at = bytes.startIndex
        while at < bytes.endIndex {
            if let found = mark(bytes, at) {
                for number in found.numbers where !marks.contains(number) { marks.append(number) }
                at = found.end
                while text.last == 0x20 { text.removeLast() }
                // Between two words the space that stood before the mark is still wanted.
                if at < bytes.endIndex, bytes[at] > 0x2F, bytes[at] != 0x3A, bytes[at] != 0x3B, bytes[at] != 0x3F, bytes[at] != 0x5B { text.append(0x20) }
            } else {
                text.append(bytes[at])
                at += 1
            }
        }
        while let last = text.last, last <= 0x20 { text.removeLast() }
        let start = text.firstIndex { $0 > 0x20 } ?? text.endIndex
        return start == text.endIndex ? nil : DraftSentence(text: String(decoding: text[start...], as: UTF8.self), marks: marks)
    }
}
