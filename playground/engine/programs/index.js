/** Whole programs: a schedule in the words of other libraries, to be run as they are. */
import { deepspeed } from "./inDeepSpeed.js";
import { fastai } from "./inFastai.js";
import { keras } from "./inKeras.js";
import { mlx } from "./inMlx.js";
import { mmengine } from "./inMMEngine.js";
import { optax } from "./inOptax.js";
import { paddle } from "./inPaddle.js";
import { pytorch } from "./inPyTorch.js";
import { timm } from "./inTimm.js";
import { transformers } from "./inTransformers.js";
import { runOf } from "./run.js";

const WRITERS = {
  Keras: keras,
  PyTorch: pytorch,
  optax,
  timm,
  transformers,
  PaddlePaddle: paddle,
  MLX: mlx,
  fastai,
  DeepSpeed: deepspeed,
  MMEngine: mmengine,
};

/** The libraries that `program` writes for. */
export const LIBRARIES = Object.keys(WRITERS);

/**
 * Return the text of a program that trains at the rates of a column, as `program` of
 * `helpers.schedules` does.
 *
 * `shape` says by which schedule the column was made, as in `runOf`.
 */
export function program(library, shape, column, stairs = 0) {
  return WRITERS[library](runOf(shape, column, stairs));
}
