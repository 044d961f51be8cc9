import Synchronization
import Testing
import TonewheelRealtime

@Suite struct LatestValueTests {
    @Test func takesTheLatestValueAndReportsWhetherItIsNew() {
        let cell = LatestValue(0)
        var writer = cell.writer()
        var reader = cell.reader()
        var isNew = reader.takeLatest()
        #expect(!isNew)
        #expect(reader.value == 0)
        for value in 1...5 { writer.publish(value) }
        isNew = reader.takeLatest()
        #expect(isNew)
        #expect(reader.value == 5)
        isNew = reader.takeLatest()
        #expect(!isNew)
        #expect(reader.value == 5)
    }

    private struct Wide: BitwiseCopyable {
        var first = 0
        var middle: (Int, Int, Int, Int, Int, Int) = (0, 0, 0, 0, 0, 0)
        var last = 0

        init(_ value: Int) {
            first = value
            middle = (value, value, value, value, value, value)
            last = value
        }
    }

    /// Also run under ThreadSanitizer by `scripts/test`.
    @Test func valuesAreNeverTorn() throws {
        let cell = LatestValue(Wide(0))
        let hasEnded = Atomic(false)
        let writing = try RealtimeThread(name: "writer") {
            var writer = cell.writer()
            var value = 0
            while !hasEnded.load(ordering: .relaxed) {
                value += 1
                writer.publish(Wide(value))
            }
        }
        var reader = cell.reader()
        var (latest, taken) = (0, 0)
        var isWhole = true
        while taken < 10_000, isWhole {
            guard reader.takeLatest() else {
                yieldProcessor()
                continue
            }
            let value = reader.value
            isWhole = value.first == value.last && value.middle.3 == value.first && value.first > latest
            latest = value.first
            taken += 1
        }
        hasEnded.store(true, ordering: .relaxed)
        writing.join()
        #expect(isWhole)
    }
}
