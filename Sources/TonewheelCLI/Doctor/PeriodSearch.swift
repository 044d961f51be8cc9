/// The search for the smallest period that holds: a power of two, found by halving, as one that is longer holds as well.
package struct PeriodSearch: Equatable, Sendable {
    /// Frames.
    package static let candidates = [16, 32, 64, 128, 256, 512, 1024, 2048]

    /// In the order in which they were played.
    package private(set) var trials: [PeriodTrial] = []

    /// The smallest that has held; nil if none has.
    package private(set) var smallest: PeriodTrial?

    /// Plays three or four trials.
    package init<Failure: Error>(_ play: (_ period: Int) throws(Failure) -> PeriodTrial) throws(Failure) {
        // All above `end` hold, all below `begin` do not.
        var begin = 0
        var end = Self.candidates.count
        while begin < end {
            let middle = (begin + end) / 2
            let trial = try play(Self.candidates[middle])
            trials.append(trial)
            if trial.hasHeld {
                smallest = trial
                end = middle
            } else {
                begin = middle + 1
            }
        }
    }

    /// The longest that has not held; nil if all have.
    package var longestThatFailed: PeriodTrial? {
        trials.filter { !$0.hasHeld }.max { $0.period < $1.period }
    }
}
