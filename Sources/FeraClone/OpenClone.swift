package import FeraCrypto
package import FeraDomain

/// A clone file, mapped and read in place. Opening checks everything that reading relies on, not the hashes: `verify` does.
/// Rows are decoded when they are asked for; nothing is kept.
package final class OpenClone: Sendable {
    package let path: String
    package let manifest: CloneManifest
    /// The version's root as the file states it; `verify` recomputes it.
    package let root: Digest
    let header: ContainerHeader
    let trees: [TreeSection.Tree]
    let directory: RowsSection.Directory
    let mapping: Mapping

    /// - Throws: `CloneError` with `input_output`, `not_a_clone`, `newer_format`, `truncated`, `trailing`, `header`, `unknown_section`,
    ///   `section_missing`, `malformed_manifest`, `malformed_tree`, `malformed_rows`.
    package init(path: String) throws(CloneError) {
        var header: ContainerHeader?
        let mapping = try Mapping(path: path) { (size, page) throws(CloneError) in header = try ContainerHeader(page: page, fileSize: size) }
        guard let header else { throw CloneError(.header, "the header of \(path) was not read") }
        let manifest = try mapping.read { (file) throws(CloneError) in try CloneManifest(decoding: file.extracting(header.manifest.range)) }
        let labels = manifest.edition.labels
        trees = try mapping.read { (file) throws(CloneError) in try TreeSection.decoded(file.extracting(header.tree.range), labels: labels) }
        directory = try mapping.read { (file) throws(CloneError) in try RowsSection.Directory(file.extracting(header.rows.range), labels: labels) }
        self.path = path
        self.manifest = manifest
        self.root = header.root
        self.header = header
        self.mapping = mapping
    }

    /// Which labels the file holds.
    package var edition: Edition { manifest.edition }
    /// 1 for the first lock.
    package var version: Int { manifest.version }

    func withRows<R, E: Error>(_ body: (RawSpan) throws(E) -> R) throws(E) -> R {
        try mapping.read { (file) throws(E) in try body(file.extracting(header.rows.range)) }
    }
}
