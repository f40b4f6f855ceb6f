import { describe, expect, it } from 'vitest';
import { findNearestName } from '../../../src/injection/template/nearest-name.ts';

describe('findNearestName', () => {
  it.each<[string, string | undefined]>([
    ['image', 'image'],
    ['imagee', 'image'],
    ['IMAGE', 'image'],
    ['nam', 'name'],
    ['volumeMount', 'volumeMounts'],
    ['ports', undefined],
    ['', undefined],
  ])('of %j is %j', (unknown, expected) => {
    expect(findNearestName(unknown, ['name', 'image', 'volumeMounts'])).toBe(expected);
  });
});
