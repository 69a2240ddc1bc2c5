import FeraCrypto
import FeraDomain

/// The five labels' subtree roots. Of a label that the edition holds also its salt, so that the root can be recomputed; of any
/// other nothing but the root. The section has the same size in every file.
enum TreeSection {
    static let entrySize = 72

    struct Tree: Hashable {
        var label: Label
        /// `nil` where the edition does not hold the label.
        var salt: Digest?
        var root: Digest

        var hidden: Tree { Tree(label: label, salt: nil, root: root) }
    }

    static func encoded(_ trees: [Tree]) -> [UInt8] {
        var out = RowWriter()
        for tree in trees {
            out.u8(UInt8(tree.label.strictness))
            out.bool(tree.salt != nil)
            out.raw([UInt8](repeating: 0, count: 6))
            out.raw(tree.salt?.bytes ?? [UInt8](repeating: 0, count: 32))
            out.digest(tree.root)
        }
        return out.bytes
    }

    static func decoded(_ bytes: RawSpan, labels: Set<Label>) throws(CloneError) -> [Tree] {
        var cursor = RowCursor(bytes, what: "the tree section", code: .malformedTree)
        var trees: [Tree] = []
        for expected in Label.sealed {
            let label = try cursor.label(bytes)
            guard label == expected else { throw cursor.fail("the labels are out of order") }
            let isHeld = try cursor.bool(bytes)
            guard isHeld == labels.contains(label) else { throw cursor.fail("the edition and its tree disagree on holding '\(label.rawValue)'") }
            try cursor.zero(bytes, 6)
            let salt = isHeld ? try cursor.digest(bytes) : nil
            if !isHeld { try cursor.zero(bytes, 32) }
            trees.append(Tree(label: label, salt: salt, root: try cursor.digest(bytes)))
        }
        try cursor.finish()
        return trees
    }
}
