/// The part of an image's name that says which registry it is pulled from.
public enum RegistryPrefix {
    /// Reads what `--registry` gives: a host with or without a port, and any path below it, such as
    /// `registry.example.com:5000/mirror`. A slash at the end is dropped.
    ///
    /// - Throws: `usage`, with the reason and what to give instead.
    public static func parse(_ input: String, source: String = "--registry") throws(Failure) -> String {
        func failure(_ reason: String) -> Failure {
            Failure(
                .usage, doing: "use \(source) '\(input)'", reason: reason,
                hint: "give what stands before the images' names, such as registry.example.com:5000/mirror")
        }
        if input.trimmed.isEmpty { throw failure("it is empty") }
        if input.contains("://") { throw failure("it has a scheme, which images' names do not have") }
        if input.contains(where: \.isWhitespace) { throw failure("it has a blank in it") }
        let text = input.hasSuffix("/") ? String(input.dropLast()) : input
        for (index, part) in text.split(separator: "/", omittingEmptySubsequences: false).enumerated() {
            if part.isEmpty { throw failure("a part of it is empty") }
            if index == 0, part.contains(where: { ".:[".contains($0) }) || part == "localhost" {
                if let reason = hostProblem(String(part)) { throw failure(reason) }
                continue
            }
            if let wrong = part.unicodeScalars.first(where: {
                !($0.isLowercaseOrDigit || "._-".unicodeScalars.contains($0))
            }) {
                throw failure("an image's name cannot hold '\(Character(wrong))'")
            }
            guard part.unicodeScalars.first?.isLowercaseOrDigit == true,
                part.unicodeScalars.last?.isLowercaseOrDigit == true
            else { throw failure("'\(part)' begins or ends with a mark") }
        }
        return text
    }

    private static func hostProblem(_ text: String) -> String? {
        let withPort = text.split(separator: ":").count > 1 && !text.hasSuffix("]") ? text : text + ":443"
        do throws(Failure) {
            _ = try Address.parse(withPort)
            return nil
        } catch {
            return error.reason
        }
    }
}

extension Unicode.Scalar {
    fileprivate var isLowercaseOrDigit: Bool { ("a"..."z").contains(self) || isASCIIDigit }
}
