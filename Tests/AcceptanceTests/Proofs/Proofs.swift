import Testing

/// Tests of claims that depend on real time. They run by hand with `scripts/prove`, never in continuous integration.
@Suite(.serialized) enum Proofs {}
