#if canImport(Darwin)
internal import Darwin
#else
internal import Glibc
#endif

/// One cycle of a waveform in 1024 points, read with linear interpolation.
///
/// Each value is stored next to the difference to the following one, so that a read costs one load of eight bytes and
/// one multiplication. For a sine the interpolation error is (2π/1024)²/8 at most. Apart from a mere change of gain,
/// its RMS value is 117 dB below that of the sine.
public final class Wavetable: @unchecked Sendable {  // written in `init` only
    /// The number of points.
    public static var size: Int { 1 << Int(Reader.indexBits) }

    /// The read access for units: a plain pointer, valid as long as its table.
    public struct Reader: BitwiseCopyable {
        /// The base-2 logarithm of the number of points. As many upper bits of a phase select the point.
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
                // A `Float` can represent the next 24 bits only. As a signed integer they convert in one step.
                let fraction = Int32(truncatingIfNeeded: (phase &>> (40 &- Self.indexBits)) & 0xFF_FFFF)
                return point.x + point.y * (Float(fraction) * 0x1p-24)
            }
        }
    }

    /// The read access for units.
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

    /// Returns one cycle of a sine of amplitude 1. `[control]`
    public static func sine() -> Wavetable {
        Wavetable { sin(2 * .pi * $0) }
    }
}
