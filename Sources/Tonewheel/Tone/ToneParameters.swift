package import TonewheelGraph

/// The parameters of the engine's own synths: the tone and the input monitor.
package struct ToneParameters: BitwiseCopyable, Sendable, Hashable {
    /// The tone's frequency in hertz.
    package var frequency: Float

    /// The tone's peak amplitude, 0 … 1.
    package var amplitude: Float

    /// Whether the tone sounds.
    package var gate: Bool

    /// The gain of the input monitor, 0 … 1.
    package var monitor: Float

    package init(frequency: Float, amplitude: Float, gate: Bool, monitor: Float = 0) {
        self.frequency = frequency
        self.amplitude = amplitude
        self.gate = gate
        self.monitor = monitor
    }

    /// Applies a change. `[any]`
    package mutating func apply(_ change: ParameterChange) {
        if let value = change.frequency { frequency = value }
        if let value = change.amplitude { amplitude = value }
        if let value = change.gate { gate = value }
        if let value = change.monitor { monitor = value }
    }

    /// Returns the change that turns these parameters into `others`. `[any]`
    func changes(to others: ToneParameters) -> ParameterChange {
        ParameterChange(
            frequency: frequency == others.frequency ? nil : others.frequency,
            amplitude: amplitude == others.amplitude ? nil : others.amplitude,
            gate: gate == others.gate ? nil : others.gate,
            monitor: monitor == others.monitor ? nil : others.monitor)
    }

    /// Reads the parameters in effect from a graph. Those of a synth that does not exist keep their values. `[render]`
    @_noLocks @_noAllocation
    package mutating func read(from graph: UnsafeMutablePointer<Graph>) {
        if let value = graph.pointee.controlValue(node: ReservedIDs.tone, ToneControl.frequency) { frequency = value }
        if let value = graph.pointee.controlValue(node: ReservedIDs.tone, ToneControl.amplitude) { amplitude = value }
        if let value = graph.pointee.controlValue(node: ReservedIDs.tone, ToneControl.gate) { gate = value != 0 }
        if let value = graph.pointee.controlValue(node: ReservedIDs.inputMonitor, ToneControl.monitor) {
            monitor = value
        }
    }
}

/// The controls of the engine's own synths, by their indices in the SynthDefs.
enum ToneControl {
    static var frequency: ControlKey { @_noLocks @_noAllocation get { .index(0) } }
    static var amplitude: ControlKey { @_noLocks @_noAllocation get { .index(1) } }
    static var gate: ControlKey { @_noLocks @_noAllocation get { .index(2) } }

    /// The input monitor's only control.
    static var monitor: ControlKey { @_noLocks @_noAllocation get { .index(0) } }
}

extension ParameterChange {
    /// The turns of the engine's own synths that make this change.
    package var turns: [ControlTurn] {
        var turns: [ControlTurn] = []
        func add(_ node: Int32, _ control: ControlKey, _ value: Float?) {
            if let value { turns.append(ControlTurn(node: node, control, value)) }
        }
        add(ReservedIDs.tone, ToneControl.frequency, frequency)
        add(ReservedIDs.tone, ToneControl.amplitude, amplitude)
        add(ReservedIDs.tone, ToneControl.gate, gate.map { $0 ? 1 : 0 })
        add(ReservedIDs.inputMonitor, ToneControl.monitor, monitor)
        return turns
    }
}
