import FeraDomain
package import FeraSearch

/// The search index of one edition: built from the rows that it holds and from nothing else, so that its word statistics cannot
/// tell of others.
enum IndexSection {
    /// One document a passage, numbered in reading order: its text, its field's title, and who said it and is in it.
    static func build(_ rows: [CloneRow], language code: String) throws(CloneError) -> [UInt8] {
        guard let language = Language(code: code) else {
            let known = Language.supported.map(\.code).joined(separator: ", ")
            throw CloneError(.badValue, "a clone cannot be in the language '\(code)'; there are \(known)")
        }
        var names: [Statement.ID: [String]] = [:]
        for case .person(let person) in rows { for passage in person.passages { names[passage, default: []].append(person.name) } }
        var documents: [IndexDocument] = []
        for case .passage(let row) in rows {
            documents.append(IndexDocument(text: row.text, title: row.fieldTitle, people: ([row.saidBy] + (names[row.id] ?? [])).joined(separator: ", ")))
        }
        do {
            return try IndexBuilder.build(documents, language: language)
        } catch {
            throw CloneError(.badValue, "the index could not be built: \(error.message)")
        }
    }
}

extension OpenClone {
    /// The search index, read in place; its document numbers are the ordinals of `passage(at:)`. It keeps the file mapped.
    /// - Throws: `malformed_index` where the section is no index of these passages.
    package func index() throws(CloneError) -> InvertedIndex {
        let index: InvertedIndex
        do {
            index = try InvertedIndex(mapping.section(header.index.range))
        } catch {
            throw CloneError(.malformedIndex, error.message)
        }
        guard index.documentCount == passageCount, index.language.code == manifest.language else {
            let indexed = "\(index.documentCount) passages in '\(index.language.code)'"
            throw CloneError(.malformedIndex, "the index is over \(indexed), the file holds \(passageCount) in '\(manifest.language)'")
        }
        return index
    }
}
