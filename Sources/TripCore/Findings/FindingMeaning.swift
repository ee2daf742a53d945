extension FindingCode {
    /// What it means and how tripctl knows, in a sentence or two.
    public var meaning: String {
        switch self {
        case .brokersMissing:
            "Kafka lists fewer brokers than were expected (`--expect-brokers`, 3). A broker leaves the list about 18 seconds after it died."
        case .brokerRefuses:
            "The address that the broker advertises does not take connections from here, whatever the metadata says: metadata goes on naming a dead broker for 18 seconds."
        case .brokerSilent:
            "The broker's address takes connections, or swallows them, and nothing answered before the deadline: frozen, overloaded, or behind a firewall."
        case .noController:
            "No broker is the controller: topics cannot be created and leaders cannot be elected."
        case .bootstrapRefuses:
            "An address tripctl was told to start from did not answer, while the cluster could be asked through another."
        case .brokerNotListed:
            "Replicas are assigned to this broker, and Kafka no longer lists it: its session has ended."
        case .brokersBelowReplicas:
            "A topic asks for more replicas than there are brokers that answer: it cannot get back to full replication."
        case .controllerUnknown:
            "Which broker is the controller, or whether the cluster runs KRaft, could not be learned before the deadline."
        case .noLeader:
            "Nothing can be written to or read from the partition until one of its in-sync replicas is back."
        case .leaderRefuses:
            "Metadata still names this leader, and it refuses connections: clients cannot use the partition until Kafka elects another."
        case .leaderSilent:
            "The partition's leader did not answer before the deadline, so whether the partition can be used is not known."
        case .underReplicated:
            "Fewer replicas are in sync than the partition has: it can bear fewer failures."
        case .belowMinISR:
            "Fewer replicas are in sync than `min.insync.replicas` asks for: producers with acks=all are refused."
        case .oneCopyLeft:
            "One replica is in sync: acks=all is satisfied by that single copy, and losing its broker loses the partition."
        case .replicationBelowSpec:
            "The topic has fewer replicas than the specification's two: one broker's failure stops it."
        case .leadersSpreadBadly:
            "One broker is the preferred leader of more than twice its share of partitions."
        case .leaderMoved:
            "The leader is not the preferred one. Kafka moves it back by itself, within five minutes by default."
        case .topicNotFound:
            "The cluster has no topic of this name. With `--allow-missing` that is information."
        case .inSyncReplicaUnreachable:
            "Metadata counts the replica as in sync, and its broker cannot be reached: the ISR has yet to shrink."
        case .topicDiffers:
            "The topic exists with other partitions, replicas or settings than were asked for."
        case .topicUnreadable:
            "The broker answered for this topic with an error."
        case .minISRUnknown:
            "`min.insync.replicas` could not be read, so whether enough replicas are in sync could not be judged."
        case .topicRefused:
            "`up` asked Kafka to make the topic, and Kafka does not do it: by a policy of the cluster, or because it cannot."
        case .groupNotFound:
            "Its coordinator does not list a group of this name. With `--allow-missing` that is information."
        case .neverCommitted:
            "The group is assigned the partition and has committed nothing: its lag is counted from the log start."
        case .recordsLost:
            "The group's commit lies before the log start: the records between were deleted before it read them."
        case .commitBeyondEnd:
            "The group's commit lies beyond the log end: the topic was recreated or truncated. The lag counts as 0."
        case .lagUnknown:
            "The log's range could not be read, because the partition has no leader, its leader does not answer, or its topic is gone."
        case .groupRebalancing:
            "Members are being assigned partitions. What is committed is known all the same."
        case .assignmentHidden:
            "The group has members whose assignment cannot be seen: only committed partitions count."
        case .groupListIncomplete:
            "Groups whose coordinator does not answer are missing from the list."
        case .groupUnreadable:
            "The group's coordinator could not be asked before the deadline."
        case .lagReached:
            "The group's total lag is at or above the threshold that was given."
        case .ageReached:
            "The group's oldest unprocessed record is at or above the age that was given."
        case .groupStalled:
            "The group has a live member, and its oldest unprocessed record is older than `--stalled`."
        case .noGroups:
            "The cluster has no `__consumer_offsets`: no group has ever committed anything."
        case .ageUnknown:
            "The record at the committed offset could not be read before the deadline."
        case .engineNotRunning:
            "Nobody answers on the engine's socket, or there is none."
        case .engineNotPermitted:
            "The engine's socket is there, and its permissions keep this user out."
        case .engineNotInstalled:
            "Neither an engine's socket nor a docker program is on this machine."
        case .composeMissing:
            "Neither the plugin `docker compose` nor the program `docker-compose` was found."
        case .portTaken:
            "A program of this machine listens on a port that the cluster publishes, on the same address or on all of them."
        case .portOfContainer:
            "Another container publishes a port that the cluster needs."
        case .nameTaken:
            "A container that tripctl did not make has a name of the cluster's, such as kafka-1."
        case .imageMissing:
            "The engine does not have the image, and could not pull it."
        case .containerDown:
            "It was stopped, has ended by itself, was never started, or is not there at all."
        case .outOfMemory:
            "The kernel ended its process because it wanted more than its limit. A later exit in a crash loop hides that; tripctl looks at every one it sees."
        case .killed:
            "Its process ended by SIGKILL and the kernel's memory limit was not the reason: somebody killed it, or its time to stop ran out."
        case .restarting:
            "The engine starts it again and again, and its log names no cause that tripctl knows."
        case .paused:
            "Its processes are frozen: it takes connections and answers nothing."
        case .offNetwork:
            "It runs and calls itself healthy, and is attached to no network of the cluster's: nobody reaches it."
        case .unhealthy:
            "Its health check fails."
        case .sessionNotExpired:
            "ZooKeeper still holds the session of the broker that was killed. It ends within 18 seconds, and the engine starts the broker again until then."
        case .zooKeeperDown:
            "ZooKeeper does not answer `srvr`. Writes go on; topics cannot be created and no leader can be elected."
        case .cutApart:
            "A broker's log says that it cannot fetch from another, while both call themselves healthy. Writes with acks=all stop."
        case .brokerNotReady:
            "Its container runs, and the address that it advertises gives no answer."
        case .uiNotAnswering:
            "Its container runs, and its health page does not say that it is up."
        case .clusterUnreadable:
            "A question about the cluster's topics or brokers was answered with an error."
        case .noCluster:
            "No container of the cluster is on this engine."
        case .composeMixed:
            "Containers were made by Compose 1 and by a newer one, or by another than would run now. Each makes the other's containers anew."
        case .orphan:
            "A container of the project is none of the services that the file has."
        case .machineSmall:
            "It has fewer processors, less memory or less free disk than the cluster's limits add up to."
        case .startRefused:
            "The engine said no to a start, in its own words."
        case .replicasShort:
            "Stopping a broker now could stop a partition."
        case .engineUnusable:
            "The engine that DOCKER_HOST or the context names cannot be talked to from here."
        case .composeFailed:
            "The compose program ended with an error, in its own words."
        case .foreignProject:
            "Containers of these names were made by another compose project, such as the page's file started by hand."
        case .notReady:
            "The deadline passed before everything that was waited for had come."
        case .hostOfAnother:
            "Clients will call the host, and none of this machine's interfaces has that address: right for a public address, wrong for a slip."
        case .hostInContainer:
            "The image refuses to start when KAFKA_HOST or KAFKA_PORT is in the container's own environment."
        case .advertisedMissing:
            "The file does not set KAFKA_ADVERTISED_LISTENERS."
        case .advertisedUnspecified:
            "0.0.0.0 is where a broker listens, and no address to call."
        case .advertisedUnreadable:
            "The host has a scheme, a blank or something else in it that Kafka cannot read."
        case .advertisedUncallable:
            "The broker tells clients an address that leads nowhere from outside Docker, such as its own container's name."
        case .addressTwice:
            "The second one refuses to start."
        case .dataOfAnotherBroker:
            "The data folder was written by a broker with another id, or two brokers run with one id."
        case .clusterIdsDiffer:
            "The data of the brokers carry another cluster id than ZooKeeper gives: ZooKeeper lost its data or its log."
        case .recordsGone:
            "ZooKeeper remembers topics whose brokers started with empty data folders."
        case .dataUnwritable:
            "The image runs as user 1000, and the folder belongs to another."
        case .diskFull:
            "A broker stops when it cannot write its log."
        case .advertisedUnreachable:
            "The broker runs, and the address that it tells clients to call gives no answer from this machine."
        case .hostsDiffer:
            "A change of host was not finished: clients reach some brokers and not the others."
        case .bindOfAnother:
            "Ports are to be published on an address that none of this machine's interfaces has: no container with such a port could start."
        }
    }
}
