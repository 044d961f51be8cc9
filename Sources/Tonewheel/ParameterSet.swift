/// All parameters, as the control side wants them, and how often each has been set.
///
/// The counts tell the render side which of them are news: a set that is published because of one parameter leaves the
/// others as they are there, where a timed change may have moved them since.
package struct ParameterSet: BitwiseCopyable, Sendable, Equatable {
    package var frequency: Float
    package var amplitude: Float
    package var gate: Bool
    package var monitor: Float
    package var fault: Float = 0

    var frequencyEdits: UInt64 = 0
    var amplitudeEdits: UInt64 = 0
    var gateEdits: UInt64 = 0
    var monitorEdits: UInt64 = 0
    var faultEdits: UInt64 = 0

    package init(frequency: Float, amplitude: Float, gate: Bool, monitor: Float = 0) {
        self.frequency = frequency
        self.amplitude = amplitude
        self.gate = gate
        self.monitor = monitor
    }

    /// Sets what `change` gives. `[any]`
    @_noLocks @_noAllocation
    mutating func apply(_ change: ParameterChange) {
        if let value = change.frequency {
            frequency = value
            frequencyEdits &+= 1
        }
        if let value = change.amplitude {
            amplitude = value
            amplitudeEdits &+= 1
        }
        if let value = change.gate {
            gate = value
            gateEdits &+= 1
        }
        if let value = change.monitor {
            monitor = value
            monitorEdits &+= 1
        }
        if let value = change.fault {
            fault = value
            faultEdits &+= 1
        }
    }

    /// What has been set since `earlier`. `[render]`
    @_noLocks @_noAllocation
    func changes(since earlier: ParameterSet) -> ParameterChange {
        var change = ParameterChange(
            frequency: frequencyEdits == earlier.frequencyEdits ? nil : frequency,
            amplitude: amplitudeEdits == earlier.amplitudeEdits ? nil : amplitude,
            gate: gateEdits == earlier.gateEdits ? nil : gate,
            monitor: monitorEdits == earlier.monitorEdits ? nil : monitor
        )
        if faultEdits != earlier.faultEdits { change.fault = fault }
        return change
    }

    /// All of them, as a change. `[any]`
    var all: ParameterChange {
        var change = ParameterChange(frequency: frequency, amplitude: amplitude, gate: gate, monitor: monitor)
        change.fault = fault
        return change
    }
}
