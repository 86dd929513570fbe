#!/bin/sh
# Makes the course's own environment. Called by `make`; needs Python ≥ 3.11 and, the first time, a package index.
set -eu
PYTHON=${PYTHON:-python3} VENV=${VENV:-.venv}

fail() { printf '\n%s\n' "$*" >&2; exit 1; }

command -v "$PYTHON" >/dev/null || fail "No $PYTHON here. Install Python 3.11 or newer, or name it: make book PYTHON=/path/to/python3"
"$PYTHON" -c 'import sys; sys.exit(sys.version_info < (3, 11))' ||
    fail "$("$PYTHON" --version) is too old: the course needs Python 3.11 or newer. Name another: make book PYTHON=python3.12"
"$PYTHON" -c 'import venv, ensurepip' 2>/dev/null ||
    fail "This Python cannot make virtual environments. On Debian and Ubuntu: sudo apt install python3-venv"

echo "Making $VENV, once: about 300 MB to load, a minute or two."
[ -x "$VENV/bin/python" ] || "$PYTHON" -m venv "$VENV"
pip() { "$VENV/bin/python" -m pip --disable-pip-version-check "$@"; }

# On Linux the default index brings torch with gigabytes of CUDA. Where there is no NVIDIA GPU, PyTorch's own index has the
# CPU build at the same version. It is asked for three seconds at most, and PyPI serves when it does not answer.
torch=$(sed -n 's/^torch==/torch==/p' requirements.txt)
cpu_index=https://download.pytorch.org/whl/cpu
answers() {
    "$VENV/bin/python" -c "import sys, urllib.request as u; u.urlopen(sys.argv[1] + '/torch/', timeout=3).read(1)" "$1" 2>/dev/null
}
if ! "$VENV/bin/python" -c "import torch" 2>/dev/null && [ "$(uname -s)" = Linux ] && ! command -v nvidia-smi >/dev/null; then
    if answers "$cpu_index"; then
        echo "No NVIDIA GPU: taking the CPU build of $torch from PyTorch's index."
        pip install --progress-bar on "$torch" --index-url "$cpu_index" --extra-index-url https://pypi.org/simple ||
            echo "That did not work; taking torch from the default index."
    fi
fi

pip install --progress-bar on -r requirements.txt ||
    fail "The packages of requirements.txt could not be installed. Is there a network, or a mirror in pip's configuration? Then run make again: it goes on where it stopped."
pip install --quiet --no-deps --no-build-isolation --editable .
