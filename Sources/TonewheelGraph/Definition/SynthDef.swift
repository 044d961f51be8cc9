package import TonewheelDSP

/// A synth definition: a named graph of unit generators, from which a server plays any number of synths.
///
///     let bass = try SynthDef("bass") { def in
///         let freq = def.control("freq", 110, lag: 0.1)
///         let gate = def.control("gate", 1)
///         let envelope = EnvGen.kr(.adsr(), gate: gate, doneAction: .freeSelf)
///         Out.ar(0, Pan2.ar(RLPF.ar(Saw.ar(freq), 800, 0.3) * envelope))
///     }
///     send("/d_recv", bass.bytes)
///
/// Calls in the closure add units to the definition, in the order in which they are made. The language of SuperCollider
/// expands a unit with arrays as inputs into an array of units; a Swift program writes `[440, 442].map { Saw.ar($0) }`.
/// The arguments `mul` and `add` of that language are the operators `*` and `+`.
///
/// Two definitions are equal if their files are: floats are compared by their bits, names by their bytes.
///
/// A definition that is made from its parts, within this package, is checked only when ``SynthDefFile`` encodes it.
/// In a decoded definition, all indices are valid, and no unit reads a later one.
///
/// Reference: SuperCollider help, "SynthDef", "SynthDef File Format".
public struct SynthDef: Sendable {
    /// The name, at most 255 bytes of UTF-8.
    public package(set) var name: String

    /// The constants that inputs may refer to. Any bits are allowed: files contain infinities.
    package var constants: [Float]

    /// The initial values of the parameters, by index.
    package var parameters: [Float]

    /// The names of parameters. A name may be that of an array's first parameter, so there may be fewer names than
    /// parameters. Files in use contain duplicate names.
    package var parameterNames: [ParameterName]

    /// The units, in the order in which they compute.
    package var units: [Unit]

    /// Alternative sets of initial values.
    package var variants: [Variant]

    /// Makes a definition without checking it: it is checked when it is encoded. `[control]`
    package init(
        name: String, constants: [Float] = [], parameters: [Float] = [], parameterNames: [ParameterName] = [],
        units: [Unit] = [], variants: [Variant] = []
    ) {
        self.name = name
        self.constants = constants
        self.parameters = parameters
        self.parameterNames = parameterNames
        self.units = units
        self.variants = variants
    }

    /// A name, and the index of its parameter, or of the first parameter of its array.
    package struct ParameterName: Sendable {
        package var name: String
        package var index: Int

        package init(name: String, index: Int) {
            self.name = name
            self.index = index
        }
    }

    /// A unit generator and its inputs.
    package struct Unit: Sendable {
        /// The name of the unit generator, such as `SinOsc`.
        package var name: String
        package var rate: Rate
        package var inputs: [Input]
        /// The rate of each output, mostly the unit's own.
        package var outputs: [Rate]
        /// The operator of an operator unit, or the first parameter of a control; 0 in other units. From -32,768 to
        /// 32,767.
        package var specialIndex: Int

        package init(name: String, rate: Rate, inputs: [Input] = [], outputs: [Rate] = [], specialIndex: Int = 0) {
            self.name = name
            self.rate = rate
            self.inputs = inputs
            self.outputs = outputs
            self.specialIndex = specialIndex
        }
    }

    /// The source of an input.
    package enum Input: Sendable, Hashable, BitwiseCopyable {
        /// The constant with this index.
        case constant(Int)
        /// An output of an earlier unit.
        case output(unit: Int, index: Int)
    }

    /// A named set of initial values, one for every parameter.
    package struct Variant: Sendable {
        package var name: String
        package var values: [Float]

        package init(name: String, values: [Float]) {
            self.name = name
            self.values = values
        }
    }
}
