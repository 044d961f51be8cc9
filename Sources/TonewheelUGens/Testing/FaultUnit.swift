package import TonewheelDSP
internal import TonewheelRealtime

/// Goes wrong on command, so that it can be shown what becomes of the rest. Not among the units that
/// clients can use, but in `UnitRegistry.testing`: nobody plays it by mistake.
///
/// - Input 0 `in`: the signal.
/// - Input 1 `mode`: what to do, a `Mode`; read once a block. Anything else does nothing.
/// - Output 0 `out`: the signal, or NaN; may be the same memory as `in`.
package struct FaultUnit: UnitGenerator {
    /// How it goes wrong.
    package enum Mode: Int32, BitwiseCopyable, Sendable, CaseIterable {
        /// Not at all.
        case off = 0

        /// It reads memory that is not there: SIGSEGV.
        case crash = 1

        /// It never returns.
        case hang = 2

        /// It gives NaN.
        case nan = 3

        /// The signal value that stands for it.
        package var value: Float {
            @_noLocks @_noAllocation get {
                switch self {
                case .off: 0
                case .crash: 1
                case .hang: 2
                case .nan: 3
                }
            }
        }
    }

    package static var spec: UnitSpec {
        UnitSpec("Fault", inputs: [.number("in", default: 0), .number("mode", default: 0)], outputs: ["out"])
    }

    package init(_ setup: UnitSetup) {}

    @_noLocks @_noAllocation
    package mutating func reset() {}

    @_noLocks @_noAllocation
    package mutating func process(_ block: borrowing Block) {
        let (signal, output) = (block.input(0), block.output(0))
        let mode = block.held(1)[0]
        if mode == Mode.crash.value {
            // No page is ever mapped there.
            UnsafeMutablePointer<Int>(bitPattern: 64)?.pointee = 0
        }
        // A loop that does nothing is left out of a release build.
        while mode == Mode.hang.value { _ = MonotonicClock.now() }
        for frame in 0..<block.frameCount { output[frame] = mode == Mode.nan.value ? .nan : signal[frame] }
    }
}
