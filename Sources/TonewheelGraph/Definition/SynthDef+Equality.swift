internal import TonewheelDSP

// Synthesized equality does not suit: NaN differs from itself, 0 equals -0, and strings of different bytes may be
// equal.

extension SynthDef: Equatable {
    /// Whether the files of both definitions are the same, byte for byte.
    public static func == (left: SynthDef, right: SynthDef) -> Bool {
        sameBytes(left.name, right.name) && sameBits(left.constants, right.constants)
            && sameBits(left.parameters, right.parameters) && left.parameterNames == right.parameterNames
            && left.units == right.units && left.variants == right.variants
    }

    fileprivate static func sameBytes(_ left: String, _ right: String) -> Bool {
        left.utf8.elementsEqual(right.utf8)
    }

    fileprivate static func sameBits(_ left: [Float], _ right: [Float]) -> Bool {
        left.elementsEqual(right) { $0.bitPattern == $1.bitPattern }
    }
}

extension SynthDef.ParameterName: Equatable {
    package static func == (left: Self, right: Self) -> Bool {
        left.index == right.index && SynthDef.sameBytes(left.name, right.name)
    }
}

extension SynthDef.Unit: Equatable {
    package static func == (left: Self, right: Self) -> Bool {
        SynthDef.sameBytes(left.name, right.name) && left.rate == right.rate && left.inputs == right.inputs
            && left.outputs == right.outputs && left.specialIndex == right.specialIndex
    }
}

extension SynthDef.Variant: Equatable {
    package static func == (left: Self, right: Self) -> Bool {
        SynthDef.sameBytes(left.name, right.name) && SynthDef.sameBits(left.values, right.values)
    }
}
