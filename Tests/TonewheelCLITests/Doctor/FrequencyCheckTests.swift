import Testing
import TonewheelCLI

@Suite struct FrequencyCheckTests {
    @Test func performance() {
        let finding = FrequencyCheck.check(TestMachine.desktop.view)
        #expect(finding.verdict == .ok)
        #expect(finding.result == "The governor is 'performance' on 4 of 4 cores.")
    }

    @Test func powersave() {
        var machine = TestMachine.laptop
        machine.files["/sys/devices/system/cpu/cpu3/cpufreq/scaling_governor"] = "performance\n"
        let finding = FrequencyCheck.check(machine.view)
        #expect(finding.verdict == .warning)
        #expect(finding.result == "The governor is 'performance' on 1 of 4 cores, 'powersave' on 3 of 4 cores.")
        #expect(
            finding.steps.first?.lines == [
                "echo performance | sudo tee \\", "  /sys/devices/system/cpu/cpu*/cpufreq/scaling_governor",
            ])
    }

    @Test func noGovernor() {
        #expect(FrequencyCheck.check(TestMachine.virtual.view).verdict == .unknown)
    }
}
