# Reads pictures with zbar, for a comparison in the same run. Standard input: width, height and repetitions as 32-bit
# little-endian numbers, then the luminance; standard output: one JSON line a picture. Only the call is timed: what all
# threads of this process spend on a core. zbar gives text alone, so the bytes are the text's.
import json
import struct
import sys
import time

try:
    import zbar
except ImportError:
    sys.exit(3)

scanner = zbar.ImageScanner()
scanner.parse_config("disable")
scanner.parse_config("qrcode.enable")
print(json.dumps({"ready": True}), flush=True)
while len(header := sys.stdin.buffer.read(12)) == 12:
    width, height, repeats = struct.unpack("<iii", header)
    picture = zbar.Image(width, height, "Y800", sys.stdin.buffer.read(width * height))
    best = None
    for _ in range(repeats):
        began = time.process_time_ns()
        scanner.scan(picture)
        took = time.process_time_ns() - began
        best = took if best is None else min(best, took)
    texts = [symbol.data.encode("utf-8", "surrogatepass").hex() for symbol in picture.symbols]
    print(json.dumps({"ns": best, "codes": [{"bytes": text, "text": text} for text in texts]}), flush=True)
