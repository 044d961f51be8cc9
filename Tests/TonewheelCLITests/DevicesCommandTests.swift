import Foundation
import ProgramSupport
import TestSupport
import Testing

@Suite struct DevicesCommandTests {
    private let program: Program

    /// An environment in which no JACK server answers.
    private let withoutJACK = ["JACK_DEFAULT_SERVER": "tonewheel-missing"]

    init() throws {
        program = try Program()
    }

    @Test func textWithoutServer() async throws {
        let result = try await program.launch(["devices"], environment: withoutJACK).result()
        #expect(result.status == 0)
        #expect(result.errors.isEmpty)
        #expect(result.output.contains("No JACK server answers"))
        // The machine that runs the tests may have a sound card.
        if result.output.contains("No output device was found.") {
            #expect(result.output.contains("run --backend null"))
        } else {
            #expect(result.output.contains("--backend auto plays "))
        }
    }

    @Test func jsonWithoutServer() async throws {
        let result = try await program.launch(["devices", "--json"], environment: withoutJACK).result()
        #expect(result.status == 0)
        #expect(result.errors.isEmpty)
        let json = try JSON(result.output)
        #expect(try json["jack"].isNull)
        #expect(try json["jackError"].string.contains("Start one"))
        let players = try json["portAudio"].array.filter { try $0["outputs"].number > 0 }
        #expect(try json["portAudioError"].isNull == !players.isEmpty)
        #expect(try ["portaudio", "null"].contains(json["automatic"]["backend"].string))
        #expect(try !json["automatic"]["reason"].string.isEmpty)
    }

    @Test(.enabled(if: JACKServer.isInstalled, "jackd is not installed"))
    func listsAJACKServer() async throws {
        let jack = try JACKServer(period: 1024)
        func devices(_ options: String...) async throws -> Program.Result {
            try await program.launch(["devices"] + options, environment: ["JACK_DEFAULT_SERVER": jack.name]).result()
        }
        #expect(try await eventually { try await !JSON(devices("--json").output)["jack"].isNull })

        let result = try await devices("--json")
        #expect(result.status == 0)
        #expect(result.errors.isEmpty)
        let json = try JSON(result.output)
        #expect(try json["jack"]["name"].string == jack.name)
        #expect(try json["jack"]["sampleRate"].number == 48_000)
        #expect(try json["jack"]["period"].number == 1_024)
        #expect(
            try json["jack"]["playbackPorts"].array.map { try $0.string } == ["system:playback_1", "system:playback_2"])
        #expect(try json["jackError"].isNull)
        // Unless the machine that runs the tests has a sound card.
        #expect(try ["jack", "portaudio"].contains(json["automatic"]["backend"].string))

        let text = try await devices()
        #expect(text.errors.isEmpty)
        #expect(text.output.contains("  \(jack.name)\n      48000 Hz, period 1024 (21.3 ms)"))
        withExtendedLifetime(jack) {}
    }
}
