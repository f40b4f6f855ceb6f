/** What the chart offers beside its default: values by the name of the profile or switch, each as arguments of helm. */
export const PROFILES: Readonly<Record<string, readonly string[]>> = {
  default: [],
  ha: ['--set', 'profiles.ha=true'],
  ignore: ['--set', 'profiles.ignore=true'],
  'cert-manager': ['--set', 'certificates.provider=cert-manager'],
  'cert-manager with your issuer': [
    '--set',
    'certificates.provider=cert-manager,certificates.certManager.issuerRef.name=ours,certificates.certManager.issuerRef.kind=ClusterIssuer',
  ],
  'client CA': ['--set', 'clientCa.enabled=true'],
  'network policy': ['--set', 'networkPolicy.enabled=true'],
  monitoring: [
    '--set',
    'monitoring.serviceMonitor.enabled=true,monitoring.prometheusRule.enabled=true,monitoring.dashboard.enabled=true',
  ],
  'everything off': [
    '--set',
    'controller.enabled=false,webhook.validation.enabled=false,server.podDisruptionBudget.enabled=false,templates.create=false',
  ],
};
