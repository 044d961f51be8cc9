import TestSupport

/// The verdict on a recording: whether it equals the requested sound except in counted gaps.
struct TakeVerdict {
    /// The problems; empty if there are none.
    private(set) var problems: [String] = []

    let analysis: TakeAnalysis

    /// The number of frames in unexplained blocks, plus missing frames that the engine did not count.
    let unexplainedFrames: Int

    /// The worst residual of the undisturbed runs, in decibels relative to the tone, and the worst relative error of
    /// the amplitude.
    private(set) var worstDistortion = -Double.infinity
    private(set) var worstAmplitude = 0.0

    /// The number of frames compared with an undisturbed tone.
    private(set) var comparedFrames = 0

    /// The missing frames and periods that the engine counted.
    struct Counted {
        var frames: Int
        var periods: Int
    }

    init(_ samples: [Float], _ tones: [Tone], _ counted: Counted, sampleRate: Double, periodFrames: Int) {
        analysis = TakeAnalysis(samples, tones, sampleRate: sampleRate, periodFrames: periodFrames)
        let uncounted = abs(analysis.missingFrames - counted.frames)
        unexplainedFrames = analysis.unexplained.count * TakeAnalysis.block + uncounted
        check(
            analysis.unexplained.isEmpty,
            "\(analysis.unexplained.count) blocks are neither the tone nor a faded gap, the first at frame"
                + " \(analysis.unexplained.first ?? 0)")
        check(
            analysis.clicks.isEmpty,
            "\(analysis.clicks.count) steps are larger than the tone's own, the first at frame"
                + " \(analysis.clicks.first ?? 0)")
        check(
            uncounted == 0, "\(analysis.missingFrames) frames are missing, and \(counted.frames) were counted")
        check(
            analysis.missedPeriods == counted.periods,
            "sound is missing in \(analysis.missedPeriods) periods, and \(counted.periods) were counted")
        let changes = analysis.changes.map(\.tone)
        check(
            changes == Array(1..<tones.count),
            "\(changes.count) of \(tones.count - 1) changes are in the recording, the last number \(changes.last ?? 0)"
        )
        for run in analysis.runs { compare(run, samples, tones[run.tone], sampleRate) }
        check(worstDistortion < -100, "the residual beside the tone is at \(worstDistortion) dB")
        check(worstAmplitude < 1e-5, "the relative error of the amplitude is \(worstAmplitude)")
    }

    private mutating func check(_ condition: Bool, _ problem: String) {
        if !condition { problems.append(problem) }
    }

    /// Fits the tone to sections of an undisturbed run.
    private mutating func compare(_ run: TakeAnalysis.Run, _ samples: [Float], _ tone: Tone, _ sampleRate: Double) {
        var begin = run.frames.lowerBound
        // A shorter remainder determines the phase poorly, and is joined to the preceding section.
        while run.frames.upperBound - begin >= 1024 {
            var end = min(begin + 8192, run.frames.upperBound)
            if run.frames.upperBound - end < 1024 { end = run.frames.upperBound }
            let fit = SineFit(samples[begin..<end], frequency: Double(tone.frequency), sampleRate: sampleRate)
            worstDistortion = max(worstDistortion, fit.distortion)
            worstAmplitude = max(worstAmplitude, abs(fit.amplitude / Double(tone.amplitude) - 1))
            comparedFrames += end - begin
            begin = end
        }
    }
}
