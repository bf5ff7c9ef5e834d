#!/usr/bin/env bash
# Installs httpbin into a Python environment of its own, target/httpbin, for the
# end-to-end tests. Does nothing if it is there already.
#
#     tests/httpbin/install.sh [DIRECTORY]
#     target/httpbin/bin/python -m httpbin.core --port 8080
set -euo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
dir=${1:-$here/../../target/httpbin}
requirements=$here/requirements.txt
installed=$dir/requirements.txt # a copy, made when all went well

if cmp -s "$requirements" "$installed" && "$dir/bin/python" -c 'import httpbin' 2>/dev/null; then
    exit 0
fi

# Without ensurepip there is no venv with pip: Debian and Ubuntu package it apart.
if ! python3 -c 'import ensurepip, venv' 2>/dev/null; then
    sudo=
    if [ "$(id -u)" != 0 ]; then sudo=sudo; fi
    if ! command -v apt-get >/dev/null; then
        echo "error: python3 with its venv module is needed" >&2
        exit 1
    fi
    $sudo apt-get update -q
    $sudo env DEBIAN_FRONTEND=noninteractive apt-get install -qy python3 python3-venv
fi

rm -rf "$dir"
mkdir -p "$(dirname "$dir")"
python3 -m venv "$dir"
"$dir/bin/python" -m pip install --quiet --disable-pip-version-check --requirement "$requirements"
"$dir/bin/python" -c 'import httpbin' 2>/dev/null
cp "$requirements" "$installed"
