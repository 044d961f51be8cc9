internal import TonewheelRealtime

/// `tonewheel-bench server`: the synthesis server as its clients see it, and scsynth beside it.
///
/// Each server is a program of its own, and plays to a JACK server without a sound card. They take turns, so that
/// whatever else the machine does meets both.
package enum ServerBench {
    /// - Parameters:
    ///   - againstScsynth: whether scsynth is measured as well.
    ///   - progress: called with what is measured next.
    package static func run(
        _ effort: BenchEffort, againstScsynth: Bool, progress: @escaping (String) -> Void
    ) throws(BenchError) -> ServerResult {
        #if JACK
        guard JACKListener.isInstalled else { throw BenchError("there is no jackd: apt install jackd2") }
        var kinds = [("tonewheel", ServerUnderTest.Kind.ours(try BuiltProgram.path(of: "tonewheel-scsynth")))]
        if againstScsynth {
            guard BenchProcess.isInstalled("scsynth") else {
                throw BenchError("there is no scsynth: apt install supercollider-server")
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
        var found = kinds.map { _ in [ServerRound.Found]() }
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
        throw BenchError("this program was built without JACK, which the servers play to")
        #endif
    }
}
