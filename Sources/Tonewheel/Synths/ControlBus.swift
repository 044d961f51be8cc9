internal import TonewheelOSC

/// Neighbouring control buses: values that synths write and read once a block.
public struct ControlBus: Sendable {
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

    /// Sets the values, from the first on.
    ///
    /// - Throws: `SynthError.refused` if there are more values than buses.
    public func set(_ values: Float..., at frame: Int64? = nil) throws(SynthError) {
        guard values.count <= channels else {
            throw .refused("\(values.count) values are more than the \(channels) buses take")
        }
        let arguments: [OSCArgument] = [.int32(number), .int32(Int32(values.count))] + values.map { .float32($0) }
        try synths.send(OSCMessage(address: "/c_setn", arguments: arguments), at: frame)
    }

    /// The values.
    public func values() async throws(SynthError) -> [Float] {
        let replies = try await synths.ask(OSCMessage("/c_getn", .int32(number), .int32(Int32(channels))))
        for reply in replies where reply.address == "/c_setn" {
            return reply.arguments.dropFirst(2).compactMap { argument in
                if case .float32(let value) = argument { value } else { nil }
            }
        }
        return []
    }

    /// Gives the buses back.
    public func free() throws(SynthError) {
        try synths.host().numbers.giveBack(number, .controlBus, count: channels)
    }
}
