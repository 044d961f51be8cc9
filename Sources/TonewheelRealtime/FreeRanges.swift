/// Which parts of a memory are free: first fit, and neighbours become one.
package struct FreeRanges: Sendable {
    /// In their order, none of them empty, and none next to another.
    package private(set) var ranges: [Range<Int>]

    /// All that lies below `count` is free.
    package init(_ count: Int) {
        ranges = count > 0 ? [0..<count] : []
    }

    /// Takes the first part that is large enough, and returns where it begins; nil if there is none.
    package mutating func take(_ count: Int) -> Int? {
        guard count > 0, let index = ranges.firstIndex(where: { $0.count >= count }) else { return nil }
        let range = ranges[index]
        if range.count == count {
            ranges.remove(at: index)
        } else {
            ranges[index] = range.lowerBound + count..<range.upperBound
        }
        return range.lowerBound
    }

    /// Gives back a part that was taken.
    package mutating func giveBack(_ range: Range<Int>) {
        var index = ranges.firstIndex { $0.lowerBound >= range.upperBound } ?? ranges.endIndex
        var merged = range
        if index < ranges.endIndex, ranges[index].lowerBound == merged.upperBound {
            merged = merged.lowerBound..<ranges.remove(at: index).upperBound
        }
        if index > 0, ranges[index - 1].upperBound == merged.lowerBound {
            index -= 1
            merged = ranges.remove(at: index).lowerBound..<merged.upperBound
        }
        ranges.insert(merged, at: index)
    }
}
