import Foundation
import TonewheelWorkers

@main
struct HostileMemory {
    static func main() throws {
        let front = try Front()
        // A proof that cannot fail is none.
        guard Front.isSound([0, 1]), !Front.isSound([0, .nan]), !Front.isSound([.infinity, 0]) else {
            return fail("what is no number is not noticed")
        }
        guard front.onlyItsNumbersKeepABlockFromBeingPlayed() else {
            return fail("the writer makes no block that is complete but for its numbers")
        }

        let writer = try HostileWriter(front, states: 10_000_000)
        front.play(against: writer)
        writer.join()

        let counts = front.counts
        print(
            """
            \(writer.count) random states, \(writer.unsoundBlocks) of them whole blocks of what is no number; \
            \(front.periods) periods played: \(front.completePeriods) complete, \(counts.missedLate) with a block missing, \
            \(counts.missedCorrupt) with a corrupt one; \(front.messages) messages heard, nonsense \(front.broken) times; \
            \(front.unsoundPeriods) periods with a sample that is no number
            """)
        guard front.unsoundPeriods == 0 else { return fail("a sample that is no number came out") }
        guard front.unsoundReports == 0 else { return fail("a report said what is no number") }
        guard writer.count >= 10_000_000, writer.unsoundBlocks > 100_000, front.completePeriods > 1000,
            counts.missedLate > 1000, counts.missedCorrupt > 1000, front.messages > 0, front.broken > 0
        else { return fail("too little has been tried") }
    }

    private static func fail(_ reason: String) {
        print("Error: \(reason)")
        exit(1)
    }
}
