import FeraSearch
import Foundation
import Glibc

/// Reads the JSON-lines files that asking is measured with.
enum AskData {
    struct Passage: Decodable {
        var id: String
        var title: String
        var text: String
        var kept: Bool?
    }

    /// A span of an answer in a passage; offsets count Unicode scalars.
    struct Span: Decodable {
        var passage: String
        var start: Int
        var end: Int

        init(from decoder: any Decoder) throws {
            var list = try decoder.unkeyedContainer()
            passage = try list.decode(String.self)
            start = try list.decode(Int.self)
            end = try list.decode(Int.self)
        }
    }

    struct Question: Decodable {
        var question: String
        var answerable: Bool?
        var gold: [String]?
        var spans: [Span]?
    }

    struct Statement: Decodable {
        var id: String
        var account: String
        var topic: String
        var text: String
    }

    struct AccountQuestion: Decodable {
        var account: String
        var question: String
        var gold: [String]
    }

    static func lines<T: Decodable>(_ type: T.Type, _ path: String) throws -> [T] {
        let data = try Data(contentsOf: URL(fileURLWithPath: path))
        return try data.split(separator: 0x0A).map { try JSONDecoder().decode(T.self, from: $0) }
    }

    /// Seconds of processor time this process has used.
    static func cpu() -> Double {
        var time = timespec()
        clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time)
        return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
    }

    /// How often a positive stands above a negative, ties half.
    static func auroc(_ positive: [Double], _ negative: [Double]) -> Double {
        let sorted = negative.sorted()
        var wins = 0.0
        for value in positive {
            let below = sorted.partitioningIndex { $0 >= value }
            let notAbove = sorted.partitioningIndex { $0 > value }
            wins += Double(below) + Double(notAbove - below) / 2
        }
        return wins / Double(max(1, positive.count * negative.count))
    }

    /// The share of positives above the threshold that lets 5 % of the negatives through: a threshold chosen on this very set.
    static func answeredAtFivePercent(_ positive: [Double], _ negative: [Double]) -> Double {
        let sorted = negative.sorted(by: >)
        let threshold = sorted.isEmpty ? 0 : sorted[min(sorted.count - 1, sorted.count / 20)]
        return Double(positive.count { $0 > threshold }) / Double(max(1, positive.count))
    }
}

extension [Double] {
    /// The first index for which `test` holds, in an array where it holds from some index on.
    func partitioningIndex(_ test: (Double) -> Bool) -> Int {
        var low = 0
        var high = count
        while low < high {
            let middle = (low + high) / 2
            if test(self[middle]) { high = middle } else { low = middle + 1 }
        }
        return low
    }

    func percentile(_ share: Double) -> Double { isEmpty ? 0 : sorted()[Swift.min(count - 1, Int(share * Double(count)))] }
}
