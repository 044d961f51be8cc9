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
            jackAbsence: "no JACK server answers: start one",
            automatic: .init(backend: "portaudio", device: card.name, reason: "it is PortAudio's default device")
        )
        #expect(
            text(devices) == """
                PortAudio, for --backend portaudio --device NAME (a part of the name will do)

                  ALSA: HDA Intel PCH: ALC257 Analog (hw:0,0)
                      2 outputs, 2 inputs, 44100 Hz; the default
                  ALSA: Webcam: USB Audio (hw:1,0)
                      0 outputs, 1 inputs, 16000 Hz; the default to record; only records

                JACK       no JACK server answers: start one

                --backend auto plays through portaudio (ALSA: HDA Intel PCH: ALC257 Analog
                (hw:0,0)): it is PortAudio's default device.
                """)
    }

    @Test func aServerWithoutPorts() {
        let jack = AudioDevices.JACKServer(
            name: "default", sampleRate: 96_000, periodFrames: 64, isRealtime: true, playbackPorts: [], capturePorts: []
        )
        let devices = AudioDevices(
            portAudioAbsence: "no sound card is found",
            jack: jack,
            automatic: .init(backend: "jack", device: "JACK client tonewheel", reason: "a JACK server answers")
        )
        #expect(
            text(devices) == """
                JACK, for --backend jack

                  default
                      96000 Hz, period 64 (0.7 ms)
                      plays to no physical port
                      records from no physical port

                PortAudio  no sound card is found

                --backend auto plays through jack (JACK client tonewheel): a JACK server
                answers.
                """)
    }

    @Test func nothing() {
        let devices = AudioDevices(
            portAudioAbsence: "no sound card is found: connect one, or choose --backend null",
            jackAbsence: "this build has no JACK: build it with the trait JACK",
            automatic: .init(backend: "null", device: "", reason: "no sound card is found")
        )
        #expect(
            text(devices) == """
                Nothing to play to is found.

                PortAudio  no sound card is found: connect one, or choose --backend null
                JACK       this build has no JACK: build it with the trait JACK

                --backend auto plays to a clock. To do so, and listen to the recording:

                    tonewheel run --backend null --record take.wav
                """)
    }

    @Test func aCardThatCannotBeHad() {
        let devices = AudioDevices(
            portAudio: [card],
            jackAbsence: "no JACK server answers: start one",
            automatic: .init(backend: "null", device: "", reason: "cannot play through it: Device unavailable")
        )
        #expect(text(devices).hasSuffix("--backend auto plays to a clock: cannot play through it: Device unavailable."))
    }
}
