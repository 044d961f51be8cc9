/// Why a packet cannot be encoded, or bytes cannot be decoded.
package enum CodecError: Error, Sendable, Equatable, CustomStringConvertible {
    /// A buffer or a file is in memory that no other process sees.
    case privateMemory

    /// The bytes are no packet: what is wrong with them, and at which of them it was found.
    case malformed(String, offset: Int)

    /// A synth is to be built from a definition that this process has not been given.
    case unknownDefinition(UInt64)

    /// A definition cannot be read or played here.
    case unusableDefinition(String)

    /// A synth cannot be built.
    case unbuildableSynth(SynthBuildError)

    package var description: String {
        switch self {
        case .privateMemory: "a buffer or file is in private memory: it can be used in this process only"
        case .malformed(let problem, let offset): "malformed packet: \(problem) at byte \(offset)"
        case .unknownDefinition(let number): "there is no definition with the number \(number)"
        case .unusableDefinition(let reason): reason
        case .unbuildableSynth(let error): error.reason
        }
    }
}
