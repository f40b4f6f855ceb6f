/** Annotations of a Pod template. */
export type Annotations = Readonly<Record<string, string>>;

/** A workload of any kind whose Pods carry the label `app`, with the path that it is created at. */
export interface Workload {
  readonly path: string;
  readonly body: object;
}

/** The container of the user, who must get it back as it is. */
export const APP_CONTAINER = {
  name: 'app',
  image: 'registry.example/app:1',
  ports: [{ containerPort: 8080 }],
} as const;

/** A Pod with one container. */
export function podOf(app: string, annotations: Annotations = {}): object {
  return { metadata: { name: app, labels: { app }, annotations }, spec: { containers: [APP_CONTAINER] } };
}

function templateOf(app: string, annotations: Annotations, spec: object = {}): object {
  return { metadata: { labels: { app }, annotations }, spec: { containers: [APP_CONTAINER], ...spec } };
}

const selectorOf = (app: string): object => ({ matchLabels: { app } });

/** A Deployment of one replica. */
export function deploymentOf(namespace: string, app: string, annotations: Annotations = {}): Workload {
  const spec = { replicas: 1, selector: selectorOf(app), template: templateOf(app, annotations) };
  return { path: `/apis/apps/v1/namespaces/${namespace}/deployments`, body: { metadata: { name: app }, spec } };
}

/** A StatefulSet of one replica. */
export function statefulSetOf(namespace: string, app: string, annotations: Annotations = {}): Workload {
  const spec = { serviceName: app, selector: selectorOf(app), template: templateOf(app, annotations) };
  return { path: `/apis/apps/v1/namespaces/${namespace}/statefulsets`, body: { metadata: { name: app }, spec } };
}

/** A DaemonSet. */
export function daemonSetOf(namespace: string, app: string, annotations: Annotations = {}): Workload {
  const spec = { selector: selectorOf(app), template: templateOf(app, annotations) };
  return { path: `/apis/apps/v1/namespaces/${namespace}/daemonsets`, body: { metadata: { name: app }, spec } };
}

/** A Job. */
export function jobOf(namespace: string, app: string, annotations: Annotations = {}): Workload {
  const spec = { template: templateOf(app, annotations, { restartPolicy: 'Never' }) };
  return { path: `/apis/batch/v1/namespaces/${namespace}/jobs`, body: { metadata: { name: app }, spec } };
}

/** A CronJob that is due every minute. */
export function cronJobOf(namespace: string, app: string, annotations: Annotations = {}): Workload {
  const jobTemplate = { spec: { template: templateOf(app, annotations, { restartPolicy: 'Never' }) } };
  return {
    path: `/apis/batch/v1/namespaces/${namespace}/cronjobs`,
    body: { metadata: { name: app }, spec: { schedule: '* * * * *', jobTemplate } },
  };
}
