extension ComposeFile {
    /// The file as text, the same bytes for the same value: YAML that compose 1 and 2 and later read alike, without a
    /// warning. So there is no `version`, which later ones warn about, and no `name`, `pull_policy` or
    /// `start_interval`, which 1 refuses.
    public var text: String {
        var writer = ComposeWriter()
        writer.comment(Self.marker)
        for note in notes { writer.comment(note.isEmpty ? "#" : "# \(note)") }
        writer.section("services") { writer in
            for (index, service) in services.enumerated() {
                if index > 0 { writer.blank() }
                writer.section(service.name) { $0.write(service) }
            }
        }
        writer.blank()
        writer.section("volumes") { writer in
            for volume in volumes {
                writer.section(volume.key) { writer in
                    writer.pair("name", volume.name)
                    writer.map("labels", volume.labels)
                }
            }
        }
        writer.blank()
        writer.section("networks") { writer in
            writer.section("default") { writer in
                writer.pair("name", network.name)
                writer.map("labels", network.labels)
            }
        }
        return writer.text
    }
}

/// Writes lines of YAML, two blanks a level. Values are strings throughout: compose turns them into numbers where it
/// wants some, and nothing is retyped on the way.
private struct ComposeWriter {
    private(set) var text = ""
    private var level = 0

    mutating func comment(_ line: String) { text += line + "\n" }

    mutating func blank() { text += "\n" }

    mutating func section(_ key: String, _ body: (inout ComposeWriter) -> Void) {
        line("\(key):")
        level += 1
        body(&self)
        level -= 1
    }

    mutating func pair(_ key: String, _ value: ComposeString) {
        line("\(key): \(value.interpolation.yaml)")
    }

    mutating func pair(_ key: String, _ value: String) { pair(key, ComposeString(value)) }

    mutating func map(_ key: String, _ pairs: [ComposeVariable]) {
        guard !pairs.isEmpty else { return }
        section(key) { writer in
            for pair in pairs { writer.pair(pair.name, pair.value) }
        }
    }

    mutating func list(_ key: String, _ values: [ComposeString]) {
        guard !values.isEmpty else { return }
        section(key) { writer in
            for value in values { writer.line("- \(value.interpolation.yaml)") }
        }
    }

    mutating func write(_ service: Service) {
        pair("image", service.image)
        pair("container_name", service.containerName)
        pair("hostname", service.hostname)
        pair("restart", service.restart)
        if let seconds = service.stopGracePeriod { pair("stop_grace_period", "\(seconds)s") }
        pair("mem_limit", Self.size(service.memoryLimit))
        section("logging") { writer in
            writer.pair("driver", service.logging.driver)
            writer.map("options", service.logging.options)
        }
        map("labels", service.labels)
        if !service.dependsOn.isEmpty {
            section("depends_on") { writer in
                for dependency in service.dependsOn {
                    writer.section(dependency.service) { $0.pair("condition", dependency.condition.rawValue) }
                }
            }
        }
        list("ports", service.ports.map(\.entry))
        map("environment", service.environment)
        list("tmpfs", service.tmpfs.map { ComposeString($0) })
        list("volumes", service.volumes.map { ComposeString("\($0.volume):\($0.path)") })
        section("healthcheck") { writer in
            let check = service.healthcheck
            writer.list("test", check.test.map { ComposeString($0) })
            writer.pair("interval", "\(check.interval)s")
            writer.pair("timeout", "\(check.timeout)s")
            writer.line("retries: \(check.retries)")
            writer.pair("start_period", "\(check.startPeriod)s")
        }
    }

    private mutating func line(_ line: String) {
        text += String(repeating: "  ", count: level) + line + "\n"
    }

    /// Bytes in the largest unit that divides them: `2g`, `768m`.
    private static func size(_ bytes: Int64) -> String {
        for (unit, shift) in [("g", 30), ("m", 20), ("k", 10)] where bytes > 0 && bytes % (1 << Int64(shift)) == 0 {
            return "\(bytes >> Int64(shift))\(unit)"
        }
        return "\(bytes)b"
    }
}

extension String {
    /// The text as a YAML scalar that every reader takes for this string.
    fileprivate var yaml: String {
        if isPlainYAML { return self }
        var quoted = "\""
        for scalar in unicodeScalars {
            switch scalar {
            case "\"": quoted += "\\\""
            case "\\": quoted += "\\\\"
            case "\n": quoted += "\\n"
            case "\t": quoted += "\\t"
            case _ where scalar.isShownEscaped:
                let digits = String(scalar.value, radix: 16)
                quoted += "\\u" + String(repeating: "0", count: max(0, 4 - digits.count)) + digits
            default: quoted.unicodeScalars.append(scalar)
            }
        }
        return quoted + "\""
    }
}
