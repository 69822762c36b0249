#!/bin/sh
# install.sh REQUIREMENTS: puts pinned packages into .venv; what is there already stays.
set -eu
echo "正在安装 $1 中的软件包……"
# The installer does not read pip's settings; a mirror named there (or in PIP_INDEX_URL) is meant for it too.
mirror=$(.boot/bin/python -m pip config get global.index-url 2>/dev/null || true)
mirror=${PIP_INDEX_URL:-$mirror}
if [ -n "$mirror" ]; then
    export UV_DEFAULT_INDEX="${UV_DEFAULT_INDEX:-$mirror}"
fi
# "./.venv", since a bare name could be read as a version of Python.
[ -x .venv/bin/python ] || .boot/bin/uv venv --quiet --allow-existing --python .boot/bin/python ./.venv
.boot/bin/uv pip install --quiet --compile-bytecode --python ./.venv/bin/python -r "$1" -c constraints.txt
# So that `pytest` and `celery`, called by name, find the project as `python -m pytest` does.
[ -L .venv ] || for packages in .venv/lib/python3*/site-packages; do
    pwd >"$packages/courts-party.pth"
done
