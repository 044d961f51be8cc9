import Testing
import TonewheelCLI

@Suite struct PeriodCheckTests {
    private func search(limit: Int) -> PeriodSearch {
        PeriodSearch { period in
            let hasPassed = period >= limit
            return PeriodTrial(
                period: period, seconds: hasPassed ? 10 : 0.4, lateWakeUps: hasPassed ? 0 : 3,
                lateRenders: hasPassed ? 0 : 1)
        }
    }

    @Test func shortPeriodPasses() {
        let finding = PeriodCheck.check(TestMachine.server.view, search(limit: 128))
        #expect(finding.verdict == .ok)
        #expect(
            finding.result == "128 frames (2.7 ms) played for 10 s without late periods."
                + " 64 frames (1.3 ms) failed: 3 late wake-ups and 1 late render in 0.4 s.")
        #expect(finding.steps.map(\.lines) == [["tonewheel run --period 128"]])
    }

    @Test func onlyLongPeriodPasses() {
        let finding = PeriodCheck.check(TestMachine.laptop.view, search(limit: 1024))
        #expect(finding.verdict == .warning)
        #expect(finding.result.hasSuffix("The null clock was measured, not the device."))
        #expect(finding.steps.map(\.lines) == [["tonewheel run --period 1024"]])
    }

    @Test func allPeriodsPass() {
        #expect(
            PeriodCheck.check(TestMachine.server.view, search(limit: 16)).result
                == "16 frames (0.3 ms) played for 10 s without late periods."
        )
    }

    @Test func noPeriodPasses() {
        let finding = PeriodCheck.check(TestMachine.server.view, search(limit: 4096))
        #expect(finding.verdict == .problem)
        #expect(finding.result.hasPrefix("No period was without late periods. 2048 frames (42.7 ms) failed: 3 late"))
        #expect(finding.steps.map(\.lines) == [["tonewheel run --period 2048 --prefill-periods 4"]])
    }

    @Test func notMeasured() {
        #expect(PeriodCheck.check(TestMachine.server.view, nil).verdict == .unknown)
    }
}
