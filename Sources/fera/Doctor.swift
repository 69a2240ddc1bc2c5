import FeraApp
import FeraPlay
import Foundation

extension Command {
    /// `fera doctor`.
    static let doctor = Command(
        spec: CommandSpec(
            name: "doctor", summary: "say what is set, from where, and what does not work",
            flags: [Workspace.configFlag, Workspace.dataFlag, CloneFiles.jsonFlag],
            details: "It changes nothing and shows no secret. The exit code is 1 when something must be done.")
    ) { arguments, console in
        let loaded: LoadedConfiguration
        do {
            loaded = try Workspace.configuration(arguments, console)
        } catch let error as ConfigurationError {
            return try DoctorReport(checks: [.bad("configuration", error.description, "correct it and run fera doctor again")], settings: []).show(
                arguments, console)
        }
        let settings = loaded.values.keys.sorted().map {
            DoctorReport.Setting(key: $0, value: loaded.values[$0] ?? "", origin: loaded.origins[$0] ?? "default")
        }
        let examination = Examination(configuration: loaded.configuration, environment: console.environment)
        let store = await Self.storeChecks(loaded.configuration.data.dir)
        return try DoctorReport(checks: [.good("configuration", "every key is known and of its kind")] + examination.checks + store, settings: settings).show(
            arguments, console)
    }
}

/// One thing that was looked at.
struct DoctorCheck: Encodable, Equatable {
    var name: String
    var isGood: Bool
    var found: String
    /// What to do, where something must be done.
    var advice: String?

    enum CodingKeys: String, CodingKey {
        case name, found, advice
        case isGood = "good"
    }

    static func good(_ name: String, _ found: String) -> DoctorCheck { DoctorCheck(name: name, isGood: true, found: found) }
    static func bad(_ name: String, _ found: String, _ advice: String) -> DoctorCheck { DoctorCheck(name: name, isGood: false, found: found, advice: advice) }
}

/// What `fera doctor` says.
struct DoctorReport: Encodable {
    struct Setting: Encodable {
        var key: String
        var value: String
        var origin: String
    }
    var checks: [DoctorCheck]
    var settings: [Setting]

    /// Whether nothing must be done: the exit code is 0 then, and 1 otherwise.
    var isWell: Bool { checks.allSatisfy(\.isGood) }

    func show(_ arguments: Arguments, _ console: Console) throws -> Int32 {
        if arguments.has("json") {
            try console.say(json: self)
            return isWell ? 0 : 1
        }
        let screen = console.screen
        for setting in settings where setting.origin != "default" {
            screen.labelled(setting.key, "\(setting.value)  (\(setting.origin))", indent: 2, column: 30)
        }
        if settings.contains(where: { $0.origin == "default" }) {
            screen.line("\(settings.count { $0.origin == "default" }) further keys have their defaults; --json lists all.", .dim, indent: 2)
        }
        for check in checks {
            console.say("\(screen.styled(check.isGood ? "✓" : "✗", check.isGood ? .good : .bad)) \(check.name): \(check.found)")
            if let advice = check.advice { screen.line("→ \(advice)", .warn, indent: 2) }
        }
        return isWell ? 0 : 1
    }
}
