import Foundation

/// How long the sound was gone after each blow.
struct Recoveries {
    /// From the blow to sound that is full again, in milliseconds.
    private(set) var times: [Double] = []

    /// How long the gaps in the recording are, from full to full, in milliseconds.
    private(set) var gaps: [Double] = []

    /// Blows that were not heard at all, and gaps that no blow has left.
    private(set) var blowsUnheard = 0
    private(set) var gapsWithoutBlow = 0

    /// Gaps that never ended.
    private(set) var open = 0

    /// So long after a blow a gap may begin that is its doing, in seconds, and so long after such a gap another one.
    private static let reach = 0.1

    init(_ blows: [Assault.Blow], _ analysis: TakeAnalysis, origin: Double, sampleRate: Double) {
        // A takeover is a gap in which nothing is missing.
        let takeovers = analysis.takeovers.map {
            TakeAnalysis.Gap(begin: $0, end: $0 + TakeAnalysis.block, missing: 0)
        }
        var rest = (analysis.gaps + takeovers).sorted { $0.begin < $1.begin }[...]
        for (index, blow) in blows.enumerated() {
            let next = index + 1 < blows.count ? blows[index + 1].time : .infinity
            var last = blow.time
            var isHeard = false
            while let gap = rest.first {
                let begin = origin + Double(gap.begin) / sampleRate
                guard begin < next else { break }
                rest.removeFirst()
                // A period before it, since clocks are read one after the other.
                guard begin > blow.time - 0.006, begin < last + Self.reach, let end = gap.end else {
                    if gap.end == nil { open += 1 } else { gapsWithoutBlow += 1 }
                    continue
                }
                last = origin + Double(end) / sampleRate
                if gap.missing > 0 { gaps.append(Double(end - gap.begin) / sampleRate * 1000) }
                isHeard = true
            }
            if isHeard { times.append((last - blow.time) * 1000) } else { blowsUnheard += 1 }
        }
        gapsWithoutBlow += rest.count
        times.sort()
        gaps.sort()
    }

    /// The nearest rank of sorted values.
    static func percentile(_ share: Double, of values: [Double]) -> Double {
        values.isEmpty ? 0 : values[max(0, Int((share * Double(values.count)).rounded(.up)) - 1)]
    }

    /// Median, 99 % and the longest, for people.
    static func line(_ values: [Double]) -> String {
        let shares = [percentile(0.5, of: values), percentile(0.99, of: values), values.last ?? 0]
        return shares.map { String(format: "%.1f", $0) }.joined(separator: " / ") + " ms"
    }
}
