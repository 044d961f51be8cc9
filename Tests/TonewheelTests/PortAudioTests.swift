#if PortAudio && JACK
import Foundation
import TestSupport
import Testing
import Tonewheel
import TonewheelRealtime

extension DeviceTests {
    /// Against a JACK server without a sound card: PortAudio finds the one that `JACK_DEFAULT_SERVER` names.
    @Suite(.serialized) struct PortAudioTests {
        private let server: JACKServer
        private let ear: JACKEar

        init() throws {
            server = try JACKServer()
            ear = try #require(JACKEar(server.name))
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
            let port = try #require(ear.ports("PortAudio:out").first)
            #expect(ear.listen(to: port))
            #expect(ear.hearsTone(440, after: 2 * max(256, period)))
            try engine.stop()
            #expect(ear.ports("PortAudio:out").isEmpty)
        }

        @Test func theInputIsHeard() throws {
            let engine = try engine { configuration in
                configuration.inputChannelCount = 1
                configuration.amplitude = 0
                configuration.monitor = 1
            }
            try engine.start()
            #expect(ear.listen(to: try #require(ear.ports("PortAudio:out").last)))
            #expect(ear.speak(to: try #require(ear.ports("PortAudio:in").first)))
            ear.voice = 0.25
            var isHeard = false
            for _ in 0..<400 where !isHeard { isHeard = ear.hear(256).allSatisfy { abs($0 - 0.25) < 1e-6 } }
            #expect(isHeard, "a single input is heard on all outputs")
            try engine.stop()
        }

        @Test func aDeviceWithAnotherRateKeepsIt() throws {
            let engine = try engine { $0.sampleRate = 96_000 }
            try engine.start()
            #expect(engine.status.sampleRate == 48_000)
            // What is heard is checked against the rate at which it plays.
            #expect(throws: EngineError.self) { try engine.apply(ParameterChange(frequency: 30_000)) }
            try engine.stop()
        }

        @Test func aDeviceThatIsNotThere() throws {
            let engine = try engine { $0.output = .portAudio(device: "no such card") }
            let error = #expect(throws: EngineError.self) { try engine.start() }
            #expect(error?.description.hasPrefix("no device is called 'no such card'; there are 'JACK") == true)
        }

        @Test func tooManyChannels() throws {
            let engine = try engine { $0.channelCount = 100 }
            let error = #expect(throws: EngineError.self) { try engine.start() }
            #expect(error?.description.contains("not 100: ask for fewer") == true)
        }

        @Test func automaticReachesAServerWithoutPortAudio() throws {
            let engine = try engine { $0.output = .automatic }
            try engine.start()
            #expect(engine.status.backend == "jack")
            try engine.stop()
        }
    }
}
#endif
