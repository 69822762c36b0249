#!/bin/sh
# timed.sh TITLE COMMAND…: runs the command between two lines, the second with the seconds it took.
title=$1
shift
began=$(date +%s)
echo "── $title"
status=0
"$@" || status=$?
seconds=$(($(date +%s) - began))
if [ "$status" -eq 0 ]; then
    echo "── $title: ok, $seconds s"
else
    echo "── $title: FAILED (exit $status), $seconds s"
fi
exit "$status"
