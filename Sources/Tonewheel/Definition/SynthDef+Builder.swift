public import TonewheelGraph

extension SynthDef {
    /// The rate and behaviour of a control.
    ///
    /// Reference: SuperCollider help, "Control", "TrigControl", "AudioControl", "LagControl", "SynthDef".
    public enum ControlKind: Sendable, Hashable, CaseIterable {
        /// A constant for the life of the synth (`ir`).
        case initial
        /// A value that returns to 0 after one block (`tr`).
        case trigger
        /// A value at audio rate, which can be mapped to an audio bus (`ar`).
        case audio
        /// A value at control rate (`kr`).
        case control

        var rate: Rate {
            switch self {
            case .initial: .scalar
            case .trigger, .control: .control
            case .audio: .audio
            }
        }
    }

    /// One value or several values, from a literal: `2`, `0.5`, `[1, 2]`.
    public struct Values: Sendable, Hashable, ExpressibleByFloatLiteral, ExpressibleByIntegerLiteral,
        ExpressibleByArrayLiteral
    {
        /// The values.
        public var values: [Float]

        /// Creates any number of values.
        public init(_ values: [Float]) { self.values = values }
        /// Creates one value from a literal.
        public init(floatLiteral value: Float) { values = [value] }
        /// Creates one value from a literal.
        public init(integerLiteral value: Int) { values = [Float(value)] }
        /// Creates any number of values from a literal.
        public init(arrayLiteral elements: Float...) { values = elements }
    }

    /// The argument of a definition's closure, which adds controls and variants.
    public struct Builder: Sendable {
        let graph: UGenGraph

        /// Adds a control: a value that clients can set by name while a synth plays. `[control]`
        ///
        /// - Parameters:
        ///   - name: The name of the control.
        ///   - value: The default value.
        ///   - kind: The rate and behaviour.
        ///   - lag: The time in seconds in which a change settles to within 60 dB; for the kind `control` only. If any
        ///     control of that kind has a lag, all of them are controls of a `LagControl`.
        /// - Returns: The signal of the control.
        public func control(_ name: String, _ value: Float, _ kind: ControlKind = .control, lag: Float = 0) -> UGen {
            graph.addControl(name, [value], kind, lag: lag)[0]
        }

        /// Adds an array of controls with one name. `[control]`
        ///
        /// - Returns: The signal of each value.
        public func control(
            _ name: String, _ values: [Float], _ kind: ControlKind = .control, lag: Float = 0
        ) -> [UGen] {
            graph.addControl(name, values, kind, lag: lag)
        }

        /// Adds a variant: other default values for some of the controls. A client plays it as
        /// `definition.variant`. `[control]`
        ///
        ///     def.variant("low", ["freq": 55, "amps": [0.2, 0.1]])
        public func variant(_ name: String, _ values: [String: Values]) {
            graph.addVariant(name, values.mapValues(\.values))
        }
    }
}
