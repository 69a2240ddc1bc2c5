/// An owner who answers in sentences that differ from each other, the same for the same numbers. Each answer names somebody whom
/// the record does not know, so an interview does not run out of questions.
struct SimulatedOwner {
    private var state: UInt64
    private let prefix: String

    /// - Parameter number: tells this owner's words from all others'.
    init(_ number: Int) {
        state = UInt64(bitPattern: Int64(number)) &* 0x9E37_79B9_7F4A_7C15 &+ 0x1234_5678
        prefix = Self.first[number % Self.first.count]
    }

    /// The next answer, two to three sentences.
    mutating func answer() -> String {
        var text = fill(pick(Self.openings))
        text += " " + fill(pick(Self.middles))
        if next() % 3 == 0 { text += " " + fill(pick(Self.endings)) }
        return text
    }

    /// A question back, which leaves the turn open.
    mutating func questionBack() -> String { pick(["Why do you ask this?", "How long will this still take?", "Who will read this?"]) }

    private mutating func fill(_ template: String) -> String {
        var text = ""
        for part in template.split(separator: "%", omittingEmptySubsequences: false).enumerated() {
            switch (part.offset % 2, part.element) {
            case (0, let words): text += words
            case (_, "person"): text += "\(pick(Self.first)) \(pick(Self.heads))\(pick(Self.tails))"
            case (_, "role"): text += pick(Self.roles)
            case (_, "thing"): text += pick(Self.things)
            case (_, "reason"): text += pick(Self.reasons)
            case (_, "day"): text += "\(1 + next() % 28) \(pick(Self.months)) \(2025 + next() % 3)"
            case (_, "amount"): text += "EUR \(10 + next() % 290),\(100 + next() % 900)"
            case (_, "ticket"): text += "T-\(1000 + next() % 9000)"
            default: text += "\(2 + next() % 90)"
            }
        }
        return text
    }

    private mutating func pick<T>(_ all: [T]) -> T { all[Int(next() % UInt64(all.count))] }

    /// SplitMix64.
    private mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var z = state
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return z ^ (z >> 31)
    }

    private static let openings = [
        "%person%, their %role%, has the last word on %thing%, because %reason%.",
        "We promised %person% on %day% that %thing% stays as it is until the renewal is signed.",
        "The real trouble is %thing%: %reason%, and %person% has complained about it twice.",
        "Ask %person% before you touch %thing%; it was built by hand and nobody else knows how it works.",
        "The price is %amount% a year since %day%, and %person% thinks that it is too much.",
        "Only about %number% people use %thing% every week, although %person% tells everybody that it is the standard.",
        "On paper it is green, but %person% told me that %reason%.",
        "Every Monday at %number% past nine %person% starts %thing%, and without it the week begins badly.",
    ]
    private static let middles = [
        "It broke on %day% and we opened %ticket%, which is still not closed.",
        "Never mention %thing% in front of the %role%, that ended in a long silence last time.",
        "What helped was a workaround: export it on Friday, correct it by hand and load it again.",
        "They looked at a competitor in %day% and stayed because %reason%.",
        "The %role% likes short mails with one number in them and no slides.",
        "If it slips past %day%, procurement needs another %number% days and the board has to agree.",
        "I would give it a fair chance, but %reason%.",
        "We agreed on %number% training days and %number% of them are still open.",
    ]
    private static let endings = [
        "You will find the mail of %day% about it.", "The discount of %number% percent ends on %day%.", "%person% can tell you more about that.",
        "I have not written this down anywhere else.", "That is why %reason%.",
    ]
    private static let first = [
        "Aldo", "Brit", "Cosima", "Dario", "Elin", "Falk", "Gesine", "Hauke", "Ilka", "Jannik", "Kerstin", "Levin", "Malin", "Nuria", "Ottmar", "Pia",
        "Quirin", "Runa", "Silke", "Tjark", "Ulla", "Valentin", "Wiebke", "Xaver", "Yelda", "Zeno",
    ]
    private static let heads = [
        "Brand", "Feld", "Grau", "Holm", "Kessel", "Lind", "Moor", "Nord", "Osten", "Quell", "Rau", "Stein", "Tann", "Ufer", "Wald",
        "Zander",
    ]
    private static let tails = [
        "bach", "berg", "dorf", "gaard", "hagen", "hoff", "mann", "ner", "sson", "stedt", "thal", "wig", "wald", "zell", "kamp", "ling",
    ]
    private static let roles = [
        "head of operations", "finance director", "plant manager", "data protection officer", "team lead", "chief buyer", "administrator",
    ]
    private static let things = [
        "the nightly export", "the single sign-on", "the reporting dashboard", "the shift plan", "the invoice run", "the interface to the warehouse",
        "the quarterly review", "the sandbox", "the price list", "the support contract", "the mobile app", "the approval chain",
    ]
    private static let reasons = [
        "the go-live slipped twice", "their auditors insist on it", "the old system could not do it", "finance froze all budgets",
        "two departments disagree about it",
        "the works council has a say in it", "we were late with the fix", "the board wants to see savings first",
    ]
    private static let months = [
        "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December",
    ]
}
