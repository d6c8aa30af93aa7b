cp -r /usr "$ROOT"
