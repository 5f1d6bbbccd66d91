import subprocess
import sys

import pytest

from tools.places import ROOT


@pytest.mark.parametrize("command", [["check"], ["format", "--check"]], ids=" ".join)
def test_ruff_is_content_with_python_files_and_notebooks(command):
    ruff = [sys.executable, "-m", "ruff", *command, "--quiet", "."]
    done = subprocess.run(ruff, cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr
