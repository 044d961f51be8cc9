#if PortAudio && JACK
import Foundation
import TestSupport
import Testing
import Tonewheel
import TonewheelRealtime

extension DeviceTests {
    /// Tests with a JACK server without a sound card, which PortAudio finds by `JACK_DEFAULT_SERVER`.
    @Suite(.serialized) struct PortAudioTests {
        private let server: JACKServer
        private let probe: JACKProbe

        init() throws {
            server = try JACKServer()
            probe = try #require(JACKProbe(server.name))
            setenv("JACK_DEFAULT_SERVER", server.name, 1)
        }

        private func engine(_ change: (inout AudioEngine.Configuration) -> Void = { _ in }) throws -> AudioEngine {
            var configuration = AudioEngine.Configuration()
            configuration.output = .portAudio(device: nil)
            configuration.amplitude = 0.5
            configuration.locksMemory = false
            configuration.limitsOutput = false
            change(&configuration)
            return try AudioEngine(configuration)
        }

        @Test(arguments: [1, 64, 100, 1000, 8192]) func playsInPeriodsOfAnyLength(period: Int) throws {
            let engine = try engine { $0.periodFrames = period }
            try engine.start()
            #expect(engine.status.backend == "portaudio")
            #expect(engine.status.device.hasPrefix("JACK"))
            #expect(engine.status.periodFrames == period)
            let port = try #require(probe.ports("PortAudio:out").first)
            #expect(probe.connectInput(to: port))
            #expect(probe.receivesTone(440, after: 2 * max(256, period)))
            try engine.stop()
            #expect(probe.ports("PortAudio:out").isEmpty)
        }

        @Test func inputIsMonitored() throws {
            let engine = try engine { configuration in
                configuration.inputChannelCount = 1
                configuration.amplitude = 0
                configuration.monitor = 1
            }
            try engine.start()
            #expect(probe.connectInput(to: try #require(probe.ports("PortAudio:out").last)))
            #expect(probe.connectOutput(to: try #require(probe.ports("PortAudio:in").first)))
            probe.outputValue = 0.25
            var isPlayed = false
            for _ in 0..<400 where !isPlayed { isPlayed = probe.receive(256).allSatisfy { abs($0 - 0.25) < 1e-6 } }
            #expect(isPlayed, "a single input is played on all outputs")
            try engine.stop()
        }

        @Test func deviceKeepsItsOwnRate() throws {
            let engine = try engine { $0.sampleRate = 96_000 }
            try engine.start()
            #expect(engine.status.sampleRate == 48_000)
            // The frequency is checked against the device's sample rate.
            #expect(throws: EngineError.self) { try engine.apply(ParameterChange(frequency: 30_000)) }
            try engine.stop()
        }

        @Test func unknownDeviceIsRefused() throws {
            let engine = try engine { $0.output = .portAudio(device: "no such card") }
            let error = #expect(throws: EngineError.self) { try engine.start() }
            #expect(error?.description.hasPrefix("No device matches 'no such card'. Choose one of 'JACK") == true)
        }

        @Test func tooManyChannelsAreRefused() throws {
            let engine = try engine { $0.channelCount = 100 }
            let error = #expect(throws: EngineError.self) { try engine.start() }
            #expect(error?.description.contains("not 100. Request fewer") == true)
        }

        @Test func automaticOutputUsesJACKDirectly() throws {
            let engine = try engine { $0.output = .automatic }
            try engine.start()
            #expect(engine.status.backend == "jack")
            try engine.stop()
        }
    }
}
#endif
