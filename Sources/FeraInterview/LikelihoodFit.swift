package import FeraDomain

/// How often a question of the bank, or one that asks for a field by name, told a field, from interviews that are closed. No hidden truth is needed: a question told a
/// field when the field was surer after the answer than before.
package struct LikelihoodFit: Hashable, Sendable {
    /// Question → field → how often asked while there was room, and how often it told.
    package private(set) var counts: [Question.ID: [Field.ID: Count]] = [:]
    package private(set) var interviews = 0

    /// Asked so often, told so often.
    package struct Count: Hashable, Sendable {
        package var asked = 0
        package var told = 0
    }

    package init() {}

    /// Adds one interview's events, in their order; one that is not closed is left out.
    package mutating func add(_ events: [InterviewEvent], known: Int) {
        guard events.contains(where: { if case .closed = $0.body { true } else { false } }) else { return }
        interviews += 1
        var open: Turn?
        var sure: [Field.ID: Int] = [:]
        for event in events {
            switch event.body {
            case .prepared(let value): for field in value.reading.fields { sure[field.field] = field.confidence }
            case .turnOpened(let turn): open = turn
            case .analysed(let value):
                // Whoever puts off, asks back or says nothing at all has not shown what the question is worth.
                if value.closesTurn, [.answer, .correction, .none, .unknown, .refer].contains(value.intent), let turn = open {
                    count(turn, value, sure, known)
                }
                for shift in value.shifts { sure[shift.field] = shift.after }
                if value.closesTurn { open = nil }
            default: break
            }
        }
    }

    private mutating func count(_ turn: Turn, _ value: InterviewEvent.Analysed, _ sure: [Field.ID: Int], _ known: Int) {
        for target in turn.targets where (sure[target.field] ?? 0) < known {
            // A question for two fields is counted for each under that field's own name.
            guard let question = turn.subject.question ?? Self.byName(target, turn) else { continue }
            counts[question, default: [:]][target.field, default: Count()].asked += 1
            if value.shifts.contains(where: { $0.field == target.field && $0.after > $0.before }) {
                counts[question, default: [:]][target.field, default: Count()].told += 1
            }
        }
    }

    /// What a question that asks for a field by name is called, whether it asks for that one or for two.
    package static func byName(_ field: Field.ID) -> Question.ID { Question.ID("gap:\(field)") }

    private static func byName(_ target: Turn.Target, _ turn: Turn) -> Question.ID? {
        guard turn.kind == .gap, turn.subject.gap == nil, turn.subject.statement == nil, target.isMain, !target.field.rawValue.hasPrefix("special.") else {
            return nil
        }
        return byName(target.field)
    }

    /// The likelihoods as they are now believed: `(told + 6·prior) / (asked + 6)`, the prior being what the settings say, else the
    /// author's own number. Fields below five in a hundred are left out, as the settings do.
    package func likelihoods(_ catalogue: Catalogue, _ settings: InterviewSettings) -> [Question.ID: [Field.ID: Double]] {
        let strength = 6.0
        var all = settings.likelihoods
        for (question, fields) in counts {
            let byName = fields.keys.first.flatMap { Self.byName($0) == question && catalogue.field($0) != nil ? [$0: settings.scoring.gapLikelihood] : nil }
            guard let authored = catalogue.question(question)?.elicits ?? byName else { continue }
            let priors = settings.likelihoods[question] ?? authored
            var learned: [Field.ID: Double] = [:]
            for field in Set(fields.keys).union(priors.keys) {
                let count = fields[field] ?? Count()
                let share = (Double(count.told) + strength * (priors[field] ?? 0)) / (Double(count.asked) + strength)
                if share >= 0.05 { learned[field] = (share * 1000).rounded() / 1000 }
            }
            all[question] = learned
        }
        return all
    }

    /// That, as the part `likelihoods` of `interview.json5`.
    package static func json5(_ likelihoods: [Question.ID: [Field.ID: Double]]) -> String {
        let lines = likelihoods.sorted { $0.key < $1.key }.map { question, fields in
            let entries = fields.sorted { $0.key < $1.key }.map { "\"\($0.key)\": \($0.value)" }.joined(separator: ", ")
            let name = question.rawValue.allSatisfy { $0.isLetter || $0.isNumber } ? question.rawValue : "\"\(question)\""
            return "        \(name): {\(entries)},\n"
        }
        return "    likelihoods: {\n\(lines.joined())    },\n"
    }
}
