import Tonewheel

/// The command-line options of the proof.
struct ProofOptions {
    static let usage = """
        usage: RedundancyProof [--seconds N] [--seed N] [--period FRAMES] [--spares N] [--both 0|1]
                               [--faults 0|1]
        """

    /// The duration of the score.
    var seconds = 60.0
    var seed: UInt64 = 1
    var period = 256
    var spares = 3

    /// Whether both workers are hit within a block now and then.
    var hitsBoth = true

    /// Whether synths crash and hang, instead of the hits from outside.
    var hasFaults = false

    /// The seconds by which commands precede their frame.
    let ahead = 0.4

    let isolation = AudioEngine.Isolation.redundant()

    init?(_ arguments: [String]) {
        var rest = arguments[...]
        while let name = rest.popFirst() {
            guard let text = rest.popFirst(), let number = Int(text), number >= 0 else { return nil }
            switch name {
            case "--seconds" where number > 0: seconds = Double(number)
            case "--seed": seed = UInt64(number)
            case "--period" where (1...8192).contains(number): period = number
            case "--spares" where number <= 8: spares = number
            case "--faults" where number <= 1: hasFaults = number == 1
            case "--both" where number <= 1: hitsBoth = number == 1
            default: return nil
            }
        }
    }
}
