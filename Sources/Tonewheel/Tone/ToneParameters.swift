package import TonewheelGraph

/// What the engine's own synths play with: the tone, and the monitor of the inputs.
package struct ToneParameters: BitwiseCopyable, Sendable, Hashable {
    /// Hertz.
    package var frequency: Float

    /// The tone's peak, 0 … 1.
    package var amplitude: Float

    /// Whether the tone sounds.
    package var gate: Bool

    /// How much of the input is heard, 0 … 1.
    package var monitor: Float

    package init(frequency: Float, amplitude: Float, gate: Bool, monitor: Float = 0) {
        self.frequency = frequency
        self.amplitude = amplitude
        self.gate = gate
        self.monitor = monitor
    }

    /// Sets what `change` gives. `[any]`
    package mutating func apply(_ change: ParameterChange) {
        if let value = change.frequency { frequency = value }
        if let value = change.amplitude { amplitude = value }
        if let value = change.gate { gate = value }
        if let value = change.monitor { monitor = value }
    }

    /// What is to be changed for these to become `others`. `[any]`
    func changes(to others: ToneParameters) -> ParameterChange {
        ParameterChange(
            frequency: frequency == others.frequency ? nil : others.frequency,
            amplitude: amplitude == others.amplitude ? nil : others.amplitude,
            gate: gate == others.gate ? nil : others.gate,
            monitor: monitor == others.monitor ? nil : others.monitor)
    }

    /// Reads them from a graph as they are in effect; a synth that is not there leaves its own as they are. `[render]`
    @_noLocks @_noAllocation
    package mutating func read(from graph: UnsafeMutablePointer<Graph>) {
        if let value = graph.pointee.controlValue(node: OwnNodes.tone, ToneControl.frequency) { frequency = value }
        if let value = graph.pointee.controlValue(node: OwnNodes.tone, ToneControl.amplitude) { amplitude = value }
        if let value = graph.pointee.controlValue(node: OwnNodes.tone, ToneControl.gate) { gate = value != 0 }
        if let value = graph.pointee.controlValue(node: OwnNodes.inputMonitor, ToneControl.monitor) { monitor = value }
    }
}

/// The controls of the engine's own synths, in the order of their definitions.
enum ToneControl {
    static var frequency: ControlKey { @_noLocks @_noAllocation get { .index(0) } }
    static var amplitude: ControlKey { @_noLocks @_noAllocation get { .index(1) } }
    static var gate: ControlKey { @_noLocks @_noAllocation get { .index(2) } }

    /// Of the input monitor.
    static var monitor: ControlKey { @_noLocks @_noAllocation get { .index(0) } }
}

extension ParameterChange {
    /// The controls that it changes, and their values.
    package var turns: [ControlTurn] {
        var turns: [ControlTurn] = []
        func add(_ node: Int32, _ control: ControlKey, _ value: Float?) {
            if let value { turns.append(ControlTurn(node: node, control, value)) }
        }
        add(OwnNodes.tone, ToneControl.frequency, frequency)
        add(OwnNodes.tone, ToneControl.amplitude, amplitude)
        add(OwnNodes.tone, ToneControl.gate, gate.map { $0 ? 1 : 0 })
        add(OwnNodes.inputMonitor, ToneControl.monitor, monitor)
        return turns
    }
}
