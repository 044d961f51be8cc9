import TestSupport
import Tonewheel
import TonewheelDSP
import TonewheelGraph
import TonewheelUGens

/// A graph of all units, rendered block by block, whose outputs and images are compared with those of another one.
final class ImageGraph {
    let control: GraphControl

    init() {
        var shape = GraphShape()
        shape.audioBusCount = 32
        shape.controlBusCount = 32
        shape.bufferCount = 8
        shape.inputBusCount = 1
        shape.packetCapacity = 256
        control = GraphControl(shape, units: UnitRegistry.standard)
    }

    /// A graph that continues from the image of another one.
    convenience init(continuing other: ImageGraph) throws {
        self.init()
        try control.read(image: try other.control.image())
    }

    func send(_ operations: GraphOperation..., atFrame frame: Int64? = nil, isExact: Bool = false) {
        var builder = CommandPacketBuilder()
        for operation in operations { builder.add(operation, of: 0) }
        _ = control.send(builder, client: 1, atFrame: frame, isExact: isExact)
    }

    func addSynth(_ name: String, _ id: Int32, _ controls: [String: Float] = [:]) throws {
        let settings = controls.map { Blueprint.ControlSetting(key: ControlKey(name: $0), value: .number($1)) }
        send(.add(try control.makeSynth(name, id: id, settings), .toTail, target: 0))
    }

    /// Allocates a buffer of noise.
    func addBuffer(_ index: Int32, frames: Int, channels: Int = 1) throws {
        guard let memory = BufferMemory.make(frameCount: frames, channelCount: channels, sampleRate: 44_100) else {
            throw NoMemory()
        }
        var random = RepeatableRandom(seed: UInt64(index))
        for sample in 0..<frames * channels {
            memory.pointee.buffer.samples[sample] = Float.random(in: -0.5...0.5, using: &random)
        }
        send(.swapBuffer(index, memory))
    }

    struct NoMemory: Error {}

    /// Renders a block with an input, and returns the outputs, bit by bit.
    func render() -> [UInt32] {
        let graph = control.graph
        graph.pointee.beginBlock()
        let start = graph.pointee.frame
        let input = graph.pointee.input(0)
        for frame in 0..<control.shape.blockFrames {
            input[frame] = Float((start + Int64(frame)) % 97) / 97 - 0.5
        }
        graph.pointee.render(nil)
        control.collect { _ in }
        return (0..<control.shape.outputBusCount).flatMap { channel -> [UInt32] in
            let samples = graph.pointee.output(channel)
            return (0..<control.shape.blockFrames).map { samples[$0].bitPattern }
        }
    }
}
