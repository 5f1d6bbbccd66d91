"""The site that ``python3 run.py site`` builds from the stored outputs."""
