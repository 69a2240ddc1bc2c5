import FeraAsk
import Testing

@Suite struct SentenceCutterTests {
    private func cut(_ pieces: [String]) -> [DraftSentence] {
        var cutter = SentenceCutter()
        return pieces.flatMap { cutter.feed($0) } + cutter.finish()
    }

    private let text = """
        Helen decides [1]. Dr. Holm, e.g., pays 3.5 % [2][3] of it [2]! “Größer”, she said. [4, 5] Is it so?
        - No marks here
        - Last one. [6] [7]
        """

    @Test func marksBelongToTheSentenceTheyFollow() {
        #expect(
            cut([text]) == [
                DraftSentence(text: "Helen decides.", marks: [1]),
                DraftSentence(text: "Dr. Holm, e.g., pays 3.5 % of it!", marks: [2, 3]),
                DraftSentence(text: "“Größer”, she said.", marks: [4, 5]),
                DraftSentence(text: "Is it so?", marks: []),
                DraftSentence(text: "- No marks here", marks: []),
                DraftSentence(text: "- Last one.", marks: [6, 7]),
            ])
    }

    @Test func anySplitGivesTheSame() {
        let whole = cut([text])
        for size in 1...12 {
            var pieces: [String] = []
            var rest = text.unicodeScalars[...]
            while !rest.isEmpty {
                pieces.append(String(String.UnicodeScalarView(rest.prefix(size))))
                rest = rest.dropFirst(size)
            }
            #expect(cut(pieces) == whole, "pieces of \(size)")
        }
    }

    @Test func sentencesComeAsSoonAsTheNextBegins() {
        var cutter = SentenceCutter()
        #expect(cutter.feed("One is so.").isEmpty)
        #expect(cutter.feed(" [").isEmpty)
        #expect(cutter.feed("1]").isEmpty)
        #expect(cutter.feed(" Tw") == [DraftSentence(text: "One is so.", marks: [1])])
        #expect(cutter.finish() == [DraftSentence(text: "Tw", marks: [])])
        #expect(cutter.finish().isEmpty)
    }

    @Test func oddBracketsAreText() {
        #expect(cut(["See [the note] and [] and [x1] or [12"]) == [DraftSentence(text: "See [the note] and [] and [x1] or [12", marks: [])])
        #expect(cut(["[1] [2]"]).isEmpty)
        #expect(cut([""]).isEmpty)
        #expect(cut(["A[99999999999999999999] b."]) == [DraftSentence(text: "A b.", marks: [999_999])])
    }
}
