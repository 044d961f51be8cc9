package import TonewheelDSP

/// Second-order filter section, given by its coefficients.
///
///     w[n] = x[n] + b1 w[n-1] + b2 w[n-2],   y[n] = a0 w[n] + a1 w[n-1] + a2 w[n-2]
///
/// - Input 0 `in`: the signal.
/// - Inputs 1 … 3 `a0`, `a1`, `a2`, inputs 4 and 5 `b1`, `b2`: the coefficients. They may change on every frame; at control
///   rate they are reached over a block.
/// - Output 0 `out`: the filtered signal; may be the same memory as an input.
///
/// Reference: SuperCollider help, "SOS"; the first frame goes through twice, as measured of scsynth.
package struct SOS: UnitGenerator {
    package static var spec: UnitSpec {
        UnitSpec(
            "SOS",
            inputs: [
                .number("in", default: 0), .number("a0", default: 0), .number("a1", default: 0),
                .number("a2", default: 0), .number("b1", default: 0), .number("b2", default: 0),
            ],
            outputs: ["out"], exemptions: [.blockSizes: "coefficients move over a block"])
    }

    private var filter = SecondOrderFilter()
    private var last = SecondOrderCoefficients()

    package init(_ setup: UnitSetup) {}

    @_noLocks @_noAllocation
    package mutating func reset() {
        filter = SecondOrderFilter()
        last = SecondOrderCoefficients()
    }

    @_noLocks @_noAllocation
    package mutating func process(_ block: borrowing Block) {
        if block.isFirst {
            filter.begin(
                SecondOrderCoefficients(
                    b0: Double(block.input(1).initial), b1: Double(block.input(2).initial),
                    b2: Double(block.input(3).initial), a1: -Double(block.input(4).initial),
                    a2: -Double(block.input(5).initial)), block)
        }
        let target = SecondOrderCoefficients(
            b0: Double(block.input(1)[0]), b1: Double(block.input(2)[0]), b2: Double(block.input(3)[0]),
            a1: -Double(block.input(4)[0]), a2: -Double(block.input(5)[0]))
        let isHeld =
            target.b0 == last.b0 && target.b1 == last.b1 && target.b2 == last.b2 && target.a1 == last.a1
            && target.a2 == last.a2
        if isHeld, !block.isFirst {
            filter.process(block)
        } else {
            last = target
            filter.glide(to: target, block)
        }
    }
}
