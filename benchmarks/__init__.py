"""What the collection costs, as ratios measured side by side: `run.py bench`."""

import helpers.keras_import  # noqa: F401, before TensorFlow: it silences its remarks
