internal import TonewheelDSP
package import TonewheelGraph
package import TonewheelUGens

/// The synths that an engine plays itself, in a group of their own behind the root: clients cannot end them.
///
/// `[control]`
package struct EngineSynths: Sendable {
    private let tone: Blueprint
    private let monitor: Blueprint
    private let fault: Blueprint?
    private let control: GraphControl

    /// What the definition of the fault is called.
    static let faultName = "fault"

    /// The group that the fault is in.
    private static let faultGroup = OwnNodes.last - 4

    /// Frames in which amplitude, gate and monitor reach a new value.
    static let glideFrames = 64

    /// - Parameter canFail: whether a fault may be played, which would end this process if it rendered.
    /// - Throws: `EngineError.backend` if the graph has no room for them.
    package init(_ control: GraphControl, canFail: Bool) throws(EngineError) {
        self.control = control
        let shape = control.shape
        do {
            tone = try control.prepare(Self.tone(outputs: shape.outputBusCount).definition)
            monitor = try control.prepare(
                Self.monitor(inputs: shape.inputBusCount, outputs: shape.outputBusCount).definition)
            fault = canFail ? try control.prepare(Self.fault().definition, with: UnitRegistry.testing) : nil
        } catch {
            throw .backend("the graph cannot play the engine's own synths: \(error)")
        }
    }

    /// A sine, the same on all outputs.
    static func tone(outputs: Int) throws -> SynthDef {
        try SynthDef("tone") { def in
            let frequency = def.control("freq", 440)
            let amplitude = def.control("amp", 0.1)
            let gate = def.control("gate", 1)
            // A product at control rate would wait for the next block.
            let gain =
                Glide.ar(amplitude, frames: UGen(Float(glideFrames)))
                * Glide.ar(gate, frames: UGen(Float(glideFrames)))
            Out.ar(0, [UGen](repeating: SineGenerator.ar(frequency) * gain, count: outputs))
        }
    }

    /// Input 1 on output 1, and so on; a single one on all. Without inputs it only keeps its level.
    static func monitor(inputs: Int, outputs: Int) throws -> SynthDef {
        try SynthDef("monitor") { def in
            let level = def.control("level", 0)
            guard inputs > 0 else { return }
            let gain = Glide.ar(level, frames: UGen(Float(glideFrames)))
            let heard = min(inputs, outputs)
            let signals = In.ar(UGen(Float(outputs)), channels: heard).map { $0 * gain }
            Out.ar(0, inputs == 1 ? [UGen](repeating: signals[0], count: outputs) : signals)
        }
    }

    /// What goes wrong on demand, in the tone's place.
    static func fault() throws -> SynthDef {
        try SynthDef(faultName) { def in
            Out.ar(0, UGen.single(FaultUnit.spec.name, .audio, [DC.ar(0), def.control("mode", 0)]))
        }
    }

    /// Sends new synths for a graph that begins at frame 0: no phase and no glide is left of an earlier run.
    ///
    /// - Throws: `EngineError.backend` if there is no memory for them, or if too many packets are on their way.
    package func begin(with parameters: ToneParameters) throws(EngineError) {
        var packet = CommandPacketBuilder()
        // Changes that wait for their frame have been dropped when the engine stopped.
        packet.add(.clearScheduled, of: 0)
        packet.add(.freeSynths(OwnNodes.engineGroup), of: 0)
        packet.add(
            .add(control.makeGroup(id: Self.faultGroup), .toTail, target: OwnNodes.engineGroup), of: 0)
        do throws(SynthBuildError) {
            let node = try control.makeSynth(
                of: tone, id: OwnNodes.tone,
                [
                    .init(key: ToneControl.frequency, value: .number(parameters.frequency)),
                    .init(key: ToneControl.amplitude, value: .number(parameters.amplitude)),
                    .init(key: ToneControl.gate, value: .number(parameters.gate ? 1 : 0)),
                ])
            packet.add(.add(node, .toTail, target: OwnNodes.engineGroup), of: 0)
            let monitoring = try control.makeSynth(
                of: monitor, id: OwnNodes.inputMonitor,
                [.init(key: ToneControl.monitor, value: .number(parameters.monitor))])
            packet.add(.add(monitoring, .toTail, target: OwnNodes.engineGroup), of: 0)
        } catch {
            packet.discard()
            throw .backend("there is no memory for the tone: \(error)")
        }
        guard control.send(packet, client: 0) else { throw .backend("the graph takes no commands any more") }
    }

    /// Plays a fault, or ends it.
    ///
    /// - Throws: `EngineError.backend` if it is refused.
    package func fail(_ mode: FaultUnit.Mode) throws(EngineError) {
        guard let fault else { throw .backend("there is no fault to be played here") }
        var packet = CommandPacketBuilder()
        packet.add(.freeSynths(Self.faultGroup), of: 0)
        if mode != .off {
            do throws(SynthBuildError) {
                let node = try control.makeSynth(
                    of: fault, id: OwnNodes.fault, [.init(key: .index(0), value: .number(mode.value))])
                packet.add(.add(node, .toTail, target: Self.faultGroup), of: 0)
            } catch {
                packet.discard()
                throw .backend(error.reason)
            }
        }
        guard control.send(packet, client: 0) else { throw .backend("the graph takes no commands any more") }
    }

    /// Sets controls at a frame, exactly.
    ///
    /// - Returns: false if too many changes wait for their time.
    package func send(_ turns: [ControlTurn], atFrame frame: Int64) -> Bool {
        Self.send(turns, atFrame: frame, to: control)
    }

    /// Sets controls of a graph's synths, at a frame or at the next block.
    static func send(_ turns: [ControlTurn], atFrame frame: Int64?, to control: GraphControl) -> Bool {
        var packet = CommandPacketBuilder()
        for turn in turns {
            let words = packet.add([CommandWord(turn.value)])
            packet.add(.set(node: turn.node, turn.control, words), of: 0)
        }
        return control.send(packet, client: 0, atFrame: frame, isExact: frame != nil)
    }
}
