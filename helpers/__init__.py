"""What the notebooks share: schedules, callbacks, data, small models, figures."""
