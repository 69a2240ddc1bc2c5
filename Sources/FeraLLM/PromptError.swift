/// What is wrong with a prompt file, or with how one is filled in.
package struct PromptError: Error, Equatable, Sendable, CustomStringConvertible {
    /// One fault and its place.
    package struct Problem: Equatable, Sendable, CustomStringConvertible {
        package let file: String
        /// Counted from 1; 0 when the fault is of the file as a whole.
        package let line: Int
        package let message: String
        package var description: String { line > 0 ? "\(file):\(line): \(message)" : "\(file): \(message)" }
    }
    /// Never empty; in the order of the files' names and lines.
    package let problems: [Problem]
    package var description: String { problems.map(\.description).joined(separator: "\n") }
}
