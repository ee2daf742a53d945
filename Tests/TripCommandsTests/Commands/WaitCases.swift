import TripCore

extension Case {
    private typealias Parts = FakeCluster.Parts

    /// A group that is twenty behind.
    private static let behind = Parts.healthy.with {
        $0.add(.reading([90, 90, 100]), logs: logs([0..<100, 0..<100, 0..<100]), times: written([2, 7, 0]))
    }

    static let wait = [
        Case("wait/healthy", "wait", .ok, .healthy),
        Case(
            "wait/all", "wait --for brokers=3 --for isr=full --for topic=tripclick-logs --for controller", .ok, .healthy
        ),
        Case("wait/at-most", "wait --for brokers>=2 --for health=WARN --expect-brokers 4", .ok, .healthy),
        Case("wait/lag", "wait --for lag(tripclick-consumer)<=20 --for age(tripclick-consumer)<10s", .ok, behind),
        Case("wait/behind", "wait --for lag(tripclick-consumer)<20 --for age(tripclick-consumer)<5s", .unknown, behind),
        Case("wait/no-group", "wait --for lag(tripclick)<20", .unknown, behind.with { $0.add(.none("tripclick")) }),
        Case(
            "wait/nothing-read", "wait --for lag(tripclick-consumer)<20", .unknown,
            .healthy.with { $0.add(.reading([], state: .rebalancing)) }),
        Case(
            "wait/lag-partial", "wait --for lag(tripclick-consumer)<1000 --for isr=full", .unknown,
            behind.with { parts in
                parts.bury(1)
                parts.bury(2)
            }),
        Case(
            "wait/broker-missing", "wait --for brokers=3 --for isr=full --for health=OK", .unknown,
            .healthy.with { $0.bury(3) }),
        Case(
            "wait/broker-killed", "wait --for brokers=3 --for topic=tripclick-logs", .unknown,
            .healthy.with { $0.kill(1) }),
        Case("wait/broker-frozen", "wait --for brokers=2 --for controller", .unknown, .healthy.with { $0.freeze(1) }),
        Case("wait/topic-absent", "wait --for topic=tripclick-log", .unknown, .healthy),
        Case(
            "wait/no-controller", "wait --for controller", .unknown,
            .healthy.with { $0.metadata { $0.controller = nil } }),
        Case(
            "wait/kraft", "wait --for controller", .ok,
            .healthy.with { parts in
                for id: Int32 in 1...3 { parts.brokerConfigs?[id] = .kraft() }
            }),
        Case(
            "wait/unreachable", "wait --for brokers=3 --for topic=tripclick-logs --timeout 90s", .unknown, unreachable),
        Case("wait/no-answer", "wait", .unknown, silent),
        Case("wait/unstable", "wait --for brokers=3 --stable 3s --timeout 10s", .unknown, .healthy),
        Case(
            "wait/login-refused", "wait", .unknown,
            Parts().with {
                $0.metadata = .failure(
                    Failure(
                        .authentication, doing: "log in", reason: "SASL_AUTHENTICATION_FAILED: invalid credentials",
                        hint: "check sasl.username and sasl.password", code: "SASL_AUTHENTICATION_FAILED"))
            }),
    ]
}

extension GroupObservation {
    /// A group that its coordinator does not list.
    fileprivate static func none(_ group: String) -> GroupObservation {
        GroupObservation(group: group, state: .notFound, coordinator: 1)
    }
}
