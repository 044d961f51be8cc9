package import TonewheelDSP

/// Controls that go to what they are set to with an exponential lag, and begin where they are.
///
/// - Further inputs: for each control the seconds until a step is within 60 dB; at the initial or at control rate.
/// - Outputs: one for each control, from the special index on.
///
/// Reference: SuperCollider help, "LagControl".
package struct LagControl: UnitGenerator {
    package static var spec: UnitSpec {
        UnitSpec(
            "LagControl", inputs: [], outputs: .asDefined, furtherInputs: "lags",
            exemptions: [.blockSizes: "controls change with blocks"])
    }

    private let first: Int
    private let outputCount: Int
    private let sampleRate: Double
    private let lagCount: Int
    private let values: ArenaSlice

    package init(_ setup: UnitSetup) {
        first = max(0, setup.specialIndex)
        outputCount = setup.outputCount
        sampleRate = setup.sampleRate
        lagCount = setup.inputs.count
        values = setup.takeMemory(setup.outputCount)
    }

    @_noLocks @_noAllocation
    package mutating func reset() {}

    @_noLocks @_noAllocation
    package mutating func process(_ block: borrowing Block) {
        let values = block.memory(self.values)
        for channel in 0..<outputCount {
            let target = Held.finite(ControlReader.value(block, first &+ channel))
            let seconds = channel < lagCount ? block.held(channel)[0] : 0
            let b = Float(LagCoefficient.of(Held.finite(seconds), sampleRate))
            var value = block.isFirst ? target : values[channel]
            let output = block.output(channel)
            for frame in 0..<block.frameCount {
                value = target + b * (value - target)
                output[frame] = value
            }
            values[channel] = value
        }
    }
}
