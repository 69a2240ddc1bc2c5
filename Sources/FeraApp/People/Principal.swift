package import FeraDomain

/// Who is asking, and with what: a person's rights ∩ the credential's scope ∩ the channel's ceiling.
package struct Principal: Hashable, Sendable {
    /// What the person showed.
    package enum Credential: Hashable, Sendable {
        /// A browser's cookie, by its hash.
        case session(String)
        /// A program's bearer token, by its id.
        case token(String)
        /// A relay that acts for a linked person.
        case relay(String)
        /// The program itself, at the command line of the machine that holds the data.
        case console
    }

    package var person: Person.ID
    package var workspaceRoles: Set<Role>
    package var credential: Credential
    /// The strictest label that may pass through this credential; `nil`: no ceiling.
    package var ceiling: Label?
    /// The manager who made the link behind the credential: it opens only transfers that they manage. `nil`: all of the person's.
    package var voucher: Person.ID?

    package init(person: Person.ID, workspaceRoles: Set<Role>, credential: Credential, ceiling: Label? = nil, voucher: Person.ID? = nil) {
        self.person = person
        self.workspaceRoles = workspaceRoles
        self.credential = credential
        self.ceiling = ceiling
        self.voucher = voucher
    }
}
