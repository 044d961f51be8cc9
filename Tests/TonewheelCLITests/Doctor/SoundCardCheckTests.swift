import Testing
import Tonewheel
import TonewheelCLI

@Suite struct SoundCardCheckTests {
    @Test func usableCard() {
        let finding = SoundCardCheck.check(TestMachine.laptop.view)
        #expect(finding.verdict == .ok)
        #expect(
            finding.result
                == "PortAudio has 1 output device; the default is ALSA: HDA Intel PCH: ALC257 Analog (hw:0,0).")
    }

    @Test func noCard() {
        let finding = SoundCardCheck.check(TestMachine.server.view)
        #expect(finding.verdict == .warning)
        #expect(finding.result.hasPrefix("No sound card was found."))
        #expect(finding.steps.map(\.lines) == [["tonewheel run --backend null --record take.wav"]])
    }

    @Test func cardWithoutAccess() {
        var machine = TestMachine.desktop
        machine.accessible = []
        let finding = SoundCardCheck.check(machine.view)
        #expect(finding.verdict == .problem)
        #expect(finding.result == "alice has no access to 'HDA Intel PCH'.")
        #expect(finding.steps.first?.lines == ["sudo usermod -aG audio alice"])
        machine.files["/run/systemd/container"] = "podman\n"
        let inContainer = SoundCardCheck.check(machine.view)
        #expect(inContainer.steps.map(\.lines) == [["docker run --device /dev/snd --group-add audio IMAGE"]])
    }

    @Test func cardThatPortAudioCannotUse() {
        var machine = TestMachine.laptop
        machine.devices = TestMachine().devices
        let finding = SoundCardCheck.check(machine.view)
        #expect(finding.verdict == .warning)
        #expect(finding.result.hasPrefix("There is 'HDA Intel PCH', but PortAudio cannot use it. No sound card"))
        #expect(finding.steps.map(\.lines) == [["sudo fuser -v /dev/snd/*"]])
    }
}
