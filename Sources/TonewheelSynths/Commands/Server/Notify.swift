internal import TonewheelOSC

/// `/notify`: logs a client in or out. Logged-in clients are notified of node events.
struct Notify: ImmediateCommand {
    static let name = "/notify"
    static let number: Int32 = 1

    private let logsIn: Bool
    private let wanted: Int32?

    init(_ arguments: inout CommandArguments) throws(CommandError) {
        let flag = try arguments.int("the flag, 1 or 0", default: 0)
        wanted = arguments.isEmpty ? nil : try arguments.int("the client's ID")
        guard flag == 0 || flag == 1 else { throw CommandError("the flag \(flag) is neither 1 nor 0") }
        logsIn = flag == 1
    }

    func perform(_ batch: inout CommandBatch, _ server: SynthServer) throws(CommandError) {
        let origin = batch.origin
        guard logsIn else {
            guard server.clients.remove(origin.client) else { throw CommandError("not registered\n") }
            return server.done([], origin)
        }
        let maximum = server.options.maximumLogins
        switch server.clients.add(origin.client, wanted: wanted, maximum: maximum) {
        case .added(let login): server.done([.int32(login), .int32(Int32(clamping: maximum))], origin)
        case .present(let login):
            // As in scsynth: the client keeps this login ID.
            server.fail("notify: already registered\n", origin, more: [.int32(login)])
        case .full: throw CommandError("too many users")
        }
    }
}
