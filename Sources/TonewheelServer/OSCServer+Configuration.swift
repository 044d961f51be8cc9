extension OSCServer {
    /// Where a server listens, and to whom.
    package struct Configuration: Sendable {
        /// The address to listen on. One that other hosts can reach needs an allow-list.
        package var host = "127.0.0.1"

        /// The UDP port; 0 for any that is free, nil for none.
        package var port: Int? = 57110

        /// The TCP port; 0 for any that is free, nil for none.
        package var streamPort: Int?

        /// Connections that there may be at the same time.
        package var maximumConnections = 64

        /// What a client must send first over a connection; nil for nothing. Datagrams need none.
        package var password: String?

        /// Which other hosts may play, besides this one.
        package var allowed: [AddressRange] = []

        /// Whether a client may have a worker crash or hang.
        package var allowsChaos = false

        /// What `/engine/status` says the version is.
        package var version: String

        package init(version: String) {
            self.version = version
        }
    }
}
