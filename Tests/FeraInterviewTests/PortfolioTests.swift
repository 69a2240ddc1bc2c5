import FeraDomain
import Testing

@testable import FeraInterview

struct PortfolioTests {
    private func item(_ name: String, _ tier: Tier, open: Int, minutes: Int = 60, value: Double = 0) -> Portfolio.Item {
        Portfolio.Item(account: Account.ID(name), tier: tier, openWeight: open, minutesLeft: minutes, value: value)
    }

    /// 2026-06-01 is a Monday.
    private let monday = Day(year: 2026, month: 6, day: 1)!

    @Test func weekendsAreNoWorkingDays() {
        #expect(Portfolio.workingDays(from: monday, through: monday) == 1)
        #expect(Portfolio.workingDays(from: monday, through: monday.adding(days: 6)) == 5)
        #expect(Portfolio.workingDays(from: monday.adding(days: 5), through: monday.adding(days: 6)) == 0)
        #expect(Portfolio.workingDays(from: monday.adding(days: 4), through: monday.adding(days: 7)) == 2)
        #expect(Portfolio.workingDays(from: monday, through: monday.adding(days: -1)) == 0)
    }

    @Test func withTimeNobodyIsLeftWithGaps() {
        let plan = Portfolio.plan(
            [item("b", .mid, open: 100), item("a", .top, open: 200, value: 5), item("c", .top, open: 200, value: 9)], from: monday,
            lastWorkingDay: monday.adding(days: 18), minutesADay: 30)
        #expect(plan.shares.map(\.account) == ["c", "a", "b"].map { Account.ID($0) })
        #expect(!plan.warns)
        #expect(plan.workingDays == 15)
        #expect(plan.requiredPace == 500.0 / 15)
    }

    @Test func withoutTimeTheWarningNamesWhoIsLeft() {
        let plan = Portfolio.plan(
            [item("top", .top, open: 250), item("tail", .tail, open: 250), item("done", .top, open: 0)], from: monday,
            lastWorkingDay: monday.adding(days: 1), minutesADay: 30)
        #expect(plan.warns)
        #expect(plan.leftWithGaps == [Account.ID("tail")])
        #expect(plan.shares.first { $0.account == Account.ID("top") }?.minutes == 48)
        #expect(plan.requiredPace > 0)
    }

    @Test func onTheLastDayNothingIsDividedByNothing() {
        let plan = Portfolio.plan([item("a", .top, open: 10)], from: monday, lastWorkingDay: monday.adding(days: -3), minutesADay: 30)
        #expect(plan.warns && plan.requiredPace == 10 && plan.shares.first?.unreached == 1)
        #expect(Portfolio.plan([], from: monday, lastWorkingDay: monday, minutesADay: 30).shares.isEmpty)
    }

    @Test func oneAnswerIsFiledToTheAccountsItNames() throws {
        let room = Room(try Shipped.interviewer())
        let accounts = [(Account.ID("h"), "Harbour Foods"), (Account.ID("m"), "Mill Group"), (Account.ID("g"), "Granite Group")]
        let answer =
            "Generally it is quiet. Harbour Foods might cancel because Jonas Holt wants one supplier. He said so in May. "
            + "With Granite the danger is that they go elsewhere, since the price went up."
        let lines = room.interviewer.ownerWide(Question.ID("ow01"), answer: answer, accounts: accounts.map { (id: $0.0, name: $0.1) }, state: room.state)
        #expect(lines.map(\.account) == ["h", "h", "g"].map { Account.ID($0) })
        #expect(lines.first?.field == Field.ID("st.churn_risk"))
        #expect(lines.first.flatMap { answer.utf8Slice($0.range.lowerBound, $0.range.upperBound) }?.hasPrefix("Harbour Foods might") ?? false)
        #expect(
            room.interviewer.ownerWide(
                Question.ID("ow01"), answer: "They all grumble, as groups do.", accounts: accounts.map { (id: $0.0, name: $0.1) }, state: room.state
            ).isEmpty)
        #expect(room.interviewer.ownerQuestions(asked: [Question.ID("ow02")]).map(\.id.rawValue) == ["ow01", "ow03", "ow04"])
    }
}
