import Foundation

/// The recovery times after the faults.
struct Recoveries {
    /// The times from a fault to full sound, in milliseconds.
    private(set) var times: [Double] = []

    /// The lengths of the gaps in the recording, from full to full sound, in milliseconds.
    private(set) var gaps: [Double] = []

    /// The number of faults without a gap, and of gaps without a fault.
    private(set) var inaudibleFaults = 0
    private(set) var unattributedGaps = 0

    /// Gaps that never end.
    private(set) var open = 0

    /// The time after a fault, or after a gap that it caused, within which a new gap is attributed to it, in seconds.
    private static let reach = 0.1

    init(_ faults: [FaultInjection.Fault], _ analysis: TakeAnalysis, origin: Double, sampleRate: Double) {
        // A takeover is a gap without missing frames.
        let takeovers = analysis.takeovers.map {
            TakeAnalysis.Gap(begin: $0, end: $0 + TakeAnalysis.block, missing: 0)
        }
        var rest = (analysis.gaps + takeovers).sorted { $0.begin < $1.begin }[...]
        for (index, fault) in faults.enumerated() {
            let next = index + 1 < faults.count ? faults[index + 1].time : .infinity
            var last = fault.time
            var isAudible = false
            while let gap = rest.first {
                let begin = origin + Double(gap.begin) / sampleRate
                guard begin < next else { break }
                rest.removeFirst()
                // A tolerance of a period, since the clocks are not read at the same time.
                guard begin > fault.time - 0.006, begin < last + Self.reach, let end = gap.end else {
                    if gap.end == nil { open += 1 } else { unattributedGaps += 1 }
                    continue
                }
                last = origin + Double(end) / sampleRate
                if gap.missing > 0 { gaps.append(Double(end - gap.begin) / sampleRate * 1000) }
                isAudible = true
            }
            if isAudible { times.append((last - fault.time) * 1000) } else { inaudibleFaults += 1 }
        }
        unattributedGaps += rest.count
        times.sort()
        gaps.sort()
    }

    /// Returns a percentile of sorted values by the nearest-rank method.
    static func percentile(_ share: Double, of values: [Double]) -> Double {
        values.isEmpty ? 0 : values[max(0, Int((share * Double(values.count)).rounded(.up)) - 1)]
    }

    /// Formats the median, the 99th percentile and the maximum.
    static func line(_ values: [Double]) -> String {
        let shares = [percentile(0.5, of: values), percentile(0.99, of: values), values.last ?? 0]
        return shares.map { String(format: "%.1f", $0) }.joined(separator: " / ") + " ms"
    }
}
