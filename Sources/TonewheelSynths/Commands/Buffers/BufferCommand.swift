/// A command on the lane that is for one buffer: its number is the first argument, and `/done` and `/fail` carry it.
protocol BufferCommand: LaneCommand {
    /// The arguments behind the buffer's number.
    init(_ number: Int32, _ arguments: inout CommandArguments) throws(CommandError)

    /// The number of the buffer.
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
