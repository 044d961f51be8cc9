#if canImport(Darwin)
internal import Darwin
#else
internal import Glibc
#endif

/// A generator of `/b_gen`, which fills a buffer. `[control]`
///
/// Waves are added to the contents of the buffer, unless it is cleared first. Normalization applies to the whole
/// buffer. A wavetable has half as many points as the buffer has samples, in pairs: `2 a - b` and `b - a` for a point
/// `a` and the next point `b`.
///
/// Reference: SuperCollider help, "Server Command Reference", section "Buffer Fill Commands", and "Buffer",
/// `normalize`; the format of a wavetable: "Wavetable". Unspecified details follow the observed behaviour of scsynth
/// 3.13.
enum BufferGenerator: Sendable, Equatable {
    case sines(Flags, [Partial])

    /// The amplitudes of the polynomials, from the first one.
    case chebyshev(Flags, [Double])

    /// Scales the highest magnitude to `peak`.
    case normalize(peak: Double, asWavetable: Bool)

    /// Copies samples of another buffer, counted over all channels. With a negative `count`, as many as exist and fit.
    case copy(to: Int, buffer: Int32, from: Int, count: Int)

    /// A sine wave.
    struct Partial: Sendable, Equatable {
        /// Cycles per buffer.
        var frequency: Double
        var amplitude: Double
        /// In radians.
        var phase = 0.0
    }

    struct Flags: OptionSet, Sendable {
        let rawValue: Int32

        static let normalize = Flags(rawValue: 1)
        static let wavetable = Flags(rawValue: 2)
        static let clear = Flags(rawValue: 4)
    }

    static let names = ["cheby", "copy", "normalize", "sine1", "sine2", "sine3", "wnormalize"]

    /// The maximum number of points times partials of a command: at most half a minute on one processor.
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
                to: try Self.position(&arguments, "the first sample to write"),
                buffer: try arguments.int("the buffer to copy from"),
                from: try Self.position(&arguments, "the first sample to read"),
                count: Int(try arguments.int("the number of samples", default: -1)))
        default:
            throw CommandError("Unknown generator '\(name)'. Use one of \(Self.names.joined(separator: ", ")).")
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
        guard position >= 0 else { throw CommandError("\(what) must be 0 or more, not \(position)") }
        return Int(position)
    }

    // MARK: - Waves

    /// Checks that the buffer fits the generator, and that the computation is not too long. Waves need a buffer with
    /// one channel.
    func check(sampleCount: Int, channelCount: Int) throws(CommandError) {
        switch self {
        case .sines(_, let partials): try Self.check(sampleCount, partials.count, channelCount)
        case .chebyshev(_, let amplitudes): try Self.check(sampleCount, amplitudes.count, channelCount)
        case .normalize, .copy: break
        }
    }

    /// Applies the generator to the samples of a buffer that has passed `check`.
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
                "\(partialCount) partials of \(sampleCount) samples are more than \(maximumWork) sines. Use fewer.")
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
            // The last sample of an odd number belongs to no pair.
            if clears, samples.count % 2 == 1 { samples[samples.count - 1] = 0 }
        } else {
            for point in samples.indices { add(wave(point, samples.count), point) }
        }
        if flags.contains(.normalize) { normalize(samples, to: 1, asWavetable: flags.contains(.wavetable)) }
    }

    /// The sum of Chebyshev polynomials of the first kind, by their recurrence, with an offset so that it is 0 at the
    /// centre.
    private static func chebyshev(_ amplitudes: [Double], at x: Double) -> Double {
        var sum = 0.0
        var (earlier, current) = (1.0, x)
        for (index, amplitude) in amplitudes.enumerated() {
            // The values at 0 from the first polynomial on: 0, -1, 0, 1, repeated.
            let middle = [0.0, -1, 0, 1][index % 4]
            sum += amplitude * (current - middle)
            (earlier, current) = (current, 2 * x * current - earlier)
        }
        return sum
    }

    private static func normalize(_ samples: UnsafeMutableBufferPointer<Float>, to peak: Double, asWavetable: Bool) {
        var highest: Float = 0
        if asWavetable {
            // The sum of a pair is the point.
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
