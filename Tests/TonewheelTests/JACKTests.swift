#if JACK
import Foundation
import TestSupport
import Testing
import Tonewheel
import TonewheelBackends
import TonewheelRealtime
import TonewheelSoundFiles

/// The suites of the devices, which share what their libraries share: one after the other.
@Suite(.serialized) struct DeviceTests {}

extension DeviceTests {
    /// Against a server without a sound card.
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
            let ear = try #require(JACKEar(server.name))
            let engine = try engine(server)
            try engine.start()
            #expect(engine.status.backend == "jack")
            #expect(engine.status.device == "JACK client tonewheel")
            #expect(engine.status.deviceAbsence == nil)
            #expect(engine.status.sampleRate == Double(rate))
            #expect(engine.status.periodFrames == period)
            #expect(engine.status.latency >= Double(period) / Double(rate))
            #expect(ear.ports("tonewheel:") == ["tonewheel:out_1", "tonewheel:out_2"])
            #expect(ear.connections(of: "tonewheel:out_1") == ["system:playback_1"])
            #expect(ear.connections(of: "tonewheel:out_2") == ["system:playback_2"])

            #expect(ear.listen(to: "tonewheel:out_2"))
            #expect(ear.hearsTone(440, after: 2 * period))
            try engine.stop()
            #expect(ear.ports("tonewheel:").isEmpty)
        }

        @Test func aSingleChannelIsHeardOnBothSides() throws {
            let server = try JACKServer()
            let ear = try #require(JACKEar(server.name))
            let engine = try engine(server) { $0.channelCount = 1 }
            try engine.start()
            #expect(ear.connections(of: "tonewheel:out_1").sorted() == ["system:playback_1", "system:playback_2"])
            try engine.stop()
        }

        @Test(arguments: [0, 2]) func theInputIsHeard(prefillPeriods: Int) async throws {
            let server = try JACKServer()
            let ear = try #require(JACKEar(server.name))
            let engine = try engine(server) { configuration in
                configuration.inputChannelCount = 2
                configuration.amplitude = 0
                configuration.monitor = 1
                configuration.prefillPeriods = prefillPeriods
            }
            try engine.start()
            #expect(ear.ports("tonewheel:in_") == ["tonewheel:in_1", "tonewheel:in_2"])
            #expect(ear.connections(of: "tonewheel:in_2") == ["system:capture_2"])
            #expect(ear.listen(to: "tonewheel:out_2"))
            #expect(ear.speak(to: "tonewheel:in_2"))
            ear.voice = 0.25
            #expect(engineHears(ear, 0.25))
            // A period that the server leaves out is silence in between.
            #expect(try await eventually { abs(engine.status.inputLevel - -12.04) < 0.01 })
            try engine.apply(ParameterChange(monitor: 0.5))
            #expect(engineHears(ear, 0.125))

            // What is no number stops at the border.
            ear.voice = .nan
            #expect(try await eventually { engine.status.nonFiniteInputs > 0 })
            #expect(engineHears(ear, 0))
            ear.voice = 0.5
            #expect(engineHears(ear, 0.25))
            // As many frames come in as go out: the input neither piles up nor runs dry.
            #expect(engine.status.inputFramesLost == 0)
            try engine.stop()
        }

        /// Whether the ear comes to hear a constant.
        private func engineHears(_ ear: JACKEar, _ value: Float) -> Bool {
            for _ in 0..<400 where ear.hear(256).allSatisfy({ abs($0 - value) < 1e-6 }) { return true }
            return false
        }

        @Test func theServerMayChangeItsPeriod() throws {
            let server = try JACKServer()
            let ear = try #require(JACKEar(server.name))
            let engine = try engine(server)
            try engine.start()
            for period in [128, 4096, 8192, 512] {
                ear.period = period
                #expect(ear.listen(to: "tonewheel:out_1") || ear.connections(of: "tonewheel:out_1").contains("ear:in"))
                #expect(ear.hearsTone(440, after: 2 * period), "with periods of \(period)")
                #expect(engine.status.periodFrames == period)
            }
            try engine.stop()
        }

        @Test(arguments: [0, 3]) func tellsTheServerItsLatency(prefillPeriods: Int) async throws {
            let server = try JACKServer()
            let ear = try #require(JACKEar(server.name))
            let engine = try engine(server) { $0.prefillPeriods = prefillPeriods }
            try engine.start()
            let own = Int((engine.status.latency * 48_000).rounded())
            #expect(own >= (prefillPeriods + 1) * 256)
            #expect(
                try await eventually { ear.captureLatency(of: "tonewheel:out_1") >= prefillPeriods * 256 })
            try engine.stop()
        }

        @Test func withoutAServerItSaysSo() throws {
            let engine = try AudioEngine(
                {
                    var configuration = AudioEngine.Configuration()
                    configuration.output = .jack(server: "nobody")
                    return configuration
                }())
            let error = #expect(throws: EngineError.self) { try engine.start() }
            #expect(error?.description.contains("no JACK server 'nobody' answers: start one") == true)
            #expect(!engine.status.isRunning)
        }

        /// The library would close what is left of a lost server by itself, and its owner once more.
        @Test func noClientIsOpenedWhileOneOfALostServerIsLeft() async throws {
            let server = try JACKServer()
            var ear = JACKEar(server.name)
            #expect(ear != nil)
            server.end(SIGKILL)
            JACKClients.serverHasGone()
            let opening = Task.detached {
                _ = JACKClients.open { nil }
                return MonotonicClock.now()
            }
            try await Task.sleep(for: .milliseconds(100))
            let closing = MonotonicClock.now()
            withExtendedLifetime(ear) {}
            ear = nil
            #expect(await opening.value >= closing)
        }

        @Test func atAnotherRateItStaysOnTheClock() async throws {
            var server = try JACKServer()
            #expect(JACKEar(server.name) != nil)
            let engine = try engine(server)
            try engine.start()
            server.end(SIGKILL)
            server = try JACKServer(name: server.name, sampleRate: 44_100)
            #expect(
                try await eventually {
                    engine.status.deviceAbsence?.contains("is back at 44100 Hz, and the engine runs at 48000 Hz")
                        ?? false
                })
            let frame = engine.status.frame
            #expect(try await eventually { engine.status.frame > frame + 4800 })
            server.end()
            // And takes up the one that fits.
            server = try JACKServer(name: server.name)
            #expect(try await eventually { engine.status.deviceAbsence == nil })
            try engine.stop()
        }

        @Test func stopsWhileTheServerIsAway() async throws {
            let server = try JACKServer()
            #expect(JACKEar(server.name) != nil)
            let engine = try engine(server)
            try engine.start()
            server.end(SIGKILL)
            #expect(try await eventually { engine.status.deviceAbsence != nil })
            try engine.stop()
            #expect(!engine.status.isRunning)
            #expect(throws: EngineError.self) { try engine.start() }
            let next = try JACKServer(name: server.name)
            #expect(JACKEar(next.name) != nil)
            try engine.start()
            try engine.stop()
        }
    }
}
#endif
