/// A signal in a definition that is being built: a number, a control, or an output of a unit generator.
///
/// A literal is one: `Saw.ar(440)`. So is any number by `UGen(x)`. Signals of several channels are arrays of it.
public struct UGen: Sendable, ExpressibleByFloatLiteral, ExpressibleByIntegerLiteral {
    /// How often a signal has a new value, as SynthDef files number it.
    public enum Rate: UInt8, Sendable, Hashable, CaseIterable {
        /// Once, at the start of the synth (`ir`).
        case scalar = 0
        /// Once a block (`kr`).
        case control = 1
        /// Every frame (`ar`).
        case audio = 2
        /// Whenever a reader asks.
        case demand = 3
    }

    enum Source: Sendable, Hashable {
        case constant(Float)
        /// A value of a control, by its place among those of all controls.
        case control(Int)
        /// An output of a unit, by its place among those that are not controls.
        case output(unit: Int, index: Int)
        /// Made while no definition was.
        case nowhere
    }

    let source: Source
    /// The definition that it belongs to; nil for constants.
    let graph: UGenGraph?

    /// How often it has a new value.
    public let rate: Rate

    init(_ source: Source, _ rate: Rate, in graph: UGenGraph?) {
        self.source = source
        self.rate = rate
        self.graph = graph
    }

    /// A number that does not change.
    public init(_ value: Float) { self.init(.constant(value), .scalar, in: nil) }

    /// A number that does not change, rounded to 32 bits.
    public init(_ value: some BinaryFloatingPoint) { self.init(Float(value)) }

    /// A number that does not change.
    public init(_ value: some BinaryInteger) { self.init(Float(value)) }

    /// A number that does not change.
    public init(floatLiteral value: Float) { self.init(value) }
    /// A number that does not change.
    public init(integerLiteral value: Int) { self.init(Float(value)) }

    /// The number, if it is one; nil for the signals of controls and units.
    public var constant: Float? {
        if case .constant(let value) = source { value } else { nil }
    }

    /// [control] Adds a unit generator of any kind to the definition that is being built.
    ///
    ///     let room = UGen.unit("FreeVerb2", .audio, [left, right, 0.3, 0.5, 0.5], outputs: 2)
    ///
    /// - Parameters:
    ///   - name: The kind, such as `SinOsc`.
    ///   - rate: How often it computes.
    ///   - inputs: What it reads, in the order of the kind's inputs.
    ///   - outputs: How many signals it gives.
    ///   - specialIndex: What a few kinds need: for operators, which one. From -32,768 to 32,767.
    /// - Returns: Its outputs.
    @discardableResult
    public static func unit(
        _ name: String, _ rate: Rate, _ inputs: [UGen] = [], outputs: Int = 1, specialIndex: Int = 0
    ) -> [UGen] {
        guard let graph = UGenGraph.current else {
            // Whoever reads it is told.
            let count = Swift.max(0, Swift.min(outputs, UGenGraph.maximumCount))
            return Array(repeating: UGen(.nowhere, rate, in: nil), count: count)
        }
        return graph.addUnit(name, rate, inputs, outputs: outputs, specialIndex: specialIndex)
    }

    /// Adds a unit that gives one signal.
    @discardableResult
    static func single(_ name: String, _ rate: Rate, _ inputs: [UGen] = [], specialIndex: Int = 0) -> UGen {
        unit(name, rate, inputs, outputs: 1, specialIndex: specialIndex)[0]
    }

    /// The signal at audio rate, for inputs that must have it: scsynth reads a whole block there.
    var atAudioRate: UGen {
        if rate == .audio || rate == .demand { return self }
        return UGen.single(constant == nil ? "K2A" : "DC", .audio, [self])
    }
}
