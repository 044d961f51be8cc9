/// The operations of the render thread on a state whose type is known at run time only. `TonewheelDSP` provides the
/// types.
///
/// Static functions, so that a type is enough to call them, without an object or a reference count.
public protocol UnitMethods {
    /// Renders a block. `[render]`
    ///
    /// - Parameter block: points to a block of `TonewheelDSP`.
    static func render(_ state: UnsafeMutableRawPointer, block: UnsafeRawPointer)

    /// Fills the first frame of the outputs with their values before the first block, without other effects. `[render]`
    ///
    /// - Parameter block: points to a block of `TonewheelDSP` that starts with that frame.
    static func prime(_ state: UnsafeMutableRawPointer, block: UnsafeRawPointer)

    /// Resets the state to time zero. `[render]`
    static func rewind(_ state: UnsafeMutableRawPointer)
}

/// A state and its operations, for the render thread: plain bytes.
public struct UnitCall: BitwiseCopyable {
    @usableFromInline let methods: any UnitMethods.Type
    /// The state of the unit.
    public let state: UnsafeMutableRawPointer

    package init(_ methods: any UnitMethods.Type, state: UnsafeMutableRawPointer) {
        self.methods = methods
        self.state = state
    }
}
