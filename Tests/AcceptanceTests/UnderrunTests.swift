import Foundation
import ProgramSupport
import TestSupport
import Testing

extension AcceptanceTests {
    @Suite struct UnderrunTests {
        /// Seconds that engines play: 60, or what the environment variable `TONEWHEEL_UNDERRUN_SECONDS` says.
        private let seconds =
            ProcessInfo.processInfo.environment["TONEWHEEL_UNDERRUN_SECONDS"].flatMap(Double.init) ?? 60

        /// What is rendered ahead, whatever the period: 186 ms, so long may a virtual machine's host keep a processor to itself.
        private let framesAhead = 8192

        /// A run in which the host keeps a processor to itself for so long within half a second says nothing about the engine: half of
        /// what is rendered ahead.
        private let mostStolen = Duration.milliseconds(93)

        /// An engine that plays.
        private struct Player {
            let playing: PlayingProgram
            let backend: String
            let period: Int

            /// What it plays to, if that is a process of its own.
            let server: JACKServer?

            var name: String { "\(backend), periods of \(period)" }
        }

        @Test("RT-02: with 186 ms rendered ahead no underrun in 60 s: 128, 256, 512 frames, null and JACK, quiet")
        func quiet() async throws {
            try await playsWithoutUnderrun("quiet")
        }

        @Test(
            """
            RT-02: with 186 ms rendered ahead no underrun in 60 s: 128, 256, 512 frames, null and JACK, beside 4 busy \
            processes and under memory pressure
            """)
        func loaded() async throws {
            let busy = try BusyProcesses(4)
            let pressure = try BusyProcesses.memoryPressure()
            try await playsWithoutUnderrun("loaded")
            #expect(busy.areBusy && pressure.areBusy)
        }

        /// What cannot be promised on a machine that is shared: there is nothing between the clock and the rendering.
        @Test("RT-02: callback mode, 128, 256, 512 frames, null and JACK, quiet and loaded: reported with its causes")
        func callbackMode() async throws {
            let quiet = try await start(framesAhead: 0)
            try await Task.sleep(for: .seconds(min(seconds, 5)))
            for player in quiet { report(player, "callback mode, quiet", try await player.playing.certainStatus()) }
            try await end(quiet)

            let loaded = try await start(framesAhead: 0)
            let busy = try BusyProcesses(4)
            let pressure = try BusyProcesses.memoryPressure()
            try await Task.sleep(for: .seconds(min(seconds, 5)))
            for player in loaded { report(player, "callback mode, loaded", try await player.playing.certainStatus()) }
            #expect(busy.areBusy && pressure.areBusy)
            try await end(loaded)
        }

        /// All at once, which is more than any of them has to bear alone. Three times at most, until the host has let them.
        private func playsWithoutUnderrun(_ condition: String) async throws {
            for turn in 1...3 {
                let players = try await start(framesAhead: framesAhead)
                let witness = try HostWitness()
                try await Task.sleep(for: .seconds(seconds))
                var statuses: [Status] = []
                for player in players { statuses.append(try await player.playing.certainStatus()) }
                let stolen = witness.end(within: .milliseconds(500))
                for (player, status) in zip(players, statuses) { report(player, condition, status) }
                try await end(players)
                guard stolen > mostStolen else {
                    for (player, status) in zip(players, statuses) { expectNoUnderrun(player, status) }
                    return
                }
                let reason = "\(condition): the host has kept a processor to itself for \(stolen) of 500 ms"
                print("RT-02: \(reason): this run says nothing")
                guard turn == 3 else { continue }
                // Shown beside the result, and not as one that has been met.
                withKnownIssue("\(reason)") {
                    for (player, status) in zip(players, statuses) { expectNoUnderrun(player, status) }
                    Issue.record("it cannot be said on this machine now")
                }
            }
        }

        private func expectNoUnderrun(_ player: Player, _ status: Status) {
            #expect(status["prefillPeriods"] * status["period"] == Double(framesAhead), "\(player.name)")
            // It has played. How exactly the clock of JACK's dummy goes on a busy host is another matter: it leaves
            // periods out that it is late for, and asks nobody for them.
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
                    let status = try await playing.certainStatus()
                    #expect(status["period"] == Double(period))
                    #expect(status["sampleRate"] == 44_100)
                    players.append(Player(playing: playing, backend: backend, period: period, server: server))
                }
            }
            return players
        }

        private func end(_ players: [Player]) async throws {
            for player in players { try await player.playing.end() }
            // Not before its client.
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
