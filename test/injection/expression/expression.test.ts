import { describe, expect, it } from 'vitest';
import type { Json, JsonObject } from '../../../src/injection/json.ts';
import { compiler, compileRight, evaluateOnce } from './compile.ts';

describe('evaluate', () => {
  it.each<[string, string, Json | undefined]>([
    ["object.metadata.?labels['app'].orValue('none')", 'string', 'web'],
    ["object.metadata.?labels['team'].orValue('none')", 'string', 'none'],
    ["object.metadata.labels[?'app']", 'optional<string>', 'web'],
    ["object.metadata.labels[?'team']", 'optional<string>', undefined],
    ['object.metadata.?ownerReferences[0].?name', 'optional<string>', undefined],
    ['object.spec.containers[?1].?name', 'optional<string>', 'log'],
    ["object.metadata.?labels['app'].or(optional.of('x'))", 'optional<string>', 'web'],
    ["object.metadata.?labels['team'].or(optional.of('x')).value()", 'string', 'x'],
    ["object.metadata.?labels['app'].hasValue()", 'bool', true],
    ['object.metadata.creationTimestamp', 'string', undefined],
    ['object.metadata.?creationTimestamp.hasValue()', 'bool', false],
    ['has(object.metadata.creationTimestamp)', 'bool', false],
    ['has(object.metadata.labels) && !has(object.spec.nodeName)', 'bool', true],
    ['has(object.spec.containers[0].ports)', 'bool', true],
    ["'app' in object.metadata.labels", 'bool', true],
    ["object.metadata.name in ['web-1', 'web-2']", 'bool', true],
    ["'team' in object.metadata.labels ? 'a' : 'b'", 'string', 'b'],
    ['string(params.concurrency)', 'string', '2'],
    ['params.concurrency * 3 - 1', 'int', 5],
    ['params.share / 4.0', 'double', 0.5],
    ['params.share', 'double', 2],
    ["params.debug ? 'trace' : params.image", 'string', 'envoy:1'],
    ["object.metadata.name + '-' + request.namespace", 'string', 'web-1-shop'],
    ["namespaceObject.metadata.?labels['tier'].orValue('')", 'string', 'gold'],
    ['object.spec.containers[0].ports[0].containerPort + 1', 'int', 8081],
    ['string(object.spec.containers[0].ports[0].containerPort)', 'string', '8080'],
    ['object.spec.containers[0].ports[0].containerPort / 3', 'int', 2693],
    ["object.spec.containers[0].resources.limits['cpu']", 'dyn', 0.5],
    ["double(object.spec.containers[0].resources.limits['cpu']) * 2.0", 'double', 1],
    ['object.spec.containers.map(c, c.name)', 'list<string>', ['app', 'log']],
    ["object.spec.containers.filter(c, c.name == 'log').map(c, c.image)", 'list<string>', ['shop/log:2']],
    ["object.spec.containers.map(c, has(c.ports), c.name).join('+')", 'string', 'app'],
    ["object.spec.containers.exists(c, c.name == 'log')", 'bool', true],
    ["object.spec.containers.all(c, c.image.startsWith('shop/'))", 'bool', true],
    ["object.spec.containers.exists_one(c, c.name == 'log')", 'bool', true],
    ["object.metadata.labels.map(k, k + '=' + object.metadata.labels[k])", 'list<string>', ['app=web']],
    ['size(object.spec.containers) + object.metadata.labels.size()', 'int', 3],
    ["size('añ😀')", 'int', 3],
    ["object.metadata.annotations['list'].split(',')", 'list<string>', ['a', 'b', '', 'c']],
    ["'a,b,c'.split(',', 2)", 'list<string>', ['a', 'b,c']],
    ["'añ😀'.split('')", 'list<string>', ['a', 'ñ', '😀']],
    ["['a', 'b'].join('-') + ['c', 'd'].join()", 'string', 'a-bcd'],
    ["'tacocat'.indexOf('cat') + 'añ😀x'.indexOf('x')", 'int', 7],
    ["'tacocat'.indexOf('a', 3) + 'tacocat'.lastIndexOf('a') + 'tacocat'.indexOf('z')", 'int', 9],
    ["'tacocat'.lastIndexOf('a', 3)", 'int', 1],
    ["'añ😀x'.substring(2, 3) + 'abc'.substring(1)", 'string', '😀bc'],
    ["'añ😀x'.charAt(2) + 'abc'.charAt(3)", 'string', '😀'],
    ["'AÄb'.lowerAscii() + 'aäB'.upperAscii() + ' x\\n'.trim()", 'string', 'aÄbAäBx'],
    ["'a-b-c'.replace('-', '_') + 'a-b-c'.replace('-', '', 1)", 'string', 'a_b_cab-c'],
    ["'abc'.contains('bc') && 'abc'.endsWith('c')", 'bool', true],
    ["'shop/web:1'.matches('^[a-z]+/')", 'bool', true],
    ["'shop'.matches(r'^\\d+$')", 'bool', false],
    ["int('42') + int(2.9) + int(dyn(1))", 'int', 45],
    ["double('0.5') + double(1)", 'double', 1.5],
    ["bool('true') && !bool('0')", 'bool', true],
    ['string(1.5) + string(true)', 'string', '1.5true'],
    ['7 % 4 - -2', 'int', 5],
    ['1 < 2 && 1.5 >= 1.5 && 1 < 1.5', 'bool', true],
    ["'a' < 'b' && !('b' <= 'a')", 'bool', true],
    ["dyn(1) == dyn(1.0) && dyn(1) != dyn('1')", 'bool', true],
    ['[1, 2] == [1, 2] && [1] != [2]', 'bool', true],
    ["{'a': [1]} == {'a': [1]}", 'bool', true],
    ['object.spec.containers[0] == object.spec.containers[0]', 'bool', true],
    ['object.spec.containers[0] == object.spec.containers[1]', 'bool', false],
    ['1 in [1, 2] && dyn(1.0) in [1]', 'bool', true],
    ['[1, 2] + [3]', 'list<int>', [1, 2, 3]],
    ["{'name': 'x', 'containerPort': 80}", 'map<string, dyn>', { name: 'x', containerPort: 80 }],
    ["{80: 'http', 443: 'https'}[80]", 'string', 'http'],
    ['[dyn(optional.none()), dyn(1)]', 'list<dyn>', [1]],
    ['params.debug ? optional.of(1) : optional.none()', 'optional<int>', undefined],
    ['null', 'null', undefined],
    ['[]', 'list<dyn>', []],
    ['{}', 'map<dyn, dyn>', {}],
    // A side that decides makes up for the other's error, on either side.
    ["object.metadata.labels['x'] == 'y' || true", 'bool', true],
    ["false && object.metadata.labels['x'] == 'y'", 'bool', false],
    ["object.metadata.labels['x'] == 'y' && false", 'bool', false],
    ['object.spec.containers.exists(c, c.ports[0].containerPort == 8080)', 'bool', true],
  ])('%s is %s, here %j', (source, type, value) => {
    expect(compileRight(source).type).toBe(type);
    expect(evaluateOnce(source)).toEqual({ ok: true, value });
  });

  it.each([
    ['object.metadata.labels.team', 'no such key: team'],
    ["object.metadata.labels['a b']", 'no such key: "a b"'],
    ['object.spec.containers[2].name', 'no such key: 2'],
    ['object.spec.containers[-1].name', 'no such key: -1'],
    ["object.metadata.?labels['x'].value()", 'the optional has no value'],
    ['1 / (params.concurrency - 2)', 'division by zero'],
    ['1 % (params.concurrency - 2)', 'division by zero'],
    ['9223372036854775807 + params.concurrency', 'the number does not fit into 64 bits'],
    ['-9223372036854775807 - params.concurrency', 'the number does not fit into 64 bits'],
    ['9007199254740993', '9007199254740993 is too large for a number in JSON: give it as string(…)'],
    ['params.share / 0.0', 'Infinity cannot be written as JSON'],
    ["int('4x')", 'int() cannot read the text'],
    ["'abc'.substring(2, 1)", '2 to 1 is not within a text of 3 characters'],
    ["'abc'.charAt(4)", '4 to 5 is not within a text of 3 characters'],
    ["'abc'.replace('', 'x')", 'replace() needs a text to look for'],
    ['dyn(object).metadata.name + dyn(1)', 'string + int is not possible'],
    ['dyn(object).metadata.name ? 1 : 2', 'a condition must be true or false'],
    ['dyn(object).metadata.name.labels', 'a string has no fields'],
    ['{1: 2}', 'the keys of the map must be strings'],
    ['object.spec.containers.exists(c, c.ports[0].hostPort == 1)', 'no such key: hostPort'],
    ['dyn(object).constructor', 'no such key: constructor'],
    ['object.metadata.labels.__proto__', 'no such key: __proto__'],
    ["object.metadata.labels['hasOwnProperty']", 'no such key: hasOwnProperty'],
    ["dyn(object.spec.containers)['length']", "a list's index must be an int, not a string"],
  ])('%s fails: %s', (source, error) => {
    expect(evaluateOnce(source)).toEqual({ ok: false, error: `${source}: ${error}` });
  });

  it('names a long source shortened, on one line, without control characters', () => {
    const source = `object.metadata.labels[\n'\u0007${'x'.repeat(80)}']`;
    expect(evaluateOnce(source)).toEqual({
      ok: false,
      error: `object.metadata.labels[ '\\u0007${'x'.repeat(34)}…: no such key: "\\u0007${'x'.repeat(59)}…"`,
    });
  });

  it('takes a key named __proto__ for data', () => {
    const object = JSON.parse('{"metadata": {"labels": {"__proto__": "a"}}}') as JsonObject;
    expect(evaluateOnce("object.metadata.labels['__proto__']", object)).toEqual({ ok: true, value: 'a' });
    const labels = evaluateOnce('object.metadata.labels', object);
    expect(JSON.stringify(labels.ok && labels.value)).toBe('{"__proto__":"a"}');
    expect(JSON.stringify(evaluateOnce("{'__proto__': 'a', 'constructor': 'b'}"))).toBe(
      '{"ok":true,"value":{"__proto__":"a","constructor":"b"}}',
    );
    expect(Object.hasOwn(Object.prototype, 'a')).toBe(false);
  });

  it('tells which parameters and variables an expression reads', () => {
    const { params, variables } = compileRight(
      'params.debug ? object.metadata.name : request.namespace + params.image',
    );
    expect([...params].toSorted()).toEqual(['debug', 'image']);
    expect([...variables].toSorted()).toEqual(['object', 'params', 'request']);
  });
});

describe('compile', () => {
  it.each([
    ['', 0, 'the expression ends too early'],
    ['pod.spec', 0, 'unknown name "pod": an expression knows object, namespaceObject, request and params'],
    [
      'object.spec.containers.all(c, d)',
      30,
      'unknown name "d": an expression knows c, object, namespaceObject, request and params',
    ],
    ['object.spec.contaners', 12, 'object.spec has no field "contaners": did you mean "containers"?'],
    ["object.spec['contaners']", 12, 'object.spec has no field "contaners": did you mean "containers"?'],
    ['object.spec.?contaners', 13, 'object.spec has no field "contaners": did you mean "containers"?'],
    ["object.spec[?'contaners']", 13, 'object.spec has no field "contaners": did you mean "containers"?'],
    ['has(object.spec.contaners)', 16, 'object.spec has no field "contaners": did you mean "containers"?'],
    ['object.?spec.contaners', 13, 'object.?spec has no field "contaners": did you mean "containers"?'],
    ["object.spec.containers.filter(c, c.nam == 'a')", 35, 'c has no field "nam": did you mean "name"?'],
    ['object.constructor', 7, 'object has no field "constructor"'],
    ['namespaceObject.spec', 16, 'namespaceObject has no field "spec"'],
    [
      'object.metadata.name + namespace',
      23,
      '"namespace" is a reserved word of CEL: it can only be a field, as in request.namespace',
    ],
    ['params.concurency', 7, 'unknown parameter "concurency": did you mean "concurrency"?'],
    ['params.x', 7, 'unknown parameter "x": declared are image, concurrency, share, debug'],
    ['params', 0, 'write params.NAME: params cannot stand alone'],
    ["params['image']", 0, 'write params.NAME: params cannot stand alone'],
    ['params.?image', 0, 'write params.NAME: params cannot stand alone'],
    ['(1 + ', 5, 'the expression ends too early'],
    ['(1 + 2', 6, 'expected ")", not the end'],
    ['object.', 7, 'expected a name, not the end'],
    ['1 +* 2', 3, 'unexpected "*"'],
    ['a = b', 2, 'unexpected "=": write == to compare'],
    ['a b', 2, 'unexpected "b"'],
    ["'abc", 0, 'the text in quotes is not closed'],
    ["'a\nb'", 2, 'a text in quotes ends on its line: write \\n for a line break'],
    [
      'true ? [1] : null',
      0,
      "both sides of \":\" must have one type, got 'list<int>' and 'null': to leave a field out write optional.of(…) and optional.none()",
    ],
    ["true ? 1 : 'a'", 0, "both sides of \":\" must have one type, got 'int' and 'string'"],
    [
      'object.metadata.name + 1',
      0,
      'string + int is not possible: convert with string(…), int(…), double(…) or dyn(…)',
    ],
    [
      "object.metadata.labels['a'].orValue('x')",
      23,
      "optional.orValue() receiver must be optional, got 'string': read the field with .?name or [?key]",
    ],
    ["'a'.contains(1)", 0, 'there is no string.contains(int): other types are needed'],
    ['size(object.spec)', 0, 'there is no size(PodSpec): other types are needed'],
    ["'abc'.splt('b')", 6, 'there is no function "splt": did you mean "split"?'],
    ["'abc'.charAt()", 6, 'charAt() takes 1 argument, not 0'],
    ["split('a', ',')", 0, 'there is no function "split": write it as a method, x.split(…)'],
    ['object.metadata.name.first', 21, 'a value of type string has no fields'],
    ['[][0].x', 6, 'a value of type dyn has no fields'],
    ['has(object)', 0, 'has() takes a field, as in has(object.spec.nodeName)'],
    ['_h_(1)', 0, 'there is no function "_h_"'],
    ["timestamp('2026-01-01T00:00:00Z')", 0, 'there is no function "timestamp": times are not offered'],
    ["duration('1h').getHours()", 15, 'there is no function "getHours"'],
    ["bytes('a')", 0, 'there is no function "bytes": use texts'],
    ["b'a'", 0, 'bytes are not offered: write a text without the b'],
    ['1u', 0, 'unsigned numbers are not offered: write the number without the u'],
    ['9223372036854775808', 0, 'the number does not fit into 64 bits'],
    ['type(1)', 0, 'there is no function "type": types are known when the template is loaded'],
    ['int', 0, 'unknown name "int": an expression knows object, namespaceObject, request and params'],
    ['optional', 0, 'write optional.of(…) or optional.none()'],
    [
      'optional.ofNonZeroValue(1)',
      9,
      'there is no function "ofNonZeroValue": write a condition: x == "" ? optional.none() : optional.of(x)',
    ],
    ['cel.bind(x, 1, x + x)', 4, 'there is no function "bind": repeat the part that it would name'],
    ["'%s'.format(['a'])", 5, 'there is no function "format": join the pieces with +, and numbers with string(…)'],
    ["'a'.matches(params.image)", 12, 'the pattern of matches() must be a text in quotes'],
    ["'a'.matches('(?=x)')", 12, 'not a pattern in RE2 syntax: invalid or unsupported Perl syntax: `(?=`'],
    ['[1].map(object, 1)', 8, '"object" is taken: choose another name for the elements'],
    [
      '[1].exists(c, [c].all(d, true))',
      18,
      'all() inside another comprehension is not offered: it could take too long',
    ],
    [`'${'x'.repeat(2047)}'`, 2048, 'an expression has at most 2048 characters'],
    [`[${'1,'.repeat(65)}]`, 129, 'a list may have 64 elements'],
    [`${'('.repeat(40)}1${')'.repeat(40)}`, 32, 'the expression nests deeper than 32: make it flatter'],
    [`1${'+1'.repeat(400)}`, 0, 'the expression has more than 400 parts: split it up'],
    ['\u0007', 0, 'unexpected "\\u0007"'],
  ])('refuses %j', (source, offset, message) => {
    expect(compiler.compile(source)).toEqual({ ok: false, error: { offset, message } });
  });

  it('takes several comprehensions one after the other', () => {
    expect(evaluateOnce('[1, 2, 3].filter(x, x > 1).map(y, y * 2)')).toEqual({ ok: true, value: [4, 6] });
  });
});
