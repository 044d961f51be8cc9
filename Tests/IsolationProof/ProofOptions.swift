/// The options of the proof.
struct ProofOptions {
    var seconds = 60.0
    var seed: UInt64 = 1

    /// The number of periods that a worker may be ahead.
    var leadPeriods = 1

    /// The limit for the 99th percentile of the recovery time, in milliseconds.
    var limit = 50.0

    /// The damage to apply to the recording before the analysis, to see that the proof fails.
    var damage: Damage?
    var isSelfTest = false

    static let usage = """
        usage: IsolationProof [--seconds N] [--seed N] [--lead-periods N] [--limit N] [--self-test]

        Kills and stops the worker of a recording engine at random times, and compares the recording with the requested
        sound. Sound must be back within --limit milliseconds, 50 by default, at the 99th percentile. --self-test checks
        that the comparison detects each kind of damage.
        """

    /// Returns nil for invalid arguments.
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
