/// Bytes that are not JSON (RFC 8259), or more of it than is read.
package struct JSONError: Error, Equatable, Sendable, CustomStringConvertible {
    /// What kind of mistake it is; the names are stable.
    package enum Code: String, Sendable {
        /// The grammar of RFC 8259 is not kept.
        case malformed
        /// The text ends in the middle of a value.
        case unfinished
        /// Something stands behind the value.
        case trailing
        /// A string holds bytes that are not UTF-8, or an escape that is no Unicode scalar.
        case unicode = "not_unicode"
        /// An object has two members of one name.
        case duplicate = "duplicate_key"
        /// Arrays and objects lie in each other deeper than the limit.
        case depth = "too_deep"
        /// The text is longer than the limit.
        case size = "too_long"
    }

    /// What kind of mistake it is.
    package let code: Code
    /// What is wrong, for a person; without the place.
    package let message: String
    /// The byte at which it was seen, from 0.
    package let offset: Int
    /// The line of that byte, from 1.
    package let line: Int

    /// The message and its place.
    package var description: String { "\(message) at byte \(offset), line \(line)" }
}

/// A step of the way to a value: a member's name or a place in an array.
struct PathKey: CodingKey {
    let stringValue: String
    let intValue: Int?

    init(stringValue: String) { (self.stringValue, intValue) = (stringValue, nil) }
    init(intValue: Int) { (stringValue, self.intValue) = ("\(intValue)", intValue) }
}
