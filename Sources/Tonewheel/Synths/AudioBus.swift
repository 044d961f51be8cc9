/// Neighbouring audio buses: signals that synths write and read.
public struct AudioBus: Sendable {
    private let synths: Synths

    /// The number of the first one.
    public let number: Int32

    /// How many there are.
    public let channels: Int

    init(_ synths: Synths, _ number: Int32, channels: Int) {
        self.synths = synths
        self.number = number
        self.channels = channels
    }

    /// Gives the buses back.
    public func free() throws(SynthError) {
        try synths.host().numbers.giveBack(number, .audioBus, count: channels)
    }
}
