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
            UnitEntry(Blip.self),
            UnitEntry(FSinOsc.self),
            UnitEntry(Pulse.self),
            UnitEntry(Saw.self),
            UnitEntry(SinOscFB.self),
            // Filters of the second and first order.
            UnitEntry(BAllPass.self),
            UnitEntry(BBandPass.self),
            UnitEntry(BBandStop.self),
            UnitEntry(BHiPass.self),
            UnitEntry(BHiShelf.self),
            UnitEntry(BLowPass.self),
            UnitEntry(BLowShelf.self),
            UnitEntry(BPF.self),
            UnitEntry(BPeakEQ.self),
            UnitEntry(BRF.self),
            UnitEntry(Decay.self),
            UnitEntry(Decay2.self),
            UnitEntry(HPF.self),
            UnitEntry(HPZ1.self),
            UnitEntry(Integrator.self),
            UnitEntry(Klank.self),
            UnitEntry(LeakDC.self),
            UnitEntry(LPF.self),
            UnitEntry(LPZ1.self),
            UnitEntry(OnePole.self),
            UnitEntry(OneZero.self),
            UnitEntry(Resonz.self),
            UnitEntry(RHPF.self),
            UnitEntry(Ringz.self),
            UnitEntry(RLPF.self),
            UnitEntry(SOS.self),
            UnitEntry(TwoPole.self),
            // Buffers.
            UnitEntry(BufChannels.self),
            UnitEntry(BufDur.self),
            UnitEntry(BufFrames.self),
            UnitEntry(BufRateScale.self),
            UnitEntry(BufRd.self),
            UnitEntry(BufSampleRate.self),
            UnitEntry(BufSamples.self),
            UnitEntry(BufWr.self),
            UnitEntry(PlayBuf.self),
            UnitEntry(RecordBuf.self),
            // Dynamics.
            UnitEntry(Amplitude.self),
            UnitEntry(Compander.self),
            UnitEntry(DetectSilence.self),
            UnitEntry(Limiter.self),
            UnitEntry(Normalizer.self),
            // Delays.
            UnitEntry(AllpassC.self),
            UnitEntry(AllpassL.self),
            UnitEntry(AllpassN.self),
            UnitEntry(CombC.self),
            UnitEntry(CombL.self),
            UnitEntry(CombN.self),
            UnitEntry(DelayC.self),
            UnitEntry(DelayL.self),
            UnitEntry(DelayN.self),
            UnitEntry(FreeVerb.self),
            UnitEntry(FreeVerb2.self),
            // Further.
            UnitEntry(LinExp.self),
            UnitEntry(ScopeOut2.self),
        ]
    }
}
