import FeraDomain
import Testing

@testable import FeraInterview

struct PortfolioTests {
    private func item(_ name: String, _ tier: Tier, open: Int, minutes: Int = 60, value: Double = 0, renewal: Day? = nil) -> Portfolio.Item {
        Portfolio.Item(account: Account.ID(name), tier: tier, openWeight: open, minutesLeft: minutes, value: value, renewal: renewal)
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

    private let pace = Portfolio.Pace(sittingsAWeek: 5, minutesASitting: 30)

    @Test func withTimeNobodyIsLeftWithGaps() {
        let last = monday.adding(days: 18)
        let plan = Portfolio.plan(
            [
                item("b", .mid, open: 100), item("a", .top, open: 200, value: 5), item("c", .top, open: 200, value: 9),
                item("soon", .top, open: 20, value: 1, renewal: last.adding(days: 30)), item("late", .top, open: 20, renewal: last.adding(days: 300)),
            ], from: monday, lastWorkingDay: last, pace: pace)
        #expect(plan.shares.map(\.account) == ["soon", "c", "a", "late", "b"].map { Account.ID($0) })
        #expect(!plan.warns && plan.workingDays == 15 && plan.sittings == 15)
        #expect(plan.shares[1].needed == 40 && plan.shares[1].sittings == 2 && plan.shares[1].unreached == 0)
        #expect(plan.neededAWeek == 2, "108 minutes are four sittings of thirty in three weeks")
    }

    @Test func withoutTimeTheWarningNamesWhoIsLeft() {
        let plan = Portfolio.plan(
            [item("top", .top, open: 250), item("tail", .tail, open: 250), item("done", .top, open: 0)], from: monday,
            lastWorkingDay: monday.adding(days: 1), pace: pace)
        #expect(plan.warns && plan.sittings == 2)
        #expect(plan.leftWithGaps == [Account.ID("tail")])
        #expect(plan.shares.first { $0.account == Account.ID("top") }?.minutes == 48)
        #expect(plan.neededAWeek == 8, "four sittings in two days")
        let short = Portfolio.plan([item("a", .top, open: 5000, minutes: 900)], from: monday, lastWorkingDay: monday, pace: pace)
        #expect(short.warns && short.neededAWeek == nil)
    }

    @Test func inATierOneAccountIsDoneAfterTheOther() {
        let items = (1...4).map { item("t\($0)", .top, open: 150, value: Double(10 - $0)) } + (1...4).map { item("s\($0)", .tail, open: 50) }
        // Ten sittings of thirty minutes for 160 minutes: the half of them is enough, a fifth is not.
        let enough = Portfolio.plan(items, from: monday, lastWorkingDay: monday.adding(days: 11), pace: .init(sittingsAWeek: 3, minutesASitting: 30))
        #expect(!enough.warns)
        let short = Portfolio.plan(items, from: monday, lastWorkingDay: monday.adding(days: 4), pace: .init(sittingsAWeek: 3, minutesASitting: 30))
        #expect(short.leftWithGaps == ["t3", "t4", "s2", "s3", "s4"].map { Account.ID($0) }, "72 of 120 minutes for the top, 18 of 40 for the tail")
        #expect(short.shares.first { $0.account == Account.ID("t1") }?.unreached == 0 && short.shares.last?.minutes == 0)
    }

    @Test func onTheLastDayNothingIsDividedByNothing() {
        let plan = Portfolio.plan([item("a", .top, open: 10)], from: monday, lastWorkingDay: monday.adding(days: -3), pace: pace)
        #expect(plan.warns && plan.sittings == 0 && plan.neededAWeek == nil && plan.shares.first?.unreached == 1)
        let none = Portfolio.plan([], from: monday, lastWorkingDay: monday, pace: pace)
        #expect(none.shares.isEmpty && !none.warns && none.neededAWeek == 1)
    }
}
