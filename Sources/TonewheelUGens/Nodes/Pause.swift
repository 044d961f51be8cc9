package import TonewheelDSP

/// Pauses a node, and lets it go on.
///
/// - Input 0 `gate`: at 0 the node is paused, else it runs; acts when that changes, and runs at first.
/// - Input 1 `id`: the node's number. If there is no such node, or it is the root, nothing happens.
/// - Output 0 `out`: the gate; may be the same memory as an input.
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
            let now = Held.finite(gate[frame])
            let isOpen = now > 0 || now < 0
            if isOpen, !isRunning { block.context.nodeRequests.ask(.resume, of: Whole.int(id[frame])) }
            if !isOpen, isRunning { block.context.nodeRequests.ask(.pause, of: Whole.int(id[frame])) }
            isRunning = isOpen
            output[frame] = now
        }
    }

    /// Nothing is asked for before the first frame. `[render]`
    @_noLocks @_noAllocation
    package mutating func prime(_ block: borrowing Block) {
        block.output(0)[0] = Held.finite(block.held(0)[0])
    }
}
