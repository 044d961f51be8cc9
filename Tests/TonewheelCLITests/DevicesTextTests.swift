import Testing
import Tonewheel
import TonewheelCLI

@Suite struct DevicesTextTests {
    private let card = AudioDevice(
        name: "ALSA: HDA Intel PCH: ALC257 Analog (hw:0,0)", outputs: 2, inputs: 2, sampleRate: 44_100,
        isDefaultOutput: true, isDefaultInput: false)
    private let microphone = AudioDevice(
        name: "ALSA: Webcam: USB Audio (hw:1,0)", outputs: 0, inputs: 1, sampleRate: 16_000,
        isDefaultOutput: false, isDefaultInput: true)

    private func text(_ devices: AudioDevices) -> String {
        DevicesText(devices, command: "tonewheel").description
    }

    @Test func cards() {
        let devices = AudioDevices(
            portAudio: [card, microphone],
            jackError: "No JACK server answers. Start one.",
            automatic: .init(backend: "portaudio", device: card.name, reason: "It is PortAudio's default device.")
        )
        #expect(
            text(devices) == """
                PortAudio, for --backend portaudio --device NAME (part of a name suffices)

                  ALSA: HDA Intel PCH: ALC257 Analog (hw:0,0)
                      2 outputs, 2 inputs, 44100 Hz; default output
                  ALSA: Webcam: USB Audio (hw:1,0)
                      0 outputs, 1 inputs, 16000 Hz; default input; input only

                JACK       No JACK server answers. Start one.

                --backend auto plays through portaudio (ALSA: HDA Intel PCH: ALC257 Analog
                (hw:0,0)). It is PortAudio's default device.
                """)
    }

    @Test func serverWithoutPorts() {
        let jack = AudioDevices.JACKServer(
            name: "default", sampleRate: 96_000, periodFrames: 64, isRealtime: true, playbackPorts: [], capturePorts: []
        )
        let devices = AudioDevices(
            portAudioError: "No sound card was found.",
            jack: jack,
            automatic: .init(backend: "jack", device: "JACK client tonewheel", reason: "A JACK server answers.")
        )
        #expect(
            text(devices) == """
                JACK, for --backend jack

                  default
                      96000 Hz, period 64 (0.7 ms)
                      plays to no physical ports
                      records from no physical ports

                PortAudio  No sound card was found.

                --backend auto plays through jack (JACK client tonewheel). A JACK server
                answers.
                """)
    }

    @Test func noDevices() {
        let devices = AudioDevices(
            portAudioError: "No sound card was found. Connect one, or choose --backend null.",
            jackError: "This build has no JACK. Build it with the trait JACK.",
            automatic: .init(backend: "null", device: "", reason: "No sound card was found.")
        )
        #expect(
            text(devices) == """
                No output device was found.

                PortAudio  No sound card was found. Connect one, or choose --backend null.
                JACK       This build has no JACK. Build it with the trait JACK.

                --backend auto plays to a clock. To play to it and record the sound:

                    tonewheel run --backend null --record take.wav
                """)
    }

    @Test func cardThatCannotBeOpened() {
        let devices = AudioDevices(
            portAudio: [card],
            jackError: "No JACK server answers. Start one.",
            automatic: .init(backend: "null", device: "", reason: "Cannot play through it: Device unavailable.")
        )
        #expect(text(devices).hasSuffix("--backend auto plays to a clock. Cannot play through it: Device unavailable."))
    }
}
