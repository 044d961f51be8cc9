package import TonewheelDSP

/// The number of audio buses fed by the hardware inputs.
///
/// - Output 0 `out`: the number.
///
/// Reference: SuperCollider help, "NumInputBuses".
package struct NumInputBuses: UnitGenerator {
    package static var spec: UnitSpec {
        UnitSpec("NumInputBuses", inputs: [], outputs: ["out"])
    }

    package init(_ setup: UnitSetup) {}

    @_noLocks @_noAllocation
    package mutating func reset() {}

    @_noLocks @_noAllocation
    package mutating func process(_ block: borrowing Block) {
        let value = Float(block.context.inputBusCount)
        let output = block.output(0)
        for frame in 0..<block.frameCount { output[frame] = value }
    }
}
