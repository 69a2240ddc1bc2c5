package import FeraCrypto
package import FeraDomain

/// What a verification found.
package enum Verification: Hashable, Sendable {
    /// Every byte is accounted for and a trusted key signed it.
    case whole
    /// Every byte is accounted for; none of the keys that signed (their ids) is among the trusted ones.
    case wholeButSignerUnknown([String])
    /// What exactly is broken, in the order of the file; never empty.
    case broken([Fault])

    /// One thing that is not as it was sealed.
    package struct Fault: Hashable, Sendable, CustomStringConvertible {
        /// What of the file is broken.
        package enum Part: Hashable, Sendable {
            /// Not readable, or no clone.
            case file
            case size, trailing, header
            /// By the section's four letters.
            case section(String)
            case padding
            case manifest
            /// By the row's name, or its number where the name cannot be read.
            case row(String)
            case tree(Label)
            case root, parent
            /// By the key's id.
            case signature(String)
            /// Written by a newer program.
            case newer
        }

        package let part: Part
        /// For a person: what is wrong, and where.
        package let message: String

        package init(_ part: Part, _ message: String) {
            self.part = part
            self.message = message
        }

        /// A file that could not even be opened.
        package init(_ error: CloneError) {
            let part: Part =
                switch error.code {
                case .truncated: .size
                case .trailing: .trailing
                case .header, .sectionMissing, .unknownSection: .header
                case .newerFormat: .newer
                case .malformedManifest: .manifest
                case .malformedRows: .section(Container.rows.description)
                case .malformedTree: .section(Container.tree.description)
                case .malformedIndex: .section(Container.index.description)
                default: .file
                }
            self.init(part, error.message)
        }

        package var description: String { message }
    }

    /// Opens a file and recomputes everything.
    /// - Parameter parent: the root that the version before is known to have, where it is known.
    package static func verify(path: String, trust: [VerifyingKey], parent: Digest? = nil) -> Verification {
        do {
            return try OpenClone(path: path).verify(trust: trust, parent: parent)
        } catch {
            return .broken([Fault(error)])
        }
    }
}
