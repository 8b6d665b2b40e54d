"""Targets for a fuzzer that follows coverage; run by hand."""
