/// Why a clone could not be sealed, written, opened or read.
package struct CloneError: Error, Hashable, Sendable, CustomStringConvertible {
    /// Stable; stands in answers and scripts.
    package enum Code: String, Hashable, Sendable {
        /// The file does not begin like a clone.
        case notAClone = "not_a_clone"
        /// Written by a newer program: format, section, row or manifest.
        case newerFormat = "newer_format"
        /// The file is shorter than its header says.
        case truncated
        /// Bytes follow the end that the header names.
        case trailing
        /// The header or its section table contradicts itself.
        case header
        /// A section of a required kind that this program does not know.
        case unknownSection = "unknown_section"
        /// A required section is not there, or is there twice.
        case sectionMissing = "section_missing"
        case malformedManifest = "malformed_manifest"
        /// The rows' directory, or a row, is not what docs/clone-format.md says.
        case malformedRows = "malformed_rows"
        case malformedTree = "malformed_tree"
        case malformedIndex = "malformed_index"
        case malformedSuppression = "malformed_suppression"
        /// The system refused to read or write; the message has its reason.
        case inputOutput = "input_output"
        /// Another file already has the name.
        case exists
        /// What was written does not verify, or does not have the root that was sealed.
        case notWhole = "not_whole"
        /// Two rows of one kind have one id.
        case duplicateRow = "duplicate_row"
        /// A private line must not be sealed.
        case privateRow = "private_row"
        /// A row names another that is not in the version.
        case unknownReference = "unknown_reference"
        /// A row names another that some of its readers may not read.
        case hiddenReference = "hidden_reference"
        /// A value that the format cannot hold.
        case badValue = "bad_value"
        /// A file has one signature or, while a key is changed for another, two.
        case keys
        /// None of the rows to redact is in the file.
        case nothingToRedact = "nothing_to_redact"
    }

    package let code: Code
    /// For a person: what happened, where, what to do next.
    package let message: String

    package init(_ code: Code, _ message: String) {
        self.code = code
        self.message = message
    }

    package var description: String { "\(message) (\(code.rawValue))" }
}
