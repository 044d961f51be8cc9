internal import TonewheelOSC

/// The clients that are told what happens to nodes.
struct ClientTable {
    private var notified: [(client: UInt32, login: Int32)] = []

    /// Those to be told.
    var clients: [UInt32] { notified.map(\.client) }

    /// The number by which a client has logged in; nil if it has not.
    func login(of client: UInt32) -> Int32? {
        notified.first { $0.client == client }?.login
    }

    /// Logs a client in, under the number that it wants if nobody has it.
    ///
    /// - Returns: its number; nil if there are too many clients.
    mutating func add(_ client: UInt32, wanted: Int32?, maximum: Int) -> Int32? {
        if let login = login(of: client) { return login }
        let taken = Set(notified.map(\.login))
        let free: Int32?
        if let wanted, wanted >= 0, wanted < Int32(maximum), !taken.contains(wanted) {
            free = wanted
        } else {
            free = (0..<Int32(maximum)).first { !taken.contains($0) }
        }
        if let free { notified.append((client, free)) }
        return free
    }

    /// Logs a client out; whether it was logged in.
    mutating func remove(_ client: UInt32) -> Bool {
        guard let index = notified.firstIndex(where: { $0.client == client }) else { return false }
        notified.remove(at: index)
        return true
    }
}
