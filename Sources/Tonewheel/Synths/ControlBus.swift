internal import TonewheelOSC

/// A range of control buses, which carry one value per block from synth to synth.
public struct ControlBus: Sendable {
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

    /// Sets the values of the buses, beginning with the first. `[control]`
    ///
    /// - Parameters:
    ///   - values: At most as many values as there are buses.
    ///   - frame: The frame, counted from the engine's start, in whose block the values change; nil for the next block.
    /// - Throws: `SynthError.refused` if there are more values than buses.
    public func set(_ values: Float..., at frame: Int64? = nil) throws(SynthError) {
        guard values.count <= channels else {
            throw .refused("\(values.count) values exceed the \(channels) buses.")
        }
        let arguments: [OSCArgument] = [.int32(number), .int32(Int32(values.count))] + values.map { .float32($0) }
        try synths.send(OSCMessage(address: "/c_setn", arguments: arguments), at: frame)
    }

    /// Returns the current values of the buses. `[control]`
    public func values() async throws(SynthError) -> [Float] {
        let replies = try await synths.request(OSCMessage("/c_getn", .int32(number), .int32(Int32(channels))))
        for reply in replies where reply.address == "/c_setn" {
            return reply.arguments.dropFirst(2).compactMap { argument in
                if case .float32(let value) = argument { value } else { nil }
            }
        }
        return []
    }

    /// Releases the buses, which later calls of ``Synths/controlBus(channels:)`` may reuse. `[control]`
    public func free() throws(SynthError) {
        try synths.host().numbers.release(number, .controlBus, count: channels)
    }
}
