import TestSupport
import Testing
import Tonewheel
import TonewheelGraph
import TonewheelRealtime

@Suite struct ParameterManagerTests {
    private func turn(_ node: Int32, _ control: Int32, _ value: Float) -> ControlTurn {
        ControlTurn(node: node, .index(control), value)
    }

    /// Swaps the sets, and returns the new values.
    private func swap(_ reader: inout ParameterReader) -> [[Float]] {
        reader.swap()
        var new: [[Float]] = []
        while let turn = reader.next() {
            guard case .index(let control) = turn.control else { continue }
            new.append([Float(turn.node), Float(control), turn.value])
        }
        return new
    }

    @Test func manyTurnsBetweenTwoBlocksBecomeOne() {
        let manager = ParameterManager()
        var reader = manager.reader()
        var isAccepted = true
        for step in 1...100_000 { isAccepted = manager.turn([turn(1000, 0, Float(step))]) && isAccepted }
        isAccepted = manager.turn([turn(1000, 1, 0.5), turn(1001, 0, 7)]) && isAccepted
        #expect(isAccepted)
        let first = swap(&reader)
        let nothing = manager.turn([])
        let second = swap(&reader)
        #expect(nothing)
        #expect(first == [[1000, 0, 100_000], [1000, 1, 0.5], [1001, 0, 7]])
        #expect(second.isEmpty)
    }

    @Test func turnIsNewOnce() {
        let manager = ParameterManager()
        var reader = manager.reader()
        _ = manager.turn([turn(1000, 0, 880)])
        _ = swap(&reader)
        // Publishing another control must not repeat the old value: a command may have changed it since.
        _ = manager.turn([turn(1000, 1, 0.5)])
        let new = swap(&reader)
        #expect(new == [[1000, 1, 0.5]])
    }

    @Test func repeatedValueIsNewAgain() {
        let manager = ParameterManager()
        var reader = manager.reader()
        for _ in 0..<2 {
            _ = manager.turn([turn(1000, 0, 440)])
            let new = swap(&reader)
            #expect(new == [[1000, 0, 440]])
        }
    }

    @Test func controlsBeyondTheCapacityAreRefusedWithoutEffect() {
        let manager = ParameterManager()
        var reader = manager.reader()
        for node in 0..<Int32(ParameterManager.capacity) {
            let isAccepted = manager.turn([turn(node, 0, Float(node))])
            #expect(isAccepted)
        }
        let isRefused = !manager.turn([turn(5, 0, 3), turn(-1, 0, 1)])
        let isAccepted = manager.turn([turn(7, 0, 70)])
        #expect(isRefused && isAccepted)
        let new = swap(&reader)
        #expect(new.count == ParameterManager.capacity)
        #expect(new[5] == [5, 0, 5])
        #expect(new[7] == [7, 0, 70])
        // Consumed turns free capacity.
        let hasCapacity = manager.turn([turn(-1, 0, 1)])
        #expect(hasCapacity)
    }

    /// Ten million random turns. Also run with ThreadSanitizer, by `scripts/test`.
    ///
    /// In every set, the second value is the first one divided by 2²⁰.
    @Test func readerNeverSeesAPartialSet() throws {
        let count = repetitions(10_000_000)
        let manager = ParameterManager()
        let writing = try RealtimeThread(name: "writer") {
            var random = RepeatableRandom(seed: 1)
            for _ in 0..<count {
                let value = Float(UInt32(truncatingIfNeeded: random.next()) & 0xF_FFFF)
                _ = manager.turn([
                    ControlTurn(node: 1, .index(0), value), ControlTurn(node: 1, .index(1), value / 0x1p20),
                ])
            }
            // 2²⁰ marks the last set; the loop does not write it.
            _ = manager.turn([ControlTurn(node: 1, .index(0), 0x1p20), ControlTurn(node: 1, .index(1), 1)])
        }
        var reader = manager.reader()
        var (isWhole, swaps, latest) = (true, 0, Float(0))
        while latest < 0x1p20 {
            reader.swap()
            guard let first = reader.next() else { continue }
            let second = reader.next()
            swaps += 1
            latest = first.value
            isWhole = isWhole && second?.value == latest / 0x1p20
        }
        writing.join()
        #expect(isWhole)
        #expect(swaps > 10)
    }
}
