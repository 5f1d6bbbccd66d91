#!/usr/bin/env bash
# pytest 9.2.0 and 9.1.1 with pytest-xdist 3.8.0, Python 3.11
#
# With pytest 9.2.0 the option `--dist loadgroup` groups nothing: tests of one
# `xdist_group` are spread over the workers, without an error or a warning. In each
# worker xdist appends the group to the private `_nodeid` of an item; that release of
# pytest keeps the identifier elsewhere, so that the scheduler never hears of the group.
# With pytest 9.1.1 it works.
#
# Seen:
#   pytest 9.1.1: 8 tests of one group ran in 1 process(es)
#   pytest 9.2.0: 8 tests of one group ran in 2 process(es)
set -eu
cd "$(mktemp -d)"
python3 -m venv env
cat >test_eight.py <<'END'
import os
import time

import pytest

pytestmark = pytest.mark.xdist_group("together")


@pytest.mark.parametrize("number", range(8))
def test_process(number):
    time.sleep(0.3)
    with open("processes.txt", "a") as file:
        print(os.getpid(), file=file)
END

try() {
  env/bin/python -m pip install --quiet "pytest==$1" pytest-xdist==3.8.0
  rm -f processes.txt
  env/bin/python -m pytest --quiet -n 2 --dist loadgroup test_eight.py >out.txt
  found="$(sort -u processes.txt | wc -l | tr -d ' ')"
  echo "pytest $1: 8 tests of one group ran in $found process(es)"
  test "$found" = "$2"
}

try 9.1.1 1
try 9.2.0 2
