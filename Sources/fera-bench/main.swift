import Glibc

/// One line for each measurement; `fera-bench NAME …` runs it with the rest of the arguments.
let commands: [(name: String, about: String, run: @Sendable ([String]) async throws -> Void)] = [
    ("echo", "serve the HTTP layer alone: --port N", Echo.run),
]

let arguments = Array(CommandLine.arguments.dropFirst())
guard let command = commands.first(where: { $0.name == arguments.first }) else {
    print("usage: fera-bench COMMAND …")
    for command in commands { print("  \(command.name)  \(command.about)") }
    exit(2)
}
do { try await command.run(Array(arguments.dropFirst())) } catch {
    print("fera-bench \(command.name): \(error)")
    exit(1)
}
