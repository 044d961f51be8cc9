import Tonewheel
import TonewheelDSP
import TonewheelGraph
import TonewheelUGens

/// A graph that renders in this process without a worker: what a redundant pool must play.
final class StandaloneGraph {
    let control: GraphControl
    private(set) var events: [NodeEvent] = []
    private(set) var messages: [UnitMessage] = []
    private(set) var samples: [UInt32: [Float]] = [:]

    /// The IDs of the nodes after each block.
    private(set) var nodeNumbers: [[Int32]] = []

    private let synths: EngineSynths
    private var rendered: [Float] = []

    init(_ shape: GraphShape, _ tone: ToneParameters) throws {
        control = GraphControl(shape, units: UnitRegistry.standard + UnitRegistry.testing)
        synths = try EngineSynths(control, allowsFaults: true)
        try synths.begin(with: tone)
    }

    /// Returns the first sample that differs from those of this graph; nil if none does. Zeros of either sign
    /// are equal: the sign is that of the silent tone, which restarts when a state is lost.
    ///
    /// - Parameters:
    ///   - samples: The samples from a frame on.
    func firstDifference(_ samples: [Float], from frame: Int64) -> Int64? {
        let first = Int(frame)
        render(before: frame + Int64(samples.count))
        return samples.indices.first { samples[$0] != rendered[first + $0] }.map { frame + Int64($0) }
    }

    /// Renders all blocks that begin before a frame.
    func render(before frame: Int64) {
        while rendered.count < frame { renderBlock() }
    }

    private func renderBlock() {
        let graph = control.graph
        graph.pointee.begin(atFrame: Int64(rendered.count))
        graph.pointee.beginBlock()
        graph.pointee.render(nil)
        rendered += UnsafeBufferPointer(start: graph.pointee.output(0), count: control.shape.blockFrames)
        nodeNumbers.append(control.nodeNumbers)
        control.collect { event in
            switch event {
            case .node(let event): events.append(event)
            case .message(let message): messages.append(message)
            case .applied(let packet):
                for index in 0..<packet.count {
                    guard case .getSamples(_, _, let range) = packet[index].operation,
                        case .done(let count) = packet[index].outcome
                    else { continue }
                    samples[packet.client] = packet.words(range, count: count).map(\.float)
                }
            case .muted, .shadow: break
            }
        }
    }
}
