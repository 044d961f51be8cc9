import Foundation

/// A modification of a recording, to test that the proof detects it.
enum Damage: String, CaseIterable {
    /// One sample is off by a hundredth.
    case click

    /// Sound is missing with a correct fade, but was not counted.
    case gap

    /// Sound is missing without a fade.
    case cut

    /// The signal jumps, as after a takeover without a fade-in.
    case jump

    /// A run is too loud by a thousandth.
    case amplitude

    /// A change is missing.
    case change

    /// A frame is inserted.
    case slip

    /// The frequency is off by 0.1 Hz.
    case frequency

    /// - Parameters:
    ///   - samples: the samples of one channel.
    ///   - tones: the requested tones.
    ///   - analysis: the analysis of the undamaged recording.
    func apply(to samples: inout [Float], _ tones: inout [Tone], _ analysis: TakeAnalysis) {
        // The longest run without a gap or a change.
        guard let run = analysis.runs.max(by: { $0.frames.count < $1.frames.count }) else { return }
        let block = TakeAnalysis.block
        let begin = run.frames.lowerBound + run.frames.count / 2 / block * block
        switch self {
        case .click:
            samples[begin + 17] += 0.01
        case .gap, .cut:
            let held = samples[begin - 1]
            for index in 0..<block {
                let fall = Float(block - 1 - index) / Float(block)
                samples[begin + index] = self == .gap ? held * fall : 0
                samples[begin + block + index] *= Float(index + 1) / Float(block)
            }
        case .amplitude:
            for frame in run.frames { samples[frame] *= 1.001 }
        case .change:
            tones.append(Tone(frequency: tones.last!.frequency == 500 ? 700 : 500, amplitude: tones.last!.amplitude))
        case .slip:
            samples.insert(samples[begin], at: begin)
            samples.removeLast()
        case .jump:
            samples.removeSubrange(begin..<begin + block / 2)
            samples += samples.suffix(block / 2)
        case .frequency:
            let tone = tones[run.tone]
            let turn = 2 * Double.pi * (Double(tone.frequency) + 0.1) / 48_000
            for frame in run.frames {
                samples[frame] = tone.amplitude * Float(sin(turn * Double(frame - run.frames.lowerBound)))
            }
        }
    }
}
