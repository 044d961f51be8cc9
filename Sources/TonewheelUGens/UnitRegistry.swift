package import TonewheelDSP

/// The units there are. `[control]`
package enum UnitRegistry {
    /// Every unit, once: what is listed here is what clients can use and what the laws are tested on.
    package static var standard: [UnitEntry] {
        [
            // Buses.
            UnitEntry(In.self),
            UnitEntry(Out.self),
            // Constants and conversion of rates.
            UnitEntry(A2K.self),
            UnitEntry(DC.self),
            UnitEntry(K2A.self),
            UnitEntry(T2A.self),
            UnitEntry(T2K.self),
            // Envelopes.
            UnitEntry(EnvGen.self),
            // Filters.
            UnitEntry(Lag.self),
            UnitEntry(Lag2.self),
            UnitEntry(Lag3.self),
            UnitEntry(LagUD.self),
            // Lines.
            UnitEntry(Line.self),
            UnitEntry(XLine.self),
            // Operators.
            UnitEntry(BinaryOpUGen.self),
            UnitEntry(MulAdd.self),
            UnitEntry(Sum3.self),
            UnitEntry(Sum4.self),
            UnitEntry(UnaryOpUGen.self),
            // Oscillators.
            UnitEntry(Impulse.self),
            UnitEntry(LFCub.self),
            UnitEntry(LFPar.self),
            UnitEntry(LFPulse.self),
            UnitEntry(LFSaw.self),
            UnitEntry(LFTri.self),
            UnitEntry(SinOsc.self),
            UnitEntry(SyncSaw.self),
            UnitEntry(VarSaw.self),
            // Panning.
            UnitEntry(Balance2.self),
            UnitEntry(LinPan2.self),
            UnitEntry(LinXFade2.self),
            UnitEntry(Pan2.self),
            UnitEntry(XFade2.self),
            // Ranges.
            UnitEntry(Clip.self),
            UnitEntry(Fold.self),
            UnitEntry(Wrap.self),
            // Selection.
            UnitEntry(Select.self),
        ]
    }
}
