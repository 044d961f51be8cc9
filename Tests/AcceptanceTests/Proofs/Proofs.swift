import Testing

/// Claims that depend on real time: run by hand with `scripts/prove`, never by continuous integration.
@Suite(.serialized) enum Proofs {}
