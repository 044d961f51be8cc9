/// What `tonewheel-bench render` found.
package struct GraphResult: Encodable, Sendable {
    /// Rounds of each kind of voice, in turns.
    package let rounds: Int

    /// Frames of a block.
    package let blockFrames: Int

    package internal(set) var rows: [Row] = []

    /// The same scores rendered by another program; empty if there is none to be compared with.
    package internal(set) var races: [Race] = []

    init(rounds: Int, blockFrames: Int) {
        self.rounds = rounds
        self.blockFrames = blockFrames
    }

    /// What a kind of voice costs.
    package struct Row: Encodable, Sendable {
        package let what: String

        /// Voices that were rendered at once.
        package let voices: Int

        /// Nanoseconds for a voice and a frame.
        package let nanoseconds: Spread

        init(_ kind: VoiceKind, _ nanoseconds: [Double]) {
            what = kind.title
            voices = kind.voiceCount
            self.nanoseconds = Spread(nanoseconds)
        }
    }

    /// A score rendered into a file, by our program and by another in turns.
    package struct Race: Encodable, Sendable {
        package let what: String
        package let voices: Int

        /// Seconds of sound.
        package let seconds: Double
        package let rounds: Int

        /// Milliseconds of processor time, with the start of the program and the writing of the file.
        package let ours: Spread
        package let theirs: Spread
        package let ratio: Ratio

        /// Whether the target is met; nil where there is none.
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

    /// Times of several rounds: what others take of the machine makes a round longer, and none shorter.
    package struct Spread: Encodable, Sendable {
        package let least: Double
        package let median: Double

        init(_ rounds: [Double]) {
            least = rounds.min() ?? 0
            median = rounds.median
        }
    }
}
