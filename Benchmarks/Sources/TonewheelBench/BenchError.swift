/// An error that prevents a measurement.
package struct BenchError: Error, CustomStringConvertible {
    /// The error and its remedy, in one or two sentences.
    package let description: String

    init(_ description: String) {
        self.description = description
    }
}
