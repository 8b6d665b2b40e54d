"""Markup: from the bytes of an HTML page to its text and the items that it sets apart.

The way goes encoding -> bounds -> (selectolax) -> metadata, boxes -> sheet -> writing; cards, furniture and addresses
stand beside it.
"""
