internal import TonewheelRealtime

/// `tonewheel-bench server`: measures the synthesis server from a client, and scsynth for comparison.
///
/// Each server is a separate program that plays to a JACK server without a sound card. The servers take turns, so that
/// other load on the machine affects both.
package enum ServerBench {
    /// Runs the benchmark.
    ///
    /// - Parameters:
    ///   - againstScsynth: Whether scsynth is measured as well.
    ///   - progress: Called with the name of the next measurement.
    package static func run(
        _ effort: BenchEffort, againstScsynth: Bool, progress: @escaping (String) -> Void
    ) throws(BenchError) -> ServerResult {
        #if JACK
        guard JACKListener.isInstalled else { throw BenchError("jackd is not installed. Run: apt install jackd2") }
        var kinds = [("tonewheel", ServerUnderTest.Kind.ours(try BuiltProgram.path(of: "tonewheel-scsynth")))]
        if againstScsynth {
            guard BenchProcess.isInstalled("scsynth") else {
                throw BenchError("scsynth is not installed. Run: apt install supercollider-server")
            }
            kinds.append(("scsynth", .scsynth))
        }
        let rounds = effort == .full ? 3 : 1
        var result = ServerResult(sampleRate: 48_000, periodFrames: 64, rounds: rounds)
        let changes = RingBuffer<DetectedChange>(capacity: 65_536)
        let listener = try JACKListener(
            sampleRate: result.sampleRate, periodFrames: result.periodFrames, changes: changes)
        result.isRealTime = listener.isRealTime
        var changed = changes.consumer()
        var found = kinds.map { _ in [ServerRound.Measurements]() }
        for round in 1...rounds {
            for (index, (name, kind)) in kinds.enumerated() {
                do throws(BenchError) {
                    let server = try ServerUnderTest(kind, jack: listener.server)
                    let turn = ServerRound(server: server, listener: listener, effort: effort) { what in
                        progress("\(name), round \(round) of \(rounds): \(what)")
                    }
                    found[index].append(try turn.run(&changed))
                } catch {
                    throw BenchError("\(name): \(error)")
                }
            }
        }
        let rate = result.sampleRate
        result.servers = zip(kinds, found).map { ServerResult.Server($0.0, $1, sampleRate: rate) }
        if found.count > 1 { result.ratios = ServerResult.Ratios(found[0], over: found[1]) }
        return result
        #else
        throw BenchError("This program was built without JACK, which this benchmark requires.")
        #endif
    }
}
