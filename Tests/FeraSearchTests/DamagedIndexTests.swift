import FeraSearch
import Testing

@Suite struct DamagedIndexTests {
    private let queries = ["Who decides on the renewal ticket?", "What discount was traded?"]

    /// Opens and asks; what matters is that it comes back.
    private func ask(_ bytes: [UInt8], _ analyzer: TextAnalyzer) throws(SearchError) -> Int {
        let index = try InvertedIndex(SectionBytes(copying: bytes))
        var found = 0
        for text in queries { found += try SentenceRanker().rank(Query(text, analyzer: analyzer), in: index).candidates.count }
        return found
    }

    @Test func noFlippedByteCrashes() throws {
        let whole = try IndexBuilder.build(sample)
        let analyzer = try TextAnalyzer(.english)
        let sound = try ask(whole, analyzer)
        #expect(sound > 0)
        var refused = 0
        for place in whole.indices {
            for pattern in [0x01, 0xFF] as [UInt8] {
                var bytes = whole
                bytes[place] ^= pattern
                do throws(SearchError) { _ = try ask(bytes, analyzer) } catch {
                    refused += 1
                    #expect(!error.message.isEmpty)
                }
            }
        }
        #expect(refused > 200)
    }

    @Test func noTruncationIsAccepted() throws {
        let whole = try IndexBuilder.build(sample)
        for count in 0..<whole.count { #expect(throws: SearchError.self) { try InvertedIndex(SectionBytes(copying: Array(whole.prefix(count)))) } }
        #expect(throws: SearchError.self) { try InvertedIndex(SectionBytes(copying: whole + [0])) }
    }

    @Test func foreignBytesAreNamed() throws {
        do throws(SearchError) {
            _ = try InvertedIndex(SectionBytes(copying: [UInt8](repeating: 0x53, count: 4096)))
            Issue.record("opened")
        } catch { #expect(error.code == .notAnIndex) }
        var later = try IndexBuilder.build(sample)
        later[7] = UInt8(ascii: "2")
        do throws(SearchError) {
            _ = try InvertedIndex(SectionBytes(copying: later))
            Issue.record("opened")
        } catch { #expect(error.code == .notAnIndex) }
    }

    @Test func countsThatClaimTheWholeAddressSpaceAreRefused() throws {
        let whole = try IndexBuilder.build(sample)
        for place in stride(from: 12, to: 144, by: 4) {
            var bytes = whole
            for offset in 0..<4 { bytes[place + offset] = 0xFF }
            do throws(SearchError) { _ = try ask(bytes, try TextAnalyzer(.english)) } catch { #expect(!error.message.isEmpty) }
        }
    }
}
