package import TonewheelDSP
internal import TonewheelRealtime

/// A sawtooth oscillator that is hard-synchronized to another oscillator, not band-limited.
///
/// - Input 0 `syncFrequency`: the frequency of the synchronizing oscillator, in hertz: 0 … the sample rate.
/// - Input 1 `sawFrequency`: the frequency of the sawtooth, in hertz. The wave falls if it is negative. Values above
///   half the sample rate alias.
/// - Output 0 `out`: −1 … 1; may be the same memory as an input.
///
/// The output begins one step after the initial phase, as in scsynth (measured, 3.13).
///
/// Reference: SuperCollider help, "SyncSaw".
package struct SyncSaw: UnitGenerator {
    package static var spec: UnitSpec {
        UnitSpec(
            "SyncSaw", inputs: [.hertz("syncFrequency", default: 440), .hertz("sawFrequency", default: 440)],
            outputs: ["out"])
    }

    private let cyclesPerHertz: Float
    private let isAudioRate: Bool
    private var sync: Double = 0  // in cycles
    private var saw: Double = 0  // in cycles
    private var lastSyncStep: Double = 0
    private var lastSawStep: Double = 0

    package init(_ setup: UnitSetup) {
        cyclesPerHertz = Float(1 / setup.sampleRate)
        isAudioRate = setup.rate.isAudio
    }

    @_noLocks @_noAllocation
    package mutating func reset() {
        sync = 0
        saw = 0
        lastSyncStep = 0
        lastSawStep = 0
    }

    @_noLocks @_noAllocation
    package mutating func process(_ block: borrowing Block) {
        let (sync, saw) = (block.input(0), block.input(1))
        let output = block.output(0)
        if block.isFirst {
            lastSyncStep = syncStep(sync.initial)
            lastSawStep = sawStep(saw.initial)
            self.sync = 0.5 + lastSyncStep
            self.saw = lastSawStep
        }
        // For inputs that may change on every frame, scsynth uses the step that leads to the frame, not the following
        // one (measured, 3.13).
        let (syncHolds, sawHolds) = (isAudioRate && sync.isConstant, isAudioRate && saw.isConstant)
        for frame in 0..<block.frameCount {
            let (syncStep, sawStep) = (syncStep(sync[frame]), sawStep(saw[frame]))
            if self.sync >= 1 {
                self.sync -= 1
                // The phase of the sawtooth since the end of the cycle, which was between two frames.
                let (first, second) = (syncHolds ? syncStep : lastSyncStep, sawHolds ? sawStep : lastSawStep)
                let start = first > 0 ? self.sync * second / first + 0.5 : 0.5
                self.saw = start - Maths.floor(start)
            } else if self.saw >= 1 {
                self.saw -= 1
            } else if self.saw < 0 {
                self.saw += 1
            }
            let signed = self.saw >= 0.5 ? self.saw - 1 : self.saw
            output[frame] = Float(2 * signed)
            self.sync += syncStep
            self.saw += sawStep
            (lastSyncStep, lastSawStep) = (syncStep, sawStep)
        }
    }

    /// Returns 0. `[render]`
    @_noLocks @_noAllocation
    package mutating func prime(_ block: borrowing Block) {
        block.output(0)[0] = 0
    }

    /// Returns the number of cycles per frame, 0 … 1.
    @inline(__always)
    @_noLocks @_noAllocation
    private func syncStep(_ frequency: Float) -> Double {
        min(1, max(0, Double(Clamp.finite(frequency) * cyclesPerHertz)))
    }

    /// Returns the number of cycles per frame, −0.5 … 0.5.
    @inline(__always)
    @_noLocks @_noAllocation
    private func sawStep(_ frequency: Float) -> Double {
        PhaseStep.fraction(Double(frequency * cyclesPerHertz))
    }
}
