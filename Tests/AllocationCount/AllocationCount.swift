import CAllocationCounter
import Foundation
import Tonewheel

/// RT-04 by count: plays a million blocks through a whole engine while another thread changes its parameters, and counts
/// the calls of malloc, free and their kin from the render callback.
@main
struct AllocationCount {
    static let blocks = 1_000_000

    static func main() throws {
        allocation_counter_watch(true)
        allocation_counter_probe()
        allocation_counter_watch(false)
        let probed = allocation_counter_calls()
        guard probed >= 2 else { return fail("the counter does not count: \(probed) calls instead of 2") }

        let folder = FileManager.default.temporaryDirectory.appending(path: "tonewheel-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        var configuration = AudioEngine.Configuration()
        configuration.recordingPath = folder.appending(path: "take.flac").path
        let blocksPerPeriod = configuration.periodFrames / configuration.blockFrames
        let engine = try AudioEngine(configuration) { format in
            FreewheelBackend(format: format, periods: blocks / blocksPerPeriod)
        }
        try engine.start()
        var changes = 0
        while !engine.status.isFinished {
            try engine.apply(ParameterChange(frequency: Float(changes % 20_000), amplitude: 0.5))
            try? engine.apply(ParameterChange(gate: changes % 3 == 0), atFrame: engine.status.frame + 1000)
            changes += 1
        }
        let rendered = engine.status.frame / Int64(configuration.blockFrames)
        try engine.stop()

        let calls = allocation_counter_calls() - probed
        print("\(calls) allocations in \(rendered) blocks, with \(changes) changes meanwhile")
        guard calls == 0, rendered >= blocks, changes > 0 else { return fail("there must be none in \(blocks) blocks") }
    }

    private static func fail(_ reason: String) {
        print("Error: \(reason)")
        exit(1)
    }
}
