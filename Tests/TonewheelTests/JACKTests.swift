#if JACK
import Foundation
import TestSupport
import Testing
import Tonewheel
import TonewheelBackends
import TonewheelRealtime
import TonewheelSoundFiles

/// The suites of device tests. They are serialized, because the audio libraries have global state.
@Suite(.serialized) struct DeviceTests {}

extension DeviceTests {
    /// Tests with a JACK server without a sound card.
    @Suite(.serialized) struct JACKTests {
        private func engine(
            _ server: JACKServer, _ change: (inout AudioEngine.Configuration) -> Void = { _ in }
        ) throws -> AudioEngine {
            var configuration = AudioEngine.Configuration()
            configuration.output = .jack(server: server.name)
            configuration.amplitude = 0.5
            configuration.locksMemory = false
            configuration.limitsOutput = false
            change(&configuration)
            return try AudioEngine(configuration)
        }

        @Test(arguments: [(44_100, 128), (48_000, 1024), (96_000, 64)])
        func playsAtTheServersRateAndPeriod(rate: Int, period: Int) throws {
            let server = try JACKServer(sampleRate: rate, period: period)
            let probe = try #require(JACKProbe(server.name))
            let engine = try engine(server)
            try engine.start()
            #expect(engine.status.backend == "jack")
            #expect(engine.status.device == "JACK client tonewheel")
            #expect(engine.status.deviceError == nil)
            #expect(engine.status.sampleRate == Double(rate))
            #expect(engine.status.periodFrames == period)
            #expect(engine.status.latency >= Double(period) / Double(rate))
            #expect(probe.ports("tonewheel:") == ["tonewheel:out_1", "tonewheel:out_2"])
            #expect(probe.connections(of: "tonewheel:out_1") == ["system:playback_1"])
            #expect(probe.connections(of: "tonewheel:out_2") == ["system:playback_2"])

            #expect(probe.connectInput(to: "tonewheel:out_2"))
            #expect(probe.receivesTone(440, after: 2 * period))
            try engine.stop()
            #expect(probe.ports("tonewheel:").isEmpty)
        }

        @Test func singleChannelPlaysOnBothOutputs() throws {
            let server = try JACKServer()
            let probe = try #require(JACKProbe(server.name))
            let engine = try engine(server) { $0.channelCount = 1 }
            try engine.start()
            #expect(probe.connections(of: "tonewheel:out_1").sorted() == ["system:playback_1", "system:playback_2"])
            try engine.stop()
        }

        @Test(arguments: [0, 2]) func inputIsMonitored(prefillPeriods: Int) async throws {
            let server = try JACKServer()
            let probe = try #require(JACKProbe(server.name))
            let engine = try engine(server) { configuration in
                configuration.inputChannelCount = 2
                configuration.amplitude = 0
                configuration.monitor = 1
                configuration.prefillPeriods = prefillPeriods
            }
            try engine.start()
            #expect(probe.ports("tonewheel:in_") == ["tonewheel:in_1", "tonewheel:in_2"])
            #expect(probe.connections(of: "tonewheel:in_2") == ["system:capture_2"])
            #expect(probe.connectInput(to: "tonewheel:out_2"))
            #expect(probe.connectOutput(to: "tonewheel:in_2"))
            probe.outputValue = 0.25
            #expect(engineOutputs(probe, 0.25))
            // A period that the server skips is silent, so the level is polled.
            #expect(try await eventually { abs(engine.status.inputLevel - -12.04) < 0.01 })
            try engine.apply(ParameterChange(monitor: 0.5))
            #expect(engineOutputs(probe, 0.125))

            // Non-finite input is replaced with silence.
            probe.outputValue = .nan
            #expect(try await eventually { engine.status.nonFiniteInputs > 0 })
            #expect(engineOutputs(probe, 0))
            probe.outputValue = 0.5
            #expect(engineOutputs(probe, 0.25))
            // As many frames enter as leave: the input queue neither overflows nor runs empty.
            #expect(engine.status.inputFramesLost == 0)
            try engine.stop()
        }

        /// Whether the engine's output becomes constant.
        private func engineOutputs(_ probe: JACKProbe, _ value: Float) -> Bool {
            for _ in 0..<400 where probe.receive(256).allSatisfy({ abs($0 - value) < 1e-6 }) { return true }
            return false
        }

        @Test func serverMayChangeItsPeriod() throws {
            let server = try JACKServer()
            let probe = try #require(JACKProbe(server.name))
            let engine = try engine(server)
            try engine.start()
            for period in [128, 4096, 8192, 512] {
                probe.period = period
                #expect(
                    probe.connectInput(to: "tonewheel:out_1")
                        || probe.connections(of: "tonewheel:out_1").contains("probe:in"))
                #expect(probe.receivesTone(440, after: 2 * period), "with periods of \(period)")
                #expect(engine.status.periodFrames == period)
            }
            try engine.stop()
        }

        @Test(arguments: [0, 3]) func reportsItsLatencyToTheServer(prefillPeriods: Int) async throws {
            let server = try JACKServer()
            let probe = try #require(JACKProbe(server.name))
            let engine = try engine(server) { $0.prefillPeriods = prefillPeriods }
            try engine.start()
            let own = Int((engine.status.latency * 48_000).rounded())
            #expect(own >= (prefillPeriods + 1) * 256)
            #expect(
                try await eventually { probe.captureLatency(of: "tonewheel:out_1") >= prefillPeriods * 256 })
            try engine.stop()
        }

        @Test func missingServerIsReported() throws {
            let engine = try AudioEngine(
                {
                    var configuration = AudioEngine.Configuration()
                    configuration.output = .jack(server: "missing")
                    return configuration
                }())
            let error = #expect(throws: EngineError.self) { try engine.start() }
            #expect(error?.description.contains("No JACK server 'missing' answers. Start one") == true)
            #expect(!engine.status.isRunning)
        }

        /// The library would close a client of a lost server, and its owner would close it again.
        @Test func noClientOpensWhileOneOfALostServerRemains() async throws {
            let server = try JACKServer()
            var probe = JACKProbe(server.name)
            #expect(probe != nil)
            server.end(SIGKILL)
            JACKClients.serverHasShutDown()
            let opening = Task.detached {
                _ = JACKClients.open { nil }
                return MonotonicClock.now()
            }
            try await Task.sleep(for: .milliseconds(100))
            let closing = MonotonicClock.now()
            withExtendedLifetime(probe) {}
            probe = nil
            #expect(await opening.value >= closing)
        }

        @Test func serverAtAnotherRateIsNotUsed() async throws {
            var server = try JACKServer()
            #expect(JACKProbe(server.name) != nil)
            let engine = try engine(server)
            try engine.start()
            server.end(SIGKILL)
            server = try JACKServer(name: server.name, sampleRate: 44_100)
            #expect(
                try await eventually {
                    engine.status.deviceError?.contains("is back at 44100 Hz, but the engine runs at 48000 Hz")
                        ?? false
                })
            let frame = engine.status.frame
            #expect(try await eventually { engine.status.frame > frame + 4800 })
            server.end()
            // The engine opens a server with the right sample rate again.
            server = try JACKServer(name: server.name)
            #expect(try await eventually { engine.status.deviceError == nil })
            try engine.stop()
        }

        @Test func stopsWhileTheServerIsGone() async throws {
            let server = try JACKServer()
            #expect(JACKProbe(server.name) != nil)
            let engine = try engine(server)
            try engine.start()
            server.end(SIGKILL)
            #expect(try await eventually { engine.status.deviceError != nil })
            try engine.stop()
            #expect(!engine.status.isRunning)
            #expect(throws: EngineError.self) { try engine.start() }
            let next = try JACKServer(name: server.name)
            #expect(JACKProbe(next.name) != nil)
            try engine.start()
            try engine.stop()
        }
    }
}
#endif
