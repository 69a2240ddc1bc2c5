package import FeraCrypto
import FeraDomain

/// The hashes that tie a version together: a leaf for each row, an RFC 6962 tree for each label, the labels joined in order.
package enum CloneTree {
    private static let leafTag: [UInt8] = [0] + Array("fera.clone.row.1\0".utf8)
    private static let labelTag: [UInt8] = [2] + Array("fera.clone.label.1\0".utf8)
    private static let rootTag: [UInt8] = [3] + Array("fera.clone.root.1\0".utf8)

    /// SHA-256 over 0x00 (RFC 6962 §2.1), a tag, the row's 32-byte salt and its stored bytes.
    package static func leaf(salt: Digest, row: UnsafeRawBufferPointer) -> Digest {
        var hash = SHA256()
        hash.update(leafTag)
        salt.withUnsafeBytes { hash.update($0) }
        hash.update(row)
        return hash.finish()
    }

    /// The Merkle tree hash of RFC 6962 §2.1 over leaf hashes; of none, the SHA-256 of nothing.
    static func merkle(_ leaves: [Digest]) -> Digest {
        guard !leaves.isEmpty else { return SHA256.hash([UInt8]()) }
        // Complete subtrees from left to right, each with its height: adding a leaf closes what it completes, and joining what
        // stands at the end from the right gives the tree that splits at the largest power of two.
        var stack: [(height: Int, hash: Digest)] = []
        for leaf in leaves {
            var top = (height: 0, hash: leaf)
            while let last = stack.last, last.height == top.height {
                stack.removeLast()
                top = (top.height + 1, node(last.hash, top.hash))
            }
            stack.append(top)
        }
        var hash = stack.removeLast().hash
        while let left = stack.popLast() { hash = node(left.hash, hash) }
        return hash
    }

    /// A label's subtree as it stands in every edition: the salt keeps an empty label from being told by its hash.
    static func label(_ label: Label, salt: Digest, leaves: [Digest]) -> Digest {
        var hash = SHA256()
        hash.update(labelTag)
        hash.update([UInt8(label.strictness)])
        salt.withUnsafeBytes { hash.update($0) }
        merkle(leaves).withUnsafeBytes { hash.update($0) }
        return hash.finish()
    }

    /// The version's root from the roots of the five sealed labels, in their order.
    static func root(_ labels: [Digest]) -> Digest {
        var hash = SHA256()
        hash.update(rootTag)
        for label in labels { label.withUnsafeBytes { hash.update($0) } }
        return hash.finish()
    }

    private static func node(_ left: Digest, _ right: Digest) -> Digest {
        var bytes = [UInt8(1)]
        bytes.reserveCapacity(65)
        left.withUnsafeBytes { bytes.append(contentsOf: $0) }
        right.withUnsafeBytes { bytes.append(contentsOf: $0) }
        return SHA256.hash(bytes)
    }
}
