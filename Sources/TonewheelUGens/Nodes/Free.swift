package import TonewheelDSP

/// A unit that frees a node at every trigger.
///
/// - Input 0 `trigger`: acts when it rises from 0 or below to above 0.
/// - Input 1 `id`: the node ID. It may be that of a group or of the synth itself. If the node does not exist or is the
///   root, the trigger has no effect.
/// - Output 0 `out`: the trigger; may share memory with an input.
///
/// Reference: SuperCollider help, "Free".
package struct Free: UnitGenerator {
    package static var spec: UnitSpec {
        UnitSpec("Free", inputs: [.trigger("trigger"), .number("id", default: 0)], outputs: ["out"])
    }

    private var last: Float = 0  // in the previous frame

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
            let now = Clamp.finite(trigger[frame])
            if now > 0, !(last > 0) { block.context.nodeRequests.request(.free, of: InlineMath.int(id[frame])) }
            last = now
            output[frame] = now
        }
    }

    /// Sets the initial output to the trigger; requests nothing. `[render]`
    @_noLocks @_noAllocation
    package mutating func prime(_ block: borrowing Block) {
        block.output(0)[0] = Clamp.finite(block.held(0)[0])
    }
}
