import FeraApp

extension Command {
    /// `fera help`.
    static let help = Command(
        spec: CommandSpec(name: "help", summary: "say what there is, or more about one command", operands: ["[COMMAND]", "[PART]"])
    ) { arguments, console in
        if arguments.operands.isEmpty {
            console.say("Fera turns what a departing account owner knows into a sealed clone, and answers from it.\n\nusage: fera COMMAND …\n")
            let width = all.map(\.spec.name.count).max() ?? 0
            for command in all {
                console.say("  \(command.spec.name)\(String(repeating: " ", count: width - command.spec.name.count + 2))\(command.spec.summary)")
            }
            console.say("\nfera help COMMAND says more. Exit codes: 0 done, 1 failed, 2 used wrongly.")
            return 0
        }
        let (command, _) = try find(arguments.operands)
        let spec = command.spec
        console.say("fera \(spec.name): \(spec.summary)\n\nusage: \(spec.usage)")
        let names = spec.flags.map { flag in "--\(flag.name)\(flag.placeholder.map { " \($0)" } ?? "")" }
        let width = names.map(\.count).max() ?? 0
        if !names.isEmpty { console.say() }
        for (flag, name) in zip(spec.flags, names) { console.say("  \(name)\(String(repeating: " ", count: width - name.count + 2))\(flag.help)") }
        if !spec.details.isEmpty { console.say("\n\(spec.details)") }
        return 0
    }

    /// `fera version`.
    static let version = Command(spec: CommandSpec(name: "version", summary: "say which version this is")) { _, console in
        console.say("fera \(Application.version)")
        return 0
    }
}
