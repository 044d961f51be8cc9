/// The result of `tonewheel-bench render`.
package struct GraphResult: Encodable, Sendable {
    /// The number of rounds of each kind of voice.
    package let rounds: Int

    /// The number of frames in a block.
    package let blockFrames: Int

    package internal(set) var rows: [Row] = []

    /// The comparisons with another program; empty without one.
    package internal(set) var races: [Race] = []

    init(rounds: Int, blockFrames: Int) {
        self.rounds = rounds
        self.blockFrames = blockFrames
    }

    /// The processor time of a kind of voice.
    package struct Row: Encodable, Sendable {
        package let what: String

        /// The number of voices in the graph.
        package let voices: Int

        /// Nanoseconds per voice and frame.
        package let nanoseconds: Spread

        init(_ kind: VoiceKind, _ nanoseconds: [Double]) {
            what = kind.title
            voices = kind.voiceCount
            self.nanoseconds = Spread(nanoseconds)
        }
    }

    /// The times of a score that our program and another one render to a file in turns.
    package struct Race: Encodable, Sendable {
        package let what: String
        package let voices: Int

        /// The duration of the score, in seconds.
        package let seconds: Double
        package let rounds: Int

        /// Milliseconds of processor time, including the start of the program and the writing of the file.
        package let ours: Spread
        package let theirs: Spread
        package let ratio: Ratio

        /// Whether the target is met; nil without a target.
        package let isMet: Bool?

        init(_ kind: VoiceKind, seconds: Double, ours: [Double], theirs: [Double]) {
            what = kind.title
            voices = kind.voiceCount
            self.seconds = seconds
            rounds = ours.count
            self.ours = Spread(ours)
            self.theirs = Spread(theirs)
            ratio = Ratio(timeOf: ours, over: theirs, atMost: kind.target)
            isMet = ratio.isMet
        }
    }

    /// The times of several rounds. Other load on the machine makes a round longer, never shorter.
    package struct Spread: Encodable, Sendable {
        package let least: Double
        package let median: Double

        init(_ rounds: [Double]) {
            least = rounds.min() ?? 0
            median = rounds.median
        }
    }
}
