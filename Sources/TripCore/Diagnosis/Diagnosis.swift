/// What the states of the containers, their logs, ZooKeeper and Kafka together mean.
///
/// Each rule looks for one symptom. Of a container, the first rule that knows a cause speaks; what stands beside the
/// cause, such as an address that nobody can call, is looked for in any case.
public enum Diagnosis {
    /// Everything that is to be said of what was seen: the cluster as a whole first, then its services in the order in
    /// which they start. Nothing when all is well.
    public static func symptoms(of evidence: LayerEvidence) -> [Symptom] {
        if evidence.isEmpty { return [LayerRules.noCluster] }
        let views = evidence.services.compactMap { ServiceView($0, in: evidence) }
        var found = LayerRules.all.flatMap { $0.look(evidence, views) }
        for service in evidence.services {
            guard let view = views.first(where: { $0.name == service.service }) else {
                found += [StateRules.absent(service, in: evidence)].compactMap { $0 }
                continue
            }
            found += [cause(of: view)].compactMap { $0 } + AddressRules.symptoms(of: view)
        }
        return unique(found)
    }

    /// The cause of what is wrong with a container; `nil` when nothing is, or only its address is.
    private static func cause(of view: ServiceView) -> Symptom? {
        for rule in StateRules.before { if let symptom = rule.look(view) { return symptom } }
        if view.isFailing {
            // The newest run that tells a cause counts: what ended an earlier one may be mended. Of two causes in one
            // run, the rules' order decides.
            var newest: (run: Int, rule: LogRules.Rule, text: String)?
            for rule in LogRules.all {
                guard let found = view.lastLine(holding: rule.texts), found.run > newest?.run ?? -1 else { continue }
                newest = (found.run, rule, found.line.text)
            }
            if let newest { return newest.rule.symptom(view, newest.text) }
        }
        for rule in StateRules.after { if let symptom = rule.look(view) { return symptom } }
        return nil
    }

    /// A log and an environment may tell the same: it is said once.
    private static func unique(_ symptoms: [Symptom]) -> [Symptom] {
        symptoms.reduce(into: []) { kept, symptom in
            let isKnown = kept.contains {
                $0.finding.code == symptom.finding.code && $0.finding.subject == symptom.finding.subject
            }
            if !isKnown { kept.append(symptom) }
        }
    }
}

/// A rule about one container.
struct ContainerRule: Sendable {
    /// What it looks for.
    let name: String
    /// The symptom; `nil` when it is not there.
    let look: @Sendable (ServiceView) -> Symptom?
}

extension ServiceView {
    /// A symptom of this container.
    func symptom(
        _ code: FindingCode, _ severity: Severity, _ text: String, hint: String, _ outlook: Symptom.Outlook
    ) -> Symptom {
        Symptom(Finding(code, severity, subject, text, hint: hint), outlook)
    }
}
