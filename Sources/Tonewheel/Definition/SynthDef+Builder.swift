extension SynthDef {
    /// How a control takes part.
    ///
    /// Reference: SuperCollider help, "Control", "TrigControl", "AudioControl", "LagControl", "SynthDef".
    public enum ControlKind: Sendable, Hashable, CaseIterable {
        /// Its value at the start of the synth, for good (`ir`).
        case initial
        /// A value that is set lasts for one block, then it is 0 again (`tr`).
        case trigger
        /// Audio rate: it may be mapped to an audio bus (`ar`).
        case audio
        /// Control rate (`kr`).
        case control

        var rate: UGen.Rate {
            switch self {
            case .initial: .scalar
            case .trigger, .control: .control
            case .audio: .audio
            }
        }
    }

    /// One value or several, as a literal: `2`, `0.5`, `[1, 2]`.
    public struct Values: Sendable, Hashable, ExpressibleByFloatLiteral, ExpressibleByIntegerLiteral,
        ExpressibleByArrayLiteral
    {
        /// The values.
        public var values: [Float]

        /// Any number of values.
        public init(_ values: [Float]) { self.values = values }
        /// One value.
        public init(floatLiteral value: Float) { values = [value] }
        /// One value.
        public init(integerLiteral value: Int) { values = [Float(value)] }
        /// Any number of values.
        public init(arrayLiteral elements: Float...) { values = elements }
    }

    /// What adds controls to a definition while it is built.
    public struct Builder: Sendable {
        let graph: UGenGraph

        /// [control] Adds a control: a value that clients may set, by name, while a synth plays.
        ///
        /// - Parameters:
        ///   - name: What clients call it.
        ///   - value: Its value until it is set.
        ///   - kind: How it takes part.
        ///   - lag: How long a change takes to arrive within 60 dB, in seconds; for the kind `control` only. If any
        ///     control has one, all of that kind are of a `LagControl`.
        public func control(_ name: String, _ value: Float, _ kind: ControlKind = .control, lag: Float = 0) -> UGen {
            graph.addControl(name, [value], kind, lag: lag)[0]
        }

        /// [control] Adds an array of controls under one name.
        ///
        /// - Returns: A signal for each value.
        public func control(
            _ name: String, _ values: [Float], _ kind: ControlKind = .control, lag: Float = 0
        ) -> [UGen] {
            graph.addControl(name, values, kind, lag: lag)
        }

        /// [control] Adds a variant: other values for some of the controls, which a client has by playing
        /// `definition.variant` in place of `definition`.
        ///
        ///     def.variant("low", ["freq": 55, "amps": [0.2, 0.1]])
        public func variant(_ name: String, _ values: [String: Values]) {
            graph.addVariant(name, values.mapValues(\.values))
        }
    }
}
