internal import TonewheelDSP

// A NaN differs from itself, 0 equals -0, and strings of different bytes may be equal: none of them would do here.

extension SynthDefinition: Equatable {
    package static func == (left: SynthDefinition, right: SynthDefinition) -> Bool {
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

extension SynthDefinition.ParameterName: Equatable {
    package static func == (left: Self, right: Self) -> Bool {
        left.index == right.index && SynthDefinition.sameBytes(left.name, right.name)
    }
}

extension SynthDefinition.Unit: Equatable {
    package static func == (left: Self, right: Self) -> Bool {
        SynthDefinition.sameBytes(left.name, right.name) && left.rate == right.rate && left.inputs == right.inputs
            && left.outputs == right.outputs && left.specialIndex == right.specialIndex
    }
}

extension SynthDefinition.Variant: Equatable {
    package static func == (left: Self, right: Self) -> Bool {
        SynthDefinition.sameBytes(left.name, right.name) && SynthDefinition.sameBits(left.values, right.values)
    }
}
