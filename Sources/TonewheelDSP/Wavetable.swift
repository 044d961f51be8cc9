#if canImport(Darwin)
internal import Darwin
#else
internal import Glibc
#endif

/// One cycle of a waveform in 1024 points, read with linear interpolation.
///
/// Value and difference to the next value lie side by side, so that a read is one load of eight bytes and one
/// multiplication. For a sine the interpolation errs by (2π/1024)²/8 at most; what is not a mere change of gain has an RMS
/// value 117 dB below the sine's.
public final class Wavetable: @unchecked Sendable {  // written in `init` only
    /// Points in the table.
    public static var size: Int { 1 << Int(Reader.indexBits) }

    /// The end that a unit reads: a plain pointer, valid as long as the table it comes from.
    public struct Reader: BitwiseCopyable {
        /// log₂ of the points in the table: so many bits of a phase, from the top, choose the point.
        @usableFromInline static var indexBits: UInt64 { @_noLocks @_noAllocation get { 10 } }

        @usableFromInline let points: UnsafePointer<SIMD2<Float>>

        fileprivate init(points: UnsafePointer<SIMD2<Float>>) {
            self.points = points
        }

        /// The waveform at `phase`, where 2⁶⁴ is one cycle. `[render]`
        @inlinable
        public subscript(phase: UInt64) -> Float {
            @_noLocks @_noAllocation get {
                let point = points[Int(truncatingIfNeeded: phase &>> (64 &- Self.indexBits))]
                // The next 24 bits are all that a `Float` can tell apart; as a signed integer they convert in one step.
                let fraction = Int32(truncatingIfNeeded: (phase &>> (40 &- Self.indexBits)) & 0xFF_FFFF)
                return point.x + point.y * (Float(fraction) * 0x1p-24)
            }
        }
    }

    /// The end that units read.
    public let reader: Reader

    private let points: UnsafeMutablePointer<SIMD2<Float>>

    /// Tabulates `waveform` over one cycle, 0 ..< 1. `[control]`
    public init(_ waveform: (Double) -> Double) {
        points = .allocate(capacity: Self.size)
        for index in 0..<Self.size {
            let value = waveform(Double(index) / Double(Self.size))
            let next = waveform(Double((index + 1) % Self.size) / Double(Self.size))
            (points + index).initialize(to: SIMD2(Float(value), Float(next - value)))
        }
        reader = Reader(points: points)
    }

    deinit {
        points.deallocate()
    }

    /// One cycle of a sine of amplitude 1. `[control]`
    public static func sine() -> Wavetable {
        Wavetable { sin(2 * .pi * $0) }
    }
}
