"""Run every test: python3 -m tests [what pytest understands]."""

import os
import sys

import main

main.prepare(main.DRAWING)
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.chdir(main.HERE)
main.become("-m", "pytest", "--numprocesses=auto", "--maxprocesses=4", *sys.argv[1:])
