/// The calculation rate of a signal. Raw values are those of the SynthDef file format.
///
/// Reference: SuperCollider help, "SynthDef File Format".
public enum Rate: UInt8, Sendable, BitwiseCopyable, CaseIterable {
    /// One value, computed before the first block ("initial rate").
    case scalar = 0

    /// One value per block.
    case control = 1

    /// One value per frame.
    case audio = 2

    /// One value per request of a reader.
    case demand = 3

    /// Whether this is audio rate. (The compiler does not allow `==` on enumerations on the render path.)
    public var isAudio: Bool {
        @_noLocks @_noAllocation get {
            if case .audio = self { true } else { false }
        }
    }
}
