import FeraApp
import FeraServer

extension Command {
    /// `fera refit`.
    static let refit = Command(
        spec: CommandSpec(
            name: "refit", summary: "learn from closed interviews how often each question tells what it is asked for",
            flags: [Workspace.dataFlag, Workspace.configFlag],
            details: """
                It prints the part `likelihoods` for config/interview.json5 and changes nothing. Every number is (told + 6 · what is believed now) over
                (asked + 6), so that a few interviews move it a little. It opens the data folder, so the server must not run on it.
                """)
    ) { arguments, console in
        let configuration = try Workspace.configuration(arguments, console).configuration
        let application = try await Application.open(configuration, materials: ServerAssets.materials())
        do {
            let learned = try await application.interviews.learned()
            console.complain("\(learned.interviews) closed interviews, \(learned.questions) questions of the bank.")
            console.say(learned.json5)
        } catch {
            await application.close()
            throw error
        }
        await application.close()
        return 0
    }
}
