/// A change of some of the engine's parameters. A parameter that is nil keeps its value.
///
/// All parameters of a change are applied at the same frame.
public struct ParameterChange: BitwiseCopyable, Sendable, Hashable {
    /// The tone's frequency in hertz, 0 … sampleRate / 2. The phase is continuous.
    public var frequency: Float?

    /// The tone's peak amplitude, 0 … 1; reached in a linear glide of 64 frames.
    public var amplitude: Float?

    /// Whether the tone sounds; the gate opens and closes in a linear glide of 64 frames.
    public var gate: Bool?

    /// The gain of the input monitor, 0 … 1; reached in a linear glide of 64 frames.
    public var monitor: Float?

    /// Creates a change of the parameters that are not nil. `[any]`
    @_noLocks @_noAllocation
    public init(frequency: Float? = nil, amplitude: Float? = nil, gate: Bool? = nil, monitor: Float? = nil) {
        self.frequency = frequency
        self.amplitude = amplitude
        self.gate = gate
        self.monitor = monitor
    }

    /// Whether all parameters are nil. `[any]`
    public var isEmpty: Bool {
        frequency == nil && amplitude == nil && gate == nil && monitor == nil
    }

    /// Returns this change followed by `later`, as one change. `[any]`
    public func merging(_ later: ParameterChange) -> ParameterChange {
        ParameterChange(
            frequency: later.frequency ?? frequency,
            amplitude: later.amplitude ?? amplitude,
            gate: later.gate ?? gate,
            monitor: later.monitor ?? monitor
        )
    }

    /// Checks that no value is NaN or outside its range. `[control]`
    ///
    /// - Throws: `EngineError.outOfRange`, which names the parameter and its range.
    package func validate(sampleRate: Double) throws(EngineError) {
        if let frequency, !(0...Float(sampleRate / 2)).contains(frequency) {
            throw .outOfRange(
                "The frequency \(frequency) Hz is outside 0 … \(sampleRate / 2) Hz, half the sample rate.")
        }
        if let amplitude, !(0...1).contains(amplitude) {
            throw .outOfRange("The amplitude \(amplitude) is outside 0 … 1.")
        }
        if let monitor, !(0...1).contains(monitor) {
            throw .outOfRange("The monitor gain \(monitor) is outside 0 … 1.")
        }
    }
}
