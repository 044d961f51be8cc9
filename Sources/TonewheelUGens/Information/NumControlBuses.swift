package import TonewheelDSP

/// The number of control buses.
///
/// - Output 0 `out`: the number.
///
/// Reference: SuperCollider help, "NumControlBuses".
package struct NumControlBuses: UnitGenerator {
    package static var spec: UnitSpec {
        UnitSpec("NumControlBuses", inputs: [], outputs: ["out"])
    }

    package init(_ setup: UnitSetup) {}

    @_noLocks @_noAllocation
    package mutating func reset() {}

    @_noLocks @_noAllocation
    package mutating func process(_ block: borrowing Block) {
        let value = Float(block.context.controlBuses.count)
        let output = block.output(0)
        for frame in 0..<block.frameCount { output[frame] = value }
    }
}
