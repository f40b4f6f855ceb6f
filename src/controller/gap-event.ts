import { adviseOn } from '../admission/coverage-advice.ts';
import { eventMessage, type InjectorEvent } from '../admission/event.ts';
import type { Gap } from './pod-records.ts';

/** The Event that tells whoever looks at a Pod that it lacks its sidecar, why that is thought, and what to do. */
export function gapEvent(gap: Gap): InjectorEvent {
  const { uid, namespace, name, state, why } = gap;
  return {
    about: { apiVersion: 'v1', kind: 'Pod', namespace, name, uid },
    type: 'Warning',
    reason: 'SidecarMissing',
    action: 'Inject',
    message: eventMessage(`This Pod lacks its sidecar: ${why}. ${adviseOn(state, gap)}`),
  };
}
