/// What a unit is told before its first block. `[control]`
public struct UnitSetup {
    /// Frames a second that the unit computes: at control rate, blocks a second.
    public var sampleRate: Double

    /// Frames that a block has at most: at control rate 1.
    public var maximumFrameCount: Int

    /// Frames a second of the sound.
    public var audioSampleRate: Double

    /// How often the unit computes.
    public var rate: Rate

    /// What the definition says besides: which operator, which control.
    public var specialIndex: Int

    /// What is connected, in the order of the spec, and what follows.
    public var inputs: [Input]

    /// Outputs that the definition gives it.
    public var outputCount: Int

    /// Whether there are late outputs, as its spec asks for: see `UnitSpec.hasLateOutputs`.
    package var hasLateOutputs = false

    /// Where the unit stands in its synth, from 0.
    public var index: Int

    /// What makes its randomness differ from that of others: from the server's seed, the node and `index`.
    public var seed: UInt64 {
        get {
            use.isIndividual = true
            return seedValue
        }
        set { seedValue = newValue }
    }

    private var seedValue: UInt64
    private let use: Use

    /// An input, as far as it is known beforehand.
    public struct Input: Sendable {
        /// How often it changes.
        public var rate: Rate

        /// The place in the synth of the unit that gives it; nil for a constant.
        public var unit: Int?

        package init(rate: Rate, unit: Int? = nil) {
            self.rate = rate
            self.unit = unit
        }
    }

    /// What units have asked for: whoever makes many synths of one kind need not ask them again if it was nothing.
    public final class Use {
        /// Samples of memory that have been taken.
        public var memoryCount = 0

        /// Whether the state depends on what is each synth's own: the seed, or the values that inputs begin with.
        public fileprivate(set) var isIndividual = false

        /// The values that inputs begin with, where they are known.
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
        use: Use = Use()
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
        self.use = use
    }

    /// What the input at `index` begins with, if that is known before the synth starts: a constant, a control, or what is
    /// computed from such. A unit whose memory depends on another value takes a stated maximum.
    public func value(ofInput index: Int) -> Float? {
        use.isIndividual = true
        return use.values(index)
    }

    /// Takes memory for `count` samples, which is zero at first. `Block.memory` leads to it.
    public func takeMemory(_ count: Int) -> ArenaSlice {
        let offset = use.memoryCount
        use.memoryCount += max(0, count)
        return ArenaSlice(offset: offset, count: max(0, count))
    }
}
