package import TonewheelDSP
internal import TonewheelRealtime

/// A bank of resonators, as of a thing that is struck: the sum of `Ringz` at half their gain,
/// each with its own loudness.
///
/// - Input 0 `in`: the signal that strikes.
/// - Input 1 `frequencyScale`, input 2 `frequencyOffset`: all frequencies are multiplied by the one, and then the other is added.
/// - Input 3 `decayScale`: all times are multiplied by it.
/// - Further inputs: for each resonator its frequency in hertz, which beyond half the sample rate aliases, its loudness, and seconds in which it decays by 60 dB.
///   All but `in` are taken when the synth starts.
/// - Output 0 `out`: the sum.
///
/// Reference: SuperCollider help, "Klank"; that of `Ringz`. The gain is as measured of scsynth.
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

    /// Of one resonator: gain, a1, a2, w1, w2, each a `Double` in two samples.
    private static var width: Int { @_noLocks @_noAllocation get { 10 } }

    private let memory: ArenaSlice
    private let count: Int
    private let sampleRate: Double

    package init(_ setup: UnitSetup) {
        count = max(0, setup.inputs.count - 4) / 3
        memory = setup.takeMemory(count * Self.width)
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
            let state = block.memory(memory) + index &* Self.width
            let place = 4 &+ 3 &* index
            let hertz = block.input(place).initial * scale + offset
            let angle = Bounds.hold(Double(hertz * Float(2 * Double.pi / sampleRate)), -1e6, 1e6)
            let radius = DecayTime.factor(block.input(place &+ 2).initial * times, sampleRate)
            let square = radius * radius
            store(Bounds.hold(Double(block.input(place &+ 1).initial), -1e6, 1e6) * 0.25, state, 0)
            // In single precision, as is the angle: measured of scsynth.
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
            let state = block.memory(memory) + index &* Self.width
            let (gain, a1, a2) = (load(state, 0), load(state, 1), load(state, 2))
            var (w1, w2) = (load(state, 3), load(state, 4))
            for frame in 0..<frameCount {
                let w0 = Double(input[frame]) - a1 * w1 - a2 * w2
                output[frame] += Float(gain * (w0 - w2))
                w2 = w1
                w1 = w0
            }
            if !Bounds.isSound(w1) || !Bounds.isSound(w2) { (w1, w2) = (0, 0) }
            store(w1, state, 3)
            store(w2, state, 4)
        }
        Bounds.silenceNonFinite(output, frameCount)
    }

    /// Before the first frame it is at what the partials make of the input, and remembers nothing of it. `[render]`
    @_noLocks @_noAllocation
    package mutating func prime(_ block: borrowing Block) {
        prepare(block)
        var sum: Float = 0
        for index in 0..<count {
            let gain = load(block.memory(memory) + index &* Self.width, 0)
            sum += Float(gain * Double(block.held(0)[0]))
        }
        block.output(0)[0] = Held.finite(sum)
    }
}
