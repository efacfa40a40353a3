"""Does an older processor say the same? One line spoken here and on an emulated Haswell, by bytes.

Run: python -m tests.voice.haswell   (needs Debian's qemu-user; two minutes)
A Haswell has no VNNI, so the graph with unsigned weights is taken there. It is made here beforehand
in a cache of its own, because an emulator takes its time.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from pathlib import Path

from parcha.model import Voice
from parcha.sound.pcm import read_wav, write_wav
from parcha.speech.kokoro import KokoroEngine
from parcha.speech.network import fixed
from parcha.store import Store

LINE = "पानी पीजिए।"
EMULATED = ("qemu-x86_64", "-cpu", "Haswell")


def speak(out: Path) -> None:
    """In this process, whatever processor it has."""
    print("signed bytes are exact here:", fixed.signed_is_exact(Store()), flush=True)
    write_wav(out, KokoroEngine().speak(LINE, Voice("kokoro", "hm_omega")))


def main() -> int:
    if len(sys.argv) > 1:
        speak(Path(sys.argv[1]))
        return 0
    with tempfile.TemporaryDirectory() as folder:
        os.environ["PARCHA_CACHE"] = folder
        exact = fixed.signed_is_exact
        fixed.signed_is_exact = lambda store: False
        fixed.fixed_graph(Store())
        fixed.signed_is_exact = exact
        here, there = Path(folder, "here.wav"), Path(folder, "there.wav")
        speak(here)
        command = [*EMULATED, sys.executable, "-m", "tests.voice.haswell", str(there)]
        subprocess.run(command, check=True, stderr=subprocess.DEVNULL)
        same = read_wav(here) == read_wav(there)
        print("the same sound, byte for byte:", same)
        return 0 if same else 1


if __name__ == "__main__":
    sys.exit(main())
