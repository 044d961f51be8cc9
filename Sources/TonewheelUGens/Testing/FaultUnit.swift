package import TonewheelDSP
internal import TonewheelRealtime

/// A unit that injects faults on request, for tests of fault isolation.
///
/// - Input 0 `in`: the signal.
/// - Input 1 `mode`: the fault, a `Mode`; read once per block. Other values do nothing.
/// - Output 0 `out`: the signal, or NaN; may be the same memory as `in`.
///
/// It is available in `UnitRegistry.testing` only, so that clients cannot use it by mistake.
package struct FaultUnit: UnitGenerator {
    /// The faults.
    package enum Mode: Int32, BitwiseCopyable, Sendable, CaseIterable {
        /// No fault.
        case off = 0

        /// An access to unmapped memory, which raises SIGSEGV.
        case crash = 1

        /// An endless loop.
        case hang = 2

        /// NaN at the output.
        case nan = 3

        /// The value of the input `mode` that selects the fault.
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
            // No page is ever mapped at this address.
            UnsafeMutablePointer<Int>(bitPattern: 64)?.pointee = 0
        }
        // An empty loop would be removed in a release build.
        while mode == Mode.hang.value { _ = MonotonicClock.now() }
        for frame in 0..<block.frameCount { output[frame] = mode == Mode.nan.value ? .nan : signal[frame] }
    }
}
