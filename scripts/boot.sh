#!/bin/sh
# boot.sh PYTHON: makes .boot, a small virtual environment with the installer in it.
set -eu
python=$1

"$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || {
    echo "需要 Python 3.11 或更高版本。Debian 上请运行：sudo apt-get install python3 python3-venv make" >&2
    echo "已另装新版本时，请指明：make run PYTHON=python3.12" >&2
    exit 1
}
echo "正在准备安装工具……"
rm -rf .boot
"$python" -m venv .boot || {
    rm -rf .boot
    echo "无法创建虚拟环境。Debian 上请先运行：sudo apt-get install python3-venv" >&2
    exit 1
}
.boot/bin/python -m pip install --quiet --disable-pip-version-check uv==0.13.8
