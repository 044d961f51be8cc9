#if JACK
extension ServerResult.Server {
    /// Combines the measurements of several rounds.
    init(_ name: String, _ rounds: [ServerRound.Measurements], sampleRate: Double) {
        self.init(name)
        sync = Times(nanoseconds: rounds.flatMap(\.sync))
        status = Times(nanoseconds: rounds.flatMap(\.status))
        set = Times(nanoseconds: rounds.flatMap(\.set))
        setFrames = Times(
            p50: set.p50.map { $0 * sampleRate / 1e6 }, p99: set.p99.map { $0 * sampleRate / 1e6 },
            max: set.max.map { $0 * sampleRate / 1e6 })
        setFrames.samples = set.samples
        synthsPerSecondByRound = rounds.map(\.synthsPerSecond)
        synthsPerSecond = synthsPerSecondByRound.max() ?? 0
        isLimitedByClient = rounds.contains { $0.isLimitedByClient }
        bursts = rounds.flatMap(\.bursts)
        xruns = rounds.reduce(0) { $0 + $1.xruns }
        xrunsInBursts = rounds.reduce(0) { $0 + $1.xrunsInBursts }
    }
}

extension ServerResult.Ratios {
    /// Computes the ratios of two servers that took turns.
    init(_ ours: [ServerRound.Measurements], over other: [ServerRound.Measurements]) {
        func time(_ what: (ServerRound.Measurements) -> [Int64]) -> Ratio {
            // At least a nanosecond, to avoid a division by zero.
            func medians(_ rounds: [ServerRound.Measurements]) -> [Double] {
                rounds.map { max(Times(nanoseconds: what($0)).p50 ?? 0, 0.001) }
            }
            return Ratio(timeOf: medians(ours), over: medians(other), atMost: 1)
        }
        func seconds(_ rounds: [ServerRound.Measurements]) -> [Double] {
            rounds.map { 1 / Double(max($0.synthsPerSecond, 1)) }
        }
        sync = time(\.sync)
        status = time(\.status)
        set = time(\.set)
        synthsPerSecond = Ratio(paceOf: seconds(ours), over: seconds(other), atLeast: 1)
    }
}
#endif
