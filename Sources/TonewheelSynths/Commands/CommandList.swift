package import TonewheelOSC

/// The list of the synthesis server's commands.
package enum CommandList {
    /// The commands, in the order of their numbers.
    package static let all: [any Command.Type] = [
        Notify.self, Status.self, Quit.self, PluginCommand.self, ReceiveDefinition.self, LoadDefinitions.self,
        LoadDefinitionFolder.self, FreeAllDefinitions.self, NewSynth.self, TraceNodes.self, FreeNodes.self,
        RunNodes.self, MapControls.self, SetControls.self, SetControlRanges.self, FillControls.self, MoveBefore.self,
        MoveAfter.self, UnitCommand.self, NewGroups.self, MoveToHead.self, MoveToTail.self, FreeChildren.self,
        SetControlBuses.self, SetControlBusRanges.self, FillControlBuses.self, AllocateBuffer.self,
        AllocateBufferFromFile.self, ReadIntoBuffer.self, WriteBuffer.self, FreeBuffer.self, CloseBufferFile.self,
        ZeroBuffer.self, SetSamples.self, SetSampleRanges.self, FillSamples.self, GenerateBuffer.self,
        DumpMessages.self, GetControlBuses.self, GetControlBusRanges.self, GetSamples.self, GetSampleRanges.self,
        GetControls.self, GetControlRanges.self, QueryNodes.self, QueryBuffers.self, MapControlRanges.self,
        RenumberSynths.self, FreeSynths.self, ClearSchedule.self, Sync.self, FreeDefinitions.self,
        AllocateBufferFromChannels.self, ReadChannelsIntoBuffer.self, DumpTrees.self, QueryTrees.self,
        SetErrorMode.self, MapControlsToAudio.self, MapControlRangesToAudio.self, OrderNodes.self,
        NewParallelGroups.self, Version.self, MemoryStatus.self, SetBufferSampleRate.self, EndOfScore.self,
    ]

    /// Commands of the protocol that fail with "not implemented".
    package static let unimplemented: [(name: String, number: Int32)] = [("/n_cmd", 13), ("/s_newargs", 59)]

    private static let indices = Dictionary(
        uniqueKeysWithValues: all.enumerated().map { ($1.name, Int32($0)) })

    private static let indicesByNumber = Dictionary(
        uniqueKeysWithValues: all.enumerated().filter { $1.number < 1000 }.map { ($1.number, Int32($0)) })

    /// Returns the index of a command in `all`; nil if there is no such command.
    package static func index(of address: OSCAddress) -> Int32? {
        switch address {
        case .path(let path): indices[path]
        case .command(let number): indicesByNumber[number]
        }
    }

    /// Returns the command at an address; nil if there is none.
    package static func command(at address: OSCAddress) -> (any Command.Type)? {
        index(of: address).map { all[Int($0)] }
    }

    /// Whether a message is a command of the protocol, implemented or not.
    package static func isKnown(_ message: OSCMessageView) -> Bool {
        let address = OSCAddress(message)
        return index(of: address) != nil || unimplementedName(at: address) != nil
    }

    /// Whether a message is `/sync`.
    package static func isSync(_ message: OSCMessageView) -> Bool {
        message.commandNumber == Sync.number || message.address == "/sync"
    }

    /// Returns the name of an unimplemented command; nil for any other address.
    static func unimplementedName(at address: OSCAddress) -> String? {
        unimplemented.first { address == .path($0.name) || address == .command($0.number) }?.name
    }
}
