import { describe, expect, it } from 'vitest';
import { adviseTemplate } from '../../../../src/injection/template/advice/advice.ts';

const REQUEST = (resources: string): string =>
  `no request of ${resources}: a HorizontalPodAutoscaler by utilisation stops, and a namespace with a quota of it refuses the Pod`;
const UNEQUAL = (resources: string): string =>
  `request and limit of ${resources} are not equal: a Guaranteed Pod becomes Burstable`;

function resourcesOf(resources: string, more = ''): readonly string[] {
  const text = `token: none\ncontainers:\n  - name: a\n    image: a:1\n${resources}${more}`;
  const found = adviseTemplate(text).warnings.filter(({ code }) => code !== 'pod-security');
  return found.map(({ line, column, message }) => `${line}:${column} ${message}`);
}

describe('adviseTemplate', () => {
  it.each<[string, readonly string[]]>([
    ['', [`3:5 ${REQUEST('cpu and memory')}`, `3:5 ${UNEQUAL('cpu and memory')}`]],
    ['    resources: {limits: {cpu: 1, memory: 1Gi}}\n', []],
    ['    resources: {limits: {cpu: 1, memory: 1Gi}, requests: {cpu: 1000m, memory: 1024Mi}}\n', []],
    ['    resources: {limits: {cpu: 1, memory: 1Gi}, requests: {cpu: 10m}}\n', [`5:16 ${UNEQUAL('cpu')}`]],
    ['    resources: {requests: {cpu: 10m, memory: 1Gi}}\n', [`5:16 ${UNEQUAL('cpu and memory')}`]],
    ['    resources: {limits: {memory: 1Gi}}\n', [`5:16 ${REQUEST('cpu')}`, `5:16 ${UNEQUAL('cpu')}`]],
    ['    resources: "${{ params.r }}"\n', []],
    ['    resources: {limits: {cpu: "${{ params.c }}", memory: 1Gi}}\n', []],
  ])('tells what the resources %j do to the Pod', (resources, expected) => {
    expect(resourcesOf(resources)).toStrictEqual(expected);
  });

  it('looks at init containers, and not at the entry "*"', () => {
    const good = '    resources: {limits: {cpu: 1, memory: 1Gi}}\n';
    expect(resourcesOf(good, '  - name: "*"\n    tty: true\n')).toStrictEqual([]);
    expect(resourcesOf(good, 'initContainers:\n  - {name: b, image: b}\n')).toHaveLength(2);
  });

  it.each<[string, readonly string[]]>([
    ['containers: [{name: a, image: a}]\n', ['1:1 ']],
    ['default: true\ntoken: pod\ncontainers: [{name: a, image: a}]\n', ['2:8 token']],
    ['token: none\ncontainers: [{name: a, image: a}]\n', []],
    ['containers: [{name: "*", tty: true}]\n', []],
    ['nodeSelector: {a: b}\n', []],
  ])('tells that it receives the token: %j', (text, expected) => {
    const found = adviseTemplate(text).warnings.filter(({ code }) => code === 'receives-token');
    expect(found.map(({ line, column, path }) => `${line}:${column} ${path}`)).toStrictEqual(expected);
  });

  it('says nothing of a document that is no template', () => {
    expect(adviseTemplate('[')).toStrictEqual({ level: 'restricted', warnings: [] });
  });
});
