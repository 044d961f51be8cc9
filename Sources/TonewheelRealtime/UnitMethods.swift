/// What the render thread does with a state whose kind is known at run time only. `TonewheelDSP` gives the kinds.
open class UnitMethods {
    /// For the kinds of unit. `[control]`
    public init() {}

    /// Back to time zero. `[render]`
    open func reset(_ state: UnsafeMutableRawPointer) {
        preconditionFailure("a kind of unit overrides this")
    }

    /// Renders one block. `[render]`
    ///
    /// - Parameter block: leads to a block of `TonewheelDSP`.
    open func process(_ state: UnsafeMutableRawPointer, _ block: UnsafeRawPointer) {
        preconditionFailure("a kind of unit overrides this")
    }
}

/// A state and what can be done with it, for the render thread: no reference is counted. Whoever makes it keeps the methods
/// alive.
package struct UnitCall: BitwiseCopyable {
    let methods: Unmanaged<UnitMethods>
    package let state: UnsafeMutableRawPointer

    package init(_ methods: UnitMethods, state: UnsafeMutableRawPointer) {
        self.methods = .passUnretained(methods)
        self.state = state
    }
}
