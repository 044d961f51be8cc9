/// A server could not be started, or a client got no answer.
package enum ServerError: Error, CustomStringConvertible, Equatable {
    /// Somebody else listens on the port.
    case portBusy(host: String, port: Int)

    /// Clients from other hosts would be let in, and nobody has said which.
    case offHostBind(host: String)

    /// What stands for a range of addresses is none.
    case invalidRange(String)

    /// The address cannot be bound or reached; the sentence says why.
    case network(String)

    /// What is wrong and how to mend it, in a sentence.
    package var description: String {
        switch self {
        case .portBusy(let host, let port):
            "port \(port) on \(host) is in use: end the program that has it, or choose another with --port"
        case .offHostBind(let host):
            "\(host) can be reached from other hosts: say which of them may play with --allow, such as --allow 192.168.1.0/24"
        case .invalidRange(let text):
            "'\(text)' is no range of addresses: write it like 192.168.1.0/24, 10.0.0.7 or fd00::/8"
        case .network(let reason): reason
        }
    }
}
