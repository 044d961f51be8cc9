import Testing
import TonewheelCLI

@Suite struct PipeWireCheckTests {
    private let play = "PIPEWIRE_LATENCY=128/48000 pw-jack tonewheel run --backend jack"

    @Test func running() {
        let finding = PipeWireCheck.check(TestMachine.pipeWire.view)
        #expect(finding.result == "PipeWire is running.")
        #expect(finding.steps.map(\.lines) == [[play]])
    }

    @Test func runningWithoutPwJack() {
        var machine = TestMachine.pipeWire
        machine.programs = []
        #expect(PipeWireCheck.check(machine.view).steps.map(\.lines) == [["sudo apt install pipewire-jack", play]])
    }

    @Test func runtimeDirectoryFromTheEnvironment() {
        var machine = TestMachine.desktop
        machine.environment = ["PIPEWIRE_RUNTIME_DIR": "/run/pipewire", "XDG_RUNTIME_DIR": "/run/user/1000"]
        #expect(PipeWireCheck.check(machine.view).result == "PipeWire is not running.")
        machine.files["/run/pipewire/pipewire-0"] = ""
        #expect(PipeWireCheck.check(machine.view).result.hasPrefix("PipeWire is running"))
    }

    @Test func notRunning() {
        #expect(PipeWireCheck.check(TestMachine.server.view).verdict == .ok)
    }
}
