"""The playground's engine teaches what the Python does: its modules in a real browser.

Settings are drawn at random, handed to both, and compared. Skipped where there is no
Playwright or no Chromium.
"""
