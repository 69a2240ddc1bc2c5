/// How alike two wordings are, to find the line that a script's new wording stands for.
enum Likeness {
    /// The share of words that two texts have in common: 0…1.
    static func of(_ a: String, _ b: String) -> Double {
        let a = words(a), b = words(b)
        let all = a.union(b).count
        return all == 0 ? 0 : Double(a.intersection(b).count) / Double(all)
    }

    /// The most alike of some; the first of equals.
    static func best<T>(_ items: [T], to text: String, _ wording: (T) -> String) -> T? {
        var best: (item: T, likeness: Double)?
        for item in items {
            let likeness = of(wording(item), text)
            if best.map({ likeness > $0.likeness }) ?? true { best = (item, likeness) }
        }
        return best?.item
    }

    private static func words(_ text: String) -> Set<String> { Set(text.lowercased().split { !$0.isLetter && !$0.isNumber }.map(String.init)) }
}

extension Sequence where Element: Hashable {
    /// Each element once, where it first stands.
    func uniqued() -> [Element] {
        var seen: Set<Element> = []
        return filter { seen.insert($0).inserted }
    }
}
