import ArgumentParser
import Tonewheel
import TonewheelTerminal

/// `tonewheel devices`: lists the devices.
struct DevicesCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "devices",
        abstract: "List sound cards and the JACK server.",
        discussion: """
            A sound card is selected by a part of its name. A card that another program uses may be missing from the \
            list. The JACK server is $JACK_DEFAULT_SERVER, or 'default'.

            EXAMPLES:
              tonewheel devices
              tonewheel devices --json | jq -r .automatic.backend
              tonewheel run --backend portaudio --device "USB Audio"
            """
    )

    @Flag(help: "Print JSON.")
    var json = false

    func run() {
        let devices = AudioEngine.devices()
        Terminal.print(json ? devices.json.jsonText : DevicesText(devices, command: Terminal.commandName).description)
    }
}
