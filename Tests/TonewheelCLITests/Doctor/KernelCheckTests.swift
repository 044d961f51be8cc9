import Testing
import TonewheelCLI

@Suite struct KernelCheckTests {
    private func check(_ version: String, _ files: [String: String] = [:]) -> Finding {
        var machine = TestMachine.desktop
        machine.files["/proc/sys/kernel/version"] = version
        machine.files.merge(files) { _, new in new }
        return KernelCheck.check(machine.view)
    }

    @Test func realtime() {
        let finding = check("#1 SMP PREEMPT_RT Debian 6.12.48-1\n", ["/sys/kernel/realtime": "1\n"])
        #expect(finding.verdict == .ok)
        #expect(finding.result.contains("real-time kernel"))
    }

    @Test func preemptible() {
        #expect(check("#1 SMP PREEMPT Thu Nov 6\n").verdict == .ok)
    }

    @Test func notPreemptible() {
        let finding = check("#1 SMP Debian 5.10.0-1\n")
        #expect(finding.verdict == .warning)
        #expect(finding.steps.map(\.lines).contains(["sudo apt install linux-image-rt-amd64"]))
        let arm = check("#1 SMP Debian 5.10.0-1\n", ["/proc/sys/kernel/arch": "aarch64\n"])
        #expect(arm.steps.map(\.lines).contains(["sudo apt install linux-image-rt-arm64"]))
    }

    @Test func chosenAtBoot() {
        let dynamic = "#1 SMP PREEMPT_DYNAMIC Debian 6.12.48-1\n"
        #expect(check(dynamic).verdict == .unknown)
        #expect(check(dynamic, ["/proc/cmdline": "ro preempt=none preempt=full quiet\n"]).verdict == .ok)
        #expect(check(dynamic, ["/proc/cmdline": "ro preempt=voluntary\n"]).verdict == .warning)
        let modes = ["/sys/kernel/debug/sched/preempt": "none (voluntary) full\n", "/proc/cmdline": "preempt=full\n"]
        let finding = check(dynamic, modes)
        #expect(finding.verdict == .warning)
        #expect(finding.steps.first?.lines.last == "sudo update-grub")
        #expect(check(dynamic, ["/sys/kernel/debug/sched/preempt": "none voluntary full (lazy)\n"]).verdict == .ok)
    }

    @Test func notLinux() {
        #expect(KernelCheck.check(TestMachine().view).verdict == .unknown)
    }
}
