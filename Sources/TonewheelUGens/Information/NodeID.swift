package import TonewheelDSP

/// The node ID of the synth.
///
/// - Output 0 `out`: the ID.
///
/// Reference: SuperCollider help, "NodeID".
package struct NodeID: UnitGenerator {
    package static var spec: UnitSpec {
        UnitSpec("NodeID", inputs: [], outputs: ["out"])
    }

    package init(_ setup: UnitSetup) {}

    @_noLocks @_noAllocation
    package mutating func reset() {}

    @_noLocks @_noAllocation
    package mutating func process(_ block: borrowing Block) {
        let value = Float(block.synth.pointee.nodeID)
        let output = block.output(0)
        for frame in 0..<block.frameCount { output[frame] = value }
    }
}
