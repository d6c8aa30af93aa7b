#!/usr/bin/env python3
import os, shutil
os.makedirs(os.environ["ROOT"]+"/bin")
for c in ("sh","ls","cat"):
    shutil.copy(os.environ["PROGRAM"], os.environ["ROOT"]+"/bin/"+c)
