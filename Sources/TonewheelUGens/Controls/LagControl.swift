package import TonewheelDSP

/// Controls with an exponential lag.
///
/// - Further inputs: for each control the 60 dB decay time of its lag in seconds; at scalar or control rate.
/// - Outputs: one for each control, starting at the special index.
///
/// Each output starts at the value of its control, without a lag.
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
        values = setup.reserveMemory(setup.outputCount)
    }

    @_noLocks @_noAllocation
    package mutating func reset() {}

    @_noLocks @_noAllocation
    package mutating func process(_ block: borrowing Block) {
        let values = block.memory(self.values)
        for channel in 0..<outputCount {
            let target = Clamp.finite(ControlReader.value(block, first &+ channel))
            let seconds = channel < lagCount ? block.held(channel)[0] : 0
            let b = Float(LagCoefficient.of(Clamp.finite(seconds), sampleRate))
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
