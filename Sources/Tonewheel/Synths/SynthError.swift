/// A command for synths cannot be obeyed; nothing has changed.
public enum SynthError: Error, Hashable, Sendable, CustomStringConvertible {
    /// The engine has never been started, so that its sample rate is not known yet.
    case notStarted

    /// There is no definition of this name.
    case noDefinition(String)

    /// A definition has no control of this name; it has the others.
    case noControl(String, of: String, has: [String])

    /// All numbers of a kind are taken, such as "control buses".
    case noneLeft(String)

    /// The engine has refused a command; the sentence says why.
    case refused(String)

    /// What is wrong and how to mend it, in a sentence.
    public var description: String {
        switch self {
        case .notStarted: "the engine has never been started: call start() first"
        case .refused(let reason): reason
        case .noDefinition(let name): "there is no definition '\(name)': add it first, with add(_:)"
        case .noControl(let name, let definition, let controls):
            controls.isEmpty
                ? "'\(definition)' has no controls, so no '\(name)'"
                : "'\(definition)' has no control '\(name)', but \(controls.joined(separator: ", "))"
        case .noneLeft(let kind): "all \(kind) are taken: free some, or start with more (Configuration.synths)"
        }
    }
}
