/// What is being written, and the values on it that are not finished. A value is written while its `encode(to:)` runs, so the unfinished
/// ones form a stack of frames; only what an encoder was asked for to be filled at any time is a sheet of its own.
final class Sheet {
    /// A value that is being written.
    struct Frame {
        enum Kind { case empty, single, array, object }

        var kind = Kind.empty
        /// Where its first byte lies.
        let start: Int
        /// Where its members begin in the list of all.
        let firstMember: Int
        /// Elements of an array.
        var elements = 0
        /// The members came in the order in which they are to stand.
        var isInOrder = true
    }

    /// Where a member's name lies, between its quotes. Its value ends where the next member or the object ends.
    struct Member {
        let name: Int
        let nameEnd: Int
        /// The name has escapes: bytes alone do not tell its place.
        let isEscaped: Bool
    }

    /// A container that may be filled until the value around it ends.
    private struct Child {
        let frame: Int
        let offset: Int
        let sheet: Sheet
    }

    let sortsKeys: Bool
    // A sheet is written by one encoder at a time, and nothing here calls out while it changes one of these: asking the runtime at each
    // byte whether somebody else does took a third of the time.
    @exclusivity(unchecked) var out: ByteSheet
    @exclusivity(unchecked) private(set) var frames: [Frame] = []
    @exclusivity(unchecked) private(set) var members: [Member] = []
    @exclusivity(unchecked) private var children: [Child] = []
    /// What cannot be written as JSON although nothing could throw where it was asked for.
    private(set) var fault: String?
    /// How many arrays and objects lie around what is written next.
    private var depth: Int

    init(sortsKeys: Bool, depth: Int = 0) {
        self.sortsKeys = sortsKeys
        self.depth = depth
        out = ByteSheet(capacity: depth == 0 ? 1024 : 128)
        frames.reserveCapacity(8)
        if sortsKeys { members.reserveCapacity(32) }
    }

    deinit { out.free() }

    // MARK: Frames

    func open() throws {
        // What cannot be told where a container is asked for ends here.
        if let fault { throw failure(fault) }
        frames.append(Frame(start: out.count, firstMember: members.count))
    }

    /// Makes the innermost value an array, object or scalar; what it is already stays.
    /// - Returns: false when it is something else, or a value inside it is being written.
    func make(_ kind: Frame.Kind, _ frame: Int) -> Bool {
        guard frame == frames.count - 1, frames[frame].kind == .empty || (frames[frame].kind == kind && kind != .single) else {
            fault = fault ?? "two values, or values of two kinds, are written where one stands"
            return false
        }
        if frames[frame].kind == .empty {
            frames[frame].kind = kind
            if kind == .single { return true }
            depth += 1
            if depth > JSONReader.depthLimit { fault = fault ?? "arrays and objects lie in each other more than \(JSONReader.depthLimit) deep" }
            if kind == .object { out.put(UInt8(ascii: "{")) } else { out.put(UInt8(ascii: "[")) }
        }
        return true
    }

    /// Ends the innermost value.
    func close() throws {
        guard let frame = frames.last else { return }
        if children.last?.frame == frames.count - 1 { try insertChildren() }
        switch frame.kind {
        case .object:
            if !frame.isInOrder { sortMembers(from: frame.firstMember) }
            out.put(UInt8(ascii: "}"))
        case .array: out.put(UInt8(ascii: "]"))
        case .empty: out.put(ascii: "{}")
        case .single: break
        }
        let mine = members.count - frame.firstMember
        if mine > 0 { members.removeLast(mine) }
        if frame.kind == .object || frame.kind == .array { depth -= 1 }
        frames.removeLast()
    }

    func failure(_ message: String) -> EncodingError { .invalidValue(message, .init(codingPath: path, debugDescription: message)) }

    /// The way to the value that is being written, as far as it is on this sheet.
    var path: [any CodingKey] {
        frames.indices.compactMap { index -> (any CodingKey)? in
            let frame = frames[index]
            let end = index + 1 < frames.count ? frames[index + 1].firstMember : members.count
            switch frame.kind {
            case .object where end > frame.firstMember: return PathKey(stringValue: name(members[end - 1]))
            case .array where frame.elements > 0: return PathKey(intValue: frame.elements - 1)
            default: return nil
            }
        }
    }

    // MARK: Members and elements

    /// Writes a member's name.
    @inline(__always) func key(_ name: String, _ frame: Int) throws {
        guard frame == frames.count - 1 else { throw failure("a member is written while the value of another one is") }
        out.separate()
        guard sortsKeys else {
            out.put(name)
            out.put(UInt8(ascii: ":"))
            return
        }
        let start = out.count + 1
        out.put(name)
        let end = out.count - 1
        out.put(UInt8(ascii: ":"))
        members.append(Member(name: start, nameEnd: end, isEscaped: end - start != name.utf8.count))
        let last = members.count - 1
        if last > frames[frame].firstMember, frames[frame].isInOrder, !precedes(members[last - 1], members[last]) { frames[frame].isInOrder = false }
    }

    /// Begins the next element of an array.
    @inline(__always) func element(_ frame: Int) throws {
        guard frame == frames.count - 1 else { throw failure("an element is written while another one is") }
        out.separate()
        frames[frame].elements += 1
    }

    /// Takes back a value that could not be written, with all that it holds.
    func withdraw(_ frame: Int) {
        guard frame < frames.count else { return }
        for lost in frames[frame...] where lost.kind == .object || lost.kind == .array { depth -= 1 }
        out.cut(to: frames[frame].start)
        members.removeSubrange(frames[frame].firstMember...)
        frames.removeSubrange(frame...)
        children.removeAll { $0.frame >= frame }
    }

    /// Takes back the name or comma in front of it, for a caller who does without the value.
    func withdraw(to mark: (bytes: Int, members: Int, frame: Frame), _ frame: Int) {
        guard frame == frames.count - 1 else { return }
        out.cut(to: mark.bytes)
        members.removeSubrange(mark.members...)
        frames[frame] = mark.frame
    }

    /// A value that stood alone could not be written: another one may be.
    func empty(_ frame: Int) { if frame == frames.count - 1, frames[frame].kind == .single { frames[frame].kind = .empty } }

    func mark(_ frame: Int) -> (bytes: Int, members: Int, frame: Frame) { (out.count, members.count, frames[frame]) }

    // MARK: Sheets of their own

    /// A place that is filled at any time before the value around it ends.
    func child(_ frame: Int) -> Sheet {
        let sheet = Sheet(sortsKeys: sortsKeys, depth: depth)
        sheet.frames.append(Frame(start: 0, firstMember: 0))
        children.append(Child(frame: frame, offset: out.count, sheet: sheet))
        // One byte holds the place.
        out.put(0)
        return sheet
    }

    private func insertChildren() throws {
        let frame = frames.count - 1
        let first = children.firstIndex { $0.frame == frame } ?? children.endIndex
        let mine = Array(children[first...])
        children.removeSubrange(first...)
        guard let start = mine.first?.offset else { return }
        let tail = [UInt8](out.written[start...])
        let firstMember = frames[frame].firstMember
        var moved = members[firstMember...].firstIndex { $0.name > start } ?? members.count
        out.cut(to: start)
        for (index, child) in mine.enumerated() {
            try child.sheet.close()
            fault = fault ?? child.sheet.fault
            out.put(child.sheet.out.written)
            let next = index + 1 < mine.count ? mine[index + 1].offset : start + tail.count
            let shift = out.count - (child.offset + 1)
            while moved < members.count, members[moved].name <= next {
                let member = members[moved]
                members[moved] = Member(name: member.name + shift, nameEnd: member.nameEnd + shift, isEscaped: member.isEscaped)
                moved += 1
            }
            tail[(child.offset + 1 - start)..<(next - start)].withUnsafeBytes { out.put($0) }
        }
    }

    // MARK: Order

    /// Whether a name stands before another by its UTF-8.
    private func precedes(_ a: Member, _ b: Member) -> Bool {
        if a.isEscaped || b.isEscaped { return name(a).utf8.lexicographicallyPrecedes(name(b).utf8) }
        return plain(a).lexicographicallyPrecedes(plain(b))
    }

    private func plain(_ member: Member) -> UnsafeBufferPointer<UInt8> {
        UnsafeBufferPointer(start: out.bytes + member.name, count: member.nameEnd - member.name)
    }

    /// A name without its escapes.
    private func name(_ member: Member) -> String {
        guard member.isEscaped else { return String(decoding: plain(member), as: UTF8.self) }
        let quoted = UnsafeRawBufferPointer(start: out.bytes + member.name - 1, count: member.nameEnd - member.name + 2)
        return (try? TapeParser.parse(quoted, depthLimit: 1)).map { $0.text($0.entries[0]) } ?? ""
    }

    /// Brings the members of the innermost object into order. Of two with one name the later one counts.
    private func sortMembers(from first: Int) {
        let list = members[first...]
        guard let start = list.first.map({ $0.name - 1 }) else { return }
        let ends = list.dropFirst().map { $0.name - 2 } + [out.count]
        var order = Array(zip(list, ends))
        order = order.enumerated().sorted { a, b in
            precedes(a.element.0, b.element.0) || (!precedes(b.element.0, a.element.0) && a.offset < b.offset)
        }.map(\.element)
        var sorted = ByteSheet(capacity: out.count - start + 1)
        defer { sorted.free() }
        for (index, (member, end)) in order.enumerated() {
            if index + 1 < order.count, !precedes(member, order[index + 1].0) { continue }
            if sorted.count > 0 { sorted.put(UInt8(ascii: ",")) }
            sorted.put(UnsafeRawBufferPointer(start: out.bytes + member.name - 1, count: end - member.name + 1))
        }
        out.cut(to: start)
        out.put(sorted.written)
    }
}
