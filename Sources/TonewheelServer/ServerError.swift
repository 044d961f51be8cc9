/// An error of the OSC server's start, or of an OSC client.
package enum ServerError: Error, CustomStringConvertible, Equatable {
    /// Another program listens on the port.
    case portBusy(host: String, port: Int)

    /// The address can be reached from other hosts, and the allow-list is empty.
    case offHostBind(host: String)

    /// The text is not a range of addresses.
    case invalidRange(String)

    /// The address cannot be bound or reached. The value is the message.
    case network(String)

    /// The error and its remedy, in one or two sentences.
    package var description: String {
        switch self {
        case .portBusy(let host, let port):
            "Port \(port) on \(host) is in use. End the program that has it, or choose another with --port."
        case .offHostBind(let host):
            "\(host) can be reached from other hosts. Name those that may connect, such as --allow 192.168.1.0/24."
        case .invalidRange(let text):
            "'\(text)' is not a range of addresses. Write, for example, 192.168.1.0/24, 10.0.0.7 or fd00::/8."
        case .network(let reason): reason
        }
    }
}
