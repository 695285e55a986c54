/**
 * Texts of which a hostile text is many: what patterns and parsers begin with and never come to the end of, and the
 * characters that terminals, CI systems, YAML, JSON, HTML, URLs and templates make something of.
 */
export const HOSTILE_PIECES: readonly string[] = [
  ..."a|A1| |\t |\n |\n\t|\r|\r\n|\u00a0|\u2028|\u0000|\u001b[|\u202e|\ud800|\ufeff|\u00e9|\u201c".split("|"),
  ..."<|<a|</|<!--|<!---->|<p>a</p>|<div>|<b><p>|<i>a</i>|<table><tr><td>|<svg>|<template>|<b id=1>".split(
    "|",
  ),
  ..."<style>|<title>|<script|<textarea>|<![CDATA[|<a href=x>|&|&amp;|&#x".split("|"),
  ...'"|\'|\\|\\"|{|{"a":|[|[[|}|{}|{\n|{"\n|,|:|::|::a |::a \r|##|##[|##vso['.split("|"),
  ..."://|a://|a+|http://a:|http://a:b@|?|a://b?|javascript:|data:|url('//|@import|display:none;".split("|"),
  ..."eyJ|eyJa.a|eyJ-|Bearer |Bearer a|-----BEGIN PRIVATE KEY-----\nA|-----BEGIN CERTIFICATE-----|-----".split(
    "|",
  ),
  ...'password=|password:"|client_secret=a |"password":"a|/|//|/a|/home/a|C:\\Users\\|~/|\\\\a'.split("|"),
  ..."${|${a}|{{|{{a}}|{%|{% if a %}|*a |- |? |a: |a: b\n|!!|> |%|# |@|@.|a.|.|T|T:|=|-|--|_|!|(".split("|"),
  ..."no stack named '|\n at |a:0:0 error a [|0|1e9|xn--|'a".split("|"),
];

/** As many of the piece as fill that many characters, alone and in the middle of others. */
export const HOSTILE_TEXTS: readonly {
  readonly piece: string;
  readonly textOf: (characters: number) => string;
}[] = HOSTILE_PIECES.map((piece) => ({
  piece,
  textOf: (characters) => `<p>${piece.repeat(Math.ceil(characters / piece.length))}!\n`,
}));
