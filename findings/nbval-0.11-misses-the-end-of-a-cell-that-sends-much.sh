#!/usr/bin/env bash
# nbval 0.11.0 with ipykernel 6.30.1, jupyter_client 8.6.3 and pyzmq 27.1.0, Python 3.11
#
# A cell that runs without an error fails if it has sent many messages, such as the steps
# of a progress bar. nbval waits for the kernel's reply first and reads what the cell has
# sent after that; what does not fit into the queues until then is dropped, and with it
# the message that says that the cell has ended.
#
# Seen:
#   1 000 updates of a display: 1 passed
#   60 000 updates of a display: 1 failed, "Timeout of 5 seconds exceeded waiting for
#   output."
set -eu
cd "$(mktemp -d)"
python3 -m venv env
env/bin/pip install --quiet --disable-pip-version-check nbval==0.11.0 ipykernel==6.30.1 \
  jupyter_client==8.6.3 pyzmq==27.1.0 pytest==8.4.2

updates() {
  cat >make.py <<END
import nbformat

source = """# NBVAL_IGNORE_OUTPUT
from IPython.display import HTML, display

shown = display(HTML(""), display_id=True)
for step in range($1):
    shown.update(HTML(str(step)))
"""
cell = nbformat.v4.new_code_cell(source)
notebook = nbformat.v4.new_notebook(cells=[cell])
nbformat.write(notebook, "cell.ipynb")
END
  env/bin/python make.py
  env/bin/python -m pytest --nbval cell.ipynb >"$1.txt" 2>&1 || true
  tail -n 1 "$1.txt"
}

updates 1000 | grep "1 passed"
updates 60000 | grep "1 failed"
grep --max-count 1 --only-matching "Timeout of 5 seconds exceeded waiting for output." \
  60000.txt
