/// A kind of transfer (`config/templates.json5`): what it is for and what it needs before it can be opened.
package struct Template: Codable, Hashable, Sendable {
    package typealias ID = Identifier<Template>

    package var id: ID
    package var title: String
    package var description: String
    /// Roles without which the transfer cannot be opened.
    package var requiredRoles: [Role]
    /// Routes that every line of a chapter has beside `receiving` and those of its field.
    package var chapterRoutes: [Chapter: [ReviewRoute]]

    enum CodingKeys: String, CodingKey {
        case id, title, description
        case requiredRoles = "required_roles"
        case chapterRoutes = "chapter_routes"
    }
}

extension Chapter: CodingKeyRepresentable {}
