"""The playground as a visitor uses it: mouse, finger, keyboard and links.

It is opened from a folder, in a real browser. Skipped where there is no Playwright or
no Chromium.
"""
