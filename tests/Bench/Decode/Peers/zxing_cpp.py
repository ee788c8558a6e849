# Reads pictures with zxing-cpp, for a comparison in the same run. Standard input: width, height and repetitions as
# 32-bit little-endian numbers, then the luminance; standard output: one JSON line a picture. Only the call is timed:
# what all threads of this process spend on a core.
import json
import struct
import sys
import time

try:
    import numpy
    import zxingcpp
except ImportError:
    sys.exit(3)

print(json.dumps({"ready": True}), flush=True)
while len(header := sys.stdin.buffer.read(12)) == 12:
    width, height, repeats = struct.unpack("<iii", header)
    picture = numpy.frombuffer(sys.stdin.buffer.read(width * height), dtype=numpy.uint8).reshape(height, width)
    best, results = None, []
    for _ in range(repeats):
        began = time.process_time_ns()
        results = zxingcpp.read_barcodes(picture, formats=zxingcpp.BarcodeFormat.QRCode)
        took = time.process_time_ns() - began
        best = took if best is None else min(best, took)
    codes = [
        {"bytes": result.bytes.hex(), "text": result.text.encode("utf-8", "surrogatepass").hex()} for result in results
    ]
    print(json.dumps({"ns": best, "codes": codes}), flush=True)
