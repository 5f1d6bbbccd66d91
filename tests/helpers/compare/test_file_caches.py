"""``cache(file)`` holds over many trainings, whoever else writes the file."""

import os
import threading
import time

import numpy as np
import pytest

from helpers.compare.file_caches import finish_file_caches
from helpers.compare.training import carry_out
from tests.helpers.compare.small import FLAT, batches, comparison, training

# isort: split
import tensorflow as tf


@pytest.mark.slow
def test_trainings_that_end_in_mid_epoch_leave_a_whole_cache(tmp_path):
    def kept(name):
        return batches().cache(str(tmp_path / name))

    given = {"updates": 4, "arms": {"a": [1, 1, 1, 1], "b": [4, 3, 2, 1]}}
    plain = comparison(tmp_path, train=batches(), validation=batches(), **given)
    expected = carry_out(plain.recipe, training(FLAT[:4]))["value"]
    of_seed = {
        "given": kept("given").repeat(),
        "made": lambda seed: kept(f"of seed {seed}"),
    }
    for name, train in of_seed.items():
        ours = comparison(
            tmp_path, train=train, validation=kept("judged"), name=name, **given
        )
        assert not ours.store.finished()
        found = [carry_out(ours.recipe, training(FLAT[:4]))["value"] for _ in range(3)]
        assert found == pytest.approx([expected] * 3, rel=1e-5)
    assert {f"{name}.index" for name in ("given", "judged", "of seed 0")} <= {
        *os.listdir(tmp_path)
    }


def slow(file):
    """Return a data set that takes a second to be kept."""

    def numbers():
        for number in range(5):
            time.sleep(0.2)
            yield number

    made = tf.data.Dataset.from_generator(
        numbers, output_signature=tf.TensorSpec((), tf.int64)
    )
    return made.cache(str(file))


@pytest.mark.slow
def test_what_another_one_is_writing_is_waited_for(tmp_path):
    data = slow(tmp_path / "kept")
    writer = threading.Thread(target=lambda: [*slow(tmp_path / "kept")])
    writer.start()
    while not (tmp_path / "kept_0.lockfile").exists():
        time.sleep(0.01)
    finish_file_caches("train", data)
    assert (tmp_path / "kept.index").exists()
    assert [int(number) for number in data] == [0, 1, 2, 3, 4]
    writer.join()


def test_what_a_killed_process_has_left_is_named_with_the_cure(tmp_path):
    lock = tmp_path / "kept_0.lockfile"
    lock.touch()
    os.utime(lock, (0, 0))
    with pytest.raises(ValueError, match="validation is kept by .* delete the files"):
        finish_file_caches("validation", batches().cache(str(tmp_path / "kept")))
    lock.unlink()
    finish_file_caches("validation", batches().cache(str(tmp_path / "kept")))


def test_other_data_are_left_alone(tmp_path):
    in_memory = batches().cache()
    for data in (in_memory, (np.ones(3), np.ones(3)), batches(), lambda seed: seed):
        finish_file_caches("train", data)
    with pytest.raises(ValueError, match="train has no end, so cache"):
        finish_file_caches("train", batches().repeat().cache(str(tmp_path / "endless")))
