import { describe, expect, it } from 'vitest';
import { asks, isTemplateName, parseInjectAnnotation, readOptIn } from '../../src/injection/opt-in.ts';

const VALID = 'valid are "true", "false", or template names separated by commas, such as "envoy"';

function invalid(value: string, hint = ''): unknown {
  return {
    kind: 'invalid',
    message: `annotation sidecar-injector.dev/inject has the value ${JSON.stringify(value)}${hint}: ${VALID}`,
  };
}

describe('parseInjectAnnotation', () => {
  it.each([
    [undefined, { kind: 'absent' }],
    ['true', { kind: 'true' }],
    ['false', { kind: 'false' }],
    ['envoy', { kind: 'names', names: ['envoy'] }],
    ['a'.repeat(30), { kind: 'names', names: ['a'.repeat(30)] }],
    [' envoy ,\tlog-agent , envoy', { kind: 'names', names: ['envoy', 'log-agent'] }],
    ['trueish', { kind: 'names', names: ['trueish'] }],
  ])('reads %j', (value, expected) => {
    expect(parseInjectAnnotation(value)).toStrictEqual(expected);
  });

  it.each([
    ['', ''],
    [' ', ''],
    [',', ''],
    ['a,,b', ''],
    ['envoy,', ''],
    ['True', '; write "true"'],
    ['TRUE', '; write "true"'],
    [' true', '; write "true"'],
    ['yes', '; write "true"'],
    ['on', '; write "true"'],
    ['1', '; write "true"'],
    ['enabled', '; write "true"'],
    ['False', '; write "false"'],
    ['no', '; write "false"'],
    ['0', '; write "false"'],
    ['disabled', '; write "false"'],
    ['true,envoy', '; write "true"'],
    ['envoy,false', '; write "false"'],
    ['config', ''],
    ['Envoy', ''],
    ['-envoy', ''],
    ['envoy-', ''],
    ['en_voy', ''],
    ['en.voy', ''],
    ['__proto__', ''],
    ['a'.repeat(31), ''],
  ])('refuses %j and says what is valid', (value, hint) => {
    expect(parseInjectAnnotation(value)).toStrictEqual(invalid(value, hint));
  });

  it('shows at most 60 characters of a value, without control characters', () => {
    const parsed = parseInjectAnnotation(`\u001B[31m\u202E${'x'.repeat(100)}`);
    expect(parsed).toStrictEqual({
      kind: 'invalid',
      message: `annotation sidecar-injector.dev/inject has the value "\\u001b[31m\\u202e${'x'.repeat(54)}…": ${VALID}`,
    });
  });
});

describe('isTemplateName', () => {
  it.each(['envoy', 'a', '9', 'a-b', 'constructor', 'a'.repeat(30)])('takes %j', (name) => {
    expect(isTemplateName(name)).toBe(true);
  });

  it.each(['', 'true', 'false', 'config', 'yes', 'off', '0', 'A', 'a_b', 'a.b', '-a', 'a-', 'a'.repeat(31), 'a\n'])(
    'refuses %j',
    (name) => {
      expect(isTemplateName(name)).toBe(false);
    },
  );
});

describe('readOptIn', () => {
  const CLASSIC = 'initializer.kubernetes.io/';

  it('reads classic annotations by their value', () => {
    const annotations = {
      [`${CLASSIC}envoy`]: 'true',
      [`${CLASSIC}log`]: 'false',
      [`${CLASSIC}odd`]: 'True',
      [`${CLASSIC}__proto__`]: 'true',
      other: 'true',
    };
    expect(readOptIn(annotations)).toStrictEqual({
      inject: { kind: 'absent' },
      classicAdded: ['envoy', '__proto__'],
      classicRemoved: ['log'],
      classicIgnored: ['odd'],
    });
  });

  it('finds nothing in a Pod without annotations', () => {
    const nothing = { inject: { kind: 'absent' }, classicAdded: [], classicRemoved: [], classicIgnored: [] };
    expect(readOptIn(undefined)).toStrictEqual(nothing);
  });

  it.each([
    [{}, false],
    [{ 'sidecar-injector.dev/inject': 'true' }, true],
    [{ 'sidecar-injector.dev/inject': 'envoy' }, true],
    [{ 'sidecar-injector.dev/inject': 'false' }, false],
    [{ 'sidecar-injector.dev/inject': '' }, false],
    [{ [`${CLASSIC}envoy`]: 'true' }, true],
    [{ [`${CLASSIC}envoy`]: 'false' }, false],
    [{ [`${CLASSIC}envoy`]: 'yes' }, false],
  ])('of %j asks: %j', (annotations, expected) => {
    expect(asks(readOptIn(annotations))).toBe(expected);
  });
});
