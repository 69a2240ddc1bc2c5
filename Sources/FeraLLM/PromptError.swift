/// What is wrong with a prompt file, or with how one is filled in.
package struct PromptError: Error, Equatable, Sendable, CustomStringConvertible {
    /// One fault and its place.
    package struct Problem: Equatable, Sendable, CustomStringConvertible {
        /// The file as it was named to the catalogue.
        package let file: String
        /// Counted from 1; 0 when the fault is of the file as a whole.
        package let line: Int
        /// What is wrong, for the person who edits the file.
        package let message: String
        /// `file:line: message`.
        package var description: String { line > 0 ? "\(file):\(line): \(message)" : "\(file): \(message)" }
    }
    /// Never empty; in the order of the files' names and lines.
    package let problems: [Problem]
    /// One problem a line.
    package var description: String { problems.map(\.description).joined(separator: "\n") }
}
