internal import CTonewheel
internal import Tonewheel
internal import TonewheelDSP
internal import TonewheelGraph
internal import TonewheelRealtime
internal import TonewheelUGens

/// `tonewheel-bench render`: measures the processor time of voices.
///
/// A thread renders the graph without a device. The kinds of voice take turns, so that other load on the machine
/// affects all of them.
package enum GraphBench {
    /// Runs the benchmark.
    ///
    /// - Parameters:
    ///   - program: The name or path of a SuperCollider server to compare with; nil for none.
    ///   - progress: Called with the name of the next measurement.
    package static func run(
        _ effort: BenchEffort, against program: String?, progress: (String) -> Void
    ) throws(BenchError) -> GraphResult {
        let race = try program.map { (program) throws(BenchError) in try ScoreRace(against: program) }
        let rounds = effort == .full ? 15 : 2
        let blocks = effort == .full ? 750 : 10
        var graphs: [VoicedGraph] = []
        for kind in VoiceKind.allCases { graphs.append(try VoicedGraph(kind)) }
        var times = [[Double]](repeating: [], count: graphs.count)
        progress("voices")
        // Round 0 warms up caches and the processor clock, and does not count.
        for round in 0...rounds {
            for (index, graph) in graphs.enumerated() {
                let time = try graph.time(blocks: blocks)
                if round > 0 { times[index].append(time) }
            }
        }
        var result = GraphResult(rounds: rounds, blockFrames: GraphShape().blockFrames)
        for (graph, times) in zip(graphs, times) {
            result.rows.append(GraphResult.Row(graph.kind, times))
        }
        if let race {
            for kind in VoiceKind.allCases {
                progress("\(kind.title), compared with \(race.program)")
                result.races.append(try race.run(kind, effort))
            }
        }
        return result
    }
}

/// A graph with many voices.
private final class VoicedGraph {
    let kind: VoiceKind
    private let control: GraphControl

    init(_ kind: VoiceKind) throws(BenchError) {
        self.kind = kind
        var shape = GraphShape()
        shape.nodeCapacity = kind.voiceCount
        control = GraphControl(shape, units: UnitRegistry.standard)
        let definition = try kind.definition()
        do throws(BlueprintError) {
            try control.add(definition)
        } catch {
            throw BenchError("Cannot play \(kind.title): \(error)")
        }
        for voice in 0..<kind.voiceCount {
            let freq = Blueprint.ControlSetting(
                key: ControlKey(name: "freq"), value: .number(VoiceKind.frequency(voice)))
            guard let node = try? control.makeSynth("voice", id: Int32(voice + 1), [freq]) else {
                throw BenchError("Cannot make \(kind.title).")
            }
            var packet = CommandPacketBuilder()
            packet.add(.add(node, .toTail, target: 0), of: 0)
            guard control.send(packet, client: 0) else { throw BenchError("Cannot start \(kind.title).") }
        }
    }

    /// Renders blocks, and returns the nanoseconds per voice and frame.
    func time(blocks: Int) throws(BenchError) -> Double {
        let control = control
        let thread = try BenchThread {
            RealtimeRights.flushDenormals()
            // The processor time of the thread, which excludes that of other threads.
            let start = tonewheel_thread_nanoseconds()
            for _ in 0..<blocks {
                control.graph.pointee.beginBlock()
                control.graph.pointee.render(nil)
            }
            return tonewheel_thread_nanoseconds() - start
        }
        let nanoseconds = thread.result()
        control.collect { _ in }
        return Double(nanoseconds) / Double(blocks * control.shape.blockFrames * kind.voiceCount)
    }
}
