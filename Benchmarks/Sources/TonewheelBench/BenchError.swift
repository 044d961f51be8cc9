/// A figure could not be measured.
package struct BenchError: Error, CustomStringConvertible {
    /// What went wrong, in a sentence.
    package let description: String

    init(_ description: String) {
        self.description = description
    }
}
