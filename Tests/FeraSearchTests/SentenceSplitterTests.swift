import FeraSearch
import Testing

@Suite struct SentenceSplitterTests {
    private func cut(_ text: String) -> [String] { SentenceSplitter.sentences(text).map { slice(text, $0) } }

    @Test func endsAtMarksBeforeWhiteSpace() {
        #expect(
            cut("Dana decides. Does she? Yes!  She said “no.” Then left.")
                == ["Dana decides.", "Does she?", "Yes!", "She said “no.”", "Then left."])
        #expect(cut("It is 3.5 days. See v1.2.") == ["It is 3.5 days.", "See v1.2."])
        #expect(cut("Fact.[3] Next (one.) Last") == ["Fact.[3]", "Next (one.)", "Last"])
    }

    @Test func abbreviationsInitialsAndSmallLettersEndNothing() {
        #expect(cut("Dr. Holm met Acme Inc. People in the U.S. Office.") == ["Dr. Holm met Acme Inc. People in the U.S. Office."])
        #expect(cut("J. Smith came. It ended ... and began.") == ["J. Smith came.", "It ended ... and began."])
        #expect(cut("He said no. Then he left. See no. 5 there.") == ["He said no.", "Then he left.", "See no. 5 there."])
    }

    @Test func newlinesEndASentenceAndNothingIsLostOrEmpty() {
        #expect(cut("Notes\n\n- first\r\n- zweitens: größer\n") == ["Notes", "- first", "- zweitens: größer"])
        #expect(cut(" \n\t ") == [])
        #expect(cut("") == [])
        #expect(cut("\u{A0}Ägypten zahlt. \u{2003}Österreich nicht.\u{3000}") == ["Ägypten zahlt.", "Österreich nicht."])
    }
}
