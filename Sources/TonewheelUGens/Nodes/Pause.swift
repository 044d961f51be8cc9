package import TonewheelDSP

/// A unit that pauses and resumes a node.
///
/// - Input 0 `gate`: pauses the node when it becomes 0, and resumes it when it becomes another value. The node counts
///   as running at first.
/// - Input 1 `id`: the node ID. If the node does not exist or is the root, the gate has no effect.
/// - Output 0 `out`: the gate; may share memory with an input.
///
/// Reference: SuperCollider help, "Pause".
package struct Pause: UnitGenerator {
    package static var spec: UnitSpec {
        UnitSpec("Pause", inputs: [.number("gate", default: 1), .number("id", default: 0)], outputs: ["out"])
    }

    private var isRunning = true

    package init(_ setup: UnitSetup) {}

    @_noLocks @_noAllocation
    package mutating func reset() {
        isRunning = true
    }

    @_noLocks @_noAllocation
    package mutating func process(_ block: borrowing Block) {
        let (gate, id) = (block.input(0), block.input(1))
        let output = block.output(0)
        for frame in 0..<block.frameCount {
            let now = Clamp.finite(gate[frame])
            let isOpen = now > 0 || now < 0
            if isOpen, !isRunning { block.context.nodeRequests.request(.resume, of: InlineMath.int(id[frame])) }
            if !isOpen, isRunning { block.context.nodeRequests.request(.pause, of: InlineMath.int(id[frame])) }
            isRunning = isOpen
            output[frame] = now
        }
    }

    /// Sets the initial output to the gate; requests nothing. `[render]`
    @_noLocks @_noAllocation
    package mutating func prime(_ block: borrowing Block) {
        block.output(0)[0] = Clamp.finite(block.held(0)[0])
    }
}
