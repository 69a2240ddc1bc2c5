/// A kind of transfer (`config/templates.json5`, and files of one's own): what it needs before it can be opened, and what its
/// interviews ask for.
package struct Template: Codable, Hashable, Sendable {
    package typealias ID = Identifier<Template>

    /// How much an account of one tier gets; what is absent is as in `config/interview.json5`.
    package struct Budget: Codable, Hashable, Sendable {
        package var questions: Int?
        package var minutes: Int?
        /// The interview ends where the best question gains less per minute.
        package var stop: Double?

        package init(questions: Int? = nil, minutes: Int? = nil, stop: Double? = nil) {
            self.questions = questions
            self.minutes = minutes
            self.stop = stop
        }
    }

    package var id: ID
    package var title: String
    package var description: String
    /// Roles without which the transfer cannot be opened.
    package var requiredRoles: [Role]
    /// Routes that every line of a chapter has beside `receiving` and those of its field.
    package var chapterRoutes: [Chapter: [ReviewRoute]]
    /// Chapters whose fields are asked for.
    package var chapters: [Chapter] = Chapter.allCases
    /// Weights of fields where they are not the catalogue's; 0: it is not asked for. A field of a chapter that is not asked for is,
    /// when it has a weight here.
    package var weights: [Field.ID: Int] = [:]
    /// Questions of the bank that may be asked; `nil`: all.
    package var questions: [Question.ID]?
    /// A field is asked for once one of these is known or hinted at.
    package var dependsOn: [Field.ID: [Field.ID]] = [:]
    package var tiers: [Tier: Budget] = [:]
    /// The tier of an account whose form names none.
    package var defaultTier: Tier?
    /// Routes whose deciders verify a version before it can be signed off.
    package var verifiedBy: [ReviewRoute] = []

    package init(id: ID, title: String, description: String, requiredRoles: [Role] = [], chapterRoutes: [Chapter: [ReviewRoute]] = [:]) {
        self.id = id
        self.title = title
        self.description = description
        self.requiredRoles = requiredRoles
        self.chapterRoutes = chapterRoutes
    }

    enum CodingKeys: String, CodingKey {
        case id, title, description, chapters, weights, questions, tiers
        case requiredRoles = "required_roles"
        case chapterRoutes = "chapter_routes"
        case dependsOn = "depends_on"
        case defaultTier = "default_tier"
        case verifiedBy = "verified_by"
    }

    /// What a field weighs in this template, 0 for one that is not asked for.
    package func weight(_ field: Field) -> Int { weights[field.id] ?? (chapters.contains(field.chapter) ? field.weight : 0) }

    /// Whether its interviews ask for something else than the catalogue does.
    package var restricts: Bool {
        chapters.count < Chapter.allCases.count || !weights.isEmpty || questions != nil || !dependsOn.isEmpty || tiers.values.contains { $0.stop != nil }
    }
}

extension Chapter: CodingKeyRepresentable {}
