/// What the render thread does with a state whose type is known at run time only. `TonewheelDSP` gives the types.
///
/// Static functions, so that a type is all that is needed to call them: no object, no reference to count.
public protocol UnitMethods {
    /// Renders one block. `[render]`
    ///
    /// - Parameter block: leads to a block of `TonewheelDSP`.
    static func render(_ state: UnsafeMutableRawPointer, block: UnsafeRawPointer)

    /// Fills the first frame of the outputs with what they hold before the first block, and changes nothing else. `[render]`
    ///
    /// - Parameter block: leads to a block of `TonewheelDSP`, whose first frame it is.
    static func prime(_ state: UnsafeMutableRawPointer, block: UnsafeRawPointer)

    /// Back to time zero. `[render]`
    static func rewind(_ state: UnsafeMutableRawPointer)
}

/// A state and what can be done with it, for the render thread: plain bytes.
public struct UnitCall: BitwiseCopyable {
    @usableFromInline let methods: any UnitMethods.Type
    /// The unit.
    public let state: UnsafeMutableRawPointer

    package init(_ methods: any UnitMethods.Type, state: UnsafeMutableRawPointer) {
        self.methods = methods
        self.state = state
    }
}
