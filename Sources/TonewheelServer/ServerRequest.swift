/// What a client asks for that is answered.
package enum ServerRequest: Equatable, Sendable {
    case start, stop, quit, status
    case sync(Int32)
}
