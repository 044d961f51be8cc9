import Tonewheel
import TonewheelSoundFiles

/// The comparison of a recording with the score rendered offline, except from a double loss to the next section.
struct Comparison {
    private(set) var comparedFrames = 0
    private(set) var differentFrames = 0
    private(set) var firstDifference: Int?
    private(set) var peak: Float = 0

    /// The frames that are not compared, because both workers were hit before redundancy was back.
    private(set) var spans: [Range<Int64>] = []

    /// The number of recorded files that are compared, and the sections of those that differ.
    private(set) var comparedRecordings = 0
    private(set) var differentRecordings: [Int] = []

    /// Compares the files that were recorded in sections without a double loss.
    mutating func compareRecordings(_ score: Score) throws {
        for section in score.sections where !spans.contains(where: { $0.overlaps(score.frames(ofSection: section)) }) {
            let live = try SoundFile(reading: score.recording(ofSection: section, "live"))
            let offline = try SoundFile(reading: score.recording(ofSection: section, "offline"))
            comparedRecordings += 1
            if live.samples != offline.samples || live.frameCount == 0 { differentRecordings.append(section) }
        }
    }

    init(_ take: SoundFile, _ expected: [[Float]], _ score: Score, _ hits: [Killer.Hit]) {
        for hit in hits where hit.wasLast {
            let sections = max(0, hit.frame - Score.start) / Score.sectionFrames + 1
            let end = Score.start + sections * Score.sectionFrames
            // The next section may have begun in the workers.
            let margin: Int64 = 16_384
            let span = hit.frame..<(end - hit.frame < margin ? end + Score.sectionFrames : end)
            if let last = spans.last, last.upperBound >= span.lowerBound {
                spans[spans.count - 1] = last.lowerBound..<max(last.upperBound, span.upperBound)
            } else {
                spans.append(span)
            }
        }
        let channels = (0..<expected.count).map { take.channel($0) }
        for frame in Int(Score.start)..<min(Int(score.frameCount), take.frameCount) {
            if spans.contains(where: { $0.contains(Int64(frame)) }) { continue }
            comparedFrames += 1
            var isEqual = true
            for (channel, samples) in channels.enumerated() {
                if samples[frame] != expected[channel][frame] { isEqual = false }
                peak = max(peak, abs(expected[channel][frame]))
            }
            if isEqual { continue }
            differentFrames += 1
            if firstDifference == nil { firstDifference = frame }
        }
    }
}
