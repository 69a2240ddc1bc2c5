/// What a simulated owner knows about one field, in words of its own, and by which words a question about it is understood.
struct SimTopic: Sendable {
    enum File: String, Sendable, CaseIterable {
        case plan = "success_plan.md"
        case contract = "contract.md"
        case tickets = "tickets.csv"
    }

    var field: String
    /// Words by which the owner takes a question to be about this.
    var hears: Set<String>
    /// Whole tellings, one of which is the truth of an account.
    var full: [String]
    /// First tellings that leave out what matters.
    var vague: [String]
    /// How it looks where somebody wrote it down.
    var record: String?
    var file: File
    /// What is written down is a trace only; the meaning is with the owner.
    var isHint: Bool
    /// There may be two facts of the kind.
    var isTwice: Bool

    init(
        _ field: String, hears: String, full: [String], vague: [String], record: String? = nil, in file: File = .plan, isHint: Bool = false,
        twice: Bool = false
    ) {
        self.field = field
        self.hears = Set(hears.split(separator: " ").map { SimTopics.stem(String($0)) })
        self.full = full
        self.vague = vague
        self.record = record
        self.file = file
        self.isHint = isHint
        isTwice = twice
    }
}

/// Everything that can be told of an account.
enum SimTopics {
    static let all: [SimTopic] = story + people + support + commercial

    /// A word without its commonest endings, so that "decides" is heard as "decide".
    static func stem(_ word: String) -> String {
        let word = word.lowercased()
        for ending in ["ations", "ation", "ments", "ment", "ings", "ing", "ers", "ies", "ed", "er", "es", "ly", "s", "e", "y"]
        where word.hasSuffix(ending) && word.count - ending.count >= 4 { return String(word.dropLast(ending.count)) }
        return word
    }

    static func stems(_ text: some StringProtocol) -> Set<String> {
        Set(text.lowercased().split { !($0.isLetter || $0 == "-") }.map { stem(String($0)) })
    }
}
