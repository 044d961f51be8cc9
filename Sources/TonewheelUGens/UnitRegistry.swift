package import TonewheelDSP

/// The units there are. `[control]`
package enum UnitRegistry {
    /// Every unit, once: what is listed here is what clients can use and what the laws are tested on.
    package static var standard: [UnitEntry] {
        [
            // Buses.
            UnitEntry(In.self),
            UnitEntry(InFeedback.self),
            UnitEntry(OffsetOut.self),
            UnitEntry(Out.self),
            UnitEntry(ReplaceOut.self),
            UnitEntry(XOut.self),
            // Constants and conversion of rates.
            UnitEntry(A2K.self),
            UnitEntry(DC.self),
            UnitEntry(K2A.self),
            UnitEntry(T2A.self),
            UnitEntry(T2K.self),
            // Controls.
            UnitEntry(AudioControl.self),
            UnitEntry(LagControl.self),
            UnitEntry(TrigControl.self),
            // Envelopes.
            UnitEntry(EnvGen.self),
            UnitEntry(Linen.self),
            // Filters.
            UnitEntry(Lag.self),
            UnitEntry(Lag2.self),
            UnitEntry(Lag3.self),
            UnitEntry(LagUD.self),
            // Information.
            UnitEntry(BlockSize.self),
            UnitEntry(ControlDur.self),
            UnitEntry(ControlRate.self),
            UnitEntry(NodeID.self),
            UnitEntry(NumAudioBuses.self),
            UnitEntry(NumBuffers.self),
            UnitEntry(NumControlBuses.self),
            UnitEntry(NumInputBuses.self),
            UnitEntry(NumOutputBuses.self),
            UnitEntry(NumRunningSynths.self),
            UnitEntry(RadiansPerSample.self),
            UnitEntry(SampleDur.self),
            UnitEntry(SampleRate.self),
            UnitEntry(SubsampleOffset.self),
            // Lines.
            UnitEntry(Line.self),
            UnitEntry(XLine.self),
            // Nodes and messages.
            UnitEntry(Done.self),
            UnitEntry(FreeSelf.self),
            UnitEntry(FreeSelfWhenDone.self),
            UnitEntry(PauseSelf.self),
            UnitEntry(PauseSelfWhenDone.self),
            UnitEntry(Poll.self),
            UnitEntry(SendReply.self),
            UnitEntry(SendTrig.self),
            // Noise and chance.
            UnitEntry(BrownNoise.self),
            UnitEntry(ClipNoise.self),
            UnitEntry(Crackle.self),
            UnitEntry(Dust.self),
            UnitEntry(Dust2.self),
            UnitEntry(ExpRand.self),
            UnitEntry(GrayNoise.self),
            UnitEntry(IRand.self),
            UnitEntry(LFClipNoise.self),
            UnitEntry(LFNoise0.self),
            UnitEntry(LFNoise1.self),
            UnitEntry(LFNoise2.self),
            UnitEntry(LinRand.self),
            UnitEntry(NRand.self),
            UnitEntry(PinkNoise.self),
            UnitEntry(Rand.self),
            UnitEntry(TExpRand.self),
            UnitEntry(TIRand.self),
            UnitEntry(TRand.self),
            UnitEntry(WhiteNoise.self),
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
            // Triggers.
            UnitEntry(Gate.self),
            UnitEntry(Latch.self),
            UnitEntry(Phasor.self),
            UnitEntry(PulseCount.self),
            UnitEntry(PulseDivider.self),
            UnitEntry(SetResetFF.self),
            UnitEntry(Stepper.self),
            UnitEntry(Sweep.self),
            UnitEntry(ToggleFF.self),
            UnitEntry(Trig.self),
            UnitEntry(Trig1.self),
        ]
    }
}
