package import TonewheelDSP

/// A second-order section given by its coefficients.
///
///     w[n] = x[n] + b1 w[n-1] + b2 w[n-2],   y[n] = a0 w[n] + a1 w[n-1] + a2 w[n-2]
///
/// - Input 0 `in`: the signal.
/// - Inputs 1 … 3 `a0`, `a1`, `a2`: the feedforward coefficients.
/// - Inputs 4 and 5 `b1`, `b2`: the feedback coefficients.
/// - Output 0 `out`: the filtered signal; may share memory with an input.
///
/// If all coefficients are at audio rate, they may change with every frame. Otherwise they are read once a block, and
/// changes take effect over the block. The first frame is processed twice, as measured on scsynth.
///
/// Reference: SuperCollider help, "SOS".
package struct SOS: UnitGenerator {
    package static var spec: UnitSpec {
        UnitSpec(
            "SOS",
            inputs: [
                .number("in", default: 0), .number("a0", default: 0), .number("a1", default: 0),
                .number("a2", default: 0), .number("b1", default: 0), .number("b2", default: 0),
            ],
            outputs: ["out"])
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
        let isMoving =
            !block.input(1).isConstant && !block.input(2).isConstant && !block.input(3).isConstant
            && !block.input(4).isConstant && !block.input(5).isConstant
        if isMoving { return processMoving(block) }
        if block.isFirst { filter.begin(Self.coefficients(block, -1), block) }
        let target = Self.held(block)
        let isUnchanged =
            target.b0 == last.b0 && target.b1 == last.b1 && target.b2 == last.b2 && target.a1 == last.a1
            && target.a2 == last.a2
        if isUnchanged, !block.isFirst {
            filter.process(block)
        } else {
            last = target
            filter.glide(to: target, block)
        }
    }

    /// Processes a block in which the coefficients change with every frame.
    @_noLocks @_noAllocation
    private mutating func processMoving(_ block: borrowing Block) {
        let (input, output) = (block.input(0), block.output(0))
        if block.isFirst, !block.isPriming { _ = filter.next(input.initial, Self.coefficients(block, -1)) }
        for frame in 0..<block.frameCount { output[frame] = filter.next(input[frame], Self.coefficients(block, frame)) }
        filter.sanitize(output, block.frameCount)
    }

    /// Returns the coefficients at `frame`. −1 is the frame before the first block.
    @inline(__always)
    @_noLocks @_noAllocation
    private static func coefficients(_ block: borrowing Block, _ frame: Int) -> SecondOrderCoefficients {
        SecondOrderCoefficients(
            b0: Double(block.input(1).value(at: frame)), b1: Double(block.input(2).value(at: frame)),
            b2: Double(block.input(3).value(at: frame)), a1: -Double(block.input(4).value(at: frame)),
            a2: -Double(block.input(5).value(at: frame)))
    }

    /// Returns the coefficients at the start of the block.
    @_noLocks @_noAllocation
    private static func held(_ block: borrowing Block) -> SecondOrderCoefficients {
        SecondOrderCoefficients(
            b0: Double(block.held(1)[0]), b1: Double(block.held(2)[0]), b2: Double(block.held(3)[0]),
            a1: -Double(block.held(4)[0]), a2: -Double(block.held(5)[0]))
    }
}
