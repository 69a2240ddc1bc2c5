import FeraDomain
import Testing

/// The join of a line with its decisions, against a plain model of what should have become of it.
struct ReviewedStatementTests {
    private static let day = Day(number: 20_000)
    private static let routes: [ReviewRoute] = [.receiving, .regulated, .customerFacing]

    private func statement(revision: Int = 1, status: Statement.Status = .confirmed) -> Statement {
        Statement(
            id: Statement.ID("iv_1.s1"), account: Account.ID("ac_1"), field: Field.ID("co.value"), kind: .fact, text: "owner \(revision)", confidence: 80,
            label: .commercial, routes: Self.routes, speaker: Person.ID("pe_1"), saidOn: Self.day, revision: revision, status: status)
    }

    private func decision(_ verdict: ReviewDecision.Verdict, _ route: ReviewRoute, revision: Int, text: String? = nil) -> ReviewDecision {
        ReviewDecision(
            statement: Statement.ID("iv_1.s1"), revision: revision, route: route, verdict: verdict,
            text: text.map { TextRef(id: Identifier($0), hash: "") }, by: Person.ID("pe_2"), on: Self.day)
    }

    private func join(_ statement: Statement, _ decisions: [ReviewDecision]) -> ReviewedStatement {
        ReviewedStatement(statement, decisions: decisions) { $0.id.rawValue == "erased" ? nil : "edit \($0.id)" }
    }

    @Test func approvedByAllIsApproved() {
        var decisions: [ReviewDecision] = []
        for route in Self.routes {
            #expect(join(statement(), decisions).statement.status == .confirmed)
            #expect(join(statement(), decisions).waiting.contains(route))
            decisions.append(decision(.approve, route, revision: 1))
        }
        #expect(join(statement(), decisions).statement.status == .approved)
        #expect(join(statement(), decisions).waiting.isEmpty)
    }

    @Test func aLineThatIsNotConfirmedIsNeverApproved() {
        let decisions = Self.routes.map { decision(.approve, $0, revision: 1) }
        for status in [Statement.Status.proposed, .private, .withdrawn, .superseded] {
            #expect(join(statement(status: status), decisions).statement.status == status)
            #expect(join(statement(status: status), decisions).waiting.isEmpty)
        }
    }

    @Test func anEditWhoseWordsAreErasedApprovesNothing() {
        let joined = join(statement(), [decision(.approve, .regulated, revision: 1), decision(.edit, .receiving, revision: 1, text: "erased")])
        #expect(joined.standing.isEmpty)
        #expect(joined.statement.text == "owner 1")
        #expect(joined.statement.revision == 2)
        #expect(joined.statement.status == .confirmed)
    }

    /// Corrections and decisions in any order: what stands are decisions on exactly the wording that is shown, and every wording
    /// has a number that no other ever had.
    @Test(arguments: 1...200 as ClosedRange<UInt64>)
    func noDecisionStandsForAnotherWording(_ seed: UInt64) {
        var state = seed &* 0x9e37_79b9_7f4a_7c15
        func roll(_ count: Int) -> Int {
            state ^= state << 13
            state ^= state >> 7
            state ^= state << 17
            return Int(state % UInt64(count))
        }
        var decisions: [ReviewDecision] = []
        var base = 1, text = "owner 1"
        var standing: [ReviewRoute: ReviewDecision.Verdict] = [:]
        var numbers: [Int: String] = [:]
        for step in 0..<12 {
            let now = join(statement(revision: base), decisions)
            #expect(now.statement.text == text)
            #expect(now.standing.mapValues(\.verdict) == standing)
            #expect(numbers[now.statement.revision, default: text] == text, "one number, one wording")
            numbers[now.statement.revision] = text
            let route = Self.routes[roll(3)]
            switch roll(5) {
            case 0:
                base += 1
                text = "owner \(base)"
                standing = [:]
            case 1:
                decisions.append(decision(.edit, route, revision: now.statement.revision, text: "e\(step)"))
                text = "edit e\(step)"
                standing = [route: .edit]
            case 2:
                decisions.append(decision(.reject, route, revision: now.statement.revision))
                standing[route] = .reject
            case 3:
                // Too late: made while another wording stood.
                decisions.append(decision(.approve, route, revision: now.statement.revision - 1))
            default:
                decisions.append(decision(.approve, route, revision: now.statement.revision))
                standing[route] = .approve
            }
        }
        let end = join(statement(revision: base), decisions)
        #expect(end.history == decisions)
        if standing.values.contains(.reject) {
            #expect(end.statement.status == .rejected)
        } else {
            #expect(end.statement.status == (standing.count == 3 ? .approved : .confirmed))
        }
    }

    @Test func theMostRecentDecisionOfARouteStands() {
        let joined = join(
            statement(),
            [.reject, .requestChanges, .approve].map { decision($0, .receiving, revision: 1) })
        #expect(joined.standing[.receiving]?.verdict == .approve)
        #expect(joined.statement.status == .confirmed)
        #expect(joined.history.count == 3)
    }
}
