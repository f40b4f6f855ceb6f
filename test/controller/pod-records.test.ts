import { describe, expect, it } from 'vitest';
import type { Coverage } from '../../src/admission/coverage.ts';
import { gapEvent } from '../../src/controller/gap-event.ts';
import { describeJudged, PodRecords, type Gap } from '../../src/controller/pod-records.ts';

const CREATED = '2026-01-01T00:00:00Z';

const MISSING: Coverage = { state: 'missing', why: 'no review' };
const OLDER: Coverage = { state: 'older', why: 'labelled later' };
const LOST: Coverage = { state: 'lost', why: 'taken out' };
const COVERED: Coverage = { state: 'covered', why: '' };
const OUTDATED: Coverage = { state: 'outdated', why: 'x' };
const UNKNOWN: Coverage = { state: 'unknown', why: 'x' };
const UNASKED: Coverage = { state: 'not-due', why: 'not-requested', reason: 'not-requested' };
const OPTED_OUT: Coverage = { state: 'not-due', why: 'pod-opted-out', reason: 'pod-opted-out' };
const DISABLED: Coverage = { state: 'not-due', why: 'namespace-disabled', reason: 'namespace-disabled' };

function judge(records: PodRecords, coverage: Coverage, uid = 'u', namespace = 'shop'): Gap | undefined {
  const pod = { metadata: { uid, name: 'web', namespace, creationTimestamp: CREATED }, spec: {} };
  return records.put(describeJudged(pod, coverage));
}

function statesOf(records: PodRecords): readonly string[] {
  return Object.entries(records.counts).flatMap(([state, count]) => Array.from({ length: count }, () => state));
}

describe('PodRecords', () => {
  it.each<[string, readonly Coverage[], string, number]>([
    ['a gap', [MISSING], 'missing', 1],
    ['a gap that is judged again', [MISSING, MISSING, MISSING], 'missing', 1],
    ['a gap whose namespace is labelled anew', [MISSING, OLDER], 'missing', 1],
    ['a gap whose namespace was disabled for a while', [MISSING, DISABLED, MISSING], 'missing', 1],
    ['a gap that is to have nothing any more', [MISSING, UNASKED], 'not-due', 1],
    ['one that lost its sidecar', [LOST, LOST], 'lost', 1],
    ['one of a namespace that was not known yet', [UNKNOWN, MISSING], 'missing', 1],
    ['one of a namespace of which the news came late', [UNASKED, MISSING], 'missing', 1],
    ['one that is older', [OLDER, OLDER], 'older', 0],
    ['one that is older, by what was seen at first', [OLDER, MISSING], 'older', 0],
    ['one that had opted out', [OPTED_OUT, MISSING, MISSING], 'older', 0],
    ['one whose namespace was disabled', [DISABLED, MISSING], 'older', 0],
    ['one of an older revision', [COVERED, OUTDATED], 'outdated', 0],
    ['one that is covered', [COVERED], 'covered', 0],
  ])('%s', (_, coverages, state, gaps) => {
    const records = new PodRecords();
    const found = coverages.flatMap((coverage) => judge(records, coverage) ?? []);
    expect([statesOf(records), found.length, records.gaps]).toEqual([[state], gaps, gaps]);
  });

  it('tells of a gap all that an Event needs', () => {
    const gap = judge(new PodRecords(), LOST);
    expect(gap).toEqual({
      uid: 'u',
      namespace: 'shop',
      name: 'web',
      maker: { kind: 'Pod', namespace: 'shop', name: 'web' },
      createdAt: CREATED,
      state: 'lost',
      why: 'taken out',
    });
    expect(gap && gapEvent(gap)).toEqual({
      about: { apiVersion: 'v1', kind: 'Pod', namespace: 'shop', name: 'web', uid: 'u' },
      type: 'Warning',
      reason: 'SidecarMissing',
      action: 'Inject',
      message:
        'This Pod lacks its sidecar: taken out. It was taken out again when the Pod was created: look at the webhooks that come after the injector (kubectl sidecar explain web -n shop), then delete the Pod and create it again.',
    });
  });

  it('counts the Pods that are there, and knows which namespaces have one', () => {
    const records = new PodRecords();
    judge(records, MISSING, 'a', 'one');
    judge(records, MISSING, 'b', 'one');
    judge(records, COVERED, 'c', 'two');
    records.remove('a');
    records.remove('c');
    records.remove('c');
    expect([statesOf(records), records.gaps]).toEqual([['missing'], 2]);
    expect([records.has('a'), records.has('b'), records.hasIn('one'), records.hasIn('two')]).toEqual([
      false,
      true,
      true,
      false,
    ]);
  });
});
