import Testing
import TonewheelCLI

@Suite struct PeriodCheckTests {
    private func search(limit: Int) -> PeriodSearch {
        PeriodSearch { period in
            let hasHeld = period >= limit
            return PeriodTrial(
                period: period, seconds: hasHeld ? 10 : 0.4, lateWakeUps: hasHeld ? 0 : 3, lateRenders: hasHeld ? 0 : 1)
        }
    }

    @Test func short() {
        let finding = PeriodCheck.examine(TestMachine.server.view, search(limit: 128))
        #expect(finding.verdict == .ok)
        #expect(
            finding.found == "128 frames (2.7 ms) held for 10 s."
                + " 64 frames (1.3 ms) did not: 3 late wake-ups and 1 late render in 0.4 s.")
        #expect(finding.steps.map(\.lines) == [["tonewheel run --period 128"]])
    }

    @Test func long() {
        let finding = PeriodCheck.examine(TestMachine.laptop.view, search(limit: 1024))
        #expect(finding.verdict == .warning)
        #expect(finding.found.hasSuffix("The null clock was measured, not the device."))
        #expect(finding.steps.map(\.lines) == [["tonewheel run --period 1024"]])
    }

    @Test func all() {
        #expect(
            PeriodCheck.examine(TestMachine.server.view, search(limit: 16)).found == "16 frames (0.3 ms) held for 10 s."
        )
    }

    @Test func none() {
        let finding = PeriodCheck.examine(TestMachine.server.view, search(limit: 4096))
        #expect(finding.verdict == .problem)
        #expect(finding.found.hasPrefix("None has held. 2048 frames (42.7 ms) did not: 3 late"))
        #expect(finding.steps.map(\.lines) == [["tonewheel run --period 2048 --prefill-periods 4"]])
    }

    @Test func notMeasured() {
        #expect(PeriodCheck.examine(TestMachine.server.view, nil).verdict == .unknown)
    }
}
