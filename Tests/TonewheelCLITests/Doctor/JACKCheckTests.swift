import Testing
import Tonewheel
import TonewheelCLI

@Suite struct JACKCheckTests {
    private func examine(isRealtime: Bool) -> Finding {
        var machine = TestMachine.desktop
        let jack = AudioDevices.JACKServer(
            name: "default", sampleRate: 48_000, periodFrames: 128, isRealtime: isRealtime, playbackPorts: [],
            capturePorts: [])
        machine.devices = AudioDevices(
            jack: jack, automatic: .init(backend: "jack", device: "JACK client tonewheel", reason: "it answers"))
        return JACKCheck.examine(machine.view)
    }

    @Test func answers() {
        #expect(examine(isRealtime: true).verdict == .ok)
        #expect(examine(isRealtime: true).found == "The server 'default' answers: 48000 Hz, period 128 (2.7 ms).")
    }

    @Test func answersWithoutRights() {
        #expect(examine(isRealtime: false).verdict == .warning)
        #expect(examine(isRealtime: false).steps.map(\.lines) == [["jackd -R -P 70 -d alsa"]])
    }

    @Test func noneAnswers() {
        let finding = JACKCheck.examine(TestMachine.desktop.view)
        #expect(finding.verdict == .ok)
        #expect(finding.found == "No JACK server answers: start one.")
    }

    @Test func damaged() {
        var machine = TestMachine.desktop
        machine.files["/dev/shm/jack_db-1000/__db.001"] = "some"
        machine.files["/dev/shm/jack_db-1000/metadata.db"] = ""
        #expect(JACKCheck.examine(machine.view).verdict == .ok)
        machine.files["/dev/shm/jack_db-1000/__db.002"] = ""
        let finding = JACKCheck.examine(machine.view)
        #expect(finding.verdict == .problem)
        #expect(finding.steps.map(\.lines) == [["rm -r /dev/shm/jack_db-1000"]])
    }
}
