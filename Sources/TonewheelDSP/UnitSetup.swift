/// The parameters with which a unit is constructed. `[control]`
public struct UnitSetup {
    /// The number of frames per second that the unit computes; at control rate, blocks per second.
    public var sampleRate: Double

    /// The maximum number of frames in a block; 1 at control rate.
    public var maximumFrameCount: Int

    /// The audio sample rate, in hertz.
    public var audioSampleRate: Double

    /// The calculation rate of the unit.
    public var rate: Rate

    /// The special index of the SynthDef: an operator or the index of a control.
    public var specialIndex: Int

    /// The connected inputs, in the order of the spec, followed by further inputs.
    public var inputs: [Input]

    /// The number of outputs in the SynthDef.
    public var outputCount: Int

    /// Whether there are deferred outputs: see `UnitSpec.hasDeferredOutputs`.
    package var hasDeferredOutputs = false

    /// The index of the unit in its synth, from 0.
    public var index: Int

    /// The random seed of the unit, derived from the server's seed, the node ID and `index`.
    public var seed: UInt64 {
        get {
            usage.dependsOnSynth = true
            return seedValue
        }
        set { seedValue = newValue }
    }

    private var seedValue: UInt64
    private let usage: Usage

    /// The properties of an input that are known before the synth starts.
    public struct Input: Sendable {
        /// The calculation rate of the input.
        public var rate: Rate

        /// The index in the synth of the unit that computes the input; nil for a constant.
        public var unit: Int?

        package init(rate: Rate, unit: Int? = nil) {
            self.rate = rate
            self.unit = unit
        }
    }

    /// A record of the per-synth information that units have read. If there is none, their state is valid for every
    /// synth of the same SynthDef.
    public final class Usage {
        /// The number of samples that have been reserved.
        public var memoryCount = 0

        /// Whether the state depends on the individual synth: on its seed or on the initial values of inputs.
        public fileprivate(set) var dependsOnSynth = false

        /// Returns the initial value of the input at an index, if it is known.
        public var values: (Int) -> Float? = { _ in nil }

        package init() {}
    }

    package init(
        sampleRate: Double,
        maximumFrameCount: Int,
        audioSampleRate: Double? = nil,
        rate: Rate = .audio,
        specialIndex: Int = 0,
        inputs: [Input] = [],
        outputCount: Int = 1,
        index: Int = 0,
        seed: UInt64 = 0,
        usage: Usage = Usage()
    ) {
        self.sampleRate = sampleRate
        self.maximumFrameCount = maximumFrameCount
        self.audioSampleRate = audioSampleRate ?? sampleRate
        self.rate = rate
        self.specialIndex = specialIndex
        self.inputs = inputs
        self.outputCount = outputCount
        self.index = index
        seedValue = seed
        self.usage = usage
    }

    /// Returns the initial value of the input at `index` if it is known before the synth starts: a constant or a
    /// control that is not mapped. A unit whose memory depends on any other input reserves a documented maximum.
    public func value(ofInput index: Int) -> Float? {
        usage.dependsOnSynth = true
        return usage.values(index)
    }

    /// Reserves memory for `count` samples, initially 0. `Block.memory` returns a pointer to it.
    public func reserveMemory(_ count: Int) -> ArenaSlice {
        let offset = usage.memoryCount
        usage.memoryCount += max(0, count)
        return ArenaSlice(offset: offset, count: max(0, count))
    }
}
