import CAllocationCounter
import Foundation
import Synchronization
import TestSupport
import Tonewheel
import TonewheelGraph
import TonewheelOSC
import TonewheelRealtime
import TonewheelSynths

/// A million blocks with synths of SynthDefs during a continuous stream of commands: synths and groups that are
/// created, moved, paused and freed, controls, buses, buffers, queries, traces, and timed bundles.
extension AllocationCount {
    static func playSynths() throws {
        var configuration = AudioEngine.Configuration()
        configuration.synths.nodes = 64
        let format = StreamFormat(
            sampleRate: configuration.sampleRate, channelCount: configuration.channelCount,
            periodFrames: configuration.periodFrames)
        let blocksPerPeriod = configuration.periodFrames / configuration.blockFrames
        let backend = FreewheelBackend(
            format: format, periods: blocks / blocksPerPeriod,
            onPeriod: { _, play in
                allocation_counter_watch(true)
                _ = play()
                allocation_counter_watch(false)
            })
        // The device waits for the commands, however busy the machine is.
        let pace = Pace()
        backend.wait { pace.mayPlay() }
        let engine = try AudioEngine(configuration) { _ in backend }
        try engine.start()
        guard let host = engine.synthHost else { return fail("the engine has no graph") }
        let replies = CountedReplies()
        host.connect(ReplyRouter.Remote(replies: replies, onClearScheduled: {}, onQuit: {}))
        let server = host.server
        var player = CommandStream(server, host.control)
        try player.loadDefinitions()
        host.drain()
        let earlier = (allocation_counter_calls(), allocation_counter_locks())
        while !engine.status.isFinished {
            player.sendNext(frame: engine.status.frame)
            server.collect()
            pace.turn()
        }
        let status = engine.status
        let rendered = status.frame / Int64(configuration.blockFrames)
        let calls = (allocation_counter_calls() - earlier.0, allocation_counter_locks() - earlier.1)
        try engine.stop()
        server.collect()
        print(
            "RT-04: \(calls.0) allocations and \(calls.1) locks in \(rendered) blocks"
                + " of \(player.definitions.count) SynthDefs, with \(player.sent) packets,"
                + " \(replies.started) started nodes, \(replies.ended) ended nodes and \(replies.traces) traces"
        )
        guard calls == (0, 0), rendered >= blocks else {
            return fail("\(blocks) blocks must neither allocate nor lock")
        }
        guard player.definitions.count > 50, replies.started > 1000, replies.ended > 1000, replies.traces > 100 else {
            return fail("the test played too little")
        }
    }
}

/// Counts the replies.
final class CountedReplies: SynthReplies {
    private let counts = Mutex((started: 0, ended: 0, traces: 0))

    var started: Int { counts.withLock { $0.started } }
    var ended: Int { counts.withLock { $0.ended } }
    var traces: Int { counts.withLock { $0.traces } }

    func send(_ message: OSCMessage, to client: UInt32) {
        counts.withLock { counts in
            if message.address == "/n_go" { counts.started += 1 }
            if message.address == "/n_end" { counts.ended += 1 }
        }
    }

    func post(_ text: String) {
        if text.hasPrefix("\nTRACE") { counts.withLock { $0.traces += 1 } }
    }
}

/// An endless stream of commands, the same in each run.
struct CommandStream {
    private(set) var definitions: [String] = []
    private(set) var sent = 0

    private let server: SynthServer
    private let graph: GraphControl
    private var random = RepeatableRandom(seed: 1)

    init(_ server: SynthServer, _ graph: GraphControl) {
        self.server = server
        self.graph = graph
    }

    /// Loads all SynthDefs of the tests that can be played and one more, and creates the permanent groups and buffers.
    mutating func loadDefinitions() throws {
        let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
            .appending(path: "../TonewheelGraphTests/Definitions").standardizedFileURL
        let ping = try SynthDef("default") { definition in
            let frequency = definition.control("freq", 440, lag: 0.05)
            let envelope = EnvGen.kr(.perc(), doneAction: .freeSelf)
            Out.ar(0, Pan2.ar(SinOsc.ar(frequency) * envelope))
        }
        server.perform([OSCMessage("/notify", 1), OSCMessage("/d_recv", .blob(ping.bytes))], client: 1)
        definitions = ["default"]
        for name in try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted() {
            guard name.hasSuffix(".scsyndef") else { continue }
            let path = folder.appending(path: name).path
            guard DefinitionLoader(graph).load(files: [path]).refusals.isEmpty else { continue }
            definitions.append(String(name.dropLast(".scsyndef".count)))
        }
        server.perform(
            [
                OSCMessage("/b_alloc", 0, 4096, 1), OSCMessage("/b_gen", 0, "sine1", 7, 1, 0.5),
                OSCMessage("/b_alloc", 1, 4096, 2), OSCMessage("/g_new", 1, 0, 0, 2, 1, 0, 3, 0, 1),
            ], client: 1)
    }

    private mutating func number(_ range: Range<Int>) -> Int {
        range.lowerBound + Int(random.next() % UInt64(range.count))
    }
    private mutating func int(_ range: Range<Int>) -> OSCArgument { .int32(Int32(number(range))) }
    private mutating func float(_ range: Range<Int>) -> OSCArgument { .float32(Float(number(range))) }

    /// Returns the number of a synth: one of ten.
    private mutating func synth() -> OSCArgument { int(1000..<1010) }
    private mutating func group() -> OSCArgument { int(0..<4) }

    mutating func sendNext(frame: Int64) {
        let messages = (0..<number(1..<4)).flatMap { _ in next() }
        // Some packets are late, and some early.
        let due = number(0..<3) == 0 ? frame + Int64(number(-200..<4000)) : nil
        server.perform(messages, client: 1, atFrame: due)
        sent += 1
        // The device must not wait for the processor.
        if sent % 16 == 0 { usleep(200) }
    }

    private mutating func next() -> [OSCMessage] {
        switch number(0..<24) {
        case 0..<6:
            let id = synth()
            let name = definitions[number(0..<definitions.count)]
            return [
                OSCMessage("/n_free", id),
                OSCMessage("/s_new", .string(name), id, int(0..<2), group(), "note", float(30..<90), "buf", int(0..<2)),
            ]
        case 6: return [OSCMessage("/n_set", synth(), "amp", 0.1, "note", float(30..<90), int(0..<6), [1, 2])]
        case 7: return [OSCMessage("/n_free", synth())]
        case 8: return [OSCMessage("/g_new", int(1..<4), int(0..<2), group())]
        case 9: return [OSCMessage("/n_order", int(0..<2), group(), synth(), synth())]
        case 10: return [OSCMessage("/n_run", synth(), int(0..<2)), OSCMessage("/n_run", group(), 1)]
        case 11: return [OSCMessage("/n_map", synth(), int(0..<6), int(0..<32))]
        case 12: return [OSCMessage("/n_mapan", synth(), int(0..<6), int(0..<32), int(0..<3))]
        case 13: return [OSCMessage("/c_setn", int(0..<32), 3, 0.5, 1, 2), OSCMessage("/c_fill", int(0..<32), 40, 1)]
        case 14: return [OSCMessage("/c_getn", 0, 64), OSCMessage("/s_getn", synth(), 0, 20)]
        case 15: return [OSCMessage("/b_setn", 0, int(0..<4000), 3, 0.5, 1, 0), OSCMessage("/b_getn", 1, 0, 1000)]
        case 16: return [OSCMessage("/b_alloc", 1, int(1..<5000), int(1..<3)), OSCMessage("/b_query", 0, 1)]
        case 17:
            return [
                OSCMessage("/b_gen", 0, "sine1", int(0..<8), float(0..<9), 0.5), OSCMessage("/b_fill", 1, 0, 9, 0.1),
            ]
        case 18: return [OSCMessage("/g_queryTree", group(), int(0..<2)), OSCMessage("/n_query", synth())]
        case 19, 20: return [OSCMessage("/n_trace", synth()), OSCMessage("/n_trace", group())]
        case 21: return [OSCMessage("/g_deepFree", int(1..<4))]
        case 22:
            guard number(0..<20) == 0 else { return [] }
            return [OSCMessage("/s_noid", synth()), OSCMessage("/clearSched"), OSCMessage("/g_freeAll", 0)]
        default: return [OSCMessage("/n_fill", synth(), 0, 4, float(0..<4)), OSCMessage("/sync", 1)]
        }
    }
}

/// The pace of a device that plays at most 16 periods for each turn of the commands.
private final class Pace: Sendable {
    private let turns = Atomic(0)
    private let periods = Atomic(0)

    func turn() { turns.wrappingAdd(1, ordering: .relaxed) }

    /// Returns whether the device may play a period, which then counts as played.
    func mayPlay() -> Bool {
        guard periods.load(ordering: .relaxed) < 16 * turns.load(ordering: .relaxed) else { return false }
        periods.wrappingAdd(1, ordering: .relaxed)
        return true
    }
}
