internal import ArgumentParser
internal import TripCore

/// `tripctl manual`: the manual pages, for whoever packs tripctl. Who uses it reads them with `man`.
struct Manual: TripCommand {
    static let path = "manual"
    static let isAboutCluster = false
    static let configuration = CommandConfiguration(
        abstract: "Print the manual page of a command, or write all of them.",
        discussion: """
            EXAMPLES:
              tripctl manual topic create | man -l -
              tripctl manual --out /usr/local/share/man/man1
            """,
        shouldDisplay: false)

    @Argument(help: ArgumentHelp("The command, in words; tripctl itself when none is given.", valueName: "command"))
    var words: [String] = []

    @Option(
        help: ArgumentHelp("Write every page into this folder.", valueName: "folder"), completion: .directory)
    var out: String?

    @Option(help: ArgumentHelp("What stands at the foot of the pages.", valueName: "date"))
    var date = ""

    @OptionGroup(title: "COMMON OPTIONS")
    var common: CommonOptions

    init() {}

    func check() throws(Failure) {
        if out != nil, !words.isEmpty {
            throw Failure(
                .usage, doing: "write the page of \(words.joined(separator: " ")) alone",
                reason: "--out writes every page", hint: "leave out --out, or the command")
        }
    }

    func report(in session: Session) throws(Failure) -> Report {
        let pages = Tripctl.manualPages(date: date)
        if let out {
            let paths = pages.map { "\(out)/\($0.name).1" }
            for (path, page) in zip(paths, pages) {
                try session.context.replaceFile(path, page.text, 0o644)
            }
            return Report(
                data: ["files": .list(paths)], view: paths.map { .line("\($0)") }, quiet: paths)
        }
        let name = (["tripctl"] + words).joined(separator: "-")
        guard let page = pages.first(where: { $0.name == name }) else {
            throw Failure(
                .usage, doing: "print the page of \(words.joined(separator: " "))", reason: "there is no such command",
                hint: "`tripctl --help` lists the commands")
        }
        return Report(data: ["page": .string(page.text)], view: [.verbatim(page.text)])
    }
}
