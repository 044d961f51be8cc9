package import TonewheelDSP

/// The number of synths on the server.
///
/// - Output 0 `out`: the number.
///
/// Reference: SuperCollider help, "NumRunningSynths".
package struct NumRunningSynths: UnitGenerator {
    package static var spec: UnitSpec {
        UnitSpec("NumRunningSynths", inputs: [], outputs: ["out"])
    }

    package init(_ setup: UnitSetup) {}

    @_noLocks @_noAllocation
    package mutating func reset() {}

    @_noLocks @_noAllocation
    package mutating func process(_ block: borrowing Block) {
        let value = Float(block.context.synthCount.pointee)
        let output = block.output(0)
        for frame in 0..<block.frameCount { output[frame] = value }
    }
}
