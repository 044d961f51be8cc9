package import TonewheelUGens

/// What a client asks for that is answered.
package enum ServerRequest: Equatable, Sendable {
    case start, stop, quit, status
    case sync(Int32)

    /// The unit behind the tone is to go wrong, in a worker.
    case fault(FaultUnit.Mode)
}
