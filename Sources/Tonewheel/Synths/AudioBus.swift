/// A range of audio buses, which carry signals from synth to synth.
public struct AudioBus: Sendable {
    private let synths: Synths

    /// The number of the first bus.
    public let number: Int32

    /// The number of buses.
    public let channels: Int

    init(_ synths: Synths, _ number: Int32, channels: Int) {
        self.synths = synths
        self.number = number
        self.channels = channels
    }

    /// Releases the buses, which later calls of ``Synths/audioBus(channels:)`` may reuse. `[control]`
    public func free() throws(SynthError) {
        try synths.host().numbers.release(number, .audioBus, count: channels)
    }
}
