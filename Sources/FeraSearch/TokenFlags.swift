/// What the index remembers of each word beside the word: one byte, found once at sealing.
package struct TokenFlags: OptionSet, Hashable, Sendable {
    /// The byte as it is stored.
    package let rawValue: UInt8
    /// From the byte as it is stored.
    package init(rawValue: UInt8) { self.rawValue = rawValue }

    /// A stop word of the language.
    package static let stop = TokenFlags(rawValue: 1)
    /// A number, an amount, a percentage, or a number word.
    package static let number = TokenFlags(rawValue: 2)
    /// A date, a year, a month, a weekday, a quarter.
    package static let date = TokenFlags(rawValue: 4)
    /// Begins with a capital.
    package static let capital = TokenFlags(rawValue: 8)
    /// A capital after a preposition of place.
    package static let place = TokenFlags(rawValue: 16)
    /// A word that announces a reason.
    package static let cause = TokenFlags(rawValue: 32)
    /// A word that negates.
    package static let negation = TokenFlags(rawValue: 64)
}

/// The word lists behind the flags, and behind what a question asks for. English for now: elsewhere capitals, digits and dates
/// still speak, and the lists stay silent.
enum Cues {
    static let numbers = words(
        """
        one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen twenty thirty \
        forty fifty sixty seventy eighty ninety dozen hundred thousand million billion half third quarter percent several once twice
        """)
    static let dates = words(
        """
        january february march april may june july august september october november december monday tuesday wednesday thursday friday \
        saturday sunday century today yesterday tomorrow annually quarterly monthly weekly daily q1 q2 q3 q4
        """)
    static let places = words("in at near from to of on into through across between around within")
    static let causes = words("because due since reason reasons owing caused causes cause therefore thus led leads thanks result results resulted so")
    static let negations = words("not never no none nobody nothing without cannot neither nor except unlike hardly")

    private static func words(_ list: String) -> Set<String> { Set(list.split { $0 == " " || $0 == "\n" }.map(String.init)) }

    static func isNegation(_ folded: String) -> Bool { negations.contains(folded) || folded.hasSuffix("n't") }
}
