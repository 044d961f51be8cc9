import Testing
import Tonewheel
import TonewheelCLI

@Suite struct JACKCheckTests {
    private func check(isRealtime: Bool) -> Finding {
        var machine = TestMachine.desktop
        let jack = AudioDevices.JACKServer(
            name: "default", sampleRate: 48_000, periodFrames: 128, isRealtime: isRealtime, playbackPorts: [],
            capturePorts: [])
        machine.devices = AudioDevices(
            jack: jack, automatic: .init(backend: "jack", device: "JACK client tonewheel", reason: "It answers."))
        return JACKCheck.check(machine.view)
    }

    @Test func serverAnswers() {
        #expect(check(isRealtime: true).verdict == .ok)
        #expect(check(isRealtime: true).result == "The server 'default' answers: 48000 Hz, period 128 (2.7 ms).")
    }

    @Test func serverWithoutRealtimeScheduling() {
        #expect(check(isRealtime: false).verdict == .warning)
        #expect(check(isRealtime: false).steps.map(\.lines) == [["jackd -R -P 70 -d alsa"]])
    }

    @Test func noServerAnswers() {
        let finding = JACKCheck.check(TestMachine.desktop.view)
        #expect(finding.verdict == .ok)
        #expect(finding.result == "No JACK server answers. Start one.")
    }

    @Test func damagedDatabase() {
        var machine = TestMachine.desktop
        machine.files["/dev/shm/jack_db-1000/__db.001"] = "some"
        machine.files["/dev/shm/jack_db-1000/metadata.db"] = ""
        #expect(JACKCheck.check(machine.view).verdict == .ok)
        machine.files["/dev/shm/jack_db-1000/__db.002"] = ""
        let finding = JACKCheck.check(machine.view)
        #expect(finding.verdict == .problem)
        #expect(finding.steps.map(\.lines) == [["rm -r /dev/shm/jack_db-1000"]])
    }
}
