package import TonewheelDSP
internal import TonewheelRealtime

/// A bank of resonators: the sum of `Ringz` filters at half their gain, each with its own amplitude.
///
/// - Input 0 `in`: the excitation signal.
/// - Inputs 1 and 2 `frequencyScale`, `frequencyOffset`: the factor of all frequencies, and the offset in hertz added
///   after it.
/// - Input 3 `decayScale`: the factor of all decay times.
/// - Further inputs: for each resonator its frequency in hertz, which aliases beyond sampleRate / 2, its amplitude, and
///   the time in seconds in which it decays by 60 dB. All inputs but `in` are read when the synth starts.
/// - Output 0 `out`: the sum.
///
/// The gain is as measured on scsynth.
///
/// Reference: SuperCollider help, "Klank"; that of `Ringz`.
package struct Klank: UnitGenerator {
    package static var spec: UnitSpec {
        UnitSpec(
            "Klank",
            inputs: [
                .number("in", default: 0), .number("frequencyScale", default: 1),
                .number("frequencyOffset", default: 0), .number("decayScale", default: 1),
            ],
            outputs: .named(["out"]), furtherInputs: "partials",
            exemptions: [.inPlace: "the partials are summed in the output"])
    }

    /// The number of samples for one resonator: gain, a1, a2, w1, w2, each a `Double` in two samples.
    private static var stateSize: Int { @_noLocks @_noAllocation get { 10 } }

    private let memory: ArenaSlice
    private let count: Int
    private let sampleRate: Double

    package init(_ setup: UnitSetup) {
        count = max(0, setup.inputs.count - 4) / 3
        memory = setup.reserveMemory(count * Self.stateSize)
        sampleRate = setup.sampleRate
    }

    @_noLocks @_noAllocation
    package mutating func reset() {}

    @inline(__always)
    @_noLocks @_noAllocation
    private func load(_ samples: UnsafeMutablePointer<Float>, _ index: Int) -> Double {
        let (high, low) = (samples[2 &* index].bitPattern, samples[2 &* index &+ 1].bitPattern)
        return Double(bitPattern: UInt64(high) &<< 32 | UInt64(low))
    }

    @inline(__always)
    @_noLocks @_noAllocation
    private func store(_ value: Double, _ samples: UnsafeMutablePointer<Float>, _ index: Int) {
        samples[2 &* index] = Float(bitPattern: UInt32(truncatingIfNeeded: value.bitPattern &>> 32))
        samples[2 &* index &+ 1] = Float(bitPattern: UInt32(truncatingIfNeeded: value.bitPattern))
    }

    @_noLocks @_noAllocation
    private func prepare(_ block: borrowing Block) {
        let (scale, offset, times) = (block.input(1).initial, block.input(2).initial, block.input(3).initial)
        for index in 0..<count {
            let state = block.memory(memory) + index &* Self.stateSize
            let firstInput = 4 &+ 3 &* index
            let hertz = block.input(firstInput).initial * scale + offset
            let angle = Bounds.clamp(Double(hertz * Float(2 * Double.pi / sampleRate)), -1e6, 1e6)
            let radius = DecayTime.factor(block.input(firstInput &+ 2).initial * times, sampleRate)
            let square = radius * radius
            store(Bounds.clamp(Double(block.input(firstInput &+ 1).initial), -1e6, 1e6) * 0.25, state, 0)
            // In single precision, as is the angle: as measured on scsynth.
            store(Double(Float(-2 * radius * (2 * radius * Maths.cos(angle) / (1 + square)))), state, 1)
            store(Double(Float(square)), state, 2)
        }
    }

    @_noLocks @_noAllocation
    package mutating func process(_ block: borrowing Block) {
        let (input, output) = (block.input(0), block.output(0))
        let frameCount = block.frameCount
        if block.isFirst { prepare(block) }
        for frame in 0..<frameCount { output[frame] = 0 }
        for index in 0..<count {
            let state = block.memory(memory) + index &* Self.stateSize
            let (gain, a1, a2) = (load(state, 0), load(state, 1), load(state, 2))
            var (w1, w2) = (load(state, 3), load(state, 4))
            for frame in 0..<frameCount {
                let w0 = Double(input[frame]) - a1 * w1 - a2 * w2
                output[frame] += Float(gain * (w0 - w2))
                w2 = w1
                w1 = w0
            }
            if !Bounds.isBounded(w1) || !Bounds.isBounded(w2) { (w1, w2) = (0, 0) }
            store(w1, state, 3)
            store(w2, state, 4)
        }
        Bounds.silenceNonFinite(output, frameCount)
    }

    /// Sets the initial output to the direct response of the partials, without a change of their states. `[render]`
    @_noLocks @_noAllocation
    package mutating func prime(_ block: borrowing Block) {
        prepare(block)
        var sum: Float = 0
        for index in 0..<count {
            let gain = load(block.memory(memory) + index &* Self.stateSize, 0)
            sum += Float(gain * Double(block.held(0)[0]))
        }
        block.output(0)[0] = Clamp.finite(sum)
    }
}
