/// Text broken into lines that fit on a terminal of 80 columns.
package enum TextWrap {
    /// The lines of `text`, each behind `indent` spaces. A word that is longer than a line has one of its own.
    ///
    /// - Parameter first: what stands in place of the spaces on the first line; as long as they are.
    package static func lines(_ text: String, indent: Int = 0, first: String? = nil, width: Int = 79) -> [String] {
        let margin = String(repeating: " ", count: indent)
        var lines: [String] = []
        var line = first ?? margin
        var isEmpty = true
        for word in text.split(separator: " ") {
            if !isEmpty, line.count + 1 + word.count > width {
                lines.append(line)
                line = margin
                isEmpty = true
            }
            line += isEmpty ? String(word) : " \(word)"
            isEmpty = false
        }
        return lines + [line]
    }
}
