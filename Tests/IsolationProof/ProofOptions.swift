/// What the proof is asked for.
struct ProofOptions {
    var seconds = 60.0
    var seed: UInt64 = 1

    /// Periods that a worker is ahead.
    var leadPeriods = 1

    /// Sound is to be back within so long, in milliseconds, at the 99th percentile.
    var limit = 50.0

    /// What is done to the recording before it is looked at, to see that the proof fails.
    var damage: Damage?
    var isSelfTest = false

    static let usage = """
        usage: IsolationProof [--seconds N] [--seed N] [--lead-periods N] [--limit N] [--self-test]

        Kills and stops the worker of an engine that records, at random moments, and compares the recording with what was
        asked for. Sound must be back within --limit milliseconds, 50 by default, at the 99th percentile. --self-test checks
        that the comparison finds each kind of damage.
        """

    /// nil if they are none.
    init?(_ arguments: [String]) {
        var rest = arguments[...]
        while let name = rest.popFirst() {
            switch name {
            case "--self-test":
                isSelfTest = true
            case "--seconds":
                guard let value = rest.popFirst().flatMap(Double.init), (1...86_400).contains(value) else { return nil }
                seconds = value
            case "--seed":
                guard let value = rest.popFirst().flatMap(UInt64.init) else { return nil }
                seed = value
            case "--lead-periods":
                guard let value = rest.popFirst().flatMap(Int.init), (1...16).contains(value) else { return nil }
                leadPeriods = value
            case "--limit":
                guard let value = rest.popFirst().flatMap(Double.init), value > 0 else { return nil }
                limit = value
            case "--break":
                guard let value = rest.popFirst().flatMap(Damage.init) else { return nil }
                damage = value
            default:
                return nil
            }
        }
    }
}
