package import Tonewheel
package import TonewheelOSC
package import TonewheelSynths
internal import TonewheelUGens

/// What a message asks for, understood and checked.
package enum ServerCommand: Equatable {
    /// Something that is answered.
    case request(ServerRequest)

    /// New values for the tone; those of one bundle become one change.
    case change(ParameterChange)

    /// - Parameter sampleRate: what frequencies are checked against.
    /// - Throws: `CommandError` if the arguments are not what the method takes.
    package init(_ method: ServerMethod, _ arguments: OSCArgumentsView, sampleRate: Double) throws(CommandError) {
        var iterator = arguments.makeIterator()
        let first = iterator.next()
        let isAlone = iterator.next() == nil
        switch method {
        case .start: self = .request(try alone(.start))
        case .stop: self = .request(try alone(.stop))
        case .quit: self = .request(try alone(.quit))
        case .status: self = .request(try alone(.status))
        case .sync:
            guard let first, isAlone, case .int32(let id) = first else {
                throw CommandError("\(method.address) \(method.usage)")
            }
            self = .request(.sync(id))
        case .fault:
            let modes: [(StaticString, FaultUnit.Mode)] = [
                ("crash", .crash), ("hang", .hang), ("nan", .nan), ("off", .off),
            ]
            guard let first, isAlone, case .string(let word) = first,
                let mode = modes.first(where: { word == $0.0 })?.1
            else { throw CommandError("\(method.address) \(method.usage)") }
            self = .request(.fault(mode))
        case .frequency:
            self = .change(try Self.checked(ParameterChange(frequency: try number()), sampleRate))
        case .amplitude:
            self = .change(try Self.checked(ParameterChange(amplitude: try number()), sampleRate))
        case .monitor:
            self = .change(try Self.checked(ParameterChange(monitor: try number()), sampleRate))
        case .gate:
            let value = try number()
            guard value == 0 || value == 1 else {
                throw CommandError("gate \(value) is neither 0 nor 1")
            }
            self = .change(ParameterChange(gate: value == 1))
        }

        func alone(_ request: ServerRequest) throws(CommandError) -> ServerRequest {
            guard first == nil else { throw CommandError("\(method.address) \(method.usage)") }
            return request
        }

        func number() throws(CommandError) -> Float {
            guard let first, isAlone, let value = first.float else {
                throw CommandError("\(method.address) \(method.usage)")
            }
            guard value.isFinite else { throw CommandError("\(value) is not a finite number") }
            return value
        }
    }

    private static func checked(_ change: ParameterChange, _ sampleRate: Double) throws(CommandError) -> ParameterChange
    {
        do throws(EngineError) {
            try change.validate(sampleRate: sampleRate)
            return change
        } catch {
            throw CommandError(error.description)
        }
    }
}
