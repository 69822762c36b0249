#!/bin/sh
# system_packages.sh: PostgreSQL, Redis, Chromium, Chinese fonts and PDF tools for the tests, where they are missing.
set -eu
missing=""
has_command() { command -v "$1" >/dev/null 2>&1; }
ls /usr/lib/postgresql/*/bin/initdb >/dev/null 2>&1 || has_command initdb || missing="$missing postgresql"
has_command redis-server || missing="$missing redis-server"
has_command chromium || missing="$missing chromium"
has_command pdftotext || missing="$missing poppler-utils"
ls /usr/share/fonts/opentype/noto/NotoSansCJK-*.ttc >/dev/null 2>&1 || missing="$missing fonts-noto-cjk"
[ -n "$missing" ] || exit 0

as_root=""
if [ "$(id -u)" -ne 0 ]; then
    if sudo -n true 2>/dev/null; then
        as_root="sudo -n"
    fi
fi
if ! has_command apt-get || { [ "$(id -u)" -ne 0 ] && [ -z "$as_root" ]; }; then
    echo "测试还需要这些系统软件包：$missing" >&2
    echo "请先运行：sudo apt-get install$missing" >&2
    exit 1
fi
echo "正在安装系统软件包：$missing"
$as_root apt-get update -qq </dev/null
# shellcheck disable=SC2086  # one argument a package
$as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $missing </dev/null >/dev/null
