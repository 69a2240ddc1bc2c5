/// A line in review: the statement as the interview left it, with what the reviewers made of it. A pure join of two streams.
package struct ReviewedStatement: Hashable, Sendable {
    /// The statement with the newest wording, revision and status.
    package var statement: Statement
    /// The decisions that count: those on the current revision, newest per route.
    package var standing: [ReviewRoute: ReviewDecision]
    /// Every decision ever made, oldest first.
    package var history: [ReviewDecision]

    /// Joins a statement with its decisions.
    /// - Parameters:
    ///   - statement: as the interview's stream tells it.
    ///   - decisions: of this statement, oldest first.
    ///   - words: the text of an edit, `nil` when it was erased.
    package init(_ statement: Statement, decisions: [ReviewDecision], words: (TextRef) -> String?) {
        var current = statement
        var standing: [ReviewRoute: ReviewDecision] = [:]
        // Every wording has a number of its own: the owner's corrections and the reviewers' edits count on together, so that an
        // approval of one wording never stands for another.
        current.revision += decisions.count { $0.verdict == .edit }
        for decision in decisions {
            if decision.verdict == .edit {
                // An edit is a new wording that its author approves; what others approved was another text.
                guard decision.revision + 1 == current.revision, let text = decision.text.flatMap(words) else { continue }
                current.text = text
            } else if decision.revision != current.revision {
                continue
            }
            standing[decision.route] = decision
        }
        if [.proposed, .confirmed, .changesRequested, .approved].contains(current.status) {
            let verdicts = standing.values.map(\.verdict)
            if verdicts.contains(.reject) {
                current.status = .rejected
            } else if verdicts.contains(.requestChanges) {
                current.status = .changesRequested
            } else if current.status == .confirmed, current.routes.allSatisfy({ standing[$0] != nil }) {
                current.status = .approved
            }
        }
        self.statement = current
        self.standing = standing
        history = decisions
    }

    /// The routes that still have to decide.
    package var waiting: [ReviewRoute] {
        guard statement.status == .confirmed else { return [] }
        return statement.routes.filter { standing[$0] == nil }
    }
}

/// Something that stands in the way of a lock.
package struct LockBlocker: Codable, Hashable, Sendable {
    /// The kinds of blockers, by their stable names.
    package enum Code: String, Codable, Hashable, Sendable {
        case nothingToLock = "nothing_to_lock"
        case interviewOpen = "interview_open"
        case ownersPass = "owners_pass"
        case unreviewed
        case noReviewer = "no_reviewer"
        case changesRequested = "changes_requested"
        case contradictionOpen = "contradiction_open"
        case acceptanceRegressed = "acceptance_regressed"
        case sealPending = "seal_pending"
    }

    package var code: Code
    /// What to do about it, for a person.
    package var message: String
    /// The lines, contradictions or questions concerned.
    package var ids: [String]

    package init(_ code: Code, _ message: String, ids: [String] = []) {
        self.code = code
        self.message = message
        self.ids = ids
    }
}
