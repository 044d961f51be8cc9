package import Tonewheel
package import TonewheelOSC
package import TonewheelSynths

/// An OSC method of the engine itself, besides the commands of the SuperCollider protocol.
///
/// Each method is one struct in its own file. `init` parses the arguments; a refinement of the protocol defines the
/// effect. `EngineMethods` is the only list of them.
package protocol EngineMethod: Sendable {
    /// The OSC address of the method.
    static var address: StaticString { get }

    /// The expected arguments, in words: "takes …".
    static var usage: String { get }

    /// Parses the arguments of a message.
    ///
    /// - Parameter sampleRate: The sample rate in hertz, which limits frequencies.
    /// - Throws: `CommandError` if the arguments are invalid.
    init(_ message: OSCMessageView, sampleRate: Double) throws(CommandError)

    /// Adds the effect of the message to the batch of its bundle.
    func add(to batch: inout CommandBatch)
}

/// A method that sets parameters of the tone. The methods of one bundle become one change.
package protocol ToneMethod: EngineMethod {
    var change: ParameterChange { get }
}

/// A method with a reply. It runs after the changes of its bundle.
package protocol EngineRequest: EngineMethod {
    /// Executes the request, on the event loop.
    func run(_ handler: OSCServerHandler, _ client: ServerClient)
}

extension EngineRequest {
    package func add(to batch: inout CommandBatch) { batch.requests.append(self) }
}

extension EngineMethod {
    /// The error for invalid arguments.
    static var refusal: CommandError { CommandError("\(address) \(usage)") }

    /// Checks that there is no argument.
    static func checkNone(_ arguments: OSCArgumentsView) throws(CommandError) {
        var iterator = arguments.makeIterator()
        guard iterator.next() == nil else { throw refusal }
    }

    /// Returns the only argument.
    static func one(_ arguments: OSCArgumentsView) throws(CommandError) -> OSCArgumentView {
        var iterator = arguments.makeIterator()
        guard let first = iterator.next(), iterator.next() == nil else { throw refusal }
        return first
    }

    /// Returns the only argument, as a finite number.
    static func number(_ arguments: OSCArgumentsView) throws(CommandError) -> Float {
        guard let value = try one(arguments).float else { throw refusal }
        guard value.isFinite else { throw CommandError("\(value) is not a finite number") }
        return value
    }
}

extension ToneMethod {
    package func add(to batch: inout CommandBatch) { batch.change = batch.change.merging(change) }

    static func checked(_ change: ParameterChange, _ sampleRate: Double) throws(CommandError) -> ParameterChange {
        do throws(EngineError) {
            try change.validate(sampleRate: sampleRate)
            return change
        } catch {
            throw CommandError(error.description)
        }
    }
}
