internal import TonewheelDSP

/// Band-limited pulses: the sum of the first cosines of a frequency, all equally loud, in closed form.
///
///     (sin((2 N + 1) θ) / sin θ - 1) / (2 N),   θ = π phase
///
/// References: J. A. Moorer, "The Synthesis of Complex Audio Spectra by Means of Discrete Summation Formulas" (1976); T. Stilson
/// and J. O. Smith, "Alias-Free Digital Synthesis of Classic Analog Waveforms" (1996). How 1 / sin θ is read off, between
/// points 2π / 8192 apart and by division near its poles, is scsynth's, as measured from outside.
enum HarmonicPulse {
    /// The angle θ that a frequency goes on in a frame, where 2³² is 2π, in steps of 2³. A frequency beyond half the sample rate
    /// aliases. `[any]`
    @inline(__always)
    @_noLocks @_noAllocation
    static func step(_ hertz: Float, _ sampleRate: Double) -> UInt32 {
        let units = Bounds.hold(Double(hertz) * (0x1p28 / sampleRate), -0x1p52, 0x1p52)
        return UInt32(truncatingIfNeeded: Int64(units)) &<< 3
    }

    /// How many harmonics there are below half the sample rate: 1 … 2¹⁵, or −1 … −2¹⁵ of a negative frequency. At 0 Hz it is the number
    /// with which a pulse vanishes, as in scsynth. `[any]`
    @inline(__always)
    @_noLocks @_noAllocation
    static func count(_ hertz: Float, _ sampleRate: Double) -> Int32 {
        if hertz == 0 { return .min }
        let count = Int32(Bounds.hold(sampleRate * 0.5 / Double(hertz), -0x1p15, 0x1p15))
        return count == 0 ? 1 : count
    }

    /// The pulse at an angle, where 2³² is 2π. `[render]`
    ///
    /// - Parameter harmonics: not 0.
    @inline(__always)
    @_noLocks @_noAllocation
    static func value(at phase: UInt32, harmonics: Int32) -> Float {
        let angle = phase & 0x7FFF_FFFF
        let cell = angle &>> 19
        let sine = SineCurve.value(at: angle)
        let low = 1 / SineCurve.value(at: cell &<< 19)
        let high = 1 / SineCurve.value(at: (cell &+ 1) &<< 19)
        let part = Float(Int32(bitPattern: angle & 0x7FFFF)) * 0x1p-19
        let isNear = cell &- 9 > 4086 - 9
        let inverse = isNear ? 1 / sine : low + (high - low) * part
        let upper = SineCurve.value(at: angle &* UInt32(bitPattern: 2 &* harmonics &+ 1))
        let value = (upper * inverse - 1) * (0.5 / Float(harmonics))
        return sine < 0.0005 && sine > -0.0005 ? 1 : value
    }
}

/// The harmonics and the step of a block: where their number changes, the old number fades into the new one.
struct HarmonicBlock: BitwiseCopyable {
    private var frequency: Float = 0
    private var harmonics: Int32 = 1
    private var limit: Int32 = 1

    // The plan of a block that is rendered in pieces, and the frame at which it began.
    private var kept = Plan(step: 0, before: 1, after: 1)
    private var origin: Int32 = 0

    @_noLocks @_noAllocation
    init() {}

    /// What holds for one block.
    struct Plan: BitwiseCopyable {
        let step: UInt32
        let before: Int32
        let after: Int32

        /// Frames that have passed before those of a piece.
        let offset: Int32

        @_noLocks @_noAllocation
        fileprivate init(step: UInt32, before: Int32, after: Int32, offset: Int32 = 0) {
            self.step = step
            self.before = before
            self.after = after
            self.offset = offset
        }

        /// The part of the way through the block that a frame is.
        @inline(__always)
        @_noLocks @_noAllocation
        func part(_ block: borrowing Block) -> Float {
            1 / Float(block.framesToEnd &+ Int(offset))
        }

        /// The pulse at an angle, in a frame of the block or the piece.
        @inline(__always)
        @_noLocks @_noAllocation
        func value(at phase: UInt32, _ frame: Int, _ part: Float) -> Float {
            let old = HarmonicPulse.value(at: phase, harmonics: before)
            let passed = Float(Int32(truncatingIfNeeded: frame) &+ offset) * part
            return old + (HarmonicPulse.value(at: phase, harmonics: after) - old) * passed
        }
    }

    /// Begins a first block, with the values that the inputs hold before it.
    @inline(__always)
    @_noLocks @_noAllocation
    mutating func begin(_ hertz: Float, _ sampleRate: Double, count choose: (Int32) -> Int32) {
        frequency = hertz
        harmonics = choose(HarmonicPulse.count(hertz, sampleRate))
    }

    /// What holds for a block. Where the number changes, the higher frequency of the two blocks does.
    ///
    /// - Parameter count: how many harmonics are wanted of those that are possible; not 0. A negative number −n has the pulses of n − 1
    ///   harmonics, and a constant part of 1 / n, which is what scsynth makes of negative frequencies (measured, 3.13).
    @inline(__always)
    @_noLocks @_noAllocation
    mutating func start(
        _ hertz: Float, _ sampleRate: Double, _ block: borrowing Block, count choose: (Int32) -> Int32
    ) -> Plan {
        let count = choose(HarmonicPulse.count(hertz, sampleRate))
        return plan(hertz, sampleRate, count, holdsHigher: count != harmonics, block)
    }

    /// Begins a first block with as many harmonics as are possible, 1 … `limit`.
    @inline(__always)
    @_noLocks @_noAllocation
    mutating func begin(_ hertz: Float, _ sampleRate: Double, limit: Int32) {
        self.limit = limit
        begin(hertz, sampleRate) { max(1, min(limit, $0)) }
    }

    /// What holds for a block with as many harmonics as are possible, `limit` at most. Where fewer are possible, the higher frequency of
    /// the two blocks holds. What does not change is not counted again, so that the 1 of a first block stays.
    @inline(__always)
    @_noLocks @_noAllocation
    mutating func start(_ hertz: Float, _ sampleRate: Double, _ block: borrowing Block, limit: Int32) -> Plan {
        if hertz == frequency, limit == self.limit {
            return plan(hertz, sampleRate, harmonics, holdsHigher: false, block)
        }
        self.limit = limit
        let possible = HarmonicPulse.count(hertz, sampleRate)
        return plan(hertz, sampleRate, min(limit, possible), holdsHigher: possible < limit, block)
    }

    @inline(__always)
    @_noLocks @_noAllocation
    private mutating func plan(
        _ hertz: Float, _ sampleRate: Double, _ count: Int32, holdsHigher: Bool, _ block: borrowing Block
    ) -> Plan {
        if block.isPiece { return planPiece(hertz, sampleRate, count, holdsHigher: holdsHigher, block) }
        return plan(hertz, sampleRate, count, holdsHigher: holdsHigher)
    }

    /// A later piece goes on with the plan of the block's first one, unless something has changed.
    @inline(never)
    @_noLocks @_noAllocation
    private mutating func planPiece(
        _ hertz: Float, _ sampleRate: Double, _ count: Int32, holdsHigher: Bool, _ block: borrowing Block
    ) -> Plan {
        let first = Int32(truncatingIfNeeded: block.firstFrame)
        if !block.isContinued || hertz != frequency || count != harmonics {
            kept = plan(hertz, sampleRate, count, holdsHigher: holdsHigher)
            origin = first
        }
        return Plan(step: kept.step, before: kept.before, after: kept.after, offset: first &- origin)
    }

    @inline(__always)
    @_noLocks @_noAllocation
    private mutating func plan(_ hertz: Float, _ sampleRate: Double, _ count: Int32, holdsHigher: Bool) -> Plan {
        let higher = holdsHigher && frequency > hertz ? frequency : hertz
        let plan = Plan(step: HarmonicPulse.step(higher, sampleRate), before: harmonics, after: count)
        (frequency, harmonics) = (hertz, count)
        return plan
    }
}
