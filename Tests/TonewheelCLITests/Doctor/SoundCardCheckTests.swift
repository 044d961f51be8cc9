import Testing
import Tonewheel
import TonewheelCLI

@Suite struct SoundCardCheckTests {
    @Test func oneThatPlays() {
        let finding = SoundCardCheck.examine(TestMachine.laptop.view)
        #expect(finding.verdict == .ok)
        #expect(
            finding.found == "PortAudio plays to 1 device; the default is ALSA: HDA Intel PCH: ALC257 Analog (hw:0,0).")
    }

    @Test func none() {
        let finding = SoundCardCheck.examine(TestMachine.server.view)
        #expect(finding.verdict == .warning)
        #expect(finding.found.hasPrefix("No sound card is found"))
        #expect(finding.steps.map(\.lines) == [["tonewheel run --backend null --record take.wav"]])
    }

    @Test func oneThatMayNotBeUsed() {
        var machine = TestMachine.desktop
        machine.usable = []
        let finding = SoundCardCheck.examine(machine.view)
        #expect(finding.verdict == .problem)
        #expect(finding.found == "alice may not use 'HDA Intel PCH'.")
        #expect(finding.steps.first?.lines == ["sudo usermod -aG audio alice"])
        machine.files["/run/systemd/container"] = "podman\n"
        let inContainer = SoundCardCheck.examine(machine.view)
        #expect(inContainer.steps.map(\.lines) == [["docker run --device /dev/snd --group-add audio IMAGE"]])
    }

    @Test func oneThatPortAudioDoesNotTake() {
        var machine = TestMachine.laptop
        machine.devices = TestMachine().devices
        let finding = SoundCardCheck.examine(machine.view)
        #expect(finding.verdict == .warning)
        #expect(finding.found.hasPrefix("There is 'HDA Intel PCH', but PortAudio does not play: no sound card"))
        #expect(finding.steps.map(\.lines) == [["sudo fuser -v /dev/snd/*"]])
    }
}
