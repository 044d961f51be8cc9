import TestSupport
import Testing
import Tonewheel
import TonewheelRealtime

@Suite struct ParameterManagerTests {
    let initial = ParameterSet(frequency: 440, amplitude: 0.1, gate: true)

    @Test func manyChangesBetweenTwoBlocksBecomeOne() {
        let manager = ParameterManager(initial)
        var reader = manager.reader()
        for step in 1...100 { manager.apply(ParameterChange(frequency: Float(step))) }
        manager.apply(ParameterChange(gate: false))
        let change = reader.swap()
        #expect(change == ParameterChange(frequency: 100, gate: false))
        let none = reader.swap()
        #expect(none.isEmpty)
    }

    @Test func aChangeIsNewsOnce() {
        let manager = ParameterManager(initial)
        var reader = manager.reader()
        manager.apply(ParameterChange(frequency: 880))
        _ = reader.swap()
        // Publishing the amplitude must not bring the old frequency back: a timed change may have moved it since.
        manager.apply(ParameterChange(amplitude: 0.5))
        let change = reader.swap()
        #expect(change == ParameterChange(amplitude: 0.5))
    }

    @Test func theSameValueAgainIsNewsToo() {
        let manager = ParameterManager(initial)
        var reader = manager.reader()
        manager.apply(ParameterChange(frequency: 440))
        let change = reader.swap()
        #expect(change == ParameterChange(frequency: 440))
    }

    /// Ten million random writes; run under ThreadSanitizer too, by `scripts/test`.
    ///
    /// Every set that is written keeps a law that half a set would break: the amplitude is the frequency over 2²⁰, and the
    /// gate is open where the frequency is odd.
    @Test func aReaderNeverSeesAHalfWrittenSet() throws {
        let count = repetitions(10_000_000)
        let manager = ParameterManager(ParameterSet(frequency: 1, amplitude: 1 / 0x1p20, gate: true))
        let writing = try RealtimeThread(name: "writer") {
            var random = RepeatableRandom(seed: 1)
            for _ in 0..<count {
                let value = UInt32(truncatingIfNeeded: random.next()) & 0xF_FFFF
                manager.apply(
                    ParameterChange(
                        frequency: Float(value), amplitude: Float(value) / 0x1p20, gate: value & 1 == 1))
            }
            // The last one: 2²⁰, which the loop does not write.
            manager.apply(ParameterChange(frequency: 0x1p20, amplitude: 1, gate: false))
        }
        var reader = manager.reader()
        var (isWhole, swaps, latest) = (true, 0, Float(0))
        while latest < 0x1p20 {
            let change = reader.swap()
            guard let frequency = change.frequency else { continue }
            swaps += 1
            latest = frequency
            let value = UInt32(frequency)
            isWhole = isWhole && change.amplitude == frequency / 0x1p20 && change.gate == (value & 1 == 1)
        }
        writing.join()
        #expect(isWhole)
        #expect(swaps > 10)
    }
}
