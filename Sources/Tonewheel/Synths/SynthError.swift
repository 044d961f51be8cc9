internal import TonewheelRealtime

/// An error of a command for synths. The command has changed nothing.
public enum SynthError: Error, Hashable, Sendable, CustomStringConvertible {
    /// The engine has never been started, so its sample rate is not known yet.
    case notStarted

    /// There is no definition of this name.
    case noDefinition(String)

    /// The definition has no control of this name. The third value lists the controls that it has.
    case noControl(String, of: String, has: [String])

    /// All numbers of a kind are in use, such as "control buses".
    case noneLeft(String)

    /// The engine has refused a command. The message has the reason.
    case refused(String)

    /// The error and its remedy, in one or two sentences.
    public var description: String {
        switch self {
        case .notStarted: "The engine has never been started. Call start() first."
        case .refused(let reason): reason.sentence
        case .noDefinition(let name): "There is no definition '\(name)'. Add it with add(_:) first."
        case .noControl(let name, let definition, let controls):
            controls.isEmpty
                ? "'\(definition)' has no controls, so no '\(name)'."
                : "'\(definition)' has no control '\(name)'. It has \(controls.joined(separator: ", "))."
        case .noneLeft(let kind): "All \(kind) are in use. Free some, or raise the limit in Configuration.synths."
        }
    }
}
