/// How often a unit computes, as SynthDef files number it.
///
/// Reference: SuperCollider help, "SynthDef File Format".
public enum Rate: UInt8, Sendable, BitwiseCopyable, CaseIterable {
    /// Once, before the first block ("initial rate").
    case scalar = 0

    /// Once a block.
    case control = 1

    /// Every frame.
    case audio = 2

    /// Whenever a reader asks.
    case demand = 3

    /// Whether it is audio rate. (`==` on enumerations is refused on the render path.)
    public var isAudio: Bool {
        @_noLocks @_noAllocation get {
            if case .audio = self { true } else { false }
        }
    }
}
