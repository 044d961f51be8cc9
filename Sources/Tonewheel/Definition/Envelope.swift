/// A line of segments, for ``EnvGen``: levels, the times from one to the next, and how each segment bends.
///
///     EnvGen.kr(.perc(0.01, 0.5), doneAction: .freeSelf)
///     EnvGen.kr(Envelope(levels: [0, 1, 0.3, 0], times: [0.1, 0.2, 1], curves: [.sine, -4], releaseNode: 2), gate: gate)
///
/// Reference: SuperCollider help, "Env", "EnvGen".
public struct Envelope: Sendable {
    /// How a segment gets to its level.
    public enum Curve: Sendable, ExpressibleByFloatLiteral, ExpressibleByIntegerLiteral {
        /// It is there at once.
        case step
        /// In a straight line.
        case linear
        /// By equal ratios. Both levels must have the same sign, and not be 0.
        case exponential
        /// Along half a wave of a sine.
        case sine
        /// Along a quarter of a wave of a sine.
        case welch
        /// Bent by so much: 0 is a straight line, above it is slow first, below it is fast first.
        case curvature(UGen)
        /// In a straight line between square roots.
        case squared
        /// In a straight line between cube roots.
        case cubed
        /// It stays where it was, and is there at the end.
        case hold

        /// A curvature.
        public init(floatLiteral value: Float) { self = .curvature(UGen(value)) }
        /// A curvature.
        public init(integerLiteral value: Int) { self = .curvature(UGen(value)) }

        /// The number of the shape, and the curvature.
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

    /// The level at the beginning, then that at the end of each segment.
    public var levels: [UGen]

    /// How long each segment lasts, in seconds. Taken from the beginning again if they are too few.
    public var times: [UGen]

    /// How each segment bends. Taken from the beginning again if they are too few.
    public var curves: [Curve]

    /// The level that it stays at until it is released, by its index; nil if it goes on to its end.
    public var releaseNode: Int?

    /// The level that it goes back to when it has come to the release node; nil if it stays there.
    public var loopNode: Int?

    /// An envelope of any shape.
    public init(
        levels: [UGen], times: [UGen], curves: [Curve] = [.linear], releaseNode: Int? = nil, loopNode: Int? = nil
    ) {
        self.levels = levels
        self.times = times
        self.curves = curves
        self.releaseNode = releaseNode
        self.loopNode = loopNode
    }

    /// What is wrong with it; nil if nothing is.
    var problem: SynthDefError? {
        if levels.count < 2 { return .invalidEnvelope("has \(levels.count) levels, and needs two at least") }
        if times.isEmpty { return .invalidEnvelope("has no times") }
        if curves.isEmpty { return .invalidEnvelope("has no curves") }
        return nil
    }

    /// What ``EnvGen`` reads: the first level, the number of segments, the release and the loop node (-99 for none);
    /// then of each segment the level, the time, the shape and the curvature.
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
    /// Attack, decay, sustain until it is released, release. Times in seconds; `sustain` is a part of `peak`; `bias` is
    /// added to all levels.
    public static func adsr(
        _ attack: UGen = 0.01, _ decay: UGen = 0.3, _ sustain: UGen = 0.5, _ release: UGen = 1, peak: UGen = 1,
        curve: Curve = -4, bias: UGen = 0
    ) -> Envelope {
        Envelope(
            levels: [0, peak, peak * sustain, 0].map { $0 + bias }, times: [attack, decay, release], curves: [curve],
            releaseNode: 2)
    }

    /// As ``adsr(_:_:_:_:peak:curve:bias:)``, after a delay in seconds.
    public static func dadsr(
        delay: UGen = 0.1, _ attack: UGen = 0.01, _ decay: UGen = 0.3, _ sustain: UGen = 0.5, _ release: UGen = 1,
        peak: UGen = 1, curve: Curve = -4, bias: UGen = 0
    ) -> Envelope {
        Envelope(
            levels: [0, 0, peak, peak * sustain, 0].map { $0 + bias }, times: [delay, attack, decay, release],
            curves: [curve], releaseNode: 3)
    }

    /// Attack, sustain until it is released, release. Times in seconds.
    public static func asr(
        _ attack: UGen = 0.01, _ sustain: UGen = 1, _ release: UGen = 1, curve: Curve = -4
    ) -> Envelope {
        Envelope(levels: [0, sustain, 0], times: [attack, release], curves: [curve], releaseNode: 1)
    }

    /// Attack and release, as of something that is struck. Times in seconds.
    public static func perc(
        _ attack: UGen = 0.01, _ release: UGen = 1, level: UGen = 1, curve: Curve = -4
    ) -> Envelope {
        Envelope(levels: [0, level, 0], times: [attack, release], curves: [curve])
    }

    /// A trapezoid: attack, a level for a given time, release. Times in seconds.
    public static func linen(
        _ attack: UGen = 0.01, _ sustain: UGen = 1, _ release: UGen = 1, level: UGen = 1, curve: Curve = .linear
    ) -> Envelope {
        Envelope(levels: [0, level, level, 0], times: [attack, sustain, release], curves: [curve])
    }

    /// Up and down in straight lines, within `duration` seconds.
    public static func triangle(_ duration: UGen = 1, level: UGen = 1) -> Envelope {
        let half = duration * 0.5
        return Envelope(levels: [0, level, 0], times: [half, half])
    }

    /// Up and down like a Hann window, within `duration` seconds.
    public static func sine(_ duration: UGen = 1, level: UGen = 1) -> Envelope {
        let half = duration * 0.5
        return Envelope(levels: [0, level, 0], times: [half, half], curves: [.sine])
    }

    /// A level until it is released, then down, within `release` seconds.
    public static func cutoff(_ release: UGen = 0.1, level: UGen = 1, curve: Curve = .linear) -> Envelope {
        Envelope(levels: [level, 0], times: [release], curves: [curve], releaseNode: 0)
    }
}
