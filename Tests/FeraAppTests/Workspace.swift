import FeraApp
import FeraDomain
import FeraTestSupport
import Foundation
import Synchronization

/// A real application in a folder of a test's own.
final class Workspace: Sendable {
    let folder: TemporaryFolder
    let clock: Clock
    let app: Application
    let manager: Principal
    /// What the program wrote for whoever runs it.
    let log: LogBook

    private init(_ folder: TemporaryFolder, _ clock: Clock, _ app: Application, _ manager: Principal, _ log: LogBook) {
        self.folder = folder
        self.clock = clock
        self.app = app
        self.manager = manager
        self.log = log
    }

    static func open() async throws -> Workspace {
        let folder = try TemporaryFolder()
        let clock = Clock()
        let log = LogBook()
        let app = try await start(folder, clock, log: log)
        let manager = try await app.directory.register(name: "Ines Manager", email: "ines@example.com", roles: [.manager], by: nil)
        return Workspace(folder, clock, app, principal(manager.id, [.manager]), log)
    }

    static func start(_ folder: TemporaryFolder, _ clock: Clock, log: LogBook = LogBook()) async throws -> Application {
        try await Application.open(
            try Repository.configuration(folder: folder.file("data")), materials: try Repository.materials(), now: { clock.now }, log: log.write)
    }

    /// Lets the process go as a crash would, but for what the system itself keeps, and opens the folder again.
    func reopened() async throws -> Workspace {
        await app.close()
        let log = LogBook()
        return Workspace(folder, clock, try await Self.start(folder, clock, log: log), manager, log)
    }

    static func principal(_ person: Person.ID, _ roles: Set<Role> = [], ceiling: Label? = nil) -> Principal {
        Principal(person: person, workspaceRoles: roles, credential: .console, ceiling: ceiling)
    }

    /// Everybody who takes part in `handover`, and what part.
    static let cast: [(key: String, form: ParticipantForm)] = [
        ("owner", .init(name: "Olaf Owner", email: "owner@example.com", roles: [.owner])),
        ("contributor", .init(name: "Carla Contributor", email: "contributor@example.com", roles: [.contributor])),
        ("lead", .init(name: "Rhea Lead", email: "lead@example.com", roles: [.reviewer], routes: [.customerFacing])),
        ("legal", .init(name: "Lena Legal", email: "legal@example.com", roles: [.reviewer], routes: [.regulated])),
        ("security", .init(name: "Seku Security", email: "security@example.com", roles: [.reviewer], routes: [.security])),
        ("sponsor", .init(name: "Spencer Sponsor", email: "sponsor@example.com", roles: [.sponsor])),
        ("deputy", .init(name: "Opal Deputy", email: "deputy@example.com", roles: [.operationalOwner])),
        ("successor", .init(name: "Sura Successor", email: "successor@example.com", roles: [.successor])),
        ("interim", .init(name: "Ivo Interim", email: "interim@example.com", roles: [.interimHolder])),
        ("reader", .init(name: "Rita Reader", email: "reader@example.com", roles: [.reader])),
        ("steward", .init(name: "Stan Steward", email: "steward@example.com", roles: [.steward])),
    ]

    /// Opens a transfer of two accounts with everybody of the cast, and gives the first account its five files.
    func handover(cast: [(key: String, form: ParticipantForm)] = Workspace.cast, files: Bool = true) async throws -> Handover {
        let day = clock.now.day
        let form = Opening(
            template: Template.ID("account-handoff"), title: "Brask and Tolvane", scope: "Two optics accounts", reason: "Olaf moves on",
            lastWorkingDay: day.adding(days: 30), people: cast.map(\.form),
            accounts: [
                AccountForm(name: "Brask Optics", segment: "Optics", tier: .top, renewalDate: Day("2026-10-13"), value: "EUR 96,000"),
                AccountForm(name: "Tolvane Lenses", segment: "Optics", tier: .tail, renewalDate: nil, value: nil),
            ])
        let id = try await app.transfers.open(form, by: manager)
        let state = try await app.transfers.state(id)
        var people: [String: Principal] = ["manager": manager]
        for person in try await app.directory.everybody() {
            if let part = cast.first(where: { $0.form.email == person.person.email }) { people[part.key] = Self.principal(person.person.id) }
        }
        people["stranger"] = Self.principal(try await app.directory.register(name: "Sam Stranger", email: nil, roles: [], by: nil).id)
        people["admin"] = Self.principal(try await app.directory.register(name: "Ada Admin", email: nil, roles: [.admin], by: nil).id, [.admin])
        let handover = Handover(space: self, id: id, account: state.accountOrder[0], other: state.accountOrder[1], people: people)
        if files { for (name, text) in Papers.files { try await handover.add(name, text) } }
        return handover
    }
}

/// Lines that a program has logged.
final class LogBook: Sendable {
    private let kept = Mutex<[String]>([])

    var lines: [String] { kept.withLock { $0 } }

    @Sendable func write(_ line: String) { kept.withLock { $0.append(line) } }
}

extension Opening {
    init(
        template: Template.ID, title: String?, scope: String, reason: String, lastWorkingDay: Day, people: [ParticipantForm], accounts: [AccountForm]
    ) {
        let json: [String: JSONValue] = [
            "template": .string(template.rawValue), "title": title.map(JSONValue.string) ?? .null, "scope": .string(scope), "reason": .string(reason),
            "last_working_day": .string("\(lastWorkingDay)"), "people": .encoded(people), "accounts": .encoded(accounts),
        ]
        // A form of the test's own always decodes.
        self = try! JSONDecoder().decode(Opening.self, from: JSONEncoder().encode(json))
    }
}

extension AccountForm {
    init(name: String, segment: String?, tier: Tier, renewalDate: Day?, value: String?) {
        let json: [String: JSONValue] = [
            "name": .string(name), "segment": segment.map(JSONValue.string) ?? .null, "tier": .string(tier.rawValue),
            "renewal_date": renewalDate.map { .string("\($0)") } ?? .null, "value": value.map(JSONValue.string) ?? .null,
        ]
        self = try! JSONDecoder().decode(AccountForm.self, from: JSONEncoder().encode(json))
    }
}
