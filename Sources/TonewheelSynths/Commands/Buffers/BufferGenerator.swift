#if canImport(Darwin)
internal import Darwin
#else
internal import Glibc
#endif

/// What `/b_gen` writes into a buffer. `[control]`
///
/// Waves are added to what is there, unless the buffer is to be cleared first; one that is normalized is so as a whole. A
/// wavetable holds half as many points as the buffer has samples, in pairs: `2 a - b` and `b - a` for a point `a` and the next
/// one, `b`.
///
/// Reference: SuperCollider help, "Server Command Reference", section "Buffer Fill Commands", and "Buffer", `normalize`; the form
/// of a wavetable: "Wavetable". What these leave open is as scsynth 3.13 does it, seen from outside.
enum BufferGenerator: Sendable, Equatable {
    case sines(Flags, [Partial])

    /// The polynomials' amplitudes, from the first on.
    case chebyshev(Flags, [Double])

    /// Brings the highest magnitude to `peak`.
    case normalize(peak: Double, asWavetable: Bool)

    /// Samples of another buffer, counted over all channels; a `count` below 0 is as many as there are and fit.
    case copy(to: Int, buffer: Int32, from: Int, count: Int)

    /// A sine wave.
    struct Partial: Sendable, Equatable {
        /// Cycles in the buffer.
        var frequency: Double
        var amplitude: Double
        /// Radians.
        var phase = 0.0
    }

    struct Flags: OptionSet, Sendable {
        let rawValue: Int32

        static let normalize = Flags(rawValue: 1)
        static let wavetable = Flags(rawValue: 2)
        static let clear = Flags(rawValue: 4)
    }

    static let names = ["cheby", "copy", "normalize", "sine1", "sine2", "sine3", "wnormalize"]

    /// Points times partials that one command may have computed: half a minute of one processor, at most.
    static let maximumWork = 1 << 30

    init(name: String, _ arguments: inout CommandArguments) throws(CommandError) {
        switch name {
        case "sine1":
            let flags = try Self.flags(&arguments)
            let amplitudes = try Self.numbers(&arguments, "an amplitude")
            self = .sines(
                flags, amplitudes.enumerated().map { Partial(frequency: Double($0 + 1), amplitude: $1) })
        case "sine2", "sine3":
            let flags = try Self.flags(&arguments)
            let size = name == "sine2" ? 2 : 3
            let numbers = try Self.numbers(&arguments, "a partial's frequency, amplitude or phase")
            guard numbers.count % size == 0 else {
                throw CommandError("\(name) takes \(size) numbers for each partial, and the last has fewer")
            }
            self = .sines(
                flags,
                stride(from: 0, to: numbers.count, by: size).map {
                    Partial(
                        frequency: numbers[$0], amplitude: numbers[$0 + 1], phase: size == 3 ? numbers[$0 + 2] : 0)
                })
        case "cheby":
            self = .chebyshev(try Self.flags(&arguments), try Self.numbers(&arguments, "an amplitude"))
        case "normalize", "wnormalize":
            self = .normalize(
                peak: Double(try arguments.float("the new peak", default: 1)), asWavetable: name == "wnormalize")
        case "copy":
            self = .copy(
                to: try Self.position(&arguments, "the first sample that is written"),
                buffer: try arguments.int("the buffer to copy from"),
                from: try Self.position(&arguments, "the first sample that is read"),
                count: Int(try arguments.int("how many samples", default: -1)))
        default:
            throw CommandError("there is no generator '\(name)', but \(Self.names.joined(separator: ", "))")
        }
    }

    private static func flags(_ arguments: inout CommandArguments) throws(CommandError) -> Flags {
        Flags(rawValue: try arguments.int("the flags: 1 to normalize, 2 for a wavetable, 4 to clear, or their sum"))
    }

    private static func numbers(_ arguments: inout CommandArguments, _ what: String) throws(CommandError) -> [Double] {
        var numbers: [Double] = []
        while !arguments.isEmpty { numbers.append(Double(try arguments.float(what))) }
        return numbers
    }

    private static func position(_ arguments: inout CommandArguments, _ what: String) throws(CommandError) -> Int {
        let position = try arguments.int(what)
        guard position >= 0 else { throw CommandError("\(what) is 0 or more, not \(position)") }
        return Int(position)
    }

    // MARK: - Waves

    /// Refuses what a buffer cannot hold, or what would take too long.
    ///
    /// - Parameter channelCount: a wave has one.
    func check(sampleCount: Int, channelCount: Int) throws(CommandError) {
        switch self {
        case .sines(_, let partials): try Self.check(sampleCount, partials.count, channelCount)
        case .chebyshev(_, let amplitudes): try Self.check(sampleCount, amplitudes.count, channelCount)
        case .normalize, .copy: break
        }
    }

    /// Changes the samples of a buffer that has been checked.
    func apply(to samples: UnsafeMutableBufferPointer<Float>) {
        switch self {
        case .sines(let flags, let partials):
            Self.write(to: samples, flags) { point, pointCount in
                let position = 2 * Double.pi * Double(point) / Double(pointCount)
                return partials.reduce(0) { $0 + $1.amplitude * sin($1.frequency * position + $1.phase) }
            }
        case .chebyshev(let flags, let amplitudes):
            Self.write(to: samples, flags) { point, pointCount in
                Self.chebyshev(amplitudes, at: 2 * Double(point) / Double(pointCount) - 1)
            }
        case .normalize(let peak, let asWavetable):
            Self.normalize(samples, to: peak, asWavetable: asWavetable)
        case .copy:
            break
        }
    }

    private static func check(_ sampleCount: Int, _ partialCount: Int, _ channelCount: Int) throws(CommandError) {
        guard channelCount == 1 else {
            throw CommandError("the buffer has \(channelCount) channels, but a wave has one")
        }
        guard sampleCount.multipliedReportingOverflow(by: max(1, partialCount)).partialValue <= maximumWork else {
            throw CommandError(
                "\(partialCount) partials of \(sampleCount) samples are more than \(maximumWork) sines: take fewer")
        }
    }

    private static func write(
        to samples: UnsafeMutableBufferPointer<Float>, _ flags: Flags,
        _ wave: (_ point: Int, _ pointCount: Int) -> Double
    ) {
        let clears = flags.contains(.clear)
        func add(_ value: Double, _ index: Int) {
            let present = clears || !samples[index].isFinite ? 0 : Double(samples[index])
            samples[index] = finite(present + value)
        }
        if flags.contains(.wavetable) {
            let pointCount = samples.count / 2
            var next = pointCount > 0 ? wave(0, pointCount) : 0
            for point in 0..<pointCount {
                let value = next
                next = wave(point + 1, pointCount)
                add(2 * value - next, 2 * point)
                add(next - value, 2 * point + 1)
            }
            // A sample that has no partner is part of no wavetable.
            if clears, samples.count % 2 == 1 { samples[samples.count - 1] = 0 }
        } else {
            for point in samples.indices { add(wave(point, samples.count), point) }
        }
        if flags.contains(.normalize) { normalize(samples, to: 1, asWavetable: flags.contains(.wavetable)) }
    }

    /// Chebyshev polynomials of the first kind, by their recurrence, moved so that their sum is 0 in the middle.
    private static func chebyshev(_ amplitudes: [Double], at x: Double) -> Double {
        var sum = 0.0
        var (earlier, current) = (1.0, x)
        for (index, amplitude) in amplitudes.enumerated() {
            // 0, -1, 0, 1 and so on, from the first.
            let middle = [0.0, -1, 0, 1][index % 4]
            sum += amplitude * (current - middle)
            (earlier, current) = (current, 2 * x * current - earlier)
        }
        return sum
    }

    private static func normalize(_ samples: UnsafeMutableBufferPointer<Float>, to peak: Double, asWavetable: Bool) {
        var highest: Float = 0
        if asWavetable {
            // The points are the sums of the pairs.
            for pair in 0..<samples.count / 2 {
                let point = abs(samples[2 * pair] + samples[2 * pair + 1])
                if point.isFinite { highest = max(highest, point) }
            }
        } else {
            for sample in samples where sample.isFinite { highest = max(highest, abs(sample)) }
        }
        guard highest > 0 else { return }
        for index in samples.indices { samples[index] = finite(Double(samples[index]) * (peak / Double(highest))) }
    }

    private static func finite(_ value: Double) -> Float {
        guard !value.isNaN else { return 0 }
        return Float(max(-Double(Float.greatestFiniteMagnitude), min(Double(Float.greatestFiniteMagnitude), value)))
    }
}
