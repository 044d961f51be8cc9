import Foundation
import TonewheelWorkers

/// Random bytes for a part of the memory that a worker shares with its front.
final class MemoryDamage {
    enum Part: String, CaseIterable {
        case slots = "sound"
        case replies = "answers"
        case health = "health"
    }

    private let bytes: UnsafeMutableRawBufferPointer  // all of the memory
    private let range: Range<Int>

    /// The longest stretch that is written at once, in bytes: much of the sound that is on its way, and little of the time.
    private static let longestStretch = 1 << 17

    /// Of single bytes there is one for so many: some blocks of sound have one, and others none.
    private static let scatter = 512

    /// - Throws: `ChaosError` if the memory cannot be had.
    init(of target: WorkerTarget, _ part: Part) throws(ChaosError) {
        // A worker has it as its first descriptor behind the standard ones.
        let path = "/proc/\(target.id)/fd/\(WorkerParts.descriptor)"
        let descriptor = open(path, O_RDWR | O_CLOEXEC)
        defer { if descriptor >= 0 { close(descriptor) } }
        let size = descriptor >= 0 ? Int(lseek(descriptor, 0, SEEK_END)) : -1
        guard size >= WorkerParts.headerBytes,
            let base = mmap(nil, size, PROT_READ | PROT_WRITE, MAP_SHARED, descriptor, 0), base != MAP_FAILED
        else {
            throw ChaosError(
                "the memory of worker \(target.id) cannot be had (\(String(cString: strerror(errno)))): be the user"
                    + " whose engine it is")
        }
        bytes = UnsafeMutableRawBufferPointer(start: base, count: size)
        do {
            let parts = try WorkerParts(header: UnsafeRawBufferPointer(bytes))
            range =
                switch part {
                case .slots: parts.slots
                case .replies: parts.replies
                case .health: parts.health
                }
        } catch {
            munmap(base, size)
            throw ChaosError("\(error)")
        }
    }

    deinit {
        munmap(bytes.baseAddress, bytes.count)
    }

    /// Writes random bytes, a stretch of them at a random place or single ones here and there; how many.
    func write(using random: inout SeededRandom) -> Int {
        if Bool.random(using: &random) {
            let length = Int.random(in: 1...min(range.count, Self.longestStretch), using: &random)
            let offset = Int.random(in: range.lowerBound...range.upperBound - length, using: &random)
            UnsafeMutableRawBufferPointer(rebasing: bytes[offset..<offset + length]).copyBytes(
                from: random.bytes(length))
            return length
        }
        let count = 1 + range.count / Self.scatter
        for _ in 0..<count { bytes[Int.random(in: range, using: &random)] = random.bytes(1)[0] }
        return count
    }
}
