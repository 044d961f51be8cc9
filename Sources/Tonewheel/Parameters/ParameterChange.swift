/// A change to some of the engine's parameters: what is nil stays as it is.
///
/// A change is applied whole, all of it at one frame.
public struct ParameterChange: BitwiseCopyable, Sendable, Hashable {
    /// Hertz, 0 … sampleRate / 2. The phase goes on from where it is.
    public var frequency: Float?

    /// The tone's peak, 0 … 1; reached in a glide of 64 frames.
    public var amplitude: Float?

    /// Whether the tone sounds; opens and closes in a glide of 64 frames.
    public var gate: Bool?

    /// How much of what comes in is heard, 0 … 1; reached in a glide of 64 frames.
    public var monitor: Float?

    /// A change to the parameters that are given. `[any]`
    @_noLocks @_noAllocation
    public init(frequency: Float? = nil, amplitude: Float? = nil, gate: Bool? = nil, monitor: Float? = nil) {
        self.frequency = frequency
        self.amplitude = amplitude
        self.gate = gate
        self.monitor = monitor
    }

    /// Whether it changes nothing. `[any]`
    public var isEmpty: Bool {
        frequency == nil && amplitude == nil && gate == nil && monitor == nil
    }

    /// This change followed by `later`, as one. `[any]`
    public func merging(_ later: ParameterChange) -> ParameterChange {
        ParameterChange(
            frequency: later.frequency ?? frequency,
            amplitude: later.amplitude ?? amplitude,
            gate: later.gate ?? gate,
            monitor: later.monitor ?? monitor
        )
    }

    /// Refuses values that are NaN or outside their range. `[control]`
    ///
    /// - Throws: `EngineError.outOfRange`, which names the parameter and its range.
    package func validate(sampleRate: Double) throws(EngineError) {
        if let frequency, !(0...Float(sampleRate / 2)).contains(frequency) {
            throw .outOfRange("frequency \(frequency) Hz is outside 0 … \(sampleRate / 2) Hz, half the sample rate")
        }
        if let amplitude, !(0...1).contains(amplitude) {
            throw .outOfRange("amplitude \(amplitude) is outside 0 … 1")
        }
        if let monitor, !(0...1).contains(monitor) {
            throw .outOfRange("monitor \(monitor) is outside 0 … 1")
        }
    }
}
