/// The proof that the proof can fail: it reports no problem in valid recordings, and each damage in damaged ones.
enum SelfTest {
    /// Prints the problems; returns whether the self-test has passed.
    static func run() -> Bool {
        var hasPassed = true
        for seed in 1...4 as ClosedRange<UInt64> {
            let take = SyntheticTake(seed: seed, blocks: 4000)
            let verdict = take.verdict
            let problems = verdict.problems
            if !problems.isEmpty || verdict.analysis.gaps.map(\.begin) != take.gaps
                || verdict.analysis.takeovers != take.takeovers
            {
                hasPassed = false
                print(
                    "Error: self-test: a valid recording has failed: \(problems),"
                        + " gaps \(verdict.analysis.gaps.count) of \(take.gaps.count), takeovers"
                        + " \(verdict.analysis.takeovers.count) of \(take.takeovers.count)")
            }
            for damage in Damage.allCases {
                var (samples, tones) = (take.samples, take.tones)
                damage.apply(to: &samples, &tones, verdict.analysis)
                let damaged = TakeVerdict(
                    samples, tones, take.counted, sampleRate: SyntheticTake.sampleRate,
                    periodFrames: SyntheticTake.periodFrames)
                guard damaged.problems.isEmpty else { continue }
                hasPassed = false
                print("Error: self-test: a recording with the damage '\(damage.rawValue)' has passed")
            }
            var counted = take.counted
            counted.frames -= TakeAnalysis.block
            let uncounted = TakeVerdict(
                take.samples, take.tones, counted, sampleRate: SyntheticTake.sampleRate,
                periodFrames: SyntheticTake.periodFrames)
            if uncounted.problems.isEmpty || uncounted.unexplainedFrames == 0 {
                hasPassed = false
                print("Error: self-test: a gap that was not counted has passed")
            }
        }
        print(
            "isolation: self-test: \(hasPassed ? "all" : "NOT all") of \(Damage.allCases.count + 1) kinds of damage are"
                + " detected, in 4 recordings that are valid without them")
        return hasPassed
    }
}
