import ArgumentParser
import Tonewheel
import TonewheelTerminal

/// `tonewheel devices`: what there is to play to.
struct DevicesCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "devices",
        abstract: "Show what there is to play to: sound cards and the JACK server.",
        discussion: """
            A sound card is chosen by a part of its name; one that is in use by another program may be missing. The JACK \
            server is $JACK_DEFAULT_SERVER, or 'default'.

            EXAMPLES:
              tonewheel devices
              tonewheel devices --json | jq -r .automatic.backend
              tonewheel run --backend portaudio --device "USB Audio"
            """
    )

    @Flag(help: "Print JSON, for programs.")
    var json = false

    func run() {
        let devices = AudioEngine.devices()
        Terminal.print(json ? devices.json.jsonText : DevicesText(devices, command: Terminal.commandName).description)
    }
}
