import FeraDomain

/// Dates at which a contract ends, amounts that it costs in a year, seats that it covers.
extension ClaimReader {
    /// A claim of a sentence, quoted whole.
    func claim(_ view: SentenceView, _ topic: Claim.Topic, _ value: Claim.Value) -> Claim {
        let rank: Claim.Rank =
            switch view.line.excerpt.shape {
            case .record: .prose
            case .clause: .clause
            case .prose: .prose
            case .utterance: .utterance
            case .message: .message
            }
        return Claim(
            topic: topic, value: value, span: view.line.span, source: view.line.excerpt.source, day: view.line.excerpt.day, rank: rank,
            isUpdate: view.set.contains(.update) || amending.contains(view.line.excerpt.source), amends: amending.contains(view.line.excerpt.source))
    }

    private static let anchors: MarkSet = [.termEnd, .termWeak, .notice, .event, .start, .otherThing, .period]

    mutating func readTerms(_ view: SentenceView) {
        let times = TextScan.times(in: view.text, near: view.near, order: view.order)
        for (index, time) in times.enumerated() {
            if let notice = noticeDay(view, times, index) {
                add(claim(view, .notice, .days(notice)))
                continue
            }
            if let end = endOfTerm(view, time) {
                if !view.isUnreal(at: time.range.lowerBound), !view.isPast(at: time.range.lowerBound), end.days(since: asOf) > -200 {
                    add(claim(view, .renewal, .days(DaySpan(end))))
                }
                continue
            }
            guard let anchor = anchor(view, times, index), !view.isUnreal(at: time.range.lowerBound), !view.isPast(at: time.range.lowerBound) else { continue }
            guard !view.isDenied(anchor, time.range), !view.set.contains(.target) || view.line.excerpt.shape == .clause || isPlain(view, anchor, time.range)
            else { continue }
            // A term that ended long ago was renewed since, or is another one.
            guard time.value.last.days(since: asOf) > -200, time.value.first.days(since: asOf) < 3660 else { continue }
            add(claim(view, .renewal, .days(time.value)))
        }
    }

    /// "An initial term of thirty-six (36) months commencing on 1 March 2024" ends on 28 February 2027.
    private func endOfTerm(_ view: SentenceView, _ time: TextFound<DaySpan>) -> Day? {
        guard time.value.isExact, view.set.hasAny([.contract, .period, .termEnd]),
            !isOther(view, before: time.range.lowerBound, view.line.excerpt.shape == .clause)
        else { return nil }
        let lead = view.words(max(0, time.range.lowerBound - 70), time.range.lowerBound)
        guard let unit = lead.lastIndex(where: { ["months", "years", "year"].contains($0) }), unit > 0,
            lead[(unit + 1)...].contains(where: { ["from", "commencing", "beginning", "starting", "after", "since"].contains($0) }),
            lead[(unit + 1)...].allSatisfy({ Self.beginnings.contains($0) })
        else { return nil }
        let number = lead[max(0, unit - 3)..<unit].joined(separator: " ")
        guard let count = Int(lead[unit - 1]) ?? TextScan.spelledNumbers(in: number).last?.value, (1...120).contains(count) else { return nil }
        let start = time.value.first.components
        let months = start.month - 1 + (lead[unit] == "months" ? count : count * 12)
        return Day(year: start.year + months / 12, month: months % 12 + 1, day: min(start.day, 28))?.adding(days: start.day - min(start.day, 28) - 1)
    }

    private static let beginnings: Set<String> = [
        "from", "commencing", "beginning", "starting", "after", "since", "on", "the", "and", "effective", "date", "of", "signature", "it", "start",
    ]

    /// The last day on which notice can be given: "notice of non-renewal no later than July 15, 2026".
    private func noticeDay(_ view: SentenceView, _ times: [TextFound<DaySpan>], _ index: Int) -> DaySpan? {
        let time = times[index]
        let floor = index > 0 ? times[index - 1].range.upperBound : 0
        guard let notice = view.last([.notice], before: time.range.lowerBound),
            notice.range.lowerBound >= max(floor, view.piece(time.range.lowerBound).lowerBound),
            view.last([.termEnd, .termWeak, .start, .event], before: time.range.lowerBound).map({
                $0.range.lowerBound < notice.range.lowerBound || $0.range.upperBound == notice.range.upperBound
            }) ?? true
        else { return nil }
        let lead = view.words(notice.range.upperBound, time.range.lowerBound)
        let isLimit = lead.suffix(4).contains { ["by", "before", "latest", "later", "deadline", "until", "bis", "spätestens", "avant", "is"].contains($0) }
        guard isLimit || lead.isEmpty, lead.count <= 10, time.value.isExact, !view.isUnreal(at: time.range.lowerBound), !view.isPast(at: time.range.lowerBound),
            !view.isDenied(notice.range, time.range)
        else { return nil }
        return time.value
    }

    /// "renewal date: …" is no wish, whatever else the sentence says.
    private func isPlain(_ view: SentenceView, _ anchor: Range<Int>, _ value: Range<Int>) -> Bool {
        let between = view.words(anchor.upperBound, value.lowerBound)
        return anchor.upperBound <= value.lowerBound && between.count <= 3
            && between.allSatisfy { ["on", "is", "date", "in", "at", "the", "by", "due", "end", "of"].contains($0) }
    }

    /// The phrase by which a date is the end of the contract, or `nil`.
    private func anchor(_ view: SentenceView, _ times: [TextFound<DaySpan>], _ index: Int) -> Range<Int>? {
        let time = times[index].range
        let floor = index > 0 ? times[index - 1].range.upperBound : 0
        let piece = view.piece(time.lowerBound)
        let isClause = view.line.excerpt.shape == .clause
        // "from 1 September 2025 to 31 August 2026": the second ends it.
        if index > 0 {
            let between = view.words(floor, time.lowerBound)
            let dashed = between.isEmpty && time.lowerBound - floor <= 5 && view.bytes[floor..<time.lowerBound].contains(45)
            if dashed
                || (between.count <= 2
                    && between.contains {
                        ["to", "until", "through", "till", "bis", "au", "al", "and", "hasta"].contains($0) && ($0 != "and" || view.set.contains(.period))
                    })
            {
                let named = view.hits.first {
                    ($0.mark == .period || $0.mark == .contract || $0.mark == .termEnd) && $0.range.upperBound <= times[index - 1].range.lowerBound
                }
                return isOther(view, before: time.lowerBound, isClause) ? nil : named?.range
            }
        }
        // What comes first of two dates of a period begins it.
        if index + 1 < times.count {
            let between = view.words(time.upperBound, times[index + 1].range.lowerBound)
            if between.count <= 1, between.allSatisfy({ ["to", "until", "through", "till", "bis", "au", "al"].contains($0) }),
                times[index + 1].range.lowerBound - time.upperBound <= 10,
                view.set.hasAny([.period, .contract, .start]), !view.set.contains(.termEnd)
            {
                return nil
            }
        }
        if let hit = view.hits.last(where: {
            $0.range.upperBound <= time.lowerBound && $0.range.lowerBound >= max(floor, piece.lowerBound) && Self.anchors.contains($0.mark)
                && isTelling($0, view)
        }) {
            return isEnd(hit, view, time, isClause) ? hit.range : nil
        }
        // An earlier date in between does not end what was begun: "it was signed on … and ends, at the latest, on …".
        if floor > piece.lowerBound, let hit = view.hits.last(where: { $0.range.upperBound <= time.lowerBound && $0.mark == .termEnd }),
            hit.range.lowerBound > floor
        {
            return hit.range
        }
        // "31 May 2027 is when the agreement is due for renewal".
        guard
            let hit = view.hits.first(where: {
                $0.range.lowerBound >= time.upperBound && piece.contains($0.range.lowerBound)
                    && $0.mark.isOne(of: [.termEnd, .notice, .event, .otherThing, .start])
            })
        else { return nil }
        guard hit.mark == .termEnd, hit.range.lowerBound - time.upperBound < 60,
            index + 1 == times.count || hit.range.lowerBound < times[index + 1].range.lowerBound
        else { return nil }
        let between = view.words(time.upperBound, hit.range.lowerBound)
        let bridges: Set<String> = [
            "is", "when", "which", "the", "our", "your", "their", "this", "that", "as", "be", "due", "for", "will", "contract", "agreement", "subscription",
            "licence", "it", "remains", "deal", "date", "of", "and", "to", "comes", "up", "marks", "day",
        ]
        guard !view.contains("\n", time.upperBound, hit.range.lowerBound), between.allSatisfy(bridges.contains),
            !isOther(view, before: time.lowerBound, isClause)
        else { return nil }
        return isFollowedByEvent(hit, view) ? nil : hit.range
    }

    /// Weak words anchor only where a contract is spoken of.
    private func isTelling(_ hit: MarkHit, _ view: SentenceView) -> Bool {
        if hit.mark == .otherThing { return false }
        if hit.mark == .period { return false }
        return true
    }

    private func isEnd(_ hit: MarkHit, _ view: SentenceView, _ time: Range<Int>, _ isClause: Bool) -> Bool {
        guard hit.mark == .termEnd || hit.mark == .termWeak, !isOther(view, before: time.lowerBound, isClause) else { return false }
        if hit.mark == .termEnd { return !isFollowedByEvent(hit, view) && time.lowerBound - hit.range.upperBound < 90 }
        guard time.lowerBound - hit.range.upperBound < 40 else { return false }
        let piece = view.piece(time.lowerBound)
        return view.hits.contains { $0.mark.isOne(of: [.contract, .termEnd, .period]) && piece.contains($0.range.lowerBound) && $0.range != hit.range }
    }

    /// "Renewal workshop on …" is a workshop.
    private func isFollowedByEvent(_ hit: MarkHit, _ view: SentenceView) -> Bool {
        view.hits.contains { $0.mark == .event && $0.range.lowerBound >= hit.range.upperBound && $0.range.lowerBound - hit.range.upperBound <= 2 }
    }

    /// Whether something else than the contract ends: a certificate, a trial, somebody's leave.
    private func isOther(_ view: SentenceView, before place: Int, _ isClause: Bool) -> Bool {
        let piece = view.piece(place)
        guard let other = view.hits.last(where: { $0.mark == .otherThing && $0.range.upperBound <= place && piece.contains($0.range.lowerBound) }) else {
            return false
        }
        // "The subscription, invoiced by purchase order, ends on …": the contract is nearer to the beginning.
        guard
            let contract = view.hits.last(where: {
                ($0.mark == .contract || $0.mark == .period) && $0.range.upperBound <= place && piece.contains($0.range.lowerBound)
            })
        else { return true }
        // "The demo licence" is another thing.
        if contract.range.lowerBound - other.range.upperBound == 1 { return true }
        return contract.range.lowerBound < other.range.lowerBound && !isClause
    }

    // MARK: Seats

    mutating func readSeats(_ view: SentenceView) {
        for hit in view.hits where hit.mark == .seats || hit.mark == .users && view.line.excerpt.shape == .clause {
            guard let (count, range) = count(view, hit.range), count > 1, !view.isUnreal(at: range.lowerBound), !view.isPast(at: range.lowerBound) else {
                continue
            }
            let piece = view.piece(range.lowerBound)
            let near = max(piece.lowerBound, range.lowerBound - 50)..<min(piece.upperBound, hit.range.upperBound + 25)
            guard !view.has(.added, in: near), !view.set.contains(.target), !view.isDenied(range, hit.range) else { continue }
            // "41 of 120 seats": the whole is what was bought.
            guard view.bytes[..<range.lowerBound].last != UInt8(ascii: "$"), view.last([.otherThing], before: range.lowerBound) == nil else { continue }
            let isBound =
                view.line.excerpt.shape == .clause || view.set.hasAny([.contract, .fee, .include])
                || view.words(0, view.bytes.count).contains { Self.boughtWords.contains($0) } || view.words(0, range.lowerBound).last == "on"
            let isLabel = range.lowerBound > hit.range.upperBound
            guard isBound || isLabel else { continue }
            add(claim(view, .seats, .count(count)))
            return
        }
    }

    private static let boughtWords: Set<String> = [
        "bought", "have", "having", "has", "run", "running", "raised", "reduced", "licences", "increased", "own", "purchased", "licensed", "contracted",
        "cover", "covers", "covered", "entitled", "hold", "count", "number", "total", "package",
        "size",
    ]

    /// The number that a word for seats belongs to.
    private func count(_ view: SentenceView, _ seats: Range<Int>) -> (Int, Range<Int>)? {
        let text = view.text
        func numbers(_ slice: Range<Int>) -> [(Int, Range<Int>)] {
            guard let part = text.utf8Slice(slice.lowerBound, slice.upperBound) else { return [] }
            var found = TextScan.spelledNumbers(in: part).map { ($0.value, $0.range.lowerBound + slice.lowerBound..<$0.range.upperBound + slice.lowerBound) }
            var at = slice.lowerBound
            while at < slice.upperBound {
                guard (48...57).contains(view.bytes[at]),
                    at == 0 || !((48...57).contains(view.bytes[at - 1]) || view.bytes[at - 1] == 46 || (97...122).contains(view.bytes[at - 1]))
                else {
                    at += 1
                    continue
                }
                var end = at
                var value = 0
                while end < slice.upperBound, end - at < 9,
                    (48...57).contains(view.bytes[end])
                        || ((view.bytes[end] == 44 || view.bytes[end] == 46 || view.bytes[end] == 39) && end + 3 < view.bytes.count
                            && (48...57).contains(view.bytes[end + 1]))
                {
                    if (48...57).contains(view.bytes[end]) { value = value * 10 + Int(view.bytes[end] - 48) }
                    end += 1
                }
                found.append((value, at..<end))
                at = max(end, at + 1)
            }
            return found.sorted { $0.1.lowerBound < $1.1.lowerBound }
        }
        let before = numbers(max(0, seats.lowerBound - 40)..<seats.lowerBound).last
        if let before,
            view.words(before.1.upperBound, seats.lowerBound).allSatisfy({
                ["the", "paid", "full", "user", "annual", "named", "of", "in", "licensed", "active", "our", "authorised", "authorized", "permitted"].contains(
                    $0) || ($0.count <= 1)
            }),
            seats.lowerBound - before.1.upperBound < 20, !view.contains(".", before.1.upperBound, seats.lowerBound),
            !view.contains(",", before.1.upperBound, seats.lowerBound)
        {
            return before
        }
        guard seats.upperBound < view.bytes.count, let after = numbers(seats.upperBound..<min(view.bytes.count, seats.upperBound + 24)).first else {
            return nil
        }
        let gap = view.bytes[seats.upperBound..<after.1.lowerBound]
        let words = view.words(seats.upperBound, after.1.lowerBound)
        return gap.contains(58) && words.count <= 2
            || (words.count <= 2 && !words.isEmpty && words.allSatisfy { ["is", "are", "count", "purchased", "bought", "contracted", "total"].contains($0) })
            ? after : nil
    }
}
