package import TonewheelOSC

/// The commands of the SuperCollider server protocol, with the numbers that clients may send in place of their names.
///
/// Reference: SuperCollider help, "Server Command Reference"; the numbers as clients send them.
package enum SynthCommand: Int32, CaseIterable, Sendable {
    case notify = 1
    case status = 2
    case quit = 3
    case cmd = 4
    case d_recv = 5
    case d_load = 6
    case d_loadDir = 7
    case d_freeAll = 8
    case s_new = 9
    case n_trace = 10
    case n_free = 11
    case n_run = 12
    case n_cmd = 13
    case n_map = 14
    case n_set = 15
    case n_setn = 16
    case n_fill = 17
    case n_before = 18
    case n_after = 19
    case u_cmd = 20
    case g_new = 21
    case g_head = 22
    case g_tail = 23
    case g_freeAll = 24
    case c_set = 25
    case c_setn = 26
    case c_fill = 27
    case b_alloc = 28
    case b_allocRead = 29
    case b_read = 30
    case b_write = 31
    case b_free = 32
    case b_close = 33
    case b_zero = 34
    case b_set = 35
    case b_setn = 36
    case b_fill = 37
    case b_gen = 38
    case dumpOSC = 39
    case c_get = 40
    case c_getn = 41
    case b_get = 42
    case b_getn = 43
    case s_get = 44
    case s_getn = 45
    case n_query = 46
    case b_query = 47
    case n_mapn = 48
    case s_noid = 49
    case g_deepFree = 50
    case clearSched = 51
    case sync = 52
    case d_free = 53
    case b_allocReadChannel = 54
    case b_readChannel = 55
    case g_dumpTree = 56
    case g_queryTree = 57
    case error = 58
    case s_newargs = 59
    case n_mapa = 60
    case n_mapan = 61
    case n_order = 62
    case p_new = 63
    case version = 64
    case rtMemoryStatus = 65
    case b_setSampleRate = 66

    /// Not of the protocol's numbers: what ends a score.
    case nrt_end = 1000

    /// The name, as it stands in messages and in answers.
    package var name: String { "/\(self)" }

    /// The command at this address; nil if there is none.
    package init?(_ message: OSCMessageView) {
        if let number = message.commandNumber {
            guard number < 1000, let command = SynthCommand(rawValue: number) else { return nil }
            self = command
        } else {
            guard let command = Self.byName[String(message.address)] else { return nil }
            self = command
        }
    }

    /// The command of this name; nil if there is none.
    package init?(name: String) {
        guard let command = Self.byName[name] else { return nil }
        self = command
    }

    private static let byName = Dictionary(uniqueKeysWithValues: allCases.map { ($0.name, $0) })

    /// What is not built yet: it is answered with `/fail`.
    package var isImplemented: Bool {
        switch self {
        case .n_cmd, .s_newargs: false
        default: true
        }
    }

    /// Whether it changes or asks what is in the graph, and takes effect in a block.
    var isForGraph: Bool {
        switch self {
        case .status, .version, .rtMemoryStatus, .dumpOSC, .error, .clearSched: false
        default: !isAsynchronous
        }
    }

    /// Whether it sets or asks for what is in a buffer, in a block.
    var isForSamples: Bool {
        switch self {
        case .b_set, .b_setn, .b_fill, .b_get, .b_getn, .b_query, .b_setSampleRate: true
        default: false
        }
    }

    /// Whether it runs on the lane and reads or replaces the memory of a buffer.
    var takesBuffer: Bool {
        switch self {
        case .b_alloc, .b_allocRead, .b_allocReadChannel, .b_read, .b_readChannel, .b_write, .b_free, .b_zero, .b_gen:
            true
        default:
            false
        }
    }

    /// Whether it may wait for a disk or for much memory: it runs on a lane of its own, in order, and is answered with `/done`.
    package var isAsynchronous: Bool {
        switch self {
        case .notify, .d_recv, .d_load, .d_loadDir, .d_free, .d_freeAll, .b_alloc, .b_allocRead, .b_allocReadChannel,
            .b_read, .b_readChannel, .b_write, .b_free, .b_zero, .b_close, .b_gen, .sync, .quit:
            true
        default:
            false
        }
    }
}
