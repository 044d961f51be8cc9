import CAllocationCounter
import Foundation
import Synchronization
import TestSupport
import Tonewheel
import TonewheelRealtime
import TonewheelWorkers

/// RT-04 by count. Plays a million blocks through an engine while another thread changes its parameters, and counts the
/// calls of malloc, free and related functions on the render callback and on the thread that renders ahead. Does the
/// same for blocks rendered by a worker, for synths, and for synths in a worker.
@main
struct AllocationCount {
    static let blocks = 1_000_000

    static func main() throws {
        allocation_counter_watch(true)
        allocation_counter_probe()
        allocation_counter_watch(false)
        let probed = allocation_counter_calls()
        guard probed >= 2 else { return fail("the counter does not count: \(probed) calls instead of 2") }
        guard allocation_counter_locks() == 1 else { return fail("the counter does not count locks") }

        let folder = FileManager.default.temporaryDirectory.appending(path: "tonewheel-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        try play("in the callback") { $0.recordingPath = folder.appending(path: "take.flac").path }
        // With all optional parts: inputs, an active limiter, and a thread that renders ahead.
        try play("with inputs, limiter and a thread that renders ahead") {
            $0.inputChannelCount = 2
            $0.monitor = 1
            $0.prefillPeriods = 4
        }
        try playWorkersBlocks()
        try playSynths()
        try playInWorker()
    }

    /// Counts the allocations of an isolated engine's front in the callback. It plays blocks from a worker's memory, of
    /// which some are missing and some corrupt.
    private static func playWorkersBlocks() throws {
        let format = StreamFormat(sampleRate: 48_000, channelCount: 2, inputChannelCount: 2, periodFrames: 256)
        let memory = try WorkerMemory(
            WorkerShape(
                format: format, blockFrames: 64, leadPeriods: 1, commandCapacity: 1, commandStride: 1,
                realtimePriority: 1, locksMemory: false, parent: 1))
        memory.reset()
        let feed = try WorkerFeed([memory])
        feed.activate(0)
        var player = SlotPlayer(feed, channelCount: 2, blockFrames: 64, leadPeriods: 1)
        var output = [Float](repeating: 0, count: 2 * 256)
        let input = [Float](repeating: 0.5, count: 2 * 256)
        let earlier = allocation_counter_calls()
        var missing = 0
        for period in 0..<blocks / 4 {
            for block in Int64(4 * period)..<Int64(4 * period + 4) where block % 101 != 0 {
                let samples = memory.slots.open(block)
                for sample in 0..<128 { samples[sample] = block % 103 == 0 ? .nan : 0.5 }
                memory.slots.publish(block)
            }
            output.withUnsafeMutableBufferPointer { output in
                allocation_counter_watch(true)
                player.record(input, frameCount: 256)
                missing += player.play(output.baseAddress!, frameCount: 256)
                allocation_counter_watch(false)
            }
        }
        let calls = allocation_counter_calls() - earlier
        let recorded = feed.log.view.closing(of: Int64(blocks))?.firstFrame ?? 0
        let (late, corrupt) = (
            feed.state.pointee.missedLate.load(ordering: .relaxed),
            feed.state.pointee.missedCorrupt.load(ordering: .relaxed)
        )
        print(
            "RT-04: \(calls) allocations in \(blocks) blocks of a worker, with \(late) periods with a missing block"
                + " and \(corrupt) with a corrupt one"
        )
        guard calls == 0 else { return fail("\(blocks) blocks must not allocate") }
        guard late > blocks / 200, corrupt > blocks / 200, missing < 64 * blocks / 40, recorded > 0 else {
            return fail("the test played too little")
        }
    }

    private static func play(_ name: String, _ configure: (inout AudioEngine.Configuration) -> Void) throws {
        var configuration = AudioEngine.Configuration()
        configure(&configuration)
        let format = StreamFormat(
            sampleRate: configuration.sampleRate, channelCount: configuration.channelCount,
            inputChannelCount: configuration.inputChannelCount, periodFrames: configuration.periodFrames)
        let framesAhead = configuration.prefillPeriods * configuration.periodFrames
        let blocksPerPeriod = configuration.periodFrames / configuration.blockFrames
        let backend = FreewheelBackend(
            format: format, periods: blocks / blocksPerPeriod, isRealTime: framesAhead > 0,
            input: { frame, _ in frame % 100 < 50 ? 1 : -1 },
            onPeriod: { _, play in
                allocation_counter_watch(true)
                _ = play()
                allocation_counter_watch(false)
            })
        let engine = try AudioEngine(configuration) { _ in backend }
        // The device consumes only frames that have been rendered.
        backend.wait { [unowned engine] in framesAhead == 0 || engine.status.bufferedFrames >= framesAhead }
        let earlier = allocation_counter_calls()
        try engine.start()
        allocation_counter_watch_named("tw-render")
        var changes = 0
        while !engine.status.isFinished {
            try engine.apply(ParameterChange(frequency: Float(changes % 20_000), amplitude: 0.5))
            try? engine.apply(ParameterChange(gate: changes % 3 == 0), atFrame: engine.status.frame + 1000)
            changes += 1
        }
        allocation_counter_watch_named(nil)
        let status = engine.status
        let rendered = status.frame / Int64(configuration.blockFrames)
        try engine.stop()

        let calls = allocation_counter_calls() - earlier
        print("RT-04: \(calls) allocations in \(rendered) blocks, \(name), with \(changes) changes meanwhile")
        guard calls == 0, rendered >= blocks, changes > 0 else { return fail("\(blocks) blocks must not allocate") }
        guard framesAhead == 0 || status.limitedFrames > 0 else { return fail("the limiter was not active") }
    }

    static func fail(_ reason: String) {
        print("Error: \(reason)")
        exit(1)
    }
}
