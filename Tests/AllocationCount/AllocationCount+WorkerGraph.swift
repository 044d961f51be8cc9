import CAllocationCounter
import Tonewheel
import TonewheelGraph
import TonewheelSynths
import WorkerSupport

/// Blocks that a worker renders, with synths of SynthDefs, while its front sends the same commands as without workers.
extension AllocationCount {
    static func playInWorker() throws {
        let front = try IsolatedFront { shape in
            shape.nodeCapacity = 64
            shape.packetCapacity = 2048
        }
        let replies = CountedReplies()
        var options = SynthServerOptions(version: "1.2.3")
        options.graphTimeout = 0
        let server = SynthServer(
            options, graph: front.control, lane: ImmediateLane(), replies: replies, load: { (0, 0, 48_000) }, onQuit: {}
        )
        var player = CommandStream(server, front.control)
        try player.loadDefinitions()
        let worker = try front.activeWorker(atBlock: 0)
        let rendered = blocks / 4
        let earlier = (allocation_counter_calls(), allocation_counter_locks())
        for block in 0..<rendered {
            // The device is usually faster than the clients.
            if block % 4 == 0 { player.sendNext(frame: front.control.counts.frame) }
            try front.exchange(with: worker) { server.collect() }
            front.limit = Int64(block + 1)
            allocation_counter_watch(true)
            worker.renderBlock()
            allocation_counter_watch(false)
        }
        let calls = (allocation_counter_calls() - earlier.0, allocation_counter_locks() - earlier.1)
        let played = worker.control.counts
        print(
            "RT-04: \(calls.0) allocations and \(calls.1) locks in \(rendered) blocks rendered by a worker,"
                + " with \(player.sent) packets, \(replies.started) started nodes, \(replies.ended) ended nodes"
                + " and \(replies.traces) traces"
        )
        guard calls == (0, 0) else { return fail("\(rendered) blocks must neither allocate nor lock") }
        guard replies.started > 1000, replies.ended > 1000, replies.traces > 100, played.lostReplies == 0 else {
            return fail("the test played too little")
        }
    }
}
