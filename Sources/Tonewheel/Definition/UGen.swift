public import TonewheelDSP

/// A signal in a definition that is being built: a constant, a control, or an output of a unit generator.
///
/// Literals are constants: `Saw.ar(440)`. `UGen(x)` makes a constant of any number. A multichannel signal is an array
/// of `UGen`.
public struct UGen: Sendable, ExpressibleByFloatLiteral, ExpressibleByIntegerLiteral {
    enum Source: Sendable, Hashable {
        case constant(Float)
        /// A value of a control, by its index among the values of all controls.
        case control(Int)
        /// An output of a unit, by the unit's index, which does not count controls.
        case output(unit: Int, index: Int)
        /// An output of a unit that was made outside any definition.
        case detached
    }

    let source: Source
    /// The definition that the signal belongs to; nil for constants.
    let graph: UGenGraph?

    /// The calculation rate of the signal.
    public let rate: Rate

    init(_ source: Source, _ rate: Rate, in graph: UGenGraph?) {
        self.source = source
        self.rate = rate
        self.graph = graph
    }

    /// Creates a constant.
    public init(_ value: Float) { self.init(.constant(value), .scalar, in: nil) }

    /// Creates a constant, rounded to 32 bits.
    public init(_ value: some BinaryFloatingPoint) { self.init(Float(value)) }

    /// Creates a constant.
    public init(_ value: some BinaryInteger) { self.init(Float(value)) }

    /// Creates a constant from a literal.
    public init(floatLiteral value: Float) { self.init(value) }
    /// Creates a constant from a literal.
    public init(integerLiteral value: Int) { self.init(Float(value)) }

    /// The value of a constant; nil for controls and outputs of units.
    public var constant: Float? {
        if case .constant(let value) = source { value } else { nil }
    }

    /// Adds any unit generator to the definition that is being built. `[control]`
    ///
    ///     let room = UGen.unit("FreeVerb2", .audio, [left, right, 0.3, 0.5, 0.5], outputs: 2)
    ///
    /// - Parameters:
    ///   - name: The name of the unit generator, such as `SinOsc`.
    ///   - rate: The calculation rate.
    ///   - inputs: The inputs, in the order of the unit generator.
    ///   - outputs: The number of outputs.
    ///   - specialIndex: The operator of an operator unit; 0 for most others. From -32,768 to 32,767.
    /// - Returns: The outputs.
    @discardableResult
    public static func unit(
        _ name: String, _ rate: Rate, _ inputs: [UGen] = [], outputs: Int = 1, specialIndex: Int = 0
    ) -> [UGen] {
        guard let graph = UGenGraph.current else {
            // The error is reported when a unit of a definition reads the signal.
            let count = Swift.max(0, Swift.min(outputs, UGenGraph.maximumCount))
            return Array(repeating: UGen(.detached, rate, in: nil), count: count)
        }
        return graph.addUnit(name, rate, inputs, outputs: outputs, specialIndex: specialIndex)
    }

    /// Adds a unit with one output.
    @discardableResult
    static func single(_ name: String, _ rate: Rate, _ inputs: [UGen] = [], specialIndex: Int = 0) -> UGen {
        unit(name, rate, inputs, outputs: 1, specialIndex: specialIndex)[0]
    }

    /// The signal at audio rate, for inputs of which scsynth reads a whole block.
    var atAudioRate: UGen {
        if rate == .audio || rate == .demand { return self }
        return UGen.single(constant == nil ? "K2A" : "DC", .audio, [self])
    }
}
