import Foundation

/// What is done to a recording, so that it is seen whether the proof would find it.
enum Damage: String, CaseIterable {
    /// One sample is off by a hundredth.
    case click

    /// Sound is missing, faded as it should be, that nobody has counted.
    case gap

    /// Sound is missing and not faded.
    case cut

    /// The sound jumps, as when a worker takes over and is not faded in.
    case jump

    /// A stretch is too loud by a thousandth.
    case amplitude

    /// A change has not been made.
    case change

    /// A frame too many.
    case slip

    /// A wrong frequency, by 0.1 Hz.
    case frequency

    /// - Parameters:
    ///   - samples: of one channel.
    ///   - tones: what was asked for.
    ///   - analysis: of what it is without damage.
    func apply(to samples: inout [Float], _ tones: inout [Tone], _ analysis: TakeAnalysis) {
        // The longest stretch without a gap or a change.
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
