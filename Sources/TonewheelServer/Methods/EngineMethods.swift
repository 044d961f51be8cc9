internal import TonewheelOSC
internal import TonewheelSynths

/// All methods of the engine itself.
package enum EngineMethods {
    package static let all: [any EngineMethod.Type] = [
        StartEngine.self, StopEngine.self, QuitProgram.self, AskStatus.self, SetToneFrequency.self,
        SetToneAmplitude.self, SetToneGate.self, SetMonitor.self, SyncEngine.self, CauseFault.self,
    ]

    /// The method at a message's literal address; nil for a pattern or another address.
    static func method(of message: OSCMessageView) -> (any EngineMethod.Type)? {
        // It waits for what is asked of the engine as well, so it is the engine's.
        if CommandList.isSync(message) { return SyncEngine.self }
        guard message.commandNumber == nil else { return nil }
        return all.first { message.address == $0.address }
    }

    /// The methods whose addresses match a pattern.
    static func methods(matching pattern: OSCAddressPattern) -> [any EngineMethod.Type] {
        all.filter { method in
            pattern.matches(
                UnsafeRawBufferPointer(start: method.address.utf8Start, count: method.address.utf8CodeUnitCount))
        }
    }
}
