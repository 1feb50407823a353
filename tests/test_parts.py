"""Tables → parts → finished tables."""

from __future__ import annotations

import os
import pickle
import signal
from concurrent.futures import ThreadPoolExecutor

import pytest
from documents import MADE_BY, small_document

from pipeline.cache.parts import PartStore
from pipeline.core import parts, schema
from pipeline.core.config import Params
from pipeline.core.errors import UsageError
from pipeline.core.parts import read_parts
from pipeline.core.rows import Mark
from pipeline.core.storage import TableWriter
from pipeline.core.tables import build
from pipeline.runtime.engines import Processes
from pipeline.runtime.work import Job, Task, finish, write_tables

LAYERS = ("blocks", "tokens", "sentences", "mentions", "entities")


def write(folder, names):
    documents = [small_document(name) for name in names]
    for table in ("articles", *LAYERS):
        with TableWriter(folder, table, MADE_BY) as writer:
            writer.write(build(table, documents, MADE_BY))
    return documents


def names_of(part):
    return part.ids


def test_parts_hold_all_articles_in_order_with_their_rows(tmp_path):
    names = [f"a{number:03}" for number in range(300)]
    expected = write(tmp_path, names)
    found = list(read_parts(tmp_path, LAYERS))
    assert len(found) > 3
    assert [name for part in found for name in names_of(part)] == names
    for document in expected:
        document.quantities, document.quotes = [], []
    assert [document for part in found for document in part.documents()] == expected


def test_one_article_more_changes_one_part(tmp_path):
    names = [f"a{number:03}" for number in range(300)]
    write(tmp_path / "old", names)
    write(tmp_path / "new", sorted([*names, "a150b"]))
    old, new = ({part.key("f") for part in read_parts(tmp_path / f, LAYERS)} for f in ("old", "new"))
    assert len(new - old) <= 2
    assert len(old & new) >= len(old) - 1


def test_the_key_does_not_depend_on_how_the_file_lies_on_the_disk(tmp_path, monkeypatch):
    names = [f"a{number:03}" for number in range(300)]
    write(tmp_path / "whole", names)
    monkeypatch.setattr("pipeline.core.storage.ROW_GROUP", 7)
    write(tmp_path / "pieces", names)
    whole, pieces = (
        [part.key("f") for part in read_parts(tmp_path / name, LAYERS)] for name in ("whole", "pieces")
    )
    assert pieces == whole
    assert [part.key("g") for part in read_parts(tmp_path / "whole", LAYERS)] != whole


def marks_of(folder):
    found = list(read_parts(folder, LAYERS))
    return {
        name: [Mark(part.layers[name].table.num_rows, part.layers[name].digest) for part in found]
        for name in LAYERS
    }


def test_rows_with_known_digests_are_read_where_they_are_asked_for(tmp_path):
    write(tmp_path, [f"a{number:03}" for number in range(300)])
    known = marks_of(tmp_path)
    expected = list(read_parts(tmp_path, LAYERS))
    lazy = list(read_parts(tmp_path, LAYERS, known))
    assert [part.key("f") for part in lazy] == [part.key("f") for part in expected]
    assert all("table" not in vars(rows) for part in lazy for rows in part.layers.values())
    last, sent = lazy[-1], pickle.loads(pickle.dumps(lazy[-1]))  # noqa: S301  our own
    assert list(last.documents()) == list(sent.documents()) == list(expected[-1].documents())


@pytest.mark.parametrize("wrong", [lambda marks: marks[1:], lambda marks: marks[:-1], lambda _: []])
def test_marks_of_other_parts_give_no_rows_of_other_articles(tmp_path, wrong):
    write(tmp_path, [f"a{number:03}" for number in range(300)])
    known = {name: wrong(marks) for name, marks in marks_of(tmp_path).items()}
    with pytest.raises(UsageError, match="the tables do not belong together"):
        assert [list(part.documents()) for part in read_parts(tmp_path, LAYERS, known)]


def test_a_long_text_ends_a_part(tmp_path, monkeypatch):
    monkeypatch.setattr(parts, "MOST_CHARS", 100)
    write(tmp_path, [f"b{number}" for number in range(12)])
    assert max(len(part) for part in read_parts(tmp_path, ())) <= 3


def test_no_articles_are_no_parts(tmp_path):
    write(tmp_path, [])
    assert list(read_parts(tmp_path, LAYERS)) == []


@pytest.fixture
def job(tmp_path):
    return Job.of(["blocks"], ["blocks"], Params(), str(tmp_path / "store"))


def test_finished_parts_are_not_worked_on_again(tmp_path, job):
    class Counting(Processes):
        tasks = 0

        def map(self, function, tasks, given_up):
            def counted(task):
                self.tasks += 1
                return function(task)

            return super().map(counted, tasks, given_up)

    write(tmp_path / "in", [f"a{number:03}" for number in range(200)])
    first, second, third = Counting(1), Counting(1), Counting(1)
    done = list(finish(read_parts(tmp_path / "in", ()), job, first))
    assert sum(part.size for part in done) == 200
    assert first.tasks == len(done)
    again = list(finish(read_parts(tmp_path / "in", ()), job, second))
    assert [part.key for part in again] == [part.key for part in done]
    assert second.tasks == 0
    (tmp_path / "store" / f"{done[2].key}.part").write_bytes(b"torn")
    repaired = list(finish(read_parts(tmp_path / "in", ()), job, third))
    assert [part.key for part in repaired] == [part.key for part in done]
    assert third.tasks == 1


def test_tables_are_put_together_in_the_order_of_the_articles(tmp_path, job):
    names = [f"a{number:03}" for number in range(100)]
    write(tmp_path / "in", names)
    finished = finish(read_parts(tmp_path / "in", ()), job, Processes(1))
    count = write_tables(finished, job, tmp_path / "out")
    assert count.articles == 100
    assert count.rows == {"blocks": 200}
    found = read_parts_of(tmp_path / "out", "blocks")
    assert list(dict.fromkeys(found.column("article_id").to_pylist())) == names
    assert found.schema.names == schema.TABLES["blocks"].names


def read_parts_of(folder, name):
    from pipeline.core.storage import read_table

    return read_table(folder, name)


def test_a_part_comes_back_as_it_was_put(tmp_path):
    tables = {name: build(name, [small_document()], MADE_BY) for name in LAYERS}
    store = PartStore(tmp_path)
    assert store.get("k") is None
    store.put("k", tables)
    found = store.get("k").tables
    assert found == tables
    assert all(found[name].schema.metadata == table.schema.metadata for name, table in tables.items())


def test_an_article_that_kills_its_process_gets_an_error_and_the_others_their_rows(tmp_path, monkeypatch):
    """The part of four articles is given to `one_by_one`, as after a crash; one of them is deadly."""
    write(tmp_path / "in", ["a", "b", "c", "d"])
    monkeypatch.setattr(parts, "USUAL_ARTICLES", 2**40)
    (part,) = read_parts(tmp_path / "in", ())
    job = Deadly.of(["blocks"], ["blocks"], Params(), str(tmp_path / "store"))
    done = job.one_by_one(Task(part.key(job.fingerprint), part))
    count = write_tables([done], job, tmp_path / "out")
    assert count.rows == {"blocks": 6}
    assert [(error.article_id, error.reason) for error in count.errors] == [("c", "crashed")]
    assert done.key not in PartStore(tmp_path / "store")


def test_threads_of_one_worker_give_what_one_thread_gives(tmp_path, sample_tables):
    found = []
    for name, threads in (("one", 1), ("four", 4)):
        job = Job.of(["blocks", "parse"], ["blocks", "tokens"], Params(), str(tmp_path / name))
        units = [single for part in read_parts(sample_tables, ()) for single in part.single()]
        with ThreadPoolExecutor(threads) as pool:
            done = list(pool.map(job, [Task(unit.key(job.fingerprint), unit) for unit in units]))
        found.append([PartStore(tmp_path / name).get(one.key).digest for one in done])
    assert found[0] == found[1]
    assert len(found[0]) > 10


class Deadly(Job):
    """A job whose process dies of the article "c"."""

    def __call__(self, task):
        if "c" in names_of(task.unit):
            os.kill(os.getpid(), signal.SIGKILL)
        return super().__call__(task)
