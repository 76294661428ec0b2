#!/usr/bin/env python3
# test-bench.py — the benchmark's answers, not its times.
# SPDX-License-Identifier: LGPL-2.1-or-later

import json
import os
import subprocess
import sys
import tempfile

BENCH, LAYERS = sys.argv[1:3]

LAYER_KEYS = {
    'name', 'format', 'kind', 'us', 'peers', 'ratio_same_format', 'ratio_any',
    'bound_us', 'bound_fraction', 'max_error', 'correct',
}
MEAN_KEYS = {'ratio_same_format', 'ratio_any', 'bound_fraction'}

GOOD_LINE = 'a,nhwc,1,8,8,4,1,3x3,1x1,1x1,same,linear,'
BAD_LINES = {
    'columns': 'a,nhwc,1,8,8,4,1,3x3,1x1,1x1,same,linear',
    'name': GOOD_LINE.replace('a,', ',', 1),
    'format': GOOD_LINE.replace('nhwc', 'nwhc'),
    'batch': GOOD_LINE.replace(',1,8', ',0,8'),
    'height': GOOD_LINE.replace('8,8', '-8,8'),
    'kernel': GOOD_LINE.replace('3x3', '3'),
    'strides': GOOD_LINE.replace('1x1', '1x0', 1),
    'padding': GOOD_LINE.replace('same', '1:1'),
    'activation': GOOD_LINE.replace('linear', 'lineal'),
    'filters': GOOD_LINE + 'many',
    'kernel is larger': GOOD_LINE.replace('same', 'valid').replace('3x3',
                                                                   '9x9'),
}


# Threads that spin for each other take forever on a machine that is busy with
# other tests.
ENVIRONMENT = dict(os.environ, OMP_WAIT_POLICY='passive')


def run(*arguments):
    return subprocess.run([BENCH, *arguments], encoding='utf-8',
                          env=ENVIRONMENT, stdout=subprocess.PIPE,
                          stderr=subprocess.PIPE)


def check_report(threads, dtype):
    answer = run('--layers', LAYERS, '--repeat', '1', '--json',
                 '--threads', str(threads), '--dtype', dtype)
    assert answer.returncode == 0, answer
    assert answer.stderr == '', answer.stderr

    report = json.loads(answer.stdout)
    assert report['machine'] and report['threads'] == threads, report
    assert MEAN_KEYS <= report['geomean'].keys(), report['geomean']
    with open(LAYERS, encoding='utf-8') as table:
        assert len(report['layers']) == len(table.readlines()) - 1

    for layer in report['layers']:
        assert LAYER_KEYS <= layer.keys(), layer
        assert layer['correct'] is True, layer
        assert layer['us'] > 0 and layer['bound_us'] > 0, layer
        assert (layer['ratio_any'] is None) == (not layer['peers']), layer


def check_refusal(words, *arguments):
    answer = run(*arguments)
    assert answer.returncode == 2, answer
    assert words in answer.stderr and answer.stderr.count('\n') == 1, answer


def check_bad_line(words, line, folder):
    path = os.path.join(folder, 'table.csv')
    with open(LAYERS, encoding='utf-8') as table:
        header = table.readline()
    with open(path, 'w', encoding='utf-8') as table:
        table.write(header + GOOD_LINE + '\n' + line + '\n')

    check_refusal(words, '--layers', path)
    check_refusal(path + ':3: ', '--layers', path)


def main():
    check_report(1, 'float32')
    check_report(2, 'float32')
    check_report(1, 'float64')
    check_report(1, 'float16')

    check_refusal('--threads', '--threads', '-1')
    check_refusal('--repeat', '--repeat', '0')
    check_refusal('--dtype', '--dtype', 'int8')
    check_refusal('--bogus', '--bogus')
    check_refusal('nobody', '--layers', LAYERS, '--only', 'nobody')
    check_refusal('nowhere.csv', '--layers', 'nowhere.csv')

    with tempfile.TemporaryDirectory() as folder:
        check_refusal(folder, '--layers', folder)
        for words, line in BAD_LINES.items():
            check_bad_line(words, line, folder)

    assert run('--help').returncode == 0


main()
