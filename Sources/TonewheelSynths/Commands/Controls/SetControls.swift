internal import TonewheelGraph

/// `/n_set`: sets controls, or maps them to buses.
struct SetControls: GraphCommand {
    static let name = "/n_set"
    static let number: Int32 = 15

    private let node: Int32
    private let settings: [Blueprint.ControlSetting]

    init(_ arguments: inout CommandArguments) throws(CommandError) {
        node = try arguments.node()
        var settings: [Blueprint.ControlSetting] = []
        while !arguments.isEmpty {
            let key = try arguments.control()
            guard let value = arguments.next() else { break }
            settings += try ControlValue.settings(key, value)
        }
        self.settings = settings
    }

    func prepare(_ batch: inout CommandBatch, _ server: SynthServer) {
        // Consecutive numbers share one operation; each bus mapping is a separate operation.
        var index = 0
        while index < settings.count {
            let setting = settings[index]
            index += 1
            switch setting.value {
            case .mapping(let mapping):
                batch.add(.map(node: node, setting.key, offset: Int32(setting.offset), mapping, count: 1))
            case .number(let number):
                var numbers = [CommandWord(number)]
                while index < settings.count, settings[index].offset == setting.offset + numbers.count,
                    case .number(let next) = settings[index].value
                {
                    numbers.append(CommandWord(next))
                    index += 1
                }
                let words = batch.packet.add(numbers)
                batch.add(.set(node: node, setting.key, offset: Int32(setting.offset), words))
            }
        }
    }
}
