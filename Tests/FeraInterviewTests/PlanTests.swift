import FeraDomain
import Testing

@testable import FeraInterview

/// A template drives the interview.
@Suite struct PlanTests {
    let interviewer: Interviewer
    let templates: [Template]

    init() throws {
        interviewer = try Shipped.interviewer()
        templates = try Template.read(try Shipped.file("templates.json5"), file: "config/templates.json5", catalogue: interviewer.catalogue)
    }

    private func room(_ plan: InterviewPlan?, tier: Tier = .top) -> Room {
        var room = Room(interviewer, tier: tier, questions: 200, plan: plan)
        _ = room.run(.join)
        return room
    }

    /// All that is asked of somebody to whom nothing comes to mind.
    private func asked(_ room: Room) -> [Turn] {
        var room = room
        while room.state.phase == .asking { _ = room.say("Nothing comes to mind.") }
        #expect(room.replayed() == room.state)
        return room.state.turns
    }

    @Test func nothingOutsideTheTemplateIsAskedFor() throws {
        let plan = try #require(InterviewPlan(templates[2], tier: .top, catalogue: interviewer.catalogue))
        let turns = asked(room(plan)).filter { $0.kind != .closing }
        #expect(turns.count > 10)
        for turn in turns {
            #expect(turn.targets.contains { $0.likelihood > 0 && (plan.weights[$0.field] ?? 0) > 0 }, "\(turn.key)")
            #expect(turn.kind != .contradiction, "two renewal dates are none of a rollout's business")
            if turn.kind == .gap { #expect(plan.weights[turn.targets[0].field] != nil) }
        }
        #expect(interviewer.openFields(room(plan).state).allSatisfy { plan.weights[$0] != nil })
        #expect(asked(room(nil)).contains { $0.kind == .contradiction })
    }

    @Test func aWeightDecidesWhatComesFirst() {
        var weights = Dictionary(uniqueKeysWithValues: interviewer.catalogue.fields.map { ($0.id, 1) })
        weights[Field.ID("im.feedback")] = 10
        #expect(asked(room(InterviewPlan(weights: weights))).first?.targets.contains { $0.field == Field.ID("im.feedback") } == true)
    }

    @Test func onlyTheTemplatesQuestionsAreAsked() {
        let weights = Dictionary(uniqueKeysWithValues: interviewer.catalogue.fields.map { ($0.id, $0.weight) })
        let plan = InterviewPlan(weights: weights, questions: [Question.ID("pb03"), Question.ID("tp01")])
        let bank = asked(room(plan)).filter { $0.kind == .bank }.compactMap(\.subject.question?.rawValue)
        #expect(!bank.isEmpty && Set(bank).isSubset(of: ["pb03", "tp01"]))
    }

    @Test func aFieldThatDependsOnAnotherWaitsForIt() throws {
        let plan = try #require(InterviewPlan(templates[0], tier: .top, catalogue: interviewer.catalogue))
        let mitigation = Field.ID("st.mitigation")
        #expect(!asked(room(plan)).contains { $0.kind == .gap && $0.subject.field == mitigation }, "no risk was named")
        var told = room(plan)
        _ = told.say("The churn risk is real: Bruno Kessler would leave us because the export keeps failing.")
        #expect(asked(told).contains { $0.kind == .gap && $0.subject.field == mitigation })
    }

    @Test func aPlanStaysAsItWasWhenTheInterviewWasOpened() throws {
        let plan = try #require(InterviewPlan(templates[2], tier: .mid, catalogue: interviewer.catalogue))
        let room = room(plan, tier: .mid)
        let read = try room.log.map { try InterviewEvent(type: $0.type, payload: $0.payload()) }.reduce(into: InterviewState()) { $0.apply($1) }
        #expect(read == room.state && read.plan == plan)
        #expect(InterviewPlan(Template(id: Template.ID("t"), title: "T", description: "D"), tier: .top, catalogue: interviewer.catalogue) == nil)
    }
}
