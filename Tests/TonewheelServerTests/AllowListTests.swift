import NIOCore
import Testing
import TonewheelServer

@Suite struct AllowListTests {
    @Test(arguments: ["127.0.0.1", "127.255.0.1", "::1", "::ffff:127.0.0.1"])
    func loopbackIsAlwaysAllowed(host: String) throws {
        let address = try SocketAddress(ipAddress: host, port: 1)
        #expect(AllowList([]).allows(address))
        #expect(AllowList([try AddressRange("10.0.0.0/8")]).allows(address))
    }

    @Test(arguments: [
        "10.0.0.1", "128.0.0.1", "126.255.255.255", "0.0.0.0", "::", "::2", "::ffff:128.0.0.1", "fd00::1",
    ])
    func otherHostsNeedARange(host: String) throws {
        #expect(!AllowList([]).allows(try SocketAddress(ipAddress: host, port: 1)))
    }

    @Test func listedRangesAreAllowed() throws {
        let list = AllowList([try AddressRange("10.0.0.0/8"), try AddressRange("fd00::/8")])
        for (host, isAllowed) in [
            ("10.1.2.3", true), ("::ffff:10.1.2.3", true), ("fd12::1", true), ("11.0.0.1", false), ("fe80::1", false),
        ] {
            #expect(list.allows(try SocketAddress(ipAddress: host, port: 1)) == isAllowed, "\(host)")
        }
    }

    @Test func unixSocketPathIsNotAllowed() throws {
        #expect(!AllowList([try AddressRange("0.0.0.0/0")]).allows(try SocketAddress(unixDomainSocketPath: "/127.")))
    }

    @Test(arguments: ["0.0.0.0", "::", "10.0.0.1", "fd00::1"])
    func bindingOffHostRequiresARange(host: String) throws {
        let address = try SocketAddress(ipAddress: host, port: 57110)
        #expect(throws: ServerError.offHostBind(host: host)) { try AllowList([]).checkBind(address, host: host) }
        try AllowList([try AddressRange("192.168.1.0/24")]).checkBind(address, host: host)
    }

    @Test(arguments: ["127.0.0.1", "127.1.2.3", "::1"])
    func bindingToLoopbackRequiresNoRange(host: String) throws {
        try AllowList([]).checkBind(try SocketAddress(ipAddress: host, port: 57110), host: host)
    }
}
