internal import TonewheelOSC
internal import TonewheelSynths

/// The list of the engine's OSC methods.
package enum EngineMethods {
    package static let all: [any EngineMethod.Type] = [
        StartEngine.self, StopEngine.self, QuitProgram.self, QueryStatus.self, SetToneFrequency.self,
        SetToneAmplitude.self, SetToneGate.self, SetMonitor.self, SyncEngine.self, CauseFault.self,
    ]

    /// Returns the method at a message's literal address; nil for a pattern or another address.
    static func method(of message: OSCMessageView) -> (any EngineMethod.Type)? {
        // `/sync` also waits for requests to the engine, so that it is a method of the engine.
        if CommandList.isSync(message) { return SyncEngine.self }
        guard message.commandNumber == nil else { return nil }
        return all.first { message.address == $0.address }
    }

    /// Returns the methods whose addresses match a pattern.
    static func methods(matching pattern: OSCAddressPattern) -> [any EngineMethod.Type] {
        all.filter { method in
            pattern.matches(
                UnsafeRawBufferPointer(start: method.address.utf8Start, count: method.address.utf8CodeUnitCount))
        }
    }
}
