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
            let fit = try await application.interviews.likelihoodFit()
            let asked = fit.counts.values.reduce(0) { $0 + ($1.values.map(\.asked).max() ?? 0) }
            console.complain("\(fit.interviews) closed interviews, \(asked) questions of the bank.")
            console.say(application.interviews.learnedLikelihoods(fit))
        } catch {
            await application.close()
            throw error
        }
        await application.close()
        return 0
    }
}
