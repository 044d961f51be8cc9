/// A C function of a device's library that a device callback calls, and its first argument.
///
/// The compiler cannot analyse it, so it is one of the audited doors. Make one only of functions that the library
/// documents as safe in its own callback.
package struct DeviceFunction: @unchecked Sendable {  // the context's owner keeps it alive and on one thread at a time
    package typealias Function = @convention(c) (_ context: UnsafeMutableRawPointer?, _ frameCount: Int32) -> Int64

    let function: Function
    let context: UnsafeMutableRawPointer

    package init(context: UnsafeMutableRawPointer, _ function: @escaping Function) {
        self.function = function
        self.context = context
    }
}
