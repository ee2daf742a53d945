internal import ArgumentParser
internal import TripCore

/// Parses a command line, runs what it asks for and says how it went: the only place where an outcome becomes an exit
/// status.
public enum Invocation {
    /// The status of a command line or a setting that is wrong (EX_USAGE of sysexits.h).
    public static let usageStatus: Int32 = 64

    /// Runs tripctl with these arguments and returns its exit status.
    public static func run(_ arguments: [String], in context: Context) -> Int32 {
        let command: any ParsableCommand
        do {
            command = try CompletionSource.$context.withValue(context) { try Tripctl.parseAsRoot(arguments) }
        } catch {
            return tell(error, in: context)
        }
        guard let command = command as? any TripCommand else {
            var command = command
            do { try command.run() } catch { return tell(error, in: context) }
            return 0
        }
        do throws(Failure) {
            return try run(command, in: context)
        } catch {
            let isOn = command.common.usesColor(context.terminal.error, in: context)
            context.writeError(Renderer.errorText(error, color: isOn))
            return error.verdict?.exitStatus ?? usageStatus
        }
    }

    private static func run(_ command: any TripCommand, in context: Context) throws(Failure) -> Int32 {
        let options = command.common
        let kind = type(of: command)
        let timeout = try options.timeout(default: kind.defaultTimeout)
        let interval = try options.interval()
        try command.check()
        let session = try Session(context, options, timeout: timeout)
        guard let interval else {
            let report = try report(of: command, in: session)
            try show(report, options, in: context, compact: false)
            return report.verdict.exitStatus
        }
        while true {
            let report = try report(of: command, in: session)
            try redraw(report, options, every: interval, in: context)
            context.pause(interval)
            session.renew()
        }
    }

    /// A command's report; a failure becomes one, so that it stands in the envelope too. A wrong command line does
    /// not: it is said before there is anything to report.
    private static func report(of command: any TripCommand, in session: Session) throws(Failure) -> Report {
        var report: Report
        do throws(Failure) {
            report = try command.report(in: session)
        } catch {
            if error.kind == .usage { throw error }
            report = Report(error, cluster: session.stamp())
        }
        report.command = type(of: command).path
        return report
    }

    private static func show(
        _ report: Report, _ options: CommonOptions, in context: Context, compact: Bool, before: String = ""
    ) throws(Failure) {
        let drawing = options.renderOptions(in: context, compact: compact)
        try context.write(before + Renderer.text(report, as: options.output, options: drawing))
        let color = options.usesColor(context.terminal.error, in: context)
        context.writeError(Renderer.errorText(report, color: color))
    }

    /// One round of a watch. On a terminal each is drawn over the one before.
    private static func redraw(
        _ report: Report, _ options: CommonOptions, every interval: Duration, in context: Context
    ) throws(Failure) {
        guard context.terminal.output, options.output == .table, !options.quiet else {
            return try show(report, options, in: context, compact: true)
        }
        let home = "\u{1b}[H\u{1b}[2J"
        let heading = "every \(TimeSpan.words(interval)) · \(Timestamp.text(Double(context.now()) / 1_000))\n\n"
        try show(report, options, in: context, compact: true, before: home + heading)
    }

    /// Says what the parser has to say: help, a version or a completion on standard output, a mistake on standard error.
    private static func tell(_ error: any Error, in context: Context) -> Int32 {
        let status = Tripctl.exitCode(for: error).rawValue
        let text = Tripctl.fullMessage(for: error)
        guard !text.isEmpty else { return status }
        if status == 0 {
            do throws(Failure) { try context.write(text + "\n") } catch { return error.verdict?.exitStatus ?? 1 }
        } else {
            context.writeError(text + "\n")
        }
        return status
    }
}
