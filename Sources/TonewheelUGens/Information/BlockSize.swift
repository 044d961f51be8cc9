package import TonewheelDSP

/// The number of frames in a block.
///
/// - Output 0 `out`: frames.
///
/// Reference: SuperCollider help, "BlockSize".
package struct BlockSize: UnitGenerator {
    package static var spec: UnitSpec {
        UnitSpec("BlockSize", inputs: [], outputs: ["out"])
    }

    package init(_ setup: UnitSetup) {}

    @_noLocks @_noAllocation
    package mutating func reset() {}

    @_noLocks @_noAllocation
    package mutating func process(_ block: borrowing Block) {
        let value = Float(block.context.blockFrames)
        let output = block.output(0)
        for frame in 0..<block.frameCount { output[frame] = value }
    }
}
