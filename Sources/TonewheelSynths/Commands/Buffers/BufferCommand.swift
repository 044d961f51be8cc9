/// A command on the lane for one buffer. The buffer number is the first argument, and `/done` and `/fail` carry it.
protocol BufferCommand: LaneCommand {
    /// Parses the arguments after the buffer number.
    init(_ number: Int32, _ arguments: inout CommandArguments) throws(CommandError)

    /// The buffer number.
    var number: Int32 { get }
}

extension BufferCommand {
    package static var takesBuffer: Bool { true }

    package init(_ arguments: inout CommandArguments) throws(CommandError) {
        let number = try arguments.int("the buffer")
        do throws(CommandError) {
            try self.init(number, &arguments)
        } catch {
            var error = error
            error.buffer = number
            throw error
        }
    }

    var buffer: Int32? { number }
}
