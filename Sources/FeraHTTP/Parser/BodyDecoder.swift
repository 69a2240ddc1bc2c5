/// Takes a body out of the bytes of a connection, plain or chunked (RFC 9112 §7.1), and counts it against its limit.
struct BodyDecoder {
    enum Outcome: Equatable {
        case more
        case done
        case refuse(Refusal)
    }

    private enum State {
        case plain(left: Int)
        case size
        case data(left: Int)
        case dataEnd
        case trailers
        case done
    }

    let limit: Int
    let trailerLimit: Int
    private(set) var received = 0
    private var state: State
    private var trailerBytes = 0
    private var extensionBytes = 0

    init(framing: BodyFraming, limit: Int, trailerLimit: Int) {
        self.limit = limit
        self.trailerLimit = trailerLimit
        state =
            switch framing {
            case .none: .done
            case .length(let count): count == 0 ? .done : .plain(left: count)
            case .chunked: .size
            }
    }

    /// Hands body bytes to `sink` piece by piece. `consumed` bytes of `input` are done with; the rest must come again with more behind it.
    mutating func decode(_ input: UnsafeRawBufferPointer, sink: (UnsafeRawBufferPointer) -> Void) -> (consumed: Int, outcome: Outcome) {
        var position = 0
        while true {
            switch state {
            case .done: return (position, .done)
            case .plain(let left), .data(let left):
                let count = min(left, input.count - position)
                guard count > 0 else { return (position, .more) }
                sink(UnsafeRawBufferPointer(rebasing: input[position..<(position + count)]))
                position += count
                received += count
                if case .plain = state {
                    state = left == count ? .done : .plain(left: left - count)
                } else {
                    state = left == count ? .dataEnd : .data(left: left - count)
                }
            case .size, .dataEnd, .trailers:
                let line: Range<Int>
                switch nextLine(input, from: position) {
                case .success(let found?): line = found
                case .success(nil): return (position, .more)
                case .failure(let refusal): return (position, .refuse(refusal))
                }
                position = line.upperBound + 2
                if let refusal = take(UnsafeRawBufferPointer(rebasing: input[line])) { return (position, .refuse(refusal)) }
            }
        }
    }

    private var lineLimit: Int {
        switch state {
        case .trailers: trailerLimit - trailerBytes
        case .dataEnd: 0
        default: 256
        }
    }

    /// A line ended by CRLF; `nil` while its end has not come.
    private func nextLine(_ input: UnsafeRawBufferPointer, from start: Int) -> Result<Range<Int>?, Refusal> {
        var index = start
        while index < input.count, index - start <= lineLimit {
            let byte = input[index]
            if byte == 0x0D {
                guard index + 1 < input.count else { return .success(nil) }
                return input[index + 1] == 0x0A ? .success(start..<index) : .failure(.bad("The chunked body holds a bare CR."))
            }
            guard ASCII.isFieldByte(byte) else { return .failure(.bad("The chunked body's framing holds a control byte or a bare LF.")) }
            index += 1
        }
        return index - start > lineLimit ? .failure(.bad("A chunk does not end where its size says, or a line of its framing is too long.")) : .success(nil)
    }

    /// One line of chunk framing.
    private mutating func take(_ line: UnsafeRawBufferPointer) -> Refusal? {
        switch state {
        case .size:
            var size = 0, digits = 0
            while digits < line.count, let value = ASCII.hexValue(line[digits]) {
                guard digits < 15 else { return .bad("A chunk size has more than 15 digits.") }
                size = size << 4 | Int(value)
                digits += 1
            }
            guard digits > 0 else { return .bad("A chunk size is no hexadecimal number.") }
            extensionBytes += line.count - digits
            guard ChunkExtensions.fit(line[digits...]) else { return .bad("Something follows a chunk size that is no chunk extension.") }
            guard extensionBytes <= trailerLimit else { return .bad("The chunk extensions are longer than \(trailerLimit) bytes together.") }
            guard size <= limit - received else { return .tooLarge(limit: limit) }
            state = size == 0 ? .trailers : .data(left: size)
        case .dataEnd:
            guard line.isEmpty else { return .bad("A chunk is longer than its size.") }
            state = .size
        default:
            if line.isEmpty {
                state = .done
            } else {
                trailerBytes += line.count + 2
                guard let colon = line.firstIndex(of: UInt8(ascii: ":")), colon > 0, line[..<colon].allSatisfy(ASCII.isToken) else {
                    return .bad("A trailer line has no name directly followed by a colon.")
                }
            }
        }
        return nil
    }
}
