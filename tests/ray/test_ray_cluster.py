"""A Ray cluster of several nodes on this machine, one of which is killed midway."""

from __future__ import annotations

import contextlib
import json
import os
import signal
import threading
import warnings
from dataclasses import replace

import pytest
from tests.keeping.fakes import make_word_reader
from tests.ray.fakes import make_held_reader, waited
from tests.ray.test_ray_blocks import content, read_here

from quoth.errors import ReadingError
from quoth.ray import Options, Result, iter_read, read

OPTIONS = Options(records=2, make=make_held_reader)
# What is dead is noticed after some seconds; what is only slow on a busy machine is not taken for
# dead for half a minute.
SOON = {
    "health_check_initial_delay_ms": 0,
    "health_check_period_ms": 500,
    "health_check_timeout_ms": 10_000,
    "health_check_failure_threshold": 3,
}


@pytest.fixture(scope="module")
def cluster():
    """A head and another node, with room for a worker each."""
    with pytest.MonkeyPatch.context() as environment, warnings.catch_warnings():
        environment.setenv("RAY_USAGE_STATS_ENABLED", "0")
        environment.setenv("RAY_worker_niceness", "0")  # else they starve on a busy machine
        warnings.simplefilter("ignore")
        ray = pytest.importorskip("ray")
        pytest.importorskip("ray.data")
        from ray.cluster_utils import Cluster

        node = {"num_cpus": 1, "object_store_memory": 80_000_000}
        head = {"include_dashboard": False, "_system_config": SOON, **node}
        for last in (False, False, True):
            try:
                made = Cluster(initialize_head=True, head_node_args=head)
                made.add_node(**node)
                break
            except Exception:  # Ray gives a node half a minute to start
                if last:
                    raise
        ray.init(address=made.address, log_to_driver=False, logging_level="ERROR")
    yield made
    ray.shutdown()
    made.shutdown()


@pytest.fixture
def inputs(tmp_path, cluster):
    """Twelve reports in six blocks, each of which can hold up its reader."""
    folder = tmp_path / "in"
    folder.mkdir()
    with (folder / "a.jsonl").open("w", encoding="utf-8") as stream:
        for n in range(12):
            held = f" They hold at {tmp_path} but {cluster.head_node.node_id} ." * (n % 2)
            text = f"The harbour of Halven was closed on day {n} by Lindqvist.{held}"
            stream.write(json.dumps({"text": text}) + "\n")
    return folder


def test_a_killed_node_changes_nothing(cluster, tmp_path, inputs):
    def kill():
        (held,) = waited(lambda: list(tmp_path.glob("held-*")))
        (node,) = cluster.worker_nodes
        cluster.remove_node(node, allow_graceful=False)
        with contextlib.suppress(ProcessLookupError):  # a machine is lost with all that runs on it
            os.kill(int(held.name.removeprefix("held-")), signal.SIGKILL)
        (tmp_path / "go").touch()

    killer = threading.Thread(target=kill)
    killer.start()
    result = read(inputs, tmp_path / "out", options=OPTIONS)
    killer.join()
    assert result == Result(tmp_path / "out", blocks=6, reports=12)
    read_here(tmp_path / "here", inputs, options=replace(OPTIONS, make=make_word_reader))
    assert content(tmp_path / "out") == content(tmp_path / "here")


def test_an_undisturbed_run_gives_the_same(cluster, tmp_path, inputs, monkeypatch):
    monkeypatch.setattr("quoth.ray.running._CUT_HERE_BYTES", 0)  # so that Ray cuts, too
    (tmp_path / "go").touch()
    done = list(iter_read([inputs], tmp_path / "out", options=OPTIONS))
    assert {one.outcome for one in done} == {"done"}
    read_here(tmp_path / "here", inputs, options=replace(OPTIONS, make=make_word_reader))
    assert content(tmp_path / "out") == content(tmp_path / "here")


def test_a_worker_that_no_machine_has_room_for(cluster, tmp_path):
    (tmp_path / "a.txt").write_text("The harbour was closed.", "utf-8")
    with pytest.raises(ReadingError, match="a worker wants 2 CPUs, and the largest machine"):
        read(tmp_path / "a.txt", tmp_path / "out", options=replace(OPTIONS, cpus=2))
