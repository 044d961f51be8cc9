internal import TonewheelDSP
internal import TonewheelUGens

/// The engine's built-in tone: a sine, its amplitude and its gate.
struct ToneVoice: ~Copyable {
    /// How long amplitude and gate take to a new value, in frames.
    static var glideFrames: Int { 64 }

    private var sine: SineGenerator
    private var gain: Glide

    private(set) var amplitude: Float
    private(set) var gate: Bool

    // What a block refers to by pointer. The frequency is a control-rate signal: one value for a whole piece.
    private let frequencySignal: UnsafeMutablePointer<Float>
    private let inputs: UnsafeMutablePointer<Signal>
    private let outputs: UnsafeMutablePointer<UnsafeMutablePointer<Float>>

    /// Takes all the memory that it will ever need. `[control]`
    init(_ setup: UnitSetup, _ parameters: ParameterSet, output: UnsafeMutablePointer<Float>) {
        sine = SineGenerator(setup)
        amplitude = parameters.amplitude
        gate = parameters.gate
        gain = Glide(gate ? amplitude : 0, length: Self.glideFrames)
        frequencySignal = .allocate(capacity: 1)
        frequencySignal.initialize(to: parameters.frequency)
        inputs = .allocate(capacity: 1)
        inputs.initialize(to: Signal(controlRate: frequencySignal))
        outputs = .allocate(capacity: 1)
        outputs.initialize(to: output)
    }

    deinit {
        frequencySignal.deallocate()
        inputs.deallocate()
        outputs.deallocate()
    }

    var frequency: Float {
        @_noLocks @_noAllocation get { frequencySignal.pointee }
    }

    /// Changes what `change` gives, from the next frame on. `[render]`
    @_noLocks @_noAllocation
    mutating func apply(_ change: ParameterChange) {
        if let value = change.frequency { frequencySignal.pointee = value }
        if let value = change.amplitude { amplitude = value }
        if let value = change.gate { gate = value }
        if change.amplitude != nil || change.gate != nil { gain.glide(to: gate ? amplitude : 0) }
    }

    /// Fills the next `frameCount` frames from `output` on. `[render]`
    @_noLocks @_noAllocation
    mutating func render(_ output: UnsafeMutablePointer<Float>, frameCount: Int, context: RenderContext) {
        outputs.pointee = output
        sine.process(Block(frameCount: frameCount, context: context, inputs: inputs, outputs: outputs))
        gain.apply(to: output, frameCount: frameCount)
    }
}
