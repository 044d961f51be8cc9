package import Tonewheel
package import TonewheelOSC
package import TonewheelSynths

/// What the engine itself is asked for by OSC, besides the commands of the SuperCollider protocol.
///
/// Each method is one struct in a file of its own. `init` parses the arguments; a refinement says what comes of them. `EngineMethods` is
/// the one list of them.
package protocol EngineMethod: Sendable {
    /// As a client sends it.
    static var address: StaticString { get }

    /// What goes with it, in words: "takes …".
    static var usage: String { get }

    /// - Parameter sampleRate: what frequencies are checked against, in hertz.
    /// - Throws: `CommandError` if the arguments are not what the method takes.
    init(_ message: OSCMessageView, sampleRate: Double) throws(CommandError)

    /// Adds what is asked for to what takes effect with it.
    func add(to batch: inout CommandBatch)
}

/// A method that sets parameters of the tone. Those of one bundle become one change.
package protocol ToneMethod: EngineMethod {
    var change: ParameterChange { get }
}

/// A method that is answered. It comes behind the changes of its bundle.
package protocol EngineRequest: EngineMethod {
    /// Does what is asked for. On the event loop.
    func run(_ handler: OSCServerHandler, _ client: ServerClient)
}

extension EngineRequest {
    package func add(to batch: inout CommandBatch) { batch.requests.append(self) }
}

extension EngineMethod {
    /// That the arguments are not what the method takes.
    static var refusal: CommandError { CommandError("\(address) \(usage)") }

    static func checkNone(_ arguments: OSCArgumentsView) throws(CommandError) {
        var iterator = arguments.makeIterator()
        guard iterator.next() == nil else { throw refusal }
    }

    /// The only argument.
    static func one(_ arguments: OSCArgumentsView) throws(CommandError) -> OSCArgumentView {
        var iterator = arguments.makeIterator()
        guard let first = iterator.next(), iterator.next() == nil else { throw refusal }
        return first
    }

    /// The only argument, as a finite number.
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
