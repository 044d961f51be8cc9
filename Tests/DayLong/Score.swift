import Foundation
import Tonewheel
import TonewheelDSP

/// What is played in a day: new frequencies and amplitudes now and then, and what must come of them.
///
/// Frequencies are whole hertz, so that the ideal phase can be told without any rounding: in whole cycles / sampleRate.
final class Score: @unchecked Sendable {  // the device's thread has it to itself while it plays
    private(set) var frequency = 440
    private(set) var amplitude: Float = 0.5

    /// Changes so far.
    private(set) var changes = 0

    private let sampleRate: Int
    private let wavetable = Wavetable.sine()
    private unowned var engine: AudioEngine!

    /// What has been asked for and not taken effect yet, in its order.
    private var pending: [(frame: Int, change: ParameterChange)] = []

    /// The frame up to which the phase is known: the accumulator's, 2⁶⁴ for a cycle, and the ideal one, `sampleRate` for a cycle.
    private var frame = 0
    private var phase: UInt64 = 0
    private var idealPhase = 0

    init(sampleRate: Int) {
        self.sampleRate = sampleRate
    }

    /// Sets what it is played on, before it begins.
    func play(_ engine: AudioEngine) {
        self.engine = engine
    }

    /// Makes the changes that are to be made before `frame` is rendered.
    func perform(upTo frame: Int, of frameCount: Int) {
        let minute = 60 * sampleRate
        // Nothing in the last minute, so that all has settled in the end.
        guard frame / minute > (frame - 8192) / minute, frame + 2 * minute < frameCount else { return }
        let number = frame / minute
        do {
            if number.isMultiple(of: 2) {
                // At the next block, which is the next frame.
                try change(ParameterChange(frequency: Float(20 + number * 7 % 9_980)), at: frame, isTimed: false)
            } else {
                // In half a minute, and not at a block's boundary.
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

    /// Whether so many frames are what must have been played from `frame` on, to the bit; nothing changes among them.
    func isPlayed(by heard: UnsafeBufferPointer<Float>, from frame: Int) -> Bool {
        advance(to: frame)
        var phase = phase
        for sample in heard {
            guard sample == wavetable.reader[phase] * amplitude else { return false }
            phase &+= increment
        }
        return true
    }

    /// Goes on to `frame`, through all changes before it.
    private func advance(to frame: Int) {
        while let next = pending.first, next.frame <= frame {
            turn(to: next.frame)
            if let value = next.change.frequency { frequency = Int(value) }
            if let value = next.change.amplitude { amplitude = value }
            pending.removeFirst()
        }
        turn(to: frame)
    }

    private func turn(to frame: Int) {
        let frames = frame - self.frame
        phase &+= increment &* UInt64(frames)
        idealPhase = (idealPhase + frequency * frames) % sampleRate
        self.frame = frame
    }

    /// As `SineGenerator` documents it: 64 bits of a cycle.
    private var increment: UInt64 {
        UInt64(Double(frequency) * (1 / Double(sampleRate)) * 0x1p64)
    }

    /// How far the accumulator is from the ideal phase, in cycles.
    var phaseError: Double {
        let ideal = Double(idealPhase) / Double(sampleRate)
        let error = Double(phase) * 0x1p-64 - ideal
        return error - error.rounded()
    }
}
