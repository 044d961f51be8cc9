package import TonewheelDSP

/// The units there are. `[control]`
package enum UnitRegistry {
    /// Every unit, once: what is listed here is what clients can use and what the laws are tested on.
    package static var standard: [UnitEntry] {
        [
            // Buses.
            UnitEntry(In.self),
            UnitEntry(Out.self),
            // Operators.
            UnitEntry(BinaryOpUGen.self),
            UnitEntry(MulAdd.self),
            UnitEntry(Sum3.self),
            UnitEntry(Sum4.self),
            UnitEntry(UnaryOpUGen.self),
            // Oscillators.
            UnitEntry(SinOsc.self),
        ]
    }
}
