import Testing
import Tonewheel

/// Tests in virtual time, at 64 kHz: a block of 64 frames lasts 1 ms.
@Suite struct LoadMeterTests {
    /// Renders blocks of the given loads, some in each call, and returns the average after each call.
    private func averages(_ loads: [Float], blocksPerCall: Int = 1, after meter: inout LoadMeter) -> [Float] {
        var (averages, time, next) = ([Float](), Int64(5_000_000), loads[...])
        while !next.isEmpty {
            meter.resume(at: time)
            for load in next.prefix(blocksPerCall) {
                time += Int64(1e6 * Double(load))
                meter.endBlock(at: time)
            }
            meter.pause(at: time)
            next = next.dropFirst(blocksPerCall)
            averages.append(meter.average)
            // Time between calls does not count.
            time += 77_000_000
        }
        return averages
    }

    private func meter() -> LoadMeter { LoadMeter(sampleRate: 64_000, blockFrames: 64) }

    @Test func averageIsExponentialWithATimeConstantOfEightBlocks() {
        var meter = meter()
        let averages = averages([Float](repeating: 0.5, count: 100), after: &meter)
        #expect(abs(averages[7] - 0.5 * 0.632_12) < 1e-5)
        #expect(abs(averages[15] - 0.5 * 0.864_66) < 1e-5)
        #expect(abs(averages[99] - 0.5) < 1e-4)
    }

    @Test(arguments: [2, 4, 25]) func periodHasNoEffect(blocksPerCall: Int) {
        let loads = (0..<100).map { Float($0 % 7) / 4 }
        var (meter, other) = (meter(), meter())
        let expected = averages(loads, after: &meter)
        let found = averages(loads, blocksPerCall: blocksPerCall, after: &other)
        #expect(found == stride(from: blocksPerCall - 1, to: 100, by: blocksPerCall).map { expected[$0] })
    }

    /// Calls of 16 frames: one of four renders a block, and the others copy samples of it.
    @Test func callsWithoutABlockCountForTheNextBlock() {
        var meter = meter()
        var time: Int64 = 0
        for call in 0..<400 {
            meter.resume(at: time)
            if call % 4 == 0 {
                time += 600_000
                meter.endBlock(at: time)
            }
            time += 50_000
            meter.pause(at: time)
            time += 1_000_000
        }
        #expect(abs(meter.average - 0.8) < 1e-4)
    }

    @Test(arguments: [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 50], [0.89, 0.5, 0] as [Float])
    func nothingRemainsOfALoadAfterTenBlocks(blocks: Int, afterwards: Float) {
        var meter = meter()
        let busy = averages([Float](repeating: 0.3, count: 20) + .init(repeating: 3, count: blocks), after: &meter)
        #expect(busy.max()! <= 3)
        if blocks >= 4 { #expect(meter.average > 0.9) }
        let later = averages([Float](repeating: afterwards, count: 10), after: &meter)
        #expect(later[9] <= afterwards)
    }

    /// A thread that the system stops for half a second, in one block.
    @Test func singleLateBlockDoesNotExceedTheDefaultLimit() {
        var meter = meter()
        let averages = averages([Float](repeating: 0.45, count: 100) + [500], after: &meter)
        #expect(averages[100] > 0.8 && averages[100] < 0.9)
    }
}
