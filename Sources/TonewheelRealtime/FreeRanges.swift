/// A first-fit allocator of ranges, which merges neighbouring free ranges.
package struct FreeRanges: Sendable {
    /// The free ranges in ascending order, none of them empty or adjacent to another.
    package private(set) var ranges: [Range<Int>]

    /// Creates an allocator in which all positions below `count` are free.
    package init(_ count: Int) {
        ranges = count > 0 ? [0..<count] : []
    }

    /// Allocates the first range that is large enough, and returns its start; nil if there is none.
    package mutating func allocate(_ count: Int) -> Int? {
        guard count > 0, let index = ranges.firstIndex(where: { $0.count >= count }) else { return nil }
        let range = ranges[index]
        if range.count == count {
            ranges.remove(at: index)
        } else {
            ranges[index] = range.lowerBound + count..<range.upperBound
        }
        return range.lowerBound
    }

    /// Releases an allocated range, or a part of one.
    package mutating func release(_ range: Range<Int>) {
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
