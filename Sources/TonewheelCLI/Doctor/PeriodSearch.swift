/// A binary search for the smallest period, a power of two, without late periods. Longer periods are assumed to pass
/// too.
package struct PeriodSearch: Equatable, Sendable {
    /// The candidates, in frames.
    package static let candidates = [16, 32, 64, 128, 256, 512, 1024, 2048]

    /// The trials, in the order in which they were played.
    package private(set) var trials: [PeriodTrial] = []

    /// The trial of the smallest period that passed; nil if none passed.
    package private(set) var smallest: PeriodTrial?

    /// Plays three or four trials.
    package init<Failure: Error>(_ play: (_ period: Int) throws(Failure) -> PeriodTrial) throws(Failure) {
        // Candidates from `end` on pass, those before `begin` fail.
        var begin = 0
        var end = Self.candidates.count
        while begin < end {
            let middle = (begin + end) / 2
            let trial = try play(Self.candidates[middle])
            trials.append(trial)
            if trial.hasPassed {
                smallest = trial
                end = middle
            } else {
                begin = middle + 1
            }
        }
    }

    /// The trial of the longest period that failed; nil if all passed.
    package var longestFailed: PeriodTrial? {
        trials.filter { !$0.hasPassed }.max { $0.period < $1.period }
    }
}
