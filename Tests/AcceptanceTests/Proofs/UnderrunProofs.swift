import Foundation
import ProgramSupport
import TestSupport
import Testing

extension Proofs {
    @Suite struct UnderrunProofs {
        /// The duration of a run, in seconds: 60, or the value of the environment variable
        /// `TONEWHEEL_UNDERRUN_SECONDS`.
        private let seconds =
            ProcessInfo.processInfo.environment["TONEWHEEL_UNDERRUN_SECONDS"].flatMap(Double.init) ?? 60

        /// The number of frames rendered ahead, for all periods: 186 ms. The host of a virtual machine may take a
        /// processor away for that long.
        private let framesAhead = 8192

        /// The time that the host may take away in half a second: half of the time rendered ahead.
        private let tolerance = Duration.milliseconds(93)

        /// An engine that plays.
        private struct Player {
            let playing: PlayingProgram
            let backend: String
            let period: Int

            /// The JACK server that it plays to, if any.
            let server: JACKServer?

            var name: String { "\(backend), periods of \(period)" }
        }

        @Test func quiet() async throws {
            try await Proof.run(
                "RT-02", "no underrun in \(Int(seconds)) s, six engines, 186 ms ahead, quiet", tolerating: tolerance
            ) { proof in
                try await playsWithoutUnderrun(&proof)
            }
        }

        @Test func loaded() async throws {
            try await Proof.run(
                "RT-02", "the same beside 4 busy processes and under memory pressure", tolerating: tolerance
            ) { proof in
                let busy = try BusyProcesses(4)
                let pressure = try BusyProcesses.memoryPressure()
                try await playsWithoutUnderrun(&proof)
                #expect(busy.areBusy && pressure.areBusy)
            }
        }

        /// Reports figures without a target, since nothing is buffered between the clock and the rendering.
        @Test(arguments: [false, true]) func callbackMode(isLoaded: Bool) async throws {
            let condition = isLoaded ? "loaded" : "quiet"
            try await Proof.report("RT-02", "six engines for 5 s, nothing ahead, \(condition)") {
                let players = try await start(framesAhead: 0)
                let busy = isLoaded ? [try BusyProcesses(4), try BusyProcesses.memoryPressure()] : []
                try await Task.sleep(for: .seconds(min(seconds, 5)))
                let statuses = try await statuses(of: players, condition)
                #expect(busy.allSatisfy { $0.areBusy })
                try await end(players)
                return "\(sum("xrunsByLateWakeUp", statuses)) late wake-ups, "
                    + "\(sum("xrunsByLateRender", statuses)) late renders"
            }
        }

        /// Plays with all engines at the same time, which is a higher load than each alone.
        private func playsWithoutUnderrun(_ proof: inout Proof) async throws {
            let players = try await start(framesAhead: framesAhead)
            try await Task.sleep(for: .seconds(seconds))
            let statuses = try await statuses(of: players, "186 ms ahead")
            try await end(players)
            for (player, status) in zip(players, statuses) { expectNoUnderrun(player, status) }
            proof.figure =
                "\(sum("underruns", statuses)) underruns, \(sum("framesPadded", statuses)) frames padded; "
                + "late wake-ups \(sum("xrunsByLateWakeUp", statuses))"
        }

        private func sum(_ name: String, _ statuses: [Status]) -> Int {
            statuses.reduce(0) { $0 + Int($1[name]) }
        }

        private func statuses(of players: [Player], _ condition: String) async throws -> [Status] {
            var statuses: [Status] = []
            for player in players { statuses.append(try await player.playing.statusWithRetries()) }
            for (player, status) in zip(players, statuses) { report(player, condition, status) }
            return statuses
        }

        private func expectNoUnderrun(_ player: Player, _ status: Status) {
            #expect(status["prefillPeriods"] * status["period"] == Double(framesAhead), "\(player.name)")
            // The engine has played. Some frames may be missing, since JACK's dummy driver skips periods for which it
            // is late on a busy host.
            #expect(status["frame"] >= 0.9 * seconds * 44_100, "\(player.name)")
            #expect(status["underruns"] == 0, "\(player.name)")
            #expect(status["xrunsByEmptyRing"] == 0, "\(player.name)")
            #expect(status["framesPadded"] == 0, "\(player.name)")
        }

        private func start(framesAhead: Int) async throws -> [Player] {
            var players: [Player] = []
            for backend in ["null", "jack"] {
                for period in [128, 256, 512] {
                    let server = backend == "jack" ? try JACKServer(sampleRate: 44_100, period: period) : nil
                    let device = server.map { ["--device", $0.name] } ?? []
                    let playing = try await PlayingProgram(
                        starting: try Program(),
                        ["--backend", backend, "--no-record", "--rate", "44100", "--period", "\(period)"] + device
                            + ["--prefill-periods", "\(framesAhead / period)"])
                    let status = try await playing.statusWithRetries()
                    #expect(status["period"] == Double(period))
                    #expect(status["sampleRate"] == 44_100)
                    players.append(Player(playing: playing, backend: backend, period: period, server: server))
                }
            }
            return players
        }

        private func end(_ players: [Player]) async throws {
            for player in players { try await player.playing.end() }
            // A server must not end before its client.
            for player in players { player.server?.end() }
        }

        private func report(_ player: Player, _ condition: String, _ status: Status) {
            func count(_ name: String) -> Int { Int(status[name]) }
            func times(_ name: String) -> String {
                ["P50", "P99", "P999", "Max"].map { "\(Int((status[name + $0] * 1e6).rounded()))" }
                    .joined(separator: "/")
            }
            print(
                "RT-02: \(condition), \(player.name), \(count("prefillPeriods")) of them ahead,"
                    + " \(count("frame")) frames: underruns \(count("underruns")),"
                    + " empty ring \(count("xrunsByEmptyRing")), padded \(count("framesPadded"));"
                    + " late wake-ups \(count("xrunsByLateWakeUp")), late renders \(count("xrunsByLateRender")),"
                    + " device \(count("xrunsByDevice")), losses \(count("deviceLosses"));"
                    + " P50/P99/P99.9/longest in µs: lateness \(times("wakeUpLateness")),"
                    + " callback \(times("callbackTime"))")
        }
    }
}
