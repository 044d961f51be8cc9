import Testing
import TonewheelRealtime

@Suite struct SentenceTests {
    @Test func clauseBecomesASentence() {
        #expect("the disk is full".sentence == "The disk is full.")
        #expect("'a.wav' is missing".sentence == "'a.wav' is missing.")
    }

    @Test func sentencesAreUnchanged() {
        #expect("The disk is full. Free some space.".sentence == "The disk is full. Free some space.")
    }
}
