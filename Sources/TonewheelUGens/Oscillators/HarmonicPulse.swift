internal import TonewheelDSP

/// Band-limited pulses: the sum of the first N harmonics of a cosine, with equal amplitudes, in closed form.
///
///     (sin((2 N + 1) θ) / sin θ - 1) / (2 N),   θ = π phase
///
/// 1 / sin θ is interpolated between points 2π / 8192 apart, and computed by division near its poles, as in scsynth
/// (measured from outside).
///
/// References: J. A. Moorer, "The Synthesis of Complex Audio Spectra by Means of Discrete Summation Formulas" (1976);
/// T. Stilson and J. O. Smith, "Alias-Free Digital Synthesis of Classic Analog Waveforms" (1996).
enum HarmonicPulse {
    /// Returns the increment of the angle θ per frame, where 2³² is 2π, in multiples of 2³. Frequencies above half the
    /// sample rate alias. `[any]`
    @inline(__always)
    @_noLocks @_noAllocation
    static func step(_ hertz: Float, _ sampleRate: Double) -> UInt32 {
        let units = Bounds.clamp(Double(hertz) * (0x1p28 / sampleRate), -0x1p52, 0x1p52)
        return UInt32(truncatingIfNeeded: Int64(units)) &<< 3
    }

    /// Returns the number of harmonics below half the sample rate: 1 … 2¹⁵, or −1 … −2¹⁵ for a negative frequency. The
    /// result for 0 Hz makes the pulse vanish, as in scsynth. `[any]`
    @inline(__always)
    @_noLocks @_noAllocation
    static func count(_ hertz: Float, _ sampleRate: Double) -> Int32 {
        if hertz == 0 { return .min }
        let count = Int32(Bounds.clamp(sampleRate * 0.5 / Double(hertz), -0x1p15, 0x1p15))
        return count == 0 ? 1 : count
    }

    /// Returns the pulse at an angle, where 2³² is 2π. `[render]`
    ///
    /// - Parameter harmonics: the number of harmonics, not 0.
    @inline(__always)
    @_noLocks @_noAllocation
    static func value(at phase: UInt32, harmonics: Int32) -> Float {
        let angle = phase & 0x7FFF_FFFF
        let cell = angle &>> 19
        let sine = SineCurve.value(at: angle)
        let low = 1 / SineCurve.value(at: cell &<< 19)
        let high = 1 / SineCurve.value(at: (cell &+ 1) &<< 19)
        let fraction = Float(Int32(bitPattern: angle & 0x7FFFF)) * 0x1p-19
        let isNear = cell &- 9 > 4086 - 9
        let inverse = isNear ? 1 / sine : low + (high - low) * fraction
        let upper = SineCurve.value(at: angle &* UInt32(bitPattern: 2 &* harmonics &+ 1))
        let value = (upper * inverse - 1) * (0.5 / Float(harmonics))
        return sine < 0.0005 && sine > -0.0005 ? 1 : value
    }
}

/// The number of harmonics and the phase increment of a block. When the number changes, the pulse crossfades over the
/// block.
struct HarmonicBlock: BitwiseCopyable {
    private var frequency: Float = 0
    private var harmonics: Int32 = 1
    private var limit: Int32 = 1

    // The plan of a block that is rendered in pieces, and its start frame.
    private var saved = Plan(step: 0, before: 1, after: 1)
    private var startFrame: Int32 = 0

    @_noLocks @_noAllocation
    init() {}

    /// The parameters of one block.
    struct Plan: BitwiseCopyable {
        let step: UInt32
        let before: Int32
        let after: Int32

        /// The number of frames between the plan's start and the piece.
        let offset: Int32

        @_noLocks @_noAllocation
        fileprivate init(step: UInt32, before: Int32, after: Int32, offset: Int32 = 0) {
            self.step = step
            self.before = before
            self.after = after
            self.offset = offset
        }

        /// Returns the crossfade increment per frame.
        @inline(__always)
        @_noLocks @_noAllocation
        func fadeStep(_ block: borrowing Block) -> Float {
            1 / Float(block.framesToEnd &+ Int(offset))
        }

        /// Returns the pulse at an angle, crossfaded for a frame of the block or piece.
        @inline(__always)
        @_noLocks @_noAllocation
        func value(at phase: UInt32, _ frame: Int, _ fadeStep: Float) -> Float {
            let old = HarmonicPulse.value(at: phase, harmonics: before)
            let passed = Float(Int32(truncatingIfNeeded: frame) &+ offset) * fadeStep
            return old + (HarmonicPulse.value(at: phase, harmonics: after) - old) * passed
        }
    }

    /// Initializes the first block with the values of the inputs before it.
    @inline(__always)
    @_noLocks @_noAllocation
    mutating func begin(_ hertz: Float, _ sampleRate: Double, count choose: (Int32) -> Int32) {
        frequency = hertz
        harmonics = choose(HarmonicPulse.count(hertz, sampleRate))
    }

    /// Returns the plan of a block. When the number of harmonics changes, the higher frequency of the two blocks is
    /// used.
    ///
    /// - Parameter count: a function from the possible number of harmonics to the requested one, not 0. A negative
    ///   number −n yields the pulses of n − 1 harmonics and a constant part of 1 / n, as scsynth does for negative
    ///   frequencies (measured, 3.13).
    @inline(__always)
    @_noLocks @_noAllocation
    mutating func start(
        _ hertz: Float, _ sampleRate: Double, _ block: borrowing Block, count choose: (Int32) -> Int32
    ) -> Plan {
        let count = choose(HarmonicPulse.count(hertz, sampleRate))
        return plan(hertz, sampleRate, count, usesHigher: count != harmonics, block)
    }

    /// Initializes the first block with as many harmonics as possible, 1 … `limit`.
    @inline(__always)
    @_noLocks @_noAllocation
    mutating func begin(_ hertz: Float, _ sampleRate: Double, limit: Int32) {
        self.limit = limit
        begin(hertz, sampleRate) { max(1, min(limit, $0)) }
    }

    /// Returns the plan of a block with as many harmonics as possible, at most `limit`. If fewer are possible, the
    /// higher frequency of the two blocks is used. If nothing changes, the number is not recomputed, so that the 1 of a
    /// first block persists.
    @inline(__always)
    @_noLocks @_noAllocation
    mutating func start(_ hertz: Float, _ sampleRate: Double, _ block: borrowing Block, limit: Int32) -> Plan {
        if hertz == frequency, limit == self.limit {
            return plan(hertz, sampleRate, harmonics, usesHigher: false, block)
        }
        self.limit = limit
        let possible = HarmonicPulse.count(hertz, sampleRate)
        return plan(hertz, sampleRate, min(limit, possible), usesHigher: possible < limit, block)
    }

    @inline(__always)
    @_noLocks @_noAllocation
    private mutating func plan(
        _ hertz: Float, _ sampleRate: Double, _ count: Int32, usesHigher: Bool, _ block: borrowing Block
    ) -> Plan {
        if block.isPiece { return planPiece(hertz, sampleRate, count, usesHigher: usesHigher, block) }
        return plan(hertz, sampleRate, count, usesHigher: usesHigher)
    }

    /// Continues the plan of the block's first piece in a later one, unless an input has changed.
    @inline(never)
    @_noLocks @_noAllocation
    private mutating func planPiece(
        _ hertz: Float, _ sampleRate: Double, _ count: Int32, usesHigher: Bool, _ block: borrowing Block
    ) -> Plan {
        let first = Int32(truncatingIfNeeded: block.firstFrame)
        if !block.isContinued || hertz != frequency || count != harmonics {
            saved = plan(hertz, sampleRate, count, usesHigher: usesHigher)
            startFrame = first
        }
        return Plan(step: saved.step, before: saved.before, after: saved.after, offset: first &- startFrame)
    }

    @inline(__always)
    @_noLocks @_noAllocation
    private mutating func plan(_ hertz: Float, _ sampleRate: Double, _ count: Int32, usesHigher: Bool) -> Plan {
        let higher = usesHigher && frequency > hertz ? frequency : hertz
        let plan = Plan(step: HarmonicPulse.step(higher, sampleRate), before: harmonics, after: count)
        (frequency, harmonics) = (hertz, count)
        return plan
    }
}
