extension OSCServer {
    /// The addresses of a server, and the clients that it accepts.
    package struct Configuration: Sendable {
        /// The address to listen on. An address that other hosts can reach requires an allow-list.
        package var host = "127.0.0.1"

        /// The UDP port; 0 for any free port, nil for none.
        package var port: Int? = 57110

        /// The TCP port; 0 for any free port, nil for none.
        package var streamPort: Int?

        /// The maximum number of simultaneous connections.
        package var maximumConnections = 64

        /// The password that must be the first packet over a connection; nil for none. Datagrams need none.
        package var password: String?

        /// The other hosts that may connect, besides this one.
        package var allowed: [AddressRange] = []

        /// Whether clients may inject faults into workers (`/chaos/fault`).
        package var allowsChaos = false

        /// The version that `/engine/status` reports.
        package var version: String

        package init(version: String) {
            self.version = version
        }
    }
}
