package import FeraDomain

extension InterviewPlan {
    /// What a template wants of an interview of one tier; `nil` where it wants what the catalogue has.
    package init?(_ template: Template, tier: Tier, catalogue: Catalogue) {
        guard template.restricts else { return nil }
        var weights: [Field.ID: Int] = [:]
        for field in catalogue.fields {
            let weight = template.weight(field)
            if weight > 0 { weights[field.id] = weight }
        }
        self.init(
            template: template.id, weights: weights, questions: template.questions, after: template.dependsOn, stop: template.tiers[tier]?.stop)
    }
}
