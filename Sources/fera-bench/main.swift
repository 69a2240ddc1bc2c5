import Foundation
import Glibc

/// One line for each measurement; `fera-bench NAME …` runs it with the rest of the arguments.
let commands: [(name: String, about: String, run: @Sendable ([String]) async throws -> Void)] = [
    ("echo", "serve the HTTP layer alone: --port N", Echo.run),
    ("json", "reading and writing packets: Foundation, Codable, by hand", JSONBench.run),
    ("store", "events per second with many writers: --seconds S --runs R --writers W --dir DIR", storeBench),
    ("ask", "quality of asking: --data DIR; weights: --fit FIXTURES --data DIR", askCommand),
    ("contradictions", "recall and precision of the contradiction rules on fixtures: --data FILE, --show", contradictionBench),
    ("reading", "CPU time of reading a record for gaps and contradictions: --passages N --runs N", readingBench),
    ("interview", "policies side by side on simulated owners: --accounts N --profile P, --print N, --speed", { try interviewBench($0) }),
    ("server", "whole interview answers per second through the server: --owners N --accounts N --answers N --runs N", serverBench),
    ("asks", "extractive asks per second on the sample's clone: --seconds S --runs N", asksBench),
    ("coldstart", "from the start of the program to 200 on /readyz: --program PATH --workspace DIR", coldStartBench),
    ("chats", "memory of idle chats: --chats N", chatsBench),
    ("crowd", "many open chats, packets fanned out, a reconnect storm: --open N --followers F --fanout R --seconds S", crowdBench),
    ("all", "every measurement, as a Markdown table", allBench),
]

let arguments = Array(CommandLine.arguments.dropFirst())
do {
    if arguments.first == "child" {
        try await ServerChild.run(Array(arguments.dropFirst()))
        exit(0)
    }
    guard let command = commands.first(where: { $0.name == arguments.first }) else {
        print("usage: fera-bench COMMAND …")
        for command in commands { print("  \(command.name.padding(toLength: 14, withPad: " ", startingAt: 0)) \(command.about)") }
        exit(2)
    }
    try await command.run(Array(arguments.dropFirst()))
} catch {
    print("fera-bench: \(error)")
    exit(1)
}
