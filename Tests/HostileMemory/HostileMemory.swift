import Foundation
import TonewheelWorkers

@main
struct HostileMemory {
    static func main() throws {
        let front = try Front()
        // Checks first that the proof can fail.
        guard Front.isFinite([0, 1]), !Front.isFinite([0, .nan]), !Front.isFinite([.infinity, 0]) else {
            return fail("non-finite samples are not detected")
        }
        guard front.nonFiniteSamplesAloneMakeABlockCorrupt() else {
            return fail("the writer makes no block that only its non-finite samples invalidate")
        }

        let writer = try HostileWriter(front, states: 10_000_000)
        front.play(against: writer)
        writer.join()

        let counts = front.counts
        print(
            """
            \(writer.count) random states, \(writer.nonFiniteBlocks) of them complete blocks with non-finite samples; \
            \(front.periods) periods played: \(front.completePeriods) complete, \
            \(counts.missedLate) with a missing block, \(counts.missedCorrupt) with a corrupt one; \
            \(front.messages) messages received, \(front.brokenRings) times invalid; \
            \(front.invalidPeriods) periods with an invalid sample
            """)
        guard front.invalidPeriods == 0 else { return fail("an invalid sample was played") }
        guard front.invalidReports == 0 else { return fail("a report had an invalid number") }
        guard writer.count >= 10_000_000, writer.nonFiniteBlocks > 100_000, front.completePeriods > 1000,
            counts.missedLate > 1000, counts.missedCorrupt > 1000, front.messages > 0, front.brokenRings > 0
        else { return fail("too few cases were tested") }
    }

    private static func fail(_ reason: String) {
        print("Error: \(reason)")
        exit(1)
    }
}
