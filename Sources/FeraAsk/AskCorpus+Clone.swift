package import FeraClone
import FeraSearch

extension AskCorpus {
    /// What one sealed edition holds, read in place. The corpus keeps the file mapped; a passage is decoded when an answer or a
    /// refusal needs it, so opening costs nothing that grows with the clone.
    ///
    /// - Throws: `CloneError` with `malformed_index` where the index is not one of this file's passages. Asking throws `CloneError`
    ///   where a row cannot be read.
    package init(_ clone: OpenClone) throws(CloneError) {
        self.init(index: try clone.index()) { number in
            let row = try clone.passage(at: number)
            return AskPassage(id: row.id, text: row.text, topic: row.fieldTitle, label: row.label, saidOn: row.saidOn, expiresOn: row.expiresOn)
        }
    }
}
