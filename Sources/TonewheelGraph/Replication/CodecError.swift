/// The reason that a packet cannot be encoded, or that bytes cannot be decoded.
package enum CodecError: Error, Sendable, Equatable, CustomStringConvertible {
    /// A buffer or a file is in private memory, which other processes cannot map.
    case privateMemory

    /// The bytes are not a packet: the error, and the offset at which it was found.
    case malformed(String, offset: Int)

    /// A synth refers to a definition that this process does not have.
    case unknownDefinition(UInt64)

    /// A definition cannot be decoded or compiled.
    case unusableDefinition(String)

    /// A synth cannot be built.
    case unbuildableSynth(SynthBuildError)

    /// The error, as a clause or a sentence.
    package var description: String {
        switch self {
        case .privateMemory: "a buffer or file is in private memory, which other processes cannot use"
        case .malformed(let problem, let offset): "malformed packet: \(problem) at byte \(offset)"
        case .unknownDefinition(let number): "there is no definition with the number \(number)"
        case .unusableDefinition(let reason): reason
        case .unbuildableSynth(let error): error.reason
        }
    }
}
