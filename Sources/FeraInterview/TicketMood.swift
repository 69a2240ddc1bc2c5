/// How angry a ticket is. One phrase that says it is enough ("unacceptable"); else three of the signs that come together when people
/// have had enough: something is wrong, it is so again, you are to blame, somebody above is called, and the voice is raised.
struct TicketMood: Sendable {
    private var isSaid = false
    private var signs: Set<Sign> = []
    private var isKind = false

    private enum Sign: Hashable, Sendable { case wrong, again, blame, above, loud }

    /// - Parameter isStrong: an angry phrase stands in the sentence and is not denied.
    mutating func read(_ view: SentenceView, isStrong: Bool) {
        if isStrong { isSaid = true }
        let words = view.words(0, view.bytes.count)
        for (index, word) in words.enumerated() {
            if let sign = Self.signs[word] { signs.insert(sign) }
            if Self.kindness.contains(word) { isKind = true }
            let next = index + 1 < words.count ? words[index + 1] : ""
            // "five times", "for weeks", "days ago", "since February".
            if word == "times" || word == "ago"
                || (Self.stretches.contains(word)
                    && (next == "ago"
                        || index > 0 && !["the", "last", "next", "this"].contains(words[index - 1]) && words.prefix(index).suffix(3).contains("for")))
            {
                signs.insert(.again)
            }
            if Self.ordinals.contains(word), Self.mishaps.contains(next) || ["time", "week", "day", "month"].contains(next) { signs.insert(.again) }
            if word == "every", ["time", "day", "week", "month", "single", "morning", "quarter"].contains(next) { signs.insert(.again) }
            if word == "how", ["can", "could", "is", "dare", "many"].contains(next), index == 0 || next == "dare",
                next == "dare" || words.count > 3 && view.bytes.contains(33)
            {
                signs.insert(.loud)
            }
        }
        if view.bytes.contains(33), !isKind { signs.insert(.loud) }
    }

    var isAngry: Bool {
        if isSaid { return true }
        if isKind { return signs.count >= 4 }
        return signs.count >= 3 || signs.contains(.above) && signs.contains(.blame) && signs.count >= 2 && !signs.isDisjoint(with: [.wrong, .again, .loud])
    }

    /// Two signs: next to angry tickets it is one more of them.
    var isTense: Bool { isAngry || signs.count >= 2 && !isKind }

    private static let kindness: Set<String> = ["thanks", "thank", "sorry", "great", "grateful", "appreciate", "hurry", "danke", "merci", "gracias"]

    private static let stretches: Set<String> = ["days", "weeks", "months", "years", "hours"]

    private static let ordinals: Set<String> = ["third", "fourth", "fifth", "sixth", "seventh", "tenth", "umpteenth", "second", "nth", "3rd", "4th", "5th"]

    private static let mishaps: Set<String> = [
        "outage", "crash", "failure", "incident", "ticket", "bug", "error", "complaint", "breakdown", "downtime", "attempt", "reminder", "request", "mail",
    ]

    private static let signs: [String: Sign] = {
        var table: [String: Sign] = [:]
        func add(_ sign: Sign, _ words: String) { for word in words.split(whereSeparator: \.isWhitespace) { table[String(word)] = sign } }
        add(
            .wrong,
            """
            broken breaks broke lost lose losing fail fails failed failing failure crash crashes crashed outage outages down worse bad wrong
            nothing never nobody none zero without mess catastrophe waiting delay delays delayed cost costs costing useless bug bugs problem
            problems damage chaos fortune poor hurting hurts hurt badly terrible horrible delayed shame ashamed suffer suffering gone ruined
            wasted waste complain complaining complaints nerves mad laughing fools incorrect trouble stuck unreachable silence kaputt fehler
            ausfall falsch nichts niemand
            """)
        add(
            .again,
            """
            again still already once twice repeatedly constantly constant always keep keeps keeping continues ongoing since repeat repeating
            same forever endless anymore longer wieder immer noch schon
            """
        )
        add(.blame, "you your yours yourselves ihr ihre sie")
        add(
            .above,
            """
            manager management boss director supervisor ceo cfo cto board leadership executive lawyer lawyers legal regulator press council
            refund cancel cancelling terminate terminating leave leaving switch switching alternative alternatives competitor competitors
            elsewhere compensation penalty damages escalate escalating contract replace replacement stop quit threatening threaten ban
            """)
        add(
            .loud,
            """
            seriously honestly enough really absolutely totally completely simply believe kidding joking ridiculous possible fix now
            immediately serious unbelievable extremely deeply beyond frankly dare must finally even anybody anyone
            """
        )
        return table
    }()
}
