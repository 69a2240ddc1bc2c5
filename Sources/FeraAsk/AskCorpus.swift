package import FeraDomain
package import FeraSearch

/// A sealed statement as asking needs it.
package struct AskPassage: Hashable, Sendable {
    /// The same in every version.
    package var id: Statement.ID
    /// The sealed wording; citations are offsets into its UTF-8.
    package var text: String
    /// The title of its field: what a refusal names as nearest.
    package var topic: String
    /// The label it was sealed under.
    package var label: Label
    /// When it was said.
    package var saidOn: Day
    /// The last day on which it is to be believed without asking again; `nil`: it does not age.
    package var expiresOn: Day?

    /// Whether its last day is over.
    func isExpired(on today: Day) -> Bool { expiresOn.map { $0 < today } ?? false }

    /// A passage as it was sealed.
    package init(id: Statement.ID, text: String, topic: String, label: Label = .internal, saidOn: Day, expiresOn: Day? = nil) {
        self.id = id
        self.text = text
        self.topic = topic
        self.label = label
        self.saidOn = saidOn
        self.expiresOn = expiresOn
    }
}

/// What one question is asked of: the index of one sealed edition, and the passage behind each of its document numbers.
/// Permissions are settled before: an edition holds nothing that its readers may not see.
package struct AskCorpus: Sendable {
    /// Numbers documents as `passage` does.
    package let index: InvertedIndex
    let passage: @Sendable (Int) throws -> AskPassage

    /// - Parameter passage: the passage of a document number below `index.documentCount`; throws where the clone cannot tell.
    package init(index: InvertedIndex, passage: @escaping @Sendable (Int) throws -> AskPassage) {
        self.index = index
        self.passage = passage
    }

    /// A corpus in memory: `passages[n]` is document *n* of the index.
    package init(index: InvertedIndex, passages: [AskPassage]) {
        self.init(index: index) { number in
            guard passages.indices.contains(number) else { throw AskError.passageMissing(number) }
            return passages[number]
        }
    }
}

/// Index and rows of a clone contradict each other.
package struct AskError: Error, Hashable, Sendable {
    /// The kinds of failure, by their stable names.
    package enum Code: String, Hashable, Sendable {
        case passageMissing = "ask_passage_missing"
        case quoteOutside = "ask_quote_outside"
    }

    /// The stable code.
    package let code: Code
    /// What happened, and what to do next.
    package let message: String

    static func passageMissing(_ number: Int) -> AskError {
        AskError(code: .passageMissing, message: "The clone's index names passage \(number), which the clone does not hold. Verify the clone file.")
    }

    static func quoteOutside(_ id: Statement.ID) -> AskError {
        AskError(code: .quoteOutside, message: "The clone's index names a sentence that is not in passage \(id). Verify the clone file.")
    }
}
