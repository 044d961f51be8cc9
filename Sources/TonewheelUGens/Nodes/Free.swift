package import TonewheelDSP

/// Frees a node at every trigger: any, also the synth's own or a group.
///
/// - Input 0 `trigger`: acts when it goes from 0 or below to above 0.
/// - Input 1 `id`: the node's number. If there is no such node, or it is the root, nothing happens.
/// - Output 0 `out`: the trigger; may be the same memory as an input.
///
/// Reference: SuperCollider help, "Free".
package struct Free: UnitGenerator {
    package static var spec: UnitSpec {
        UnitSpec("Free", inputs: [.trigger("trigger"), .number("id", default: 0)], outputs: ["out"])
    }

    private var last: Float = 0  // of the frame before

    package init(_ setup: UnitSetup) {}

    @_noLocks @_noAllocation
    package mutating func reset() {
        last = 0
    }

    @_noLocks @_noAllocation
    package mutating func process(_ block: borrowing Block) {
        let (trigger, id) = (block.input(0), block.input(1))
        let output = block.output(0)
        for frame in 0..<block.frameCount {
            let now = Held.finite(trigger[frame])
            if now > 0, !(last > 0) { block.context.nodeRequests.ask(.free, of: Whole.int(id[frame])) }
            last = now
            output[frame] = now
        }
    }

    /// Nothing is asked for before the first frame. `[render]`
    @_noLocks @_noAllocation
    package mutating func prime(_ block: borrowing Block) {
        block.output(0)[0] = Held.finite(block.held(0)[0])
    }
}
