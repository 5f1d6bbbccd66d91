"""Behaviours of single calls that surprise, each with the rates that were measured.

Beside each: the version that gave them, and where the library does it.
"""

import numpy as np
import pytest

from helpers.schedules import reading

EPOCH = {"steps_per_epoch": 4}


def column(library, call, steps, **options):
    return reading(library, call, **options)(np.arange(steps)).round(6).tolist()


def test_a_one_cycle_behind_a_warmup_takes_its_start_for_the_rate_to_scale():
    """PyTorch 2.15.0: SequentialLR.__init__ resets the rate to ``initial_lr``."""
    text = """
warm = LinearLR(opt, start_factor=0.1, total_iters=4)
cycle = OneCycleLR(opt, max_lr=0.1, total_steps=20, cycle_momentum=False)
SequentialLR(opt, [warm, cycle], milestones=[4])
"""
    expected = [0.0004, 0.0013, 0.0022, 0.0031, 0.004, 0.013167]
    assert column("PyTorch", text, 6, peak=0.1) == expected


def test_restarts_that_are_resumed_lose_their_place():
    """PyTorch 2.15.0: CosineAnnealingWarmRestarts.step doubles its length once."""
    text = "CosineAnnealingWarmRestarts(opt, T_0=10, T_mult=2, last_epoch=24)"
    assert column("PyTorch", text, 1, peak=1.0) == [0.853553]


def test_the_factory_of_timm_scales_later_cycles():
    """timm 1.0.31: cycle_decay is 0.1 in create_scheduler_v2."""
    text = "create_scheduler_v2(opt, 'cosine', num_epochs=4, cycle_limit=2)"
    expected = [1.0, 0.853553, 0.5, 0.146447, 0.1, 0.085355, 0.05, 0.014645]
    assert column("timm", text, 8, peak=1.0) == expected


def test_the_factory_of_timm_takes_the_decay_rate_for_a_power():
    """timm 1.0.31: so a polynomial has the power 0.1."""
    expected = [
        1.0, 0.989519, 0.977933, 0.964961, 0.9502, 0.933033, 0.912444, 0.886568,
        0.85134, 0.794328, 0.0,
    ]  # fmt: skip
    text = "create_scheduler_v2(opt, 'poly', num_epochs=10)"
    assert column("timm", text, 11, peak=1.0) == expected


def test_a_cycle_of_timm_below_its_floor_rises():
    """timm 1.0.31: CosineLRScheduler._get_lr."""
    options = "t_initial=4, cycle_limit=3, cycle_decay=0.5, lr_min=0.3"
    expected = [
        1.0, 0.897487, 0.65, 0.402513, 0.5, 0.470711, 0.4, 0.329289, 0.25, 0.257322,
        0.275, 0.292678, 0.3,
    ]  # fmt: skip
    text = f"CosineLRScheduler(opt, {options})"
    assert column("timm", text, 13, peak=1.0) == expected


def test_a_warmup_of_timm_that_is_no_prefix_never_reaches_the_peak():
    """timm 1.0.31: it stands in the place of the cosine's first epochs."""
    text = (
        "create_scheduler_v2(opt, 'cosine', num_epochs=10, warmup_epochs=3, "
        "warmup_lr=0.1)"
    )
    assert max(column("timm", text, 11, peak=1.0)) == 0.793893


def test_a_warmup_and_a_fall_that_are_counted_a_step_ahead():
    """transformers 5.24.0: cosine_warmup_with_min_lr, which rises after its end."""
    text = (
        "get_scheduler('cosine_warmup_with_min_lr', opt, 4, 12, "
        "scheduler_specific_kwargs={'min_lr': 0.1})"
    )
    expected = [
        0.25, 0.5, 0.75, 1.0, 0.965746, 0.868198, 0.722208, 0.55, 0.377792, 0.231802,
        0.134254, 0.1, 0.134254, 0.231802,
    ]  # fmt: skip
    assert column("transformers", text, 14, peak=1.0) == expected


def test_the_first_update_of_a_linear_warmup_is_at_rate_0():
    """transformers 5.24.0: a Trainer with 4 updates, two of them a warm-up."""
    text = "get_scheduler('linear', optimizer, 2, 4)"
    assert column("transformers", text, 4, peak=1.0) == [0.0, 0.5, 1.0, 0.5]


def test_two_updates_of_deepspeed_are_at_rate_0():
    """DeepSpeed 0.19.8: a logarithm of 1, after an update before the first batch."""
    text = "WarmupLR(opt, warmup_min_lr=0.0, warmup_max_lr=1.0, warmup_num_steps=10)"
    expected = [
        0.0, 0.0, 0.30103, 0.477121, 0.60206, 0.69897, 0.778151, 0.845098, 0.90309,
        0.954243, 1.0, 1.0,
    ]  # fmt: skip
    assert column("DeepSpeed", text, 12, peak=1.0) == expected


def test_a_decay_of_deepspeed_is_off_without_a_step_size():
    """DeepSpeed 0.19.8: OneCycle._initialize_cycle."""
    text = (
        "OneCycle(opt, cycle_min_lr=0.1, cycle_max_lr=1.0, decay_lr_rate=0.5, "
        "cycle_first_step_size=3)"
    )
    expected = [0.1, 0.4, 0.7, 1.0, 0.7, 0.4, 0.1, 0.1, 0.1, 0.1, 0.1]
    assert column("DeepSpeed", text, 11, peak=1.0) == expected


def test_a_cosine_of_mmengine_stops_above_its_floor_and_a_line_arrives():
    """MMEngine 0.10.7: one counts ``end - begin`` steps, the other one less."""
    cosine = [1.0, 0.853553, 0.5, *[0.146447] * 5]
    text = "CosineAnnealingLR(opt, begin=0, end=4)"
    assert column("MMEngine", text, 8, peak=1.0) == cosine
    line = [0.2, 0.466667, 0.733333, *[1.0] * 5]
    text = "LinearLR(opt, start_factor=0.2, begin=0, end=4)"
    assert column("MMEngine", text, 8, peak=1.0) == line


def test_the_last_batch_of_one_cycle_is_far_from_its_end():
    """fastai 2.8.12: the place is that of the batch's beginning."""
    text = "learn.fit_one_cycle(1, lr_max=1.0)"
    rates = column("fastai", text, 4, steps_per_epoch=4)
    assert rates == pytest.approx([0.04, 1.0, 0.75, 0.25001], abs=1e-5)


def test_fine_tuning_halves_the_rate_and_misses_the_peak():
    """fastai 2.8.12: Learner.fine_tune, after its frozen epoch of four batches."""
    text = "learn.fine_tune(1, base_lr=1.0, freeze_epochs=1)"
    rates = column("fastai", text, 8, steps_per_epoch=4)[4:]
    assert rates == pytest.approx([0.1, 0.47321, 0.40587, 0.14153], abs=1e-5)


def test_one_training_of_fastai_goes_on_and_the_other_begins_again():
    """fastai 2.8.12: fit_flat_cos drops start_epoch."""
    text = "learn.fit_one_cycle(4, 1.0, start_epoch=2)"
    rates = column("fastai", text, 8, steps_per_epoch=4)
    expected = [0.75, 0.6294, 0.5, 0.3706, 0.25, 0.1465, 0.067, 0.017]
    assert rates == pytest.approx(expected, abs=1e-4)
    text = "learn.fit_flat_cos(4, 1.0, start_epoch=2)"
    rates = column("fastai", text, 16, steps_per_epoch=4)
    assert rates == pytest.approx([1.0] * 13 + [0.8536, 0.5, 0.1465], abs=1e-4)


def test_one_cycle_of_paddle_ends_above_its_start():
    """PaddlePaddle 3.3.1: end_learning_rate is an absolute 1e-4."""
    text = "OneCycleLR(max_learning_rate=1e-3, total_steps=10)"
    expected = [
        4e-05, 0.00052, 0.001, 0.000955, 0.000831, 0.00065, 0.00045, 0.000269,
        0.000145, 0.0001,
    ]  # fmt: skip
    assert column("PaddlePaddle", text, 10) == expected


def test_behind_a_warmup_the_number_of_the_epoch_is_the_loss():
    """PaddlePaddle 3.3.1: LinearWarmup.get_lr, around ReduceOnPlateau."""
    text = """
plateau = ReduceOnPlateau(1.0, factor=0.5, patience=2)
sched = LinearWarmup(plateau, warmup_steps=3, start_lr=0.0, end_lr=1.0)
"""
    expected = [
        0.0, 0.333333, 0.666667, 1.0, 1.0, 1.0, 0.5, 0.5, 0.5, 0.25, 0.25, 0.25, 0.125,
        0.125, 0.125, 0.0625,
    ]  # fmt: skip
    assert column("PaddlePaddle", text, 16) == expected


def test_a_line_of_paddle_that_is_resumed_starts_from_the_base_rate():
    """PaddlePaddle 3.3.1: LinearLR.get_lr."""
    text = "LinearLR(1.0, total_steps=8, start_factor=0.2, last_epoch=3)"
    assert column("PaddlePaddle", text, 6) == [1.2, 1.4, 1.6, 1.8, 2.0, 2.0]


def test_a_schedule_that_is_stepped_after_every_batch():
    """PaddlePaddle 3.3.1: ``fit`` does so; after 12 batches there were three drops."""
    text = "paddle.optimizer.lr.StepDecay(1.0, step_size=4, gamma=0.1)"
    assert column("PaddlePaddle", text, 13)[-1] == 0.001
    assert column("PaddlePaddle", text, 13, steps_per_epoch=4)[-1] == 1.0


def test_a_line_of_mlx_leaves_dust():
    """MLX 0.32.4: float32, for ever."""
    schedule = reading("MLX", "linear_schedule(1e-3, 0.0, 10)")
    assert schedule([10, 1000]) == pytest.approx([1.16e-10] * 2, rel=0.01)


def test_a_cosine_of_mlx():
    """MLX 0.32.4: cosine_decay(1.0, 4), by the moves of a weight."""
    rates = column("MLX", "cosine_decay(1.0, 4)", 5)
    assert rates == pytest.approx([1.0, 0.85355, 0.5, 0.14645, 0.0], abs=1e-5)


def test_a_fine_tuning_rate_of_keras_doubles():
    """Keras 3.15.1: the end of PolynomialDecay is an absolute 1e-4."""
    rates = reading("Keras", "PolynomialDecay(5e-5, decay_steps=4)")(range(6))
    expected = [5e-05, 6.25e-05, 7.5e-05, 8.75e-05, 0.0001, 0.0001]
    assert rates == pytest.approx(expected, rel=1e-5)


def test_a_line_of_optax():
    """optax 0.2.8: linear_schedule(1.0, 0.0, 4), by the moves of a weight."""
    assert column("optax", "optax.linear_schedule(1.0, 0.0, 4)", 4) == [
        1.0, 0.75, 0.5, 0.25,
    ]  # fmt: skip


@pytest.mark.parametrize(("step", "rate"), [(81909, 0.0), (81910, 0.0), (81911, 1e-3)])
def test_a_restart_of_keras_comes_a_step_late(step, rate):
    """Keras 3.15.1: a float32 logarithm rounds down."""
    schedule = reading("Keras", "CosineDecayRestarts(1e-3, 10)")
    assert schedule(step) == pytest.approx(rate, abs=1e-9)


def test_a_warmup_asks_a_cosine_once_too_often():
    """warmup-scheduler 0.3: GradualWarmupScheduler.get_lr, at epoch 0 of the cosine."""
    text = """
cosine = CosineAnnealingLR(opt, T_max=10)
GradualWarmupScheduler(opt, multiplier=1, total_epoch=3, after_scheduler=cosine)
"""
    expected = [0.0, 0.333333, 0.666667, 1.0, 1.025086, 1.0, 0.927199, 0.813808]
    assert column("warmup-scheduler", text, 8, peak=1.0) == expected


def test_a_handler_asks_a_cosine_before_its_first_step():
    """ignite 0.5.5: LRScheduler.get_param, at epoch 0; later by the formula."""
    text = "LRScheduler(CosineAnnealingLR(opt, T_max=4))"
    expected = [1.171573, 0.853553, 0.5, 0.146447, 0.0, 0.146447]
    assert column("ignite", text, 6, peak=1.0) == expected


def test_a_handler_applies_a_factor_twice():
    """ignite 0.5.5: PyTorch's constructor has done it once."""
    text = "LRScheduler(ConstantLR(opt, factor=0.1, total_iters=3))"
    expected = [0.01, 0.01, 0.01, 0.1, 0.1, 0.1]
    assert column("ignite", text, 6, peak=1.0) == expected


def test_a_warmup_in_front_of_an_inner_sequence_is_refused():
    text = """GradualWarmupScheduler(
        opt, 1, 3, SequentialLR(opt, [LinearLR(opt), StepLR(opt, 3)], [5])
    )"""
    with pytest.raises(ValueError, match="must be a scheduler that stands alone"):
        column("warmup-scheduler", text, 8, peak=1.0)


def test_the_last_group_of_a_slice_has_its_end():
    """fastai 2.8.12: Learner.fit_one_cycle, by ``learn.opt.hypers[-1]``."""
    rates = column("fastai", "learn.fit_one_cycle(1, slice(0.01, 1.0))", 4, **EPOCH)
    assert rates == column("fastai", "learn.fit_one_cycle(1, 1.0)", 4, **EPOCH)
