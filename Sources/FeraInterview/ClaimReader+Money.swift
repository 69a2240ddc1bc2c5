import FeraDomain

/// What the account pays in a year.
extension ClaimReader {
    mutating func readMoney(_ view: SentenceView) {
        let found = TextScan.money(in: view.text)
        guard !found.isEmpty, found.count <= 8 else { return }
        for (index, hit) in found.enumerated() {
            let start = index > 0 && !view.contains("(", found[index - 1].range.upperBound, hit.range.lowerBound) ? found[index - 1].range.upperBound : 0
            let end = index + 1 < found.count ? found[index + 1].range.lowerBound : view.bytes.count
            let piece = view.piece(hit.range.lowerBound)
            let context = max(start, piece.lowerBound)..<max(hit.range.upperBound, min(end, piece.upperBound))
            guard let value = yearly(view, hit, context) else { continue }
            add(claim(view, .value, value))
        }
    }

    private func yearly(_ view: SentenceView, _ hit: TextFound<TextMoney>, _ context: Range<Int>) -> Claim.Value? {
        let place = hit.range.lowerBound
        guard !view.isUnreal(at: place), !view.isPast(at: place), !isSomethingElse(view, hit.range, context), !isGross(view, context) else { return nil }
        guard !view.hits.contains(where: { $0.mark == .target && context.contains($0.range.lowerBound) && $0.range.upperBound <= place }) else { return nil }
        let isClause = view.line.excerpt.shape == .clause
        let after = periodAfter(view, hit.range.upperBound)
        let fee =
            view.hits.last { $0.mark == .fee && context.contains($0.range.lowerBound) && $0.range.upperBound <= place && !isBilling(view, $0) }
            ?? view.hits.first {
                $0.mark == .fee && $0.range.lowerBound >= hit.range.upperBound && $0.range.lowerBound - hit.range.upperBound < 40
                    && context.contains($0.range.lowerBound)
            }
        if let fee, view.isDenied(fee.range, hit.range) { return nil }
        // "For €142,000 a year I expect …" names a price.
        let before = view.words(max(0, place - 16), place).suffix(2)
        let isPrice = after.factor != nil && (before.last == "for" || Self.isAt.contains(before.joined(separator: " ")))
        var factor = after.factor
        if factor == nil,
            let named = view.hits.last(where: {
                $0.mark.isOne(of: [.yearly, .monthly, .quarterly]) && context.contains($0.range.lowerBound) && $0.range.upperBound <= place && !isBare(view, $0)
                    && !isBilled(view, $0)
            })
        {
            factor = named.mark == .yearly ? 1 : named.mark == .monthly ? 12 : 4
        }
        let years = termYears(view, context)
        if let years {
            guard years > 0, after.factor == nil, fee != nil else { return nil }
            return .yearly(TextMoney(units: hit.value.units / years, currency: hit.value.currency, slack: max(1, hit.value.slack)))
        }
        if factor == nil, fee != nil,
            let later = view.hits.first(where: {
                $0.mark.isOne(of: [.yearly, .monthly, .quarterly]) && $0.range.lowerBound >= hit.range.upperBound
                    && $0.range.lowerBound - hit.range.upperBound < 30 && context.contains($0.range.lowerBound) && !isBare(view, $0) && !isBilled(view, $0)
            })
        {
            factor = later.mark == .yearly ? 1 : later.mark == .monthly ? 12 : 4
        }
        if factor == nil, isClause, let fee, Self.yearlyFees.contains(view.words(fee.range.lowerBound, fee.range.upperBound).joined(separator: " ")) {
            factor = 1
        }
        guard let factor, isClause || fee != nil || isPrice || view.set.contains(.contract) else { return nil }
        var money = TextMoney(units: hit.value.units * factor, currency: hit.value.currency, slack: hit.value.slack * factor)
        let lead = view.words(max(0, place - 14), place)
        if lead.contains(where: {
            ["roughly", "about", "around", "approximately", "circa", "ca", "nearly", "almost", "some", "over", "approx", "rund", "environ"].contains($0)
        }) {
            money.slack = max(money.slack, money.units / 20)
        }
        return after.isPerSeat ? .yearlyPerSeat(money) : .yearly(money)
    }

    /// "We are at €1,900 a month with you."
    private static let isAt: Set<String> = [
        "are at", "is at", "re at", "m at", "stands at", "stand at", "stay at", "stays at", "remain at", "remains at", "comes to", "come to", "amounts to",
        "amount to",
    ]

    private static let yearlyFees: Set<String> = [
        "licence fee", "license fee", "subscription", "contract value", "annual value", "lizenzgebühr", "redevance", "cuota",
    ]

    /// What stands right behind an amount: "per user per month", "/yr", "p.a.".
    private func periodAfter(_ view: SentenceView, _ end: Int) -> (factor: Int?, isPerSeat: Bool) {
        var factor: Int?
        var isPerSeat = false
        var at = end
        for hit in view.hits where hit.range.lowerBound >= end && hit.mark.isOne(of: [.yearly, .monthly, .quarterly, .perSeat]) {
            guard hit.range.lowerBound >= at - 4 || hit.range.upperBound > at else { continue }
            let between = hit.range.lowerBound > at ? view.words(at, hit.range.lowerBound) : []
            guard hit.range.lowerBound - at <= 12, between.allSatisfy({ ["a", "per", "each", "and", "for", "in", "and", "licence", "of"].contains($0) }),
                !view.contains(".", at, hit.range.lowerBound) || hit.range.lowerBound - at < 3
            else { break }
            // A bare "year" counts only after a stroke or "per".
            if isBare(view, hit), between.isEmpty, !view.contains("/", at, hit.range.lowerBound) { continue }
            switch hit.mark {
            case .perSeat: isPerSeat = true
            case .yearly: factor = factor ?? 1
            case .monthly: factor = factor ?? 12
            default: factor = factor ?? 4
            }
            at = max(at, hit.range.upperBound)
        }
        return (factor, isPerSeat)
    }

    private func isBare(_ view: SentenceView, _ hit: MarkHit) -> Bool {
        let words = view.words(hit.range.lowerBound, hit.range.upperBound)
        return words.count == 1 && ["year", "quarter", "month", "user", "seat", "yr", "mo"].contains(words[0]) || words == ["the", "year"]
    }

    /// "invoiced monthly" says when, not how much.
    private func isBilled(_ view: SentenceView, _ hit: MarkHit) -> Bool {
        guard let billing = view.last([.billing], before: hit.range.lowerBound) else { return false }
        return view.words(billing.range.upperBound, hit.range.lowerBound).count <= 1
    }

    private func isBilling(_ view: SentenceView, _ hit: MarkHit) -> Bool { false }

    /// A deposit, a limit, a saving: what is named nearest before the amount, or right after it.
    private func isSomethingElse(_ view: SentenceView, _ range: Range<Int>, _ context: Range<Int>) -> Bool {
        guard view.set.contains(.otherMoney) else { return false }
        let isClause = view.line.excerpt.shape == .clause
        for hit in view.hits where hit.mark == .otherMoney && context.contains(hit.range.lowerBound) {
            if hit.range.upperBound <= range.lowerBound {
                // "The deposit is waived; the annual fee is …" was cut; "…, and the annual fee is …" names the fee after it.
                let fee = view.hits.last {
                    ($0.mark == .yearly || $0.mark == .fee) && $0.range.upperBound <= range.lowerBound && $0.range.lowerBound > hit.range.upperBound + 4
                }
                if fee == nil || (!isClause && !view.contains(",", hit.range.upperBound, range.lowerBound)) { return true }
            } else if hit.range.lowerBound - range.upperBound < 36, !view.contains(",", range.upperBound, hit.range.lowerBound),
                !view.contains(".", range.upperBound, hit.range.lowerBound)
            {
                return true
            }
        }
        return false
    }

    private func isGross(_ view: SentenceView, _ context: Range<Int>) -> Bool {
        guard view.has(.gross, in: context) else { return false }
        let words = view.words(context.lowerBound, context.upperBound)
        return !words.contains {
            ["plus", "excl", "excluding", "exclusive", "zzgl", "net", "netto", "before", "without", "hors", "ohne", "más", "ht"].contains($0)
        }
    }

    /// The years that a total is for; 0 where it is a total and does not say.
    private func termYears(_ view: SentenceView, _ context: Range<Int>) -> Int? {
        guard view.has(.total, in: context) else { return nil }
        let words = view.words(context.lowerBound, context.upperBound)
        let numbers = ["two": 2, "three": 3, "four": 4, "five": 5, "2": 2, "3": 3, "4": 4, "5": 5]
        for (index, word) in words.enumerated() where index > 0 {
            if word.hasPrefix("year"), let years = numbers[words[index - 1]] { return years }
            if word.hasPrefix("month"), let months = Int(words[index - 1]), months % 12 == 0 { return months / 12 }
        }
        return 0
    }
}
