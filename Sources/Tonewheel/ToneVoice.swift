internal import TonewheelDSP
internal import TonewheelRealtime
internal import TonewheelUGens

/// The engine's built-in tone: a sine, its amplitude and its gate.
struct ToneVoice: ~Copyable {
    /// What the tone and the unit behind it are called where a crash is reported.
    static var node: Int64 { @_noLocks @_noAllocation get { 1 } }
    static var faultNode: Int64 { @_noLocks @_noAllocation get { 2 } }

    /// How long amplitude and gate take to a new value, in frames.
    static var glideFrames: Int { 64 }

    private var sine: TonewheelUGens.SineGenerator
    private var faultUnit: FaultUnit
    private var gain: TonewheelDSP.Glide

    private(set) var amplitude: Float
    private(set) var gate: Bool

    // What a block refers to by pointer. The frequency is a control-rate signal: one value for a whole piece.
    private let host: UnitHost  // keeps what follows alive
    private let context: UnsafePointer<RenderContext>
    private let synth: UnsafeMutablePointer<SynthContext>
    private let frequencySignal: UnsafeMutablePointer<Float>
    private let inputs: UnsafeMutablePointer<Signal>
    private let outputs: UnsafeMutablePointer<UnsafeMutablePointer<Float>>
    private let faultSignal: UnsafeMutablePointer<Float>

    /// Takes all the memory that it will ever need. `[control]`
    init(_ setup: UnitSetup, _ parameters: ParameterSet, output: UnsafeMutablePointer<Float>) {
        host = UnitHost()
        (context, synth) = (host.memory.context, host.synth)
        sine = TonewheelUGens.SineGenerator(setup)
        faultUnit = FaultUnit(setup)
        amplitude = parameters.amplitude
        gate = parameters.gate
        gain = TonewheelDSP.Glide(gate ? amplitude : 0, length: Self.glideFrames)
        frequencySignal = .allocate(capacity: 1)
        frequencySignal.initialize(to: parameters.frequency)
        faultSignal = .allocate(capacity: 1)
        faultSignal.initialize(to: parameters.fault)
        inputs = .allocate(capacity: 3)
        inputs.initialize(repeating: Signal(controlRate: frequencySignal), count: 3)
        inputs[2] = Signal(controlRate: faultSignal)
        outputs = .allocate(capacity: 1)
        outputs.initialize(to: output)
    }

    deinit {
        frequencySignal.deallocate()
        faultSignal.deallocate()
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
        if let value = change.fault { faultSignal.pointee = value }
        if change.amplitude != nil || change.gate != nil { gain.glide(to: gate ? amplitude : 0) }
    }

    /// Goes on with the parameters as given, at once. `[render]`
    @_noLocks @_noAllocation
    mutating func begin(_ change: ParameterChange) {
        apply(change)
        gain.jump(to: gate ? amplitude : 0)
    }

    /// Fills the next `frameCount` frames from `output` on. `[render]`
    ///
    /// - Parameter mark: is told what is being rendered, of block `number`.
    @_noLocks @_noAllocation
    mutating func render(
        _ output: UnsafeMutablePointer<Float>, frameCount: Int, mark: RenderMark, block number: Int64
    ) {
        outputs.pointee = output
        mark.set(node: Self.node, unit: 0, block: number)
        sine.process(
            Block(frameCount: frameCount, context: context, synth: synth, inputs: inputs, outputs: outputs))
        gain.apply(to: output, frameCount: frameCount)
        if faultSignal.pointee != FaultUnit.Mode.off.value {
            mark.set(node: Self.faultNode, unit: 0, block: number)
            inputs[1] = Signal(audioRate: output)
            faultUnit.process(
                Block(frameCount: frameCount, context: context, synth: synth, inputs: inputs + 1, outputs: outputs))
        }
        mark.set(node: 0, unit: 0, block: number)
    }
}
