"""What one would write over confluent-kafka in place of tripctl: the benchmark's fourth peer.

usage: peer.py BOOTSTRAP brokers | describe TOPIC | lag GROUP | lag --all
"""

import sys

from confluent_kafka import ConsumerGroupTopicPartitions, TopicPartition
from confluent_kafka.admin import AdminClient, OffsetSpec

bootstrap, command, *rest = sys.argv[1:]
admin = AdminClient({"bootstrap.servers": bootstrap})


def brokers():
    metadata = admin.list_topics(timeout=5)
    for broker in metadata.brokers.values():
        print(broker.id, f"{broker.host}:{broker.port}", "controller" if broker.id == metadata.controller_id else "")


def describe(topic):
    for partition in admin.list_topics(topic, timeout=5).topics[topic].partitions.values():
        print(topic, partition.id, partition.leader, partition.replicas, partition.isrs)


def lag(groups):
    # One call for each group's commits, all in flight at once, then one for all the ends.
    asked = [admin.list_consumer_group_offsets([ConsumerGroupTopicPartitions(group)])[group] for group in groups]
    states = admin.describe_consumer_groups(groups)
    commits = [answer.result(5) for answer in asked]
    places = {(p.topic, p.partition) for commit in commits for p in commit.topic_partitions}
    ends = admin.list_offsets({TopicPartition(*place): OffsetSpec.latest() for place in places})
    ends = {(p.topic, p.partition): future.result(5).offset for p, future in ends.items()}
    for commit in commits:
        state = states[commit.group_id].result(5).state.name
        for p in commit.topic_partitions:
            print(commit.group_id, state, p.topic, p.partition, p.offset, ends[p.topic, p.partition],
                  ends[p.topic, p.partition] - p.offset)


if command == "brokers":
    brokers()
elif command == "describe":
    describe(rest[0])
else:
    everyone = rest[0] == "--all"
    lag([g.group_id for g in admin.list_consumer_groups().result(5).valid] if everyone else rest)
