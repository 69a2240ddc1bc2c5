/// What each term of the index is to a question, found with one look: most words of a passage are nothing to it.
struct TermTable {
    /// One term of the index.
    struct Entry {
        /// The question's terms that it is, in this or another form.
        var found: UInt64 = 0
        /// Those that it is, is related to, or shares five letters with.
        var similar: UInt64 = 0
        /// How much it is like each of those that it is not, above ½.
        var likeness: [(place: Int, grade: Double)] = []
    }

    private var keys: [Int32] = []
    private var slots: [Int32] = []
    private var entries: [Entry] = []
    private var mask = 0

    init(_ terms: [Int: Entry]) {
        var size = 16
        while size < 4 * terms.count { size *= 2 }
        mask = size - 1
        keys = [Int32](repeating: -1, count: size)
        slots = [Int32](repeating: 0, count: size)
        for (term, entry) in terms {
            var slot = Self.hash(term) & mask
            while keys[slot] >= 0 { slot = (slot + 1) & mask }
            keys[slot] = Int32(truncatingIfNeeded: term)
            slots[slot] = Int32(truncatingIfNeeded: entries.count)
            entries.append(entry)
        }
    }

    @inline(__always) private static func hash(_ term: Int) -> Int { (term &* 0x9E37_79B1) >> 12 & 0xFF_FFFF }

    /// The number of a term's entry, or `nil` where it is nothing to the question.
    @inline(__always) func place(of term: Int) -> Int? {
        var slot = Self.hash(term) & mask
        while keys[slot] >= 0 {
            if keys[slot] == Int32(truncatingIfNeeded: term) { return Int(slots[slot]) }
            slot = (slot + 1) & mask
        }
        return nil
    }

    @inline(__always) subscript(place: Int) -> Entry { entries[place] }
}
