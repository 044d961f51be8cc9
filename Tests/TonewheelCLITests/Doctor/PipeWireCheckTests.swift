import Testing
import TonewheelCLI

@Suite struct PipeWireCheckTests {
    private let play = "PIPEWIRE_LATENCY=128/48000 pw-jack tonewheel run --backend jack"

    @Test func runs() {
        let finding = PipeWireCheck.examine(TestMachine.pipeWire.view)
        #expect(finding.found == "It runs.")
        #expect(finding.steps.map(\.lines) == [[play]])
    }

    @Test func runsWithoutJACK() {
        var machine = TestMachine.pipeWire
        machine.programs = []
        #expect(PipeWireCheck.examine(machine.view).steps.map(\.lines) == [["sudo apt install pipewire-jack", play]])
    }

    @Test func elsewhere() {
        var machine = TestMachine.desktop
        machine.environment = ["PIPEWIRE_RUNTIME_DIR": "/run/pipewire", "XDG_RUNTIME_DIR": "/run/user/1000"]
        #expect(PipeWireCheck.examine(machine.view).found == "It does not run.")
        machine.files["/run/pipewire/pipewire-0"] = ""
        #expect(PipeWireCheck.examine(machine.view).found.hasPrefix("It runs"))
    }

    @Test func doesNotRun() {
        #expect(PipeWireCheck.examine(TestMachine.server.view).verdict == .ok)
    }
}
