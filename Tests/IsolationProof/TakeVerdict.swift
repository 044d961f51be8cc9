import TestSupport

/// Whether a recording is what was asked for, but for gaps that the engine has counted.
struct TakeVerdict {
    /// What is wrong, in words; empty if nothing is.
    private(set) var problems: [String] = []

    let analysis: TakeAnalysis

    /// Frames that no gap and no change explains, and missing ones that the engine has not counted.
    let unexplainedFrames: Int

    /// The worst of the undisturbed stretches: what is left beside the tone, in decibels below it, and how far its amplitude is off.
    private(set) var worstDistortion = -Double.infinity
    private(set) var worstAmplitude = 0.0

    /// Frames that were compared with an undisturbed tone.
    private(set) var comparedFrames = 0

    /// What the engine says that is missing.
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
        let heard = analysis.changes.map(\.tone)
        check(
            heard == Array(1..<tones.count),
            "of \(tones.count - 1) changes \(heard.count) were heard, the last one is number \(heard.last ?? 0)")
        for run in analysis.runs { compare(run, samples, tones[run.tone], sampleRate) }
        check(worstDistortion < -100, "beside the tone there is something at \(worstDistortion) dB")
        check(worstAmplitude < 1e-5, "the amplitude is off by \(worstAmplitude) of itself")
    }

    private mutating func check(_ isTrue: Bool, _ otherwise: String) {
        if !isTrue { problems.append(otherwise) }
    }

    /// Fits the tone to pieces of an undisturbed stretch.
    private mutating func compare(_ run: TakeAnalysis.Run, _ samples: [Float], _ tone: Tone, _ sampleRate: Double) {
        var begin = run.frames.lowerBound
        // A shorter rest says little of a phase, and belongs to what comes before it.
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
