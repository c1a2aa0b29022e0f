#!/usr/bin/env bash
# Builds mediasoup-worker from the source in the mediasoup npm package with Debian's
# libraries alone (the packages: "worker" in scripts/bootstrap/debianPackages.json).
#
# usage: build-worker.sh MEDIASOUP_PACKAGE_FOLDER OUTPUT_BINARY
set -euo pipefail

here=$(cd "$(dirname "$0")" && pwd)
package=$(cd "${1:?mediasoup package folder}" && pwd)
output=$(realpath -m "${2:?output binary}")
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

for tool in c++ pkg-config meson ninja flatc; do
  command -v "$tool" >/dev/null || { echo "missing tool: $tool" >&2; exit 1; }
done
for lib in libuv openssl libsrtp2 flatbuffers absl_strings absl_optional; do
  pkg-config --exists "$lib" || { echo "missing library: $lib" >&2; exit 1; }
done

# Replaces a line of a file, or fails if it is not there (a new mediasoup
# version changed it: look at it again).
patch_line() { # file, old, new
  python3 - "$@" <<'P'
import sys
path, old, new = sys.argv[1:]
text = open(path).read()
if new in text: sys.exit(0)
if text.count(old) != 1: sys.exit(f"{path}: expected exactly once: {old}")
open(path, "w").write(text.replace(old, new))
P
}

mkdir -p "$work/worker"
cp -r "$package/worker/"{src,include,deps,fbs,test,mocks,fuzzer,meson.build,meson_options.txt} "$work/worker/"
cp -r "$here/overlay/subprojects" "$work/worker/"
cd "$work/worker"

# Debian 12 has Meson 1.0.1; nothing newer is actually used.
patch_line meson.build "meson_version: '>= 1.1.0'" "meson_version: '>= 1.0.0'"

# This BIO callback answers 1 to every control command, so an OpenSSL with
# kernel TLS (Debian's; not the one mediasoup bundles) takes the BIO for a kTLS
# socket, allocates no write buffer and crashes on the first DTLS flight.
patch_line src/RTC/DtlsTransport.cpp \
  '(operationType == BIO_CB_RETURN) ?' \
  '((operationType & BIO_CB_RETURN) != 0) ?'

# One compiler run per dozen sources instead of one per source.
python3 "$here/group-sources.py" meson.build common_sources 22 \
  src/handles/TcpServerHandle.cpp
python3 "$here/group-sources.py" deps/libwebrtc/meson.build libwebrtc_sources 5 \
  libwebrtc/modules/congestion_controller/goog_cc/trendline_estimator.cc

# The flags of mediasoup's own release build (worker/tasks.py).
meson setup --wrap-mode nodownload --buildtype release -Db_ndebug=true build
ninja -C build mediasoup-worker

# Without its environment, a working binary exits with 41.
strip build/mediasoup-worker
status=0
env -i build/mediasoup-worker 2>/dev/null || status=$?
[ "$status" = 41 ] || { echo "the worker does not run here (status $status)" >&2; exit 1; }

mkdir -p "$(dirname "$output")"
install -m 755 build/mediasoup-worker "$output.$$"
mv "$output.$$" "$output"
