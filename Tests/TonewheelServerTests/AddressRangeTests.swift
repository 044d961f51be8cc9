import NIOCore
import Testing
import TonewheelServer

@Suite struct AddressRangeTests {
    @Test(arguments: [
        ("192.168.1.0/24", "192.168.1.0", true), ("192.168.1.0/24", "192.168.1.255", true),
        ("192.168.1.0/24", "192.168.2.0", false), ("192.168.1.0/24", "192.168.0.255", false),
        ("192.168.1.77/24", "192.168.1.1", true),  // bits after the prefix are ignored
        ("10.0.0.0/9", "10.127.255.255", true), ("10.0.0.0/9", "10.128.0.0", false),
        ("10.0.0.7", "10.0.0.7", true), ("10.0.0.7", "10.0.0.6", false),
        ("10.0.0.7/32", "10.0.0.7", true), ("10.0.0.7/32", "10.0.0.8", false),
        ("10.0.0.6/31", "10.0.0.7", true), ("10.0.0.6/31", "10.0.0.8", false),
        ("0.0.0.0/0", "203.0.113.9", true), ("0.0.0.0/0", "2001:db8::1", false),
        ("::/0", "2001:db8::1", true), ("::/0", "203.0.113.9", false),
        ("fd00::/8", "fdff:1::2", true), ("fd00::/8", "fe00::1", false),
        ("2001:db8::/33", "2001:db8:7fff::1", true), ("2001:db8::/33", "2001:db8:8000::1", false),
        ("2001:db8::1", "2001:db8::1", true), ("2001:db8::1/128", "2001:db8::2", false),
        // IPv4-mapped addresses, as from a dual-stack socket.
        ("10.0.0.0/8", "::ffff:10.1.2.3", true), ("10.0.0.0/8", "::ffff:11.1.2.3", false),
        ("::/0", "::ffff:10.1.2.3", false),
    ])
    func contains(range: String, address: String, isInside: Bool) throws {
        let address = try SocketAddress(ipAddress: address, port: 57110)
        #expect(try AddressRange(range).contains(address) == isInside)
    }

    @Test(arguments: [
        "", "/", "/8", "10.0.0.0/", "10.0.0.0/33", "10.0.0.0/-1", "10.0.0.0/-0", "10.0.0.0/+8", "10.0.0.0/08",
        "10.0.0.0/8/8", "10.0.0.0/8 ", " 10.0.0.0/8", "10.0.0.0 /8", "10.0.0/8", "10.0.0.256", "10.0.0.0.0", "10",
        "10.0.0.0/255.0.0.0", "::/129", "::1/x", "fd00::g/8", ":::/8", "fe80::1%lo/64", "localhost", "example.org/24",
        "10.0.0.0/99999999999999999999",
    ])
    func refuses(text: String) {
        #expect(throws: ServerError.invalidRange(text)) { try AddressRange(text) }
    }

    @Test func descriptionIsTheInputText() throws {
        #expect(try AddressRange("192.168.1.77/24").description == "192.168.1.77/24")
    }
}
