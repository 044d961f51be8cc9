package import TonewheelDSP

/// The sum of four signals.
///
/// - Input 0 `a`, input 1 `b`, input 2 `c`, input 3 `d`: the summands. At audio rate a control-rate summand is
///   interpolated linearly over the block.
/// - Output 0 `out`: the sum; may be the same memory as an input.
///
/// Reference: SuperCollider help, "Sum4".
package struct Sum4: UnitGenerator {
    package static var spec: UnitSpec {
        UnitSpec(
            "Sum4",
            inputs: [
                .number("a", default: 0), .number("b", default: 0), .number("c", default: 0), .number("d", default: 0),
            ],
            outputs: ["out"], exemptions: [.finite: "arithmetic propagates NaN and infinities"])
    }

    private var sum: BlockSum

    package init(_ setup: UnitSetup) {
        sum = BlockSum(count: 4, rate: setup.rate)
    }

    @_noLocks @_noAllocation
    package mutating func reset() {
        sum.reset()
    }

    @_noLocks @_noAllocation
    package mutating func process(_ block: borrowing Block) {
        sum.process(block)
    }
}
