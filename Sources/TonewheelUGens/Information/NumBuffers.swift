package import TonewheelDSP

/// The maximum number of buffers.
///
/// - Output 0 `out`: the number.
///
/// Reference: SuperCollider help, "NumBuffers".
package struct NumBuffers: UnitGenerator {
    package static var spec: UnitSpec {
        UnitSpec("NumBuffers", inputs: [], outputs: ["out"])
    }

    package init(_ setup: UnitSetup) {}

    @_noLocks @_noAllocation
    package mutating func reset() {}

    @_noLocks @_noAllocation
    package mutating func process(_ block: borrowing Block) {
        let value = Float(block.context.buffers.count)
        let output = block.output(0)
        for frame in 0..<block.frameCount { output[frame] = value }
    }
}
