internal import TonewheelDSP
package import TonewheelGraph
internal import TonewheelRealtime
package import TonewheelUGens

/// The synths that the engine plays itself. They are in a group of their own after the root group, and clients cannot
/// free them.
///
/// `[control]`
package struct EngineSynths: Sendable {
    private let tone: Blueprint
    private let monitor: Blueprint
    private let fault: Blueprint?
    private let control: GraphControl

    /// The name of the fault's SynthDef.
    static let faultName = "fault"

    /// The group of the fault synth.
    private static let faultGroup = ReservedIDs.highest - 4

    /// The number of frames in which amplitude, gate and monitor reach a new value.
    static let glideFrames = 64

    /// - Parameter allowsFaults: Whether faults may be injected. They crash or hang the process that renders them, so
    ///   only workers should render them.
    /// - Throws: `EngineError.backend` if the graph lacks the capacity for the synths.
    package init(_ control: GraphControl, allowsFaults: Bool) throws(EngineError) {
        self.control = control
        let shape = control.shape
        do {
            tone = try control.prepare(Self.tone(outputs: shape.outputBusCount))
            monitor = try control.prepare(
                Self.monitor(inputs: shape.inputBusCount, outputs: shape.outputBusCount))
            fault = allowsFaults ? try control.prepare(Self.fault(), with: UnitRegistry.testing) : nil
        } catch {
            throw .backend("The graph cannot play the engine's own synths: \(error)")
        }
    }

    /// Builds a sine, the same on all outputs.
    static func tone(outputs: Int) throws -> SynthDef {
        try SynthDef("tone") { def in
            let frequency = def.control("freq", 440)
            let amplitude = def.control("amp", 0.1)
            let gate = def.control("gate", 1)
            // A product at control rate would change at the next block only.
            let gain =
                Glide.ar(amplitude, frames: UGen(Float(glideFrames)))
                * Glide.ar(gate, frames: UGen(Float(glideFrames)))
            Out.ar(0, [UGen](repeating: SineGenerator.ar(frequency) * gain, count: outputs))
        }
    }

    /// Builds the input monitor: input 1 to output 1, and so on; a single input goes to all outputs. Without inputs,
    /// the synth only has its level control.
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

    /// Builds the fault synth: a unit that crashes, hangs or produces NaN on command.
    static func fault() throws -> SynthDef {
        try SynthDef(faultName) { def in
            Out.ar(0, UGen.single(FaultUnit.spec.name, .audio, [DC.ar(0), def.control("mode", 0)]))
        }
    }

    /// Sends new synths for a graph that begins at frame 0, so that no phase or glide remains of an earlier run.
    ///
    /// - Throws: `EngineError.backend` if there is no memory for them, or if too many packets are pending.
    package func begin(with parameters: ToneParameters) throws(EngineError) {
        var packet = CommandPacketBuilder()
        // Changes that wait for their frame are discarded when the engine stops.
        packet.add(.clearScheduled, of: 0)
        packet.add(.freeSynths(ReservedIDs.engineGroup), of: 0)
        packet.add(
            .add(control.makeGroup(id: Self.faultGroup), .toTail, target: ReservedIDs.engineGroup), of: 0)
        do throws(SynthBuildError) {
            let node = try control.makeSynth(
                of: tone, id: ReservedIDs.tone,
                [
                    .init(key: ToneControl.frequency, value: .number(parameters.frequency)),
                    .init(key: ToneControl.amplitude, value: .number(parameters.amplitude)),
                    .init(key: ToneControl.gate, value: .number(parameters.gate ? 1 : 0)),
                ])
            packet.add(.add(node, .toTail, target: ReservedIDs.engineGroup), of: 0)
            let monitoring = try control.makeSynth(
                of: monitor, id: ReservedIDs.inputMonitor,
                [.init(key: ToneControl.monitor, value: .number(parameters.monitor))])
            packet.add(.add(monitoring, .toTail, target: ReservedIDs.engineGroup), of: 0)
        } catch {
            packet.discard()
            throw .backend("There is no memory for the tone: \(error.reason)".sentence)
        }
        guard control.send(packet, client: 0) else { throw .backend("The graph's command queue is full.") }
    }

    /// Starts a fault, or ends it.
    ///
    /// - Throws: `EngineError.backend` if faults are not allowed, have been quarantined, or there is no memory.
    package func injectFault(_ mode: FaultUnit.Mode) throws(EngineError) {
        guard let fault else { throw .backend("Faults can be injected in workers only.") }
        var packet = CommandPacketBuilder()
        packet.add(.freeSynths(Self.faultGroup), of: 0)
        if mode != .off {
            do throws(SynthBuildError) {
                let node = try control.makeSynth(
                    of: fault, id: ReservedIDs.fault, [.init(key: .index(0), value: .number(mode.value))])
                packet.add(.add(node, .toTail, target: Self.faultGroup), of: 0)
            } catch {
                packet.discard()
                throw .backend(error.reason.sentence)
            }
        }
        guard control.send(packet, client: 0) else { throw .backend("The graph's command queue is full.") }
    }

    /// Sets controls exactly at a frame.
    ///
    /// - Returns: False if too many changes wait for their frame.
    package func send(_ turns: [ControlTurn], atFrame frame: Int64) -> Bool {
        Self.send(turns, atFrame: frame, to: control)
    }

    /// Sets controls of a graph's synths, exactly at a frame or, if it is nil, at the next block.
    static func send(_ turns: [ControlTurn], atFrame frame: Int64?, to control: GraphControl) -> Bool {
        var packet = CommandPacketBuilder()
        for turn in turns {
            let words = packet.add([CommandWord(turn.value)])
            packet.add(.set(node: turn.node, turn.control, words), of: 0)
        }
        return control.send(packet, client: 0, atFrame: frame, isExact: frame != nil)
    }
}
