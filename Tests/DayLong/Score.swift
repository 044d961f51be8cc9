import Foundation
import Tonewheel
import TonewheelDSP

/// The parameter changes of a day, and the expected output.
///
/// Frequencies are integers, so the ideal phase, in units of a cycle / sampleRate, is an integer without rounding.
final class Score: @unchecked Sendable {  // only the device's thread uses it during playback
    private(set) var frequency = 440
    private(set) var amplitude: Float = 0.5

    /// The number of changes so far.
    private(set) var changes = 0

    private let sampleRate: Int
    private let wavetable = Wavetable.sine()
    private unowned var engine: AudioEngine!

    /// The changes that have not taken effect yet, in order.
    private var pending: [(frame: Int, change: ParameterChange)] = []

    /// The frame of the two phases: that of the accumulator, 2⁶⁴ per cycle, and the ideal one, `sampleRate` per cycle.
    private var frame = 0
    private var phase: UInt64 = 0
    private var idealPhase = 0

    init(sampleRate: Int) {
        self.sampleRate = sampleRate
    }

    /// Sets the engine to control. Call it before playback.
    func connect(to engine: AudioEngine) {
        self.engine = engine
    }

    /// Makes the changes that are due before `frame` is rendered.
    func perform(upTo frame: Int, of frameCount: Int) {
        let minute = 60 * sampleRate
        // No changes in the last minute, so that all changes have taken effect at the end.
        guard frame / minute > (frame - 8192) / minute, frame + 2 * minute < frameCount else { return }
        let number = frame / minute
        do {
            if number.isMultiple(of: 2) {
                // At the next block, which is the next frame.
                try change(ParameterChange(frequency: Float(20 + number * 7 % 9_980)), at: frame, isTimed: false)
            } else {
                // In half a minute, not at the boundary of a block.
                let change = ParameterChange(
                    frequency: Float(20 + number * 11 % 9_980), amplitude: Float(1 + number % 7) / 8)
                try self.change(change, at: frame + minute / 2 + 17 + number % 64, isTimed: true)
            }
        } catch {
            print("Error: MUS-02: \(error)")
            exit(1)
        }
    }

    private func change(_ change: ParameterChange, at frame: Int, isTimed: Bool) throws {
        if isTimed {
            try engine.apply(change, atFrame: Int64(frame))
        } else {
            try engine.apply(change)
        }
        pending.append((frame, change))
        changes += 1
    }

    /// Whether the output from `frame` on equals the expected one, bit by bit. No change may be due within it.
    func matches(_ output: UnsafeBufferPointer<Float>, from frame: Int) -> Bool {
        advance(to: frame)
        var phase = phase
        for sample in output {
            guard sample == wavetable.reader[phase] * amplitude else { return false }
            phase &+= increment
        }
        return true
    }

    /// Advances to `frame`, and applies all changes up to it.
    private func advance(to frame: Int) {
        while let next = pending.first, next.frame <= frame {
            advancePhase(to: next.frame)
            if let value = next.change.frequency { frequency = Int(value) }
            if let value = next.change.amplitude { amplitude = value }
            pending.removeFirst()
        }
        advancePhase(to: frame)
    }

    private func advancePhase(to frame: Int) {
        let frames = frame - self.frame
        phase &+= increment &* UInt64(frames)
        idealPhase = (idealPhase + frequency * frames) % sampleRate
        self.frame = frame
    }

    /// The phase increment per frame, in 2⁻⁶⁴ cycles, as documented by `SineGenerator`.
    private var increment: UInt64 {
        UInt64(Double(frequency) * (1 / Double(sampleRate)) * 0x1p64)
    }

    /// The difference of the accumulator from the ideal phase, in cycles.
    var phaseError: Double {
        let ideal = Double(idealPhase) / Double(sampleRate)
        let error = Double(phase) * 0x1p-64 - ideal
        return error - error.rounded()
    }
}
