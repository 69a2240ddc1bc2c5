package import FeraCrypto

/// What a person said or wrote, on its way into the store. Events carry its id and seal, never its words.
package struct TextDraft: Sendable, Equatable {
    /// How many bytes a salt has.
    package static let saltCount = 32

    /// The id that events name.
    package let id: String
    /// 32 random bytes, so that the seal tells nothing about a short text.
    package let salt: [UInt8]
    /// The words.
    package let content: String

    package init(id: String, salt: [UInt8] = Random.bytes(TextDraft.saltCount), content: String) {
        self.id = id
        self.salt = salt
        self.content = content
    }

    /// The hash that belongs into the event.
    package var seal: Digest { StoredText.seal(salt: salt, content: content) }
}

/// A text as it lies in the store: with its words, or erased.
package struct StoredText: Sendable, Equatable {
    /// The id that events name.
    package let id: String
    /// `nil` once erased: without it the seal in the log cannot be tried against guesses.
    package let salt: [UInt8]?
    /// The words; `nil` once erased.
    package let content: String?
    /// When the words were erased, milliseconds since 1970.
    package let erasedAt: Int64?

    /// SHA-256 over a domain tag, the salt and the words' UTF-8.
    package static func seal(salt: [UInt8], content: String) -> Digest {
        var hash = SHA256()
        hash.update(Array("fera.text.v1\0".utf8))
        hash.update(salt)
        hash.update(Array(content.utf8))
        return hash.finish()
    }

    /// How a stored text stands to the seal its event carries.
    package enum Standing: Sendable, Equatable {
        /// The words are those that were sealed.
        case whole
        /// The words are gone, as somebody asked; the log is whole.
        case erased
        /// The words were changed after they were sealed.
        case altered
    }

    /// Compares the words with the seal in the log.
    package func standing(against seal: Digest) -> Standing {
        guard let salt, let content else { return erasedAt == nil ? .altered : .erased }
        return Self.seal(salt: salt, content: content) == seal ? .whole : .altered
    }
}
