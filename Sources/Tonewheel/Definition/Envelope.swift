/// An envelope of segments for ``EnvGen``: levels, the times between them, and the curve of each segment.
///
///     EnvGen.kr(.perc(0.01, 0.5), doneAction: .freeSelf)
///     let shape = Envelope(levels: [0, 1, 0.3, 0], times: [0.1, 0.2, 1], curves: [.sine, -4], releaseNode: 2)
///     EnvGen.kr(shape, gate: gate)
///
/// Reference: SuperCollider help, "Env", "EnvGen".
public struct Envelope: Sendable {
    /// The curve of a segment from one level to the next.
    public enum Curve: Sendable, ExpressibleByFloatLiteral, ExpressibleByIntegerLiteral {
        /// A jump to the next level at the beginning of the segment.
        case step
        /// A straight line.
        case linear
        /// An exponential curve. Both levels must have the same sign, and not be 0.
        case exponential
        /// Half a cycle of a sine.
        case sine
        /// A quarter of a cycle of a sine.
        case welch
        /// A curvature: 0 is a straight line; above 0 the segment begins slowly, below 0 it begins fast.
        case curvature(UGen)
        /// A straight line between the square roots of the levels.
        case squared
        /// A straight line between the cube roots of the levels.
        case cubed
        /// A jump to the next level at the end of the segment.
        case hold

        /// Creates a curvature from a literal.
        public init(floatLiteral value: Float) { self = .curvature(UGen(value)) }
        /// Creates a curvature from a literal.
        public init(integerLiteral value: Int) { self = .curvature(UGen(value)) }

        /// The number of the shape, and the curvature, as inputs of `EnvGen`.
        var inputs: [UGen] {
            switch self {
            case .step: [0, 0]
            case .linear: [1, 0]
            case .exponential: [2, 0]
            case .sine: [3, 0]
            case .welch: [4, 0]
            case .curvature(let curvature): [5, curvature]
            case .squared: [6, 0]
            case .cubed: [7, 0]
            case .hold: [8, 0]
            }
        }
    }

    /// The initial level, followed by the final level of each segment.
    public var levels: [UGen]

    /// The durations of the segments in seconds, repeated if there are fewer times than segments.
    public var times: [UGen]

    /// The curves of the segments, repeated if there are fewer curves than segments.
    public var curves: [Curve]

    /// The index of the level at which the envelope stays until it is released; nil if it runs to its end.
    public var releaseNode: Int?

    /// The index of the level to which the envelope returns when it reaches the release node; nil if it stays there.
    public var loopNode: Int?

    /// Creates an envelope of any shape.
    public init(
        levels: [UGen], times: [UGen], curves: [Curve] = [.linear], releaseNode: Int? = nil, loopNode: Int? = nil
    ) {
        self.levels = levels
        self.times = times
        self.curves = curves
        self.releaseNode = releaseNode
        self.loopNode = loopNode
    }

    /// The error in the envelope; nil if it is valid.
    var problem: SynthDefError? {
        if levels.count < 2 { return .invalidEnvelope("has \(levels.count) levels, but needs at least two") }
        if times.isEmpty { return .invalidEnvelope("has no times") }
        if curves.isEmpty { return .invalidEnvelope("has no curves") }
        return nil
    }

    /// The inputs of ``EnvGen``: the initial level, the number of segments, the release node and the loop node (-99 for
    /// none), followed by the level, time, shape and curvature of each segment.
    public var inputs: [UGen] {
        guard let first = levels.first, problem == nil else { return [0, 0, -99, -99] }
        let header = [first, UGen(levels.count - 1), UGen(releaseNode ?? -99), UGen(loopNode ?? -99)]
        return levels.dropFirst().enumerated().reduce(into: header) { inputs, segment in
            inputs += [segment.element, times[segment.offset % times.count]]
            inputs += curves[segment.offset % curves.count].inputs
        }
    }
}

extension Envelope {
    /// An envelope of attack, decay, sustain until the release, and release. Times are in seconds; `sustain` is a
    /// fraction of `peak`; `bias` is added to all levels.
    public static func adsr(
        _ attack: UGen = 0.01, _ decay: UGen = 0.3, _ sustain: UGen = 0.5, _ release: UGen = 1, peak: UGen = 1,
        curve: Curve = -4, bias: UGen = 0
    ) -> Envelope {
        Envelope(
            levels: [0, peak, peak * sustain, 0].map { $0 + bias }, times: [attack, decay, release], curves: [curve],
            releaseNode: 2)
    }

    /// An envelope as ``adsr(_:_:_:_:peak:curve:bias:)``, after a delay in seconds.
    public static func dadsr(
        delay: UGen = 0.1, _ attack: UGen = 0.01, _ decay: UGen = 0.3, _ sustain: UGen = 0.5, _ release: UGen = 1,
        peak: UGen = 1, curve: Curve = -4, bias: UGen = 0
    ) -> Envelope {
        Envelope(
            levels: [0, 0, peak, peak * sustain, 0].map { $0 + bias }, times: [delay, attack, decay, release],
            curves: [curve], releaseNode: 3)
    }

    /// An envelope of attack, sustain until the release, and release. Times are in seconds.
    public static func asr(
        _ attack: UGen = 0.01, _ sustain: UGen = 1, _ release: UGen = 1, curve: Curve = -4
    ) -> Envelope {
        Envelope(levels: [0, sustain, 0], times: [attack, release], curves: [curve], releaseNode: 1)
    }

    /// A percussive envelope of attack and release. Times are in seconds.
    public static func perc(
        _ attack: UGen = 0.01, _ release: UGen = 1, level: UGen = 1, curve: Curve = -4
    ) -> Envelope {
        Envelope(levels: [0, level, 0], times: [attack, release], curves: [curve])
    }

    /// A trapezoid of attack, a fixed sustain time, and release. Times are in seconds.
    public static func linen(
        _ attack: UGen = 0.01, _ sustain: UGen = 1, _ release: UGen = 1, level: UGen = 1, curve: Curve = .linear
    ) -> Envelope {
        Envelope(levels: [0, level, level, 0], times: [attack, sustain, release], curves: [curve])
    }

    /// A triangle of `duration` seconds.
    public static func triangle(_ duration: UGen = 1, level: UGen = 1) -> Envelope {
        let half = duration * 0.5
        return Envelope(levels: [0, level, 0], times: [half, half])
    }

    /// A Hann window of `duration` seconds.
    public static func sine(_ duration: UGen = 1, level: UGen = 1) -> Envelope {
        let half = duration * 0.5
        return Envelope(levels: [0, level, 0], times: [half, half], curves: [.sine])
    }

    /// A constant level until the release, which takes `release` seconds.
    public static func cutoff(_ release: UGen = 0.1, level: UGen = 1, curve: Curve = .linear) -> Envelope {
        Envelope(levels: [level, 0], times: [release], curves: [curve], releaseNode: 0)
    }
}
