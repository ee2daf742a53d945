internal import ArgumentParser
internal import TripCore

/// Parses a command line, runs what it asks for and says how it went: the only place where an outcome becomes an exit
/// status.
public enum Invocation {
    /// The status of a command line or a setting that is wrong (EX_USAGE of sysexits.h).
    public static let usageStatus: Int32 = 64

    /// Runs tripctl with these arguments and returns its exit status.
    public static func run(_ arguments: [String], in context: Context) -> Int32 {
        run(arguments, in: context, over: nil)
    }

    /// Runs tripctl with these arguments, and with these options where they say nothing.
    static func run(_ arguments: [String], in context: Context, over options: CommonOptions?) -> Int32 {
        let command: any ParsableCommand
        do {
            command = try CompletionSource.$context.withValue(context) { try Tripctl.parseAsRoot(arguments) }
        } catch {
            return tell(error, in: context)
        }
        guard var command = command as? any TripCommand else {
            var command = command
            do { try command.run() } catch { return tell(error, in: context) }
            return 0
        }
        if let options { command.common = command.common.over(options) }
        do throws(Failure) {
            return try run(command, in: context)
        } catch {
            let isOn = command.common.usesColor(context.terminal.error, in: context)
            context.writeError(Renderer.errorText(error, width: errorWidth(in: context), color: isOn))
            return error.verdict?.exitStatus ?? usageStatus
        }
    }

    private static func run(_ command: any TripCommand, in context: Context) throws(Failure) -> Int32 {
        let options = command.common
        let kind = type(of: command)
        let timeout = try options.timeout(default: kind.defaultTimeout)
        let interval = try options.interval()
        if (command as? any HostingCommand)?.runsAnother != true {
            try check(options.output, of: kind, isWatched: interval != nil)
        }
        try command.check()
        let session = try Session(
            context, options, timeout: timeout, isAboutCluster: kind.isAboutCluster)
        if let command = command as? any HostingCommand { return try command.host(in: session) }
        if let command = command as? any StreamingCommand {
            return try stream(command, in: session).exitStatus
        }
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

    /// Whether a command has the form that is asked for.
    private static func check(
        _ format: OutputFormat, of kind: any TripCommand.Type, isWatched: Bool
    ) throws(Failure) {
        guard format.isForJudgements else { return }
        if !kind.judges {
            throw Failure(
                .usage, doing: "show \(kind.path) as \(format.rawValue)",
                reason: "it is the form of commands that check the cluster",
                hint: "brokers, health, isr, lag, status and wait have it; -o json shows everything")
        }
        if isWatched {
            throw Failure(
                .usage, doing: "watch \(kind.path) as \(format.rawValue)", reason: "it is the form of one result",
                hint: "`tripctl wait` waits until a condition holds")
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
        report.judges = type(of: command).judges
        return report
    }

    /// Lets a command write as it goes. Why it could not is a report like any other's.
    private static func stream(
        _ command: any StreamingCommand, in session: Session
    ) throws(Failure) -> Verdict {
        var report: Report
        do throws(Failure) {
            report = try command.stream(in: session)
            report.command = type(of: command).path
        } catch {
            if error.kind == .usage { throw error }
            report = Report(error, cluster: session.stamp())
            report.command = type(of: command).path
            try show(report, session.options, in: session.context, compact: true)
        }
        return report.verdict
    }

    static func show(
        _ report: Report, _ options: CommonOptions, in context: Context, compact: Bool
    ) throws(Failure) {
        let drawing = options.renderOptions(in: context, compact: compact)
        try context.write(Renderer.text(report, as: options.output, options: drawing))
        context.writeError(errorText(report, options, in: context))
        if options.output == .github { summarize(report, options, in: context) }
    }

    /// Adds the report to the page of a job on GitHub, which gives the file. What stands in the way is told, and
    /// changes no verdict.
    private static func summarize(_ report: Report, _ options: CommonOptions, in context: Context) {
        guard let path = context.environment("GITHUB_STEP_SUMMARY"), !path.isEmpty else { return }
        do throws(Failure) {
            try context.appendFile(path, Renderer.stepSummary(report))
        } catch {
            let isOn = options.usesColor(context.terminal.error, in: context)
            context.writeError(Renderer.errorText(error, width: errorWidth(in: context), color: isOn))
        }
    }

    private static func errorText(_ report: Report, _ options: CommonOptions, in context: Context) -> String {
        let color = options.usesColor(context.terminal.error, in: context)
        let isMute = options.quiet && options.output == .table && report.quiet.isEmpty
        return Renderer.errorText(report, isMute: isMute, width: errorWidth(in: context), color: color)
    }

    /// Only a terminal's lines have an end.
    private static func errorWidth(in context: Context) -> Int? {
        context.terminal.error ? context.terminal.size()?.columns : nil
    }

    /// One round of a watch. On a terminal each is drawn over the one before, errors included.
    private static func redraw(
        _ report: Report, _ options: CommonOptions, every interval: Duration, in context: Context
    ) throws(Failure) {
        let canDraw = context.terminal.output && context.environment("TERM") != "dumb"
        guard canDraw, options.output == .table, !options.quiet else {
            return try show(report, options, in: context, compact: true)
        }
        let drawing = options.renderOptions(in: context, compact: true)
        let time = Timestamp.text(drawing.time)
        var text = "tripctl \(report.command) · every \(TimeSpan.words(interval)) · \(time)\n\n"
        text += Renderer.text(report, as: .table, options: drawing)
        let errors = errorText(report, options, in: context)
        if context.terminal.error { text += errors } else { context.writeError(errors) }
        try context.write(Frame(text: text, rows: context.terminal.size()?.rows, color: drawing.color).drawing)
    }

    /// Says what the parser has to say: help, a version or a completion on standard output, a mistake on standard error.
    private static func tell(_ error: any Error, in context: Context) -> Int32 {
        let status = Tripctl.exitCode(for: error).rawValue
        let given = context.environment("COLUMNS").flatMap { Int($0) }
        let columns = given ?? context.terminal.size()?.columns ?? 80
        let text = Tripctl.fullMessage(for: error, columns: columns)
        guard !text.isEmpty else { return status }
        if status == 0 {
            do throws(Failure) {
                try context.write(text + "\n")
            } catch {
                context.writeError(Renderer.errorText(error, color: false))
                return error.verdict?.exitStatus ?? usageStatus
            }
        } else {
            context.writeError(Renderer.usageText(text, width: errorWidth(in: context)) + "\n")
        }
        return status
    }
}
