import FeraApp
import FeraClone
import FeraPlay
import Foundation

/// The program. It reads the command line, runs one command and gives its exit code: 0, 1 failed, 2 used wrongly.
@main
enum Fera {
    static func main() async {
        // A client that went away is an error of one write, not the end of the program.
        signal(SIGPIPE, SIG_IGN)
        let console = Console(environment: ProcessInfo.processInfo.environment)
        exit(await run(Array(CommandLine.arguments.dropFirst()), console))
    }

    static func run(_ words: [String], _ console: Console) async -> Int32 {
        do {
            let (command, rest) = try Command.find(words)
            return try await command.run(try Arguments(rest, for: command.spec), console)
        } catch let error as UsageError {
            console.complain("fera: \(error)")
            if let name = error.command, let command = Command.all.first(where: { $0.spec.name == name }) { console.complain("usage: \(command.spec.usage)") }
            return 2
        } catch let error as AppError {
            console.complain("fera: \(error.detail)")
        } catch {
            console.complain("fera: \(error)")
        }
        return 1
    }
}
