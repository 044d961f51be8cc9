import Synchronization
import TonewheelDSP
import TonewheelGraph
import TonewheelOSC
import TonewheelRealtime
import TonewheelSynths
import TonewheelUGens

/// A synthesis server without a socket. Tests send commands, render blocks, and read the collected replies.
final class TestSynths {
    let graph: GraphControl
    let server: SynthServer
    private let replies = CollectedReplies()
    private let hasQuit = Atomic(false)

    init(
        root: String = "/", lane: any CommandLane = ImmediateLane(), bufferMemory: Int? = nil,
        arena: SharedArena? = nil, role: GraphRole = .standalone, loadGate: LoadGate = LoadGate(),
        _ change: (inout GraphShape) -> Void = { _ in }
    ) {
        var shape = GraphShape()
        shape.inputBusCount = 0
        change(&shape)
        graph = GraphControl(shape, units: UnitRegistry.standard, role: role, arena: arena, loadGate: loadGate)
        var options = SynthServerOptions(version: "1.2.3")
        options.root = root
        if let bufferMemory { options.bufferMemory = bufferMemory }
        options.maximumLogins = 3
        // Blocks are rendered only when a test calls `render`.
        options.graphTimeout = 60
        server = SynthServer(
            options, graph: graph, lane: lane, replies: replies, load: { (0.5, 1, 48_000) }, onQuit: {})
    }

    /// Sends a message, renders a block, and returns the replies as text, such as "/n_go 1000 0 -1 -1 0".
    @discardableResult
    func send(_ message: OSCMessage, client: UInt32 = 1) -> [String] {
        send([message], client: client)
    }

    /// Sends messages that take effect together, renders a block, and returns the replies.
    @discardableResult
    func send(_ messages: [OSCMessage], client: UInt32 = 1, atFrame frame: Int64? = nil) -> [String] {
        server.perform(messages, client: client, atFrame: frame)
        render()
        return replies.take(client)
    }

    /// Renders blocks, and returns the outputs of the last one.
    @discardableResult
    func render(blocks: Int = 1) -> [[Float]] {
        for _ in 0..<blocks {
            graph.graph.pointee.beginBlock()
            graph.graph.pointee.render(nil)
        }
        server.collect()
        return outputs()
    }

    /// Returns the outputs of the latest block.
    func outputs() -> [[Float]] {
        (0..<graph.shape.outputBusCount).map { channel in
            let output = graph.graph.pointee.output(channel)
            return (0..<graph.shape.blockFrames).map { output[$0] }
        }
    }

    /// Removes and returns the collected messages for a client.
    func takeReplies(_ client: UInt32 = 1) -> [String] { replies.take(client) }

    /// Removes and returns the printed text.
    func printed() -> String { replies.takeText() }
}

private final class CollectedReplies: SynthReplies {
    private struct State {
        var messages: [UInt32: [String]] = [:]
        var text = ""
    }

    private let state = Mutex(State())

    func send(_ message: OSCMessage, to client: UInt32) {
        state.withLock { $0.messages[client, default: []].append(message.description) }
    }

    func post(_ text: String) {
        state.withLock { $0.text += text }
    }

    func take(_ client: UInt32) -> [String] {
        state.withLock { $0.messages.removeValue(forKey: client) ?? [] }
    }

    func takeText() -> String {
        state.withLock { state in
            defer { state.text = "" }
            return state.text
        }
    }
}

/// SynthDefs for tests.
enum TestDefinitions {
    private typealias Unit = SynthDef.Unit

    /// A sine with `freq` and `amp` on the bus `out`, and an unused array control of two values.
    static let sine = SynthDef(
        name: "sine", constants: [0], parameters: [440, 0.5, 0, 7, 8],
        parameterNames: [("freq", 0), ("amp", 1), ("out", 2), ("pair", 3)].map {
            SynthDef.ParameterName(name: $0, index: $1)
        },
        units: [
            Unit(name: "Control", rate: .control, outputs: [.control, .control, .control, .control, .control]),
            Unit(
                name: "SinOsc", rate: .audio, inputs: [.output(unit: 0, index: 0), .constant(0)], outputs: [.audio]),
            Unit(
                name: "BinaryOpUGen", rate: .audio,
                inputs: [.output(unit: 1, index: 0), .output(unit: 0, index: 1)], outputs: [.audio], specialIndex: 2),
            Unit(name: "Out", rate: .audio, inputs: [.output(unit: 0, index: 2), .output(unit: 2, index: 0)]),
        ])

    /// Writes its control `value` to the control bus `bus`.
    static let write = SynthDef(
        name: "write", parameters: [0, 1],
        parameterNames: [("bus", 0), ("value", 1)].map { SynthDef.ParameterName(name: $0, index: $1) },
        units: [
            Unit(name: "Control", rate: .control, outputs: [.control, .control]),
            Unit(name: "Out", rate: .control, inputs: [.output(unit: 0, index: 0), .output(unit: 0, index: 1)]),
        ])

    static func bytes(_ definitions: SynthDef...) -> [UInt8] {
        (try? SynthDefFile(definitions: definitions).encoded()) ?? []
    }
}
