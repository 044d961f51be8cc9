package import TonewheelDSP

/// A synth definition as its file holds it: constants, parameters, and units in the order in which they compute.
///
/// It is plain data, and may be wrong: ``SynthDefinitionFile`` checks it when it reads or writes one. What a file gave
/// refers to nothing that is not there, and no unit of it to a later one.
///
/// Two definitions are equal if their files are: floats are compared by their bits, names by their bytes.
///
/// Reference: SuperCollider help, "SynthDef File Format".
package struct SynthDefinition: Sendable {
    /// What clients call it: at most 255 bytes of UTF-8.
    package var name: String

    /// What inputs may refer to in place of a unit. Any bits: files hold infinities.
    package var constants: [Float]

    /// The initial values of the parameters, by index.
    package var parameters: [Float]

    /// The names of parameters. A name may stand for the first of an array, so there may be fewer than parameters; and
    /// files that are in use hold the same name twice.
    package var parameterNames: [ParameterName]

    /// The units, in the order in which they compute.
    package var units: [Unit]

    /// Other sets of initial values.
    package var variants: [Variant]

    /// [control] Makes a definition as it is given: it is checked when it is encoded.
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

    /// A name, and the index of the parameter (or of the first of the parameters) that it stands for.
    package struct ParameterName: Sendable {
        package var name: String
        package var index: Int

        package init(name: String, index: Int) {
            self.name = name
            self.index = index
        }
    }

    /// A unit generator and what it reads.
    package struct Unit: Sendable {
        /// The name of the kind of unit, such as `SinOsc`.
        package var name: String
        package var rate: Rate
        package var inputs: [Input]
        /// The rate of each output: mostly the unit's own.
        package var outputs: [Rate]
        /// Means something to a few kinds of unit: the operator, or the first parameter of a control. Else 0. From
        /// -32,768 to 32,767.
        package var specialIndex: Int

        package init(name: String, rate: Rate, inputs: [Input] = [], outputs: [Rate] = [], specialIndex: Int = 0) {
            self.name = name
            self.rate = rate
            self.inputs = inputs
            self.outputs = outputs
            self.specialIndex = specialIndex
        }
    }

    /// What an input of a unit reads.
    package enum Input: Sendable, Hashable, BitwiseCopyable {
        /// The constant of this index.
        case constant(Int)
        /// An output of an earlier unit.
        case output(unit: Int, index: Int)
    }

    /// A set of initial values under a name: one for every parameter.
    package struct Variant: Sendable {
        package var name: String
        package var values: [Float]

        package init(name: String, values: [Float]) {
            self.name = name
            self.values = values
        }
    }
}
