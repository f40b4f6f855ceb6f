// Written by `npm run generate` from the OpenAPI document of a real API server. Do not edit.

/** The version of the API server that the schema was read from. */
export const KUBERNETES_VERSION = 'v1.36.3';

/** What a field of the Pod API holds. */
export interface FieldSchema {
  readonly type:
    | 'string'
    | 'integer'
    | 'number'
    | 'boolean'
    | 'object'
    | 'map'
    | 'list'
    | 'Quantity'
    | 'IntOrString'
    | 'any';
  /** For an object: its name in `POD_SCHEMA`. */
  readonly definition?: string;
  /** For a list and a map: what each element is. */
  readonly items?: FieldSchema;
  /** For a list that is merged by key: the fields that identify an element. */
  readonly keys?: readonly string[];
  /** The only values that the API server takes. */
  readonly enum?: readonly string[];
}

/** An object of the Pod API. */
export interface DefinitionSchema {
  readonly fields: Readonly<Record<string, FieldSchema>>;
  readonly required: readonly string[];
}

/** Every object reachable from `PodSpec`, by its short name. */
export const POD_SCHEMA: Readonly<Record<string, DefinitionSchema>> = {
  AWSElasticBlockStoreVolumeSource: {
    fields: {
      fsType: { type: 'string' },
      partition: { type: 'integer' },
      readOnly: { type: 'boolean' },
      volumeID: { type: 'string' },
    },
    required: ['volumeID'],
  },
  Affinity: {
    fields: {
      nodeAffinity: { type: 'object', definition: 'NodeAffinity' },
      podAffinity: { type: 'object', definition: 'PodAffinity' },
      podAntiAffinity: { type: 'object', definition: 'PodAntiAffinity' },
    },
    required: [],
  },
  AppArmorProfile: {
    fields: {
      localhostProfile: { type: 'string' },
      type: { type: 'string', enum: ['Localhost', 'RuntimeDefault', 'Unconfined'] },
    },
    required: ['type'],
  },
  AzureDiskVolumeSource: {
    fields: {
      cachingMode: { type: 'string', enum: ['None', 'ReadOnly', 'ReadWrite'] },
      diskName: { type: 'string' },
      diskURI: { type: 'string' },
      fsType: { type: 'string' },
      kind: { type: 'string', enum: ['Dedicated', 'Managed', 'Shared'] },
      readOnly: { type: 'boolean' },
    },
    required: ['diskName', 'diskURI'],
  },
  AzureFileVolumeSource: {
    fields: {
      readOnly: { type: 'boolean' },
      secretName: { type: 'string' },
      shareName: { type: 'string' },
    },
    required: ['secretName', 'shareName'],
  },
  CSIVolumeSource: {
    fields: {
      driver: { type: 'string' },
      fsType: { type: 'string' },
      nodePublishSecretRef: { type: 'object', definition: 'LocalObjectReference' },
      readOnly: { type: 'boolean' },
      volumeAttributes: { type: 'map', items: { type: 'string' } },
    },
    required: ['driver'],
  },
  Capabilities: {
    fields: {
      add: { type: 'list', items: { type: 'string' } },
      drop: { type: 'list', items: { type: 'string' } },
    },
    required: [],
  },
  CephFSVolumeSource: {
    fields: {
      monitors: { type: 'list', items: { type: 'string' } },
      path: { type: 'string' },
      readOnly: { type: 'boolean' },
      secretFile: { type: 'string' },
      secretRef: { type: 'object', definition: 'LocalObjectReference' },
      user: { type: 'string' },
    },
    required: ['monitors'],
  },
  CinderVolumeSource: {
    fields: {
      fsType: { type: 'string' },
      readOnly: { type: 'boolean' },
      secretRef: { type: 'object', definition: 'LocalObjectReference' },
      volumeID: { type: 'string' },
    },
    required: ['volumeID'],
  },
  ClusterTrustBundleProjection: {
    fields: {
      labelSelector: { type: 'object', definition: 'LabelSelector' },
      name: { type: 'string' },
      optional: { type: 'boolean' },
      path: { type: 'string' },
      signerName: { type: 'string' },
    },
    required: ['path'],
  },
  ConfigMapEnvSource: {
    fields: {
      name: { type: 'string' },
      optional: { type: 'boolean' },
    },
    required: [],
  },
  ConfigMapKeySelector: {
    fields: {
      key: { type: 'string' },
      name: { type: 'string' },
      optional: { type: 'boolean' },
    },
    required: ['key'],
  },
  ConfigMapProjection: {
    fields: {
      items: { type: 'list', items: { type: 'object', definition: 'KeyToPath' } },
      name: { type: 'string' },
      optional: { type: 'boolean' },
    },
    required: [],
  },
  ConfigMapVolumeSource: {
    fields: {
      defaultMode: { type: 'integer' },
      items: { type: 'list', items: { type: 'object', definition: 'KeyToPath' } },
      name: { type: 'string' },
      optional: { type: 'boolean' },
    },
    required: [],
  },
  Container: {
    fields: {
      args: { type: 'list', items: { type: 'string' } },
      command: { type: 'list', items: { type: 'string' } },
      env: { type: 'list', items: { type: 'object', definition: 'EnvVar' }, keys: ['name'] },
      envFrom: { type: 'list', items: { type: 'object', definition: 'EnvFromSource' } },
      image: { type: 'string' },
      imagePullPolicy: { type: 'string', enum: ['Always', 'IfNotPresent', 'Never'] },
      lifecycle: { type: 'object', definition: 'Lifecycle' },
      livenessProbe: { type: 'object', definition: 'Probe' },
      name: { type: 'string' },
      ports: { type: 'list', items: { type: 'object', definition: 'ContainerPort' }, keys: ['containerPort', 'protocol'] },
      readinessProbe: { type: 'object', definition: 'Probe' },
      resizePolicy: { type: 'list', items: { type: 'object', definition: 'ContainerResizePolicy' } },
      resources: { type: 'object', definition: 'ResourceRequirements' },
      restartPolicy: { type: 'string' },
      restartPolicyRules: { type: 'list', items: { type: 'object', definition: 'ContainerRestartRule' } },
      securityContext: { type: 'object', definition: 'SecurityContext' },
      startupProbe: { type: 'object', definition: 'Probe' },
      stdin: { type: 'boolean' },
      stdinOnce: { type: 'boolean' },
      terminationMessagePath: { type: 'string' },
      terminationMessagePolicy: { type: 'string', enum: ['FallbackToLogsOnError', 'File'] },
      tty: { type: 'boolean' },
      volumeDevices: { type: 'list', items: { type: 'object', definition: 'VolumeDevice' }, keys: ['devicePath'] },
      volumeMounts: { type: 'list', items: { type: 'object', definition: 'VolumeMount' }, keys: ['mountPath'] },
      workingDir: { type: 'string' },
    },
    required: ['name'],
  },
  ContainerPort: {
    fields: {
      containerPort: { type: 'integer' },
      hostIP: { type: 'string' },
      hostPort: { type: 'integer' },
      name: { type: 'string' },
      protocol: { type: 'string', enum: ['SCTP', 'TCP', 'UDP'] },
    },
    required: ['containerPort'],
  },
  ContainerResizePolicy: {
    fields: {
      resourceName: { type: 'string' },
      restartPolicy: { type: 'string' },
    },
    required: ['resourceName', 'restartPolicy'],
  },
  ContainerRestartRule: {
    fields: {
      action: { type: 'string' },
      exitCodes: { type: 'object', definition: 'ContainerRestartRuleOnExitCodes' },
    },
    required: ['action'],
  },
  ContainerRestartRuleOnExitCodes: {
    fields: {
      operator: { type: 'string' },
      values: { type: 'list', items: { type: 'integer' } },
    },
    required: ['operator'],
  },
  DownwardAPIProjection: {
    fields: {
      items: { type: 'list', items: { type: 'object', definition: 'DownwardAPIVolumeFile' } },
    },
    required: [],
  },
  DownwardAPIVolumeFile: {
    fields: {
      fieldRef: { type: 'object', definition: 'ObjectFieldSelector' },
      mode: { type: 'integer' },
      path: { type: 'string' },
      resourceFieldRef: { type: 'object', definition: 'ResourceFieldSelector' },
    },
    required: ['path'],
  },
  DownwardAPIVolumeSource: {
    fields: {
      defaultMode: { type: 'integer' },
      items: { type: 'list', items: { type: 'object', definition: 'DownwardAPIVolumeFile' } },
    },
    required: [],
  },
  EmptyDirVolumeSource: {
    fields: {
      medium: { type: 'string' },
      sizeLimit: { type: 'Quantity' },
    },
    required: [],
  },
  EnvFromSource: {
    fields: {
      configMapRef: { type: 'object', definition: 'ConfigMapEnvSource' },
      prefix: { type: 'string' },
      secretRef: { type: 'object', definition: 'SecretEnvSource' },
    },
    required: [],
  },
  EnvVar: {
    fields: {
      name: { type: 'string' },
      value: { type: 'string' },
      valueFrom: { type: 'object', definition: 'EnvVarSource' },
    },
    required: ['name'],
  },
  EnvVarSource: {
    fields: {
      configMapKeyRef: { type: 'object', definition: 'ConfigMapKeySelector' },
      fieldRef: { type: 'object', definition: 'ObjectFieldSelector' },
      fileKeyRef: { type: 'object', definition: 'FileKeySelector' },
      resourceFieldRef: { type: 'object', definition: 'ResourceFieldSelector' },
      secretKeyRef: { type: 'object', definition: 'SecretKeySelector' },
    },
    required: [],
  },
  EphemeralContainer: {
    fields: {
      args: { type: 'list', items: { type: 'string' } },
      command: { type: 'list', items: { type: 'string' } },
      env: { type: 'list', items: { type: 'object', definition: 'EnvVar' }, keys: ['name'] },
      envFrom: { type: 'list', items: { type: 'object', definition: 'EnvFromSource' } },
      image: { type: 'string' },
      imagePullPolicy: { type: 'string', enum: ['Always', 'IfNotPresent', 'Never'] },
      lifecycle: { type: 'object', definition: 'Lifecycle' },
      livenessProbe: { type: 'object', definition: 'Probe' },
      name: { type: 'string' },
      ports: { type: 'list', items: { type: 'object', definition: 'ContainerPort' }, keys: ['containerPort', 'protocol'] },
      readinessProbe: { type: 'object', definition: 'Probe' },
      resizePolicy: { type: 'list', items: { type: 'object', definition: 'ContainerResizePolicy' } },
      resources: { type: 'object', definition: 'ResourceRequirements' },
      restartPolicy: { type: 'string' },
      restartPolicyRules: { type: 'list', items: { type: 'object', definition: 'ContainerRestartRule' } },
      securityContext: { type: 'object', definition: 'SecurityContext' },
      startupProbe: { type: 'object', definition: 'Probe' },
      stdin: { type: 'boolean' },
      stdinOnce: { type: 'boolean' },
      targetContainerName: { type: 'string' },
      terminationMessagePath: { type: 'string' },
      terminationMessagePolicy: { type: 'string', enum: ['FallbackToLogsOnError', 'File'] },
      tty: { type: 'boolean' },
      volumeDevices: { type: 'list', items: { type: 'object', definition: 'VolumeDevice' }, keys: ['devicePath'] },
      volumeMounts: { type: 'list', items: { type: 'object', definition: 'VolumeMount' }, keys: ['mountPath'] },
      workingDir: { type: 'string' },
    },
    required: ['name'],
  },
  EphemeralVolumeSource: {
    fields: {
      volumeClaimTemplate: { type: 'object', definition: 'PersistentVolumeClaimTemplate' },
    },
    required: [],
  },
  ExecAction: {
    fields: {
      command: { type: 'list', items: { type: 'string' } },
    },
    required: [],
  },
  FCVolumeSource: {
    fields: {
      fsType: { type: 'string' },
      lun: { type: 'integer' },
      readOnly: { type: 'boolean' },
      targetWWNs: { type: 'list', items: { type: 'string' } },
      wwids: { type: 'list', items: { type: 'string' } },
    },
    required: [],
  },
  FileKeySelector: {
    fields: {
      key: { type: 'string' },
      optional: { type: 'boolean' },
      path: { type: 'string' },
      volumeName: { type: 'string' },
    },
    required: ['key', 'path', 'volumeName'],
  },
  FlexVolumeSource: {
    fields: {
      driver: { type: 'string' },
      fsType: { type: 'string' },
      options: { type: 'map', items: { type: 'string' } },
      readOnly: { type: 'boolean' },
      secretRef: { type: 'object', definition: 'LocalObjectReference' },
    },
    required: ['driver'],
  },
  FlockerVolumeSource: {
    fields: {
      datasetName: { type: 'string' },
      datasetUUID: { type: 'string' },
    },
    required: [],
  },
  GCEPersistentDiskVolumeSource: {
    fields: {
      fsType: { type: 'string' },
      partition: { type: 'integer' },
      pdName: { type: 'string' },
      readOnly: { type: 'boolean' },
    },
    required: ['pdName'],
  },
  GRPCAction: {
    fields: {
      port: { type: 'integer' },
      service: { type: 'string' },
    },
    required: ['port'],
  },
  GitRepoVolumeSource: {
    fields: {
      directory: { type: 'string' },
      repository: { type: 'string' },
      revision: { type: 'string' },
    },
    required: ['repository'],
  },
  GlusterfsVolumeSource: {
    fields: {
      endpoints: { type: 'string' },
      path: { type: 'string' },
      readOnly: { type: 'boolean' },
    },
    required: ['endpoints', 'path'],
  },
  HTTPGetAction: {
    fields: {
      host: { type: 'string' },
      httpHeaders: { type: 'list', items: { type: 'object', definition: 'HTTPHeader' } },
      path: { type: 'string' },
      port: { type: 'IntOrString' },
      scheme: { type: 'string', enum: ['HTTP', 'HTTPS'] },
    },
    required: ['port'],
  },
  HTTPHeader: {
    fields: {
      name: { type: 'string' },
      value: { type: 'string' },
    },
    required: ['name', 'value'],
  },
  HostAlias: {
    fields: {
      hostnames: { type: 'list', items: { type: 'string' } },
      ip: { type: 'string' },
    },
    required: ['ip'],
  },
  HostPathVolumeSource: {
    fields: {
      path: { type: 'string' },
      type: { type: 'string', enum: ['', 'BlockDevice', 'CharDevice', 'Directory', 'DirectoryOrCreate', 'File', 'FileOrCreate', 'Socket'] },
    },
    required: ['path'],
  },
  ISCSIVolumeSource: {
    fields: {
      chapAuthDiscovery: { type: 'boolean' },
      chapAuthSession: { type: 'boolean' },
      fsType: { type: 'string' },
      initiatorName: { type: 'string' },
      iqn: { type: 'string' },
      iscsiInterface: { type: 'string' },
      lun: { type: 'integer' },
      portals: { type: 'list', items: { type: 'string' } },
      readOnly: { type: 'boolean' },
      secretRef: { type: 'object', definition: 'LocalObjectReference' },
      targetPortal: { type: 'string' },
    },
    required: ['iqn', 'lun', 'targetPortal'],
  },
  ImageVolumeSource: {
    fields: {
      pullPolicy: { type: 'string', enum: ['Always', 'IfNotPresent', 'Never'] },
      reference: { type: 'string' },
    },
    required: [],
  },
  KeyToPath: {
    fields: {
      key: { type: 'string' },
      mode: { type: 'integer' },
      path: { type: 'string' },
    },
    required: ['key', 'path'],
  },
  LabelSelector: {
    fields: {
      matchExpressions: { type: 'list', items: { type: 'object', definition: 'LabelSelectorRequirement' } },
      matchLabels: { type: 'map', items: { type: 'string' } },
    },
    required: [],
  },
  LabelSelectorRequirement: {
    fields: {
      key: { type: 'string' },
      operator: { type: 'string' },
      values: { type: 'list', items: { type: 'string' } },
    },
    required: ['key', 'operator'],
  },
  Lifecycle: {
    fields: {
      postStart: { type: 'object', definition: 'LifecycleHandler' },
      preStop: { type: 'object', definition: 'LifecycleHandler' },
      stopSignal: { type: 'string', enum: ['SIGABRT', 'SIGALRM', 'SIGBUS', 'SIGCHLD', 'SIGCLD', 'SIGCONT', 'SIGFPE', 'SIGHUP', 'SIGILL', 'SIGINT', 'SIGIO', 'SIGIOT', 'SIGKILL', 'SIGPIPE', 'SIGPOLL', 'SIGPROF', 'SIGPWR', 'SIGQUIT', 'SIGRTMAX', 'SIGRTMAX-1', 'SIGRTMAX-10', 'SIGRTMAX-11', 'SIGRTMAX-12', 'SIGRTMAX-13', 'SIGRTMAX-14', 'SIGRTMAX-2', 'SIGRTMAX-3', 'SIGRTMAX-4', 'SIGRTMAX-5', 'SIGRTMAX-6', 'SIGRTMAX-7', 'SIGRTMAX-8', 'SIGRTMAX-9', 'SIGRTMIN', 'SIGRTMIN+1', 'SIGRTMIN+10', 'SIGRTMIN+11', 'SIGRTMIN+12', 'SIGRTMIN+13', 'SIGRTMIN+14', 'SIGRTMIN+15', 'SIGRTMIN+2', 'SIGRTMIN+3', 'SIGRTMIN+4', 'SIGRTMIN+5', 'SIGRTMIN+6', 'SIGRTMIN+7', 'SIGRTMIN+8', 'SIGRTMIN+9', 'SIGSEGV', 'SIGSTKFLT', 'SIGSTOP', 'SIGSYS', 'SIGTERM', 'SIGTRAP', 'SIGTSTP', 'SIGTTIN', 'SIGTTOU', 'SIGURG', 'SIGUSR1', 'SIGUSR2', 'SIGVTALRM', 'SIGWINCH', 'SIGXCPU', 'SIGXFSZ'] },
    },
    required: [],
  },
  LifecycleHandler: {
    fields: {
      exec: { type: 'object', definition: 'ExecAction' },
      httpGet: { type: 'object', definition: 'HTTPGetAction' },
      sleep: { type: 'object', definition: 'SleepAction' },
      tcpSocket: { type: 'object', definition: 'TCPSocketAction' },
    },
    required: [],
  },
  LocalObjectReference: {
    fields: {
      name: { type: 'string' },
    },
    required: [],
  },
  ManagedFieldsEntry: {
    fields: {
      apiVersion: { type: 'string' },
      fieldsType: { type: 'string' },
      fieldsV1: { type: 'any' },
      manager: { type: 'string' },
      operation: { type: 'string' },
      subresource: { type: 'string' },
      time: { type: 'string' },
    },
    required: [],
  },
  NFSVolumeSource: {
    fields: {
      path: { type: 'string' },
      readOnly: { type: 'boolean' },
      server: { type: 'string' },
    },
    required: ['path', 'server'],
  },
  NodeAffinity: {
    fields: {
      preferredDuringSchedulingIgnoredDuringExecution: { type: 'list', items: { type: 'object', definition: 'PreferredSchedulingTerm' } },
      requiredDuringSchedulingIgnoredDuringExecution: { type: 'object', definition: 'NodeSelector' },
    },
    required: [],
  },
  NodeSelector: {
    fields: {
      nodeSelectorTerms: { type: 'list', items: { type: 'object', definition: 'NodeSelectorTerm' } },
    },
    required: ['nodeSelectorTerms'],
  },
  NodeSelectorRequirement: {
    fields: {
      key: { type: 'string' },
      operator: { type: 'string', enum: ['DoesNotExist', 'Exists', 'Gt', 'In', 'Lt', 'NotIn'] },
      values: { type: 'list', items: { type: 'string' } },
    },
    required: ['key', 'operator'],
  },
  NodeSelectorTerm: {
    fields: {
      matchExpressions: { type: 'list', items: { type: 'object', definition: 'NodeSelectorRequirement' } },
      matchFields: { type: 'list', items: { type: 'object', definition: 'NodeSelectorRequirement' } },
    },
    required: [],
  },
  ObjectFieldSelector: {
    fields: {
      apiVersion: { type: 'string' },
      fieldPath: { type: 'string' },
    },
    required: ['fieldPath'],
  },
  ObjectMeta: {
    fields: {
      annotations: { type: 'map', items: { type: 'string' } },
      creationTimestamp: { type: 'string' },
      deletionGracePeriodSeconds: { type: 'integer' },
      deletionTimestamp: { type: 'string' },
      finalizers: { type: 'list', items: { type: 'string' } },
      generateName: { type: 'string' },
      generation: { type: 'integer' },
      labels: { type: 'map', items: { type: 'string' } },
      managedFields: { type: 'list', items: { type: 'object', definition: 'ManagedFieldsEntry' } },
      name: { type: 'string' },
      namespace: { type: 'string' },
      ownerReferences: { type: 'list', items: { type: 'object', definition: 'OwnerReference' }, keys: ['uid'] },
      resourceVersion: { type: 'string' },
      selfLink: { type: 'string' },
      uid: { type: 'string' },
    },
    required: [],
  },
  OwnerReference: {
    fields: {
      apiVersion: { type: 'string' },
      blockOwnerDeletion: { type: 'boolean' },
      controller: { type: 'boolean' },
      kind: { type: 'string' },
      name: { type: 'string' },
      uid: { type: 'string' },
    },
    required: ['apiVersion', 'kind', 'name', 'uid'],
  },
  PersistentVolumeClaimSpec: {
    fields: {
      accessModes: { type: 'list', items: { type: 'string', enum: ['ReadOnlyMany', 'ReadWriteMany', 'ReadWriteOnce', 'ReadWriteOncePod'] } },
      dataSource: { type: 'object', definition: 'TypedLocalObjectReference' },
      dataSourceRef: { type: 'object', definition: 'TypedObjectReference' },
      resources: { type: 'object', definition: 'VolumeResourceRequirements' },
      selector: { type: 'object', definition: 'LabelSelector' },
      storageClassName: { type: 'string' },
      volumeAttributesClassName: { type: 'string' },
      volumeMode: { type: 'string', enum: ['Block', 'Filesystem'] },
      volumeName: { type: 'string' },
    },
    required: [],
  },
  PersistentVolumeClaimTemplate: {
    fields: {
      metadata: { type: 'object', definition: 'ObjectMeta' },
      spec: { type: 'object', definition: 'PersistentVolumeClaimSpec' },
    },
    required: ['spec'],
  },
  PersistentVolumeClaimVolumeSource: {
    fields: {
      claimName: { type: 'string' },
      readOnly: { type: 'boolean' },
    },
    required: ['claimName'],
  },
  PhotonPersistentDiskVolumeSource: {
    fields: {
      fsType: { type: 'string' },
      pdID: { type: 'string' },
    },
    required: ['pdID'],
  },
  PodAffinity: {
    fields: {
      preferredDuringSchedulingIgnoredDuringExecution: { type: 'list', items: { type: 'object', definition: 'WeightedPodAffinityTerm' } },
      requiredDuringSchedulingIgnoredDuringExecution: { type: 'list', items: { type: 'object', definition: 'PodAffinityTerm' } },
    },
    required: [],
  },
  PodAffinityTerm: {
    fields: {
      labelSelector: { type: 'object', definition: 'LabelSelector' },
      matchLabelKeys: { type: 'list', items: { type: 'string' } },
      mismatchLabelKeys: { type: 'list', items: { type: 'string' } },
      namespaceSelector: { type: 'object', definition: 'LabelSelector' },
      namespaces: { type: 'list', items: { type: 'string' } },
      topologyKey: { type: 'string' },
    },
    required: ['topologyKey'],
  },
  PodAntiAffinity: {
    fields: {
      preferredDuringSchedulingIgnoredDuringExecution: { type: 'list', items: { type: 'object', definition: 'WeightedPodAffinityTerm' } },
      requiredDuringSchedulingIgnoredDuringExecution: { type: 'list', items: { type: 'object', definition: 'PodAffinityTerm' } },
    },
    required: [],
  },
  PodCertificateProjection: {
    fields: {
      certificateChainPath: { type: 'string' },
      credentialBundlePath: { type: 'string' },
      keyPath: { type: 'string' },
      keyType: { type: 'string' },
      maxExpirationSeconds: { type: 'integer' },
      signerName: { type: 'string' },
      userAnnotations: { type: 'map', items: { type: 'string' } },
    },
    required: ['keyType', 'signerName'],
  },
  PodDNSConfig: {
    fields: {
      nameservers: { type: 'list', items: { type: 'string' } },
      options: { type: 'list', items: { type: 'object', definition: 'PodDNSConfigOption' } },
      searches: { type: 'list', items: { type: 'string' } },
    },
    required: [],
  },
  PodDNSConfigOption: {
    fields: {
      name: { type: 'string' },
      value: { type: 'string' },
    },
    required: [],
  },
  PodOS: {
    fields: {
      name: { type: 'string' },
    },
    required: ['name'],
  },
  PodReadinessGate: {
    fields: {
      conditionType: { type: 'string' },
    },
    required: ['conditionType'],
  },
  PodResourceClaim: {
    fields: {
      name: { type: 'string' },
      resourceClaimName: { type: 'string' },
      resourceClaimTemplateName: { type: 'string' },
    },
    required: ['name'],
  },
  PodSchedulingGate: {
    fields: {
      name: { type: 'string' },
    },
    required: ['name'],
  },
  PodSchedulingGroup: {
    fields: {
      podGroupName: { type: 'string' },
    },
    required: [],
  },
  PodSecurityContext: {
    fields: {
      appArmorProfile: { type: 'object', definition: 'AppArmorProfile' },
      fsGroup: { type: 'integer' },
      fsGroupChangePolicy: { type: 'string', enum: ['Always', 'OnRootMismatch'] },
      runAsGroup: { type: 'integer' },
      runAsNonRoot: { type: 'boolean' },
      runAsUser: { type: 'integer' },
      seLinuxChangePolicy: { type: 'string' },
      seLinuxOptions: { type: 'object', definition: 'SELinuxOptions' },
      seccompProfile: { type: 'object', definition: 'SeccompProfile' },
      supplementalGroups: { type: 'list', items: { type: 'integer' } },
      supplementalGroupsPolicy: { type: 'string', enum: ['Merge', 'Strict'] },
      sysctls: { type: 'list', items: { type: 'object', definition: 'Sysctl' } },
      windowsOptions: { type: 'object', definition: 'WindowsSecurityContextOptions' },
    },
    required: [],
  },
  PodSpec: {
    fields: {
      activeDeadlineSeconds: { type: 'integer' },
      affinity: { type: 'object', definition: 'Affinity' },
      automountServiceAccountToken: { type: 'boolean' },
      containers: { type: 'list', items: { type: 'object', definition: 'Container' }, keys: ['name'] },
      dnsConfig: { type: 'object', definition: 'PodDNSConfig' },
      dnsPolicy: { type: 'string', enum: ['ClusterFirst', 'ClusterFirstWithHostNet', 'Default', 'None'] },
      enableServiceLinks: { type: 'boolean' },
      ephemeralContainers: { type: 'list', items: { type: 'object', definition: 'EphemeralContainer' }, keys: ['name'] },
      hostAliases: { type: 'list', items: { type: 'object', definition: 'HostAlias' }, keys: ['ip'] },
      hostIPC: { type: 'boolean' },
      hostNetwork: { type: 'boolean' },
      hostPID: { type: 'boolean' },
      hostUsers: { type: 'boolean' },
      hostname: { type: 'string' },
      hostnameOverride: { type: 'string' },
      imagePullSecrets: { type: 'list', items: { type: 'object', definition: 'LocalObjectReference' }, keys: ['name'] },
      initContainers: { type: 'list', items: { type: 'object', definition: 'Container' }, keys: ['name'] },
      nodeName: { type: 'string' },
      nodeSelector: { type: 'map', items: { type: 'string' } },
      os: { type: 'object', definition: 'PodOS' },
      overhead: { type: 'map', items: { type: 'Quantity' } },
      preemptionPolicy: { type: 'string', enum: ['Never', 'PreemptLowerPriority'] },
      priority: { type: 'integer' },
      priorityClassName: { type: 'string' },
      readinessGates: { type: 'list', items: { type: 'object', definition: 'PodReadinessGate' } },
      resourceClaims: { type: 'list', items: { type: 'object', definition: 'PodResourceClaim' }, keys: ['name'] },
      resources: { type: 'object', definition: 'ResourceRequirements' },
      restartPolicy: { type: 'string', enum: ['Always', 'Never', 'OnFailure'] },
      runtimeClassName: { type: 'string' },
      schedulerName: { type: 'string' },
      schedulingGates: { type: 'list', items: { type: 'object', definition: 'PodSchedulingGate' }, keys: ['name'] },
      schedulingGroup: { type: 'object', definition: 'PodSchedulingGroup' },
      securityContext: { type: 'object', definition: 'PodSecurityContext' },
      serviceAccount: { type: 'string' },
      serviceAccountName: { type: 'string' },
      setHostnameAsFQDN: { type: 'boolean' },
      shareProcessNamespace: { type: 'boolean' },
      subdomain: { type: 'string' },
      terminationGracePeriodSeconds: { type: 'integer' },
      tolerations: { type: 'list', items: { type: 'object', definition: 'Toleration' } },
      topologySpreadConstraints: { type: 'list', items: { type: 'object', definition: 'TopologySpreadConstraint' }, keys: ['topologyKey', 'whenUnsatisfiable'] },
      volumes: { type: 'list', items: { type: 'object', definition: 'Volume' }, keys: ['name'] },
    },
    required: ['containers'],
  },
  PortworxVolumeSource: {
    fields: {
      fsType: { type: 'string' },
      readOnly: { type: 'boolean' },
      volumeID: { type: 'string' },
    },
    required: ['volumeID'],
  },
  PreferredSchedulingTerm: {
    fields: {
      preference: { type: 'object', definition: 'NodeSelectorTerm' },
      weight: { type: 'integer' },
    },
    required: ['preference', 'weight'],
  },
  Probe: {
    fields: {
      exec: { type: 'object', definition: 'ExecAction' },
      failureThreshold: { type: 'integer' },
      grpc: { type: 'object', definition: 'GRPCAction' },
      httpGet: { type: 'object', definition: 'HTTPGetAction' },
      initialDelaySeconds: { type: 'integer' },
      periodSeconds: { type: 'integer' },
      successThreshold: { type: 'integer' },
      tcpSocket: { type: 'object', definition: 'TCPSocketAction' },
      terminationGracePeriodSeconds: { type: 'integer' },
      timeoutSeconds: { type: 'integer' },
    },
    required: [],
  },
  ProjectedVolumeSource: {
    fields: {
      defaultMode: { type: 'integer' },
      sources: { type: 'list', items: { type: 'object', definition: 'VolumeProjection' } },
    },
    required: [],
  },
  QuobyteVolumeSource: {
    fields: {
      group: { type: 'string' },
      readOnly: { type: 'boolean' },
      registry: { type: 'string' },
      tenant: { type: 'string' },
      user: { type: 'string' },
      volume: { type: 'string' },
    },
    required: ['registry', 'volume'],
  },
  RBDVolumeSource: {
    fields: {
      fsType: { type: 'string' },
      image: { type: 'string' },
      keyring: { type: 'string' },
      monitors: { type: 'list', items: { type: 'string' } },
      pool: { type: 'string' },
      readOnly: { type: 'boolean' },
      secretRef: { type: 'object', definition: 'LocalObjectReference' },
      user: { type: 'string' },
    },
    required: ['image', 'monitors'],
  },
  ResourceClaim: {
    fields: {
      name: { type: 'string' },
      request: { type: 'string' },
    },
    required: ['name'],
  },
  ResourceFieldSelector: {
    fields: {
      containerName: { type: 'string' },
      divisor: { type: 'Quantity' },
      resource: { type: 'string' },
    },
    required: ['resource'],
  },
  ResourceRequirements: {
    fields: {
      claims: { type: 'list', items: { type: 'object', definition: 'ResourceClaim' }, keys: ['name'] },
      limits: { type: 'map', items: { type: 'Quantity' } },
      requests: { type: 'map', items: { type: 'Quantity' } },
    },
    required: [],
  },
  SELinuxOptions: {
    fields: {
      level: { type: 'string' },
      role: { type: 'string' },
      type: { type: 'string' },
      user: { type: 'string' },
    },
    required: [],
  },
  ScaleIOVolumeSource: {
    fields: {
      fsType: { type: 'string' },
      gateway: { type: 'string' },
      protectionDomain: { type: 'string' },
      readOnly: { type: 'boolean' },
      secretRef: { type: 'object', definition: 'LocalObjectReference' },
      sslEnabled: { type: 'boolean' },
      storageMode: { type: 'string' },
      storagePool: { type: 'string' },
      system: { type: 'string' },
      volumeName: { type: 'string' },
    },
    required: ['gateway', 'secretRef', 'system'],
  },
  SeccompProfile: {
    fields: {
      localhostProfile: { type: 'string' },
      type: { type: 'string', enum: ['Localhost', 'RuntimeDefault', 'Unconfined'] },
    },
    required: ['type'],
  },
  SecretEnvSource: {
    fields: {
      name: { type: 'string' },
      optional: { type: 'boolean' },
    },
    required: [],
  },
  SecretKeySelector: {
    fields: {
      key: { type: 'string' },
      name: { type: 'string' },
      optional: { type: 'boolean' },
    },
    required: ['key'],
  },
  SecretProjection: {
    fields: {
      items: { type: 'list', items: { type: 'object', definition: 'KeyToPath' } },
      name: { type: 'string' },
      optional: { type: 'boolean' },
    },
    required: [],
  },
  SecretVolumeSource: {
    fields: {
      defaultMode: { type: 'integer' },
      items: { type: 'list', items: { type: 'object', definition: 'KeyToPath' } },
      optional: { type: 'boolean' },
      secretName: { type: 'string' },
    },
    required: [],
  },
  SecurityContext: {
    fields: {
      allowPrivilegeEscalation: { type: 'boolean' },
      appArmorProfile: { type: 'object', definition: 'AppArmorProfile' },
      capabilities: { type: 'object', definition: 'Capabilities' },
      privileged: { type: 'boolean' },
      procMount: { type: 'string', enum: ['Default', 'Unmasked'] },
      readOnlyRootFilesystem: { type: 'boolean' },
      runAsGroup: { type: 'integer' },
      runAsNonRoot: { type: 'boolean' },
      runAsUser: { type: 'integer' },
      seLinuxOptions: { type: 'object', definition: 'SELinuxOptions' },
      seccompProfile: { type: 'object', definition: 'SeccompProfile' },
      windowsOptions: { type: 'object', definition: 'WindowsSecurityContextOptions' },
    },
    required: [],
  },
  ServiceAccountTokenProjection: {
    fields: {
      audience: { type: 'string' },
      expirationSeconds: { type: 'integer' },
      path: { type: 'string' },
    },
    required: ['path'],
  },
  SleepAction: {
    fields: {
      seconds: { type: 'integer' },
    },
    required: ['seconds'],
  },
  StorageOSVolumeSource: {
    fields: {
      fsType: { type: 'string' },
      readOnly: { type: 'boolean' },
      secretRef: { type: 'object', definition: 'LocalObjectReference' },
      volumeName: { type: 'string' },
      volumeNamespace: { type: 'string' },
    },
    required: [],
  },
  Sysctl: {
    fields: {
      name: { type: 'string' },
      value: { type: 'string' },
    },
    required: ['name', 'value'],
  },
  TCPSocketAction: {
    fields: {
      host: { type: 'string' },
      port: { type: 'IntOrString' },
    },
    required: ['port'],
  },
  Toleration: {
    fields: {
      effect: { type: 'string', enum: ['NoExecute', 'NoSchedule', 'PreferNoSchedule'] },
      key: { type: 'string' },
      operator: { type: 'string', enum: ['Equal', 'Exists', 'Gt', 'Lt'] },
      tolerationSeconds: { type: 'integer' },
      value: { type: 'string' },
    },
    required: [],
  },
  TopologySpreadConstraint: {
    fields: {
      labelSelector: { type: 'object', definition: 'LabelSelector' },
      matchLabelKeys: { type: 'list', items: { type: 'string' } },
      maxSkew: { type: 'integer' },
      minDomains: { type: 'integer' },
      nodeAffinityPolicy: { type: 'string', enum: ['Honor', 'Ignore'] },
      nodeTaintsPolicy: { type: 'string', enum: ['Honor', 'Ignore'] },
      topologyKey: { type: 'string' },
      whenUnsatisfiable: { type: 'string', enum: ['DoNotSchedule', 'ScheduleAnyway'] },
    },
    required: ['maxSkew', 'topologyKey', 'whenUnsatisfiable'],
  },
  TypedLocalObjectReference: {
    fields: {
      apiGroup: { type: 'string' },
      kind: { type: 'string' },
      name: { type: 'string' },
    },
    required: ['kind', 'name'],
  },
  TypedObjectReference: {
    fields: {
      apiGroup: { type: 'string' },
      kind: { type: 'string' },
      name: { type: 'string' },
      namespace: { type: 'string' },
    },
    required: ['kind', 'name'],
  },
  Volume: {
    fields: {
      awsElasticBlockStore: { type: 'object', definition: 'AWSElasticBlockStoreVolumeSource' },
      azureDisk: { type: 'object', definition: 'AzureDiskVolumeSource' },
      azureFile: { type: 'object', definition: 'AzureFileVolumeSource' },
      cephfs: { type: 'object', definition: 'CephFSVolumeSource' },
      cinder: { type: 'object', definition: 'CinderVolumeSource' },
      configMap: { type: 'object', definition: 'ConfigMapVolumeSource' },
      csi: { type: 'object', definition: 'CSIVolumeSource' },
      downwardAPI: { type: 'object', definition: 'DownwardAPIVolumeSource' },
      emptyDir: { type: 'object', definition: 'EmptyDirVolumeSource' },
      ephemeral: { type: 'object', definition: 'EphemeralVolumeSource' },
      fc: { type: 'object', definition: 'FCVolumeSource' },
      flexVolume: { type: 'object', definition: 'FlexVolumeSource' },
      flocker: { type: 'object', definition: 'FlockerVolumeSource' },
      gcePersistentDisk: { type: 'object', definition: 'GCEPersistentDiskVolumeSource' },
      gitRepo: { type: 'object', definition: 'GitRepoVolumeSource' },
      glusterfs: { type: 'object', definition: 'GlusterfsVolumeSource' },
      hostPath: { type: 'object', definition: 'HostPathVolumeSource' },
      image: { type: 'object', definition: 'ImageVolumeSource' },
      iscsi: { type: 'object', definition: 'ISCSIVolumeSource' },
      name: { type: 'string' },
      nfs: { type: 'object', definition: 'NFSVolumeSource' },
      persistentVolumeClaim: { type: 'object', definition: 'PersistentVolumeClaimVolumeSource' },
      photonPersistentDisk: { type: 'object', definition: 'PhotonPersistentDiskVolumeSource' },
      portworxVolume: { type: 'object', definition: 'PortworxVolumeSource' },
      projected: { type: 'object', definition: 'ProjectedVolumeSource' },
      quobyte: { type: 'object', definition: 'QuobyteVolumeSource' },
      rbd: { type: 'object', definition: 'RBDVolumeSource' },
      scaleIO: { type: 'object', definition: 'ScaleIOVolumeSource' },
      secret: { type: 'object', definition: 'SecretVolumeSource' },
      storageos: { type: 'object', definition: 'StorageOSVolumeSource' },
      vsphereVolume: { type: 'object', definition: 'VsphereVirtualDiskVolumeSource' },
    },
    required: ['name'],
  },
  VolumeDevice: {
    fields: {
      devicePath: { type: 'string' },
      name: { type: 'string' },
    },
    required: ['devicePath', 'name'],
  },
  VolumeMount: {
    fields: {
      mountPath: { type: 'string' },
      mountPropagation: { type: 'string', enum: ['Bidirectional', 'HostToContainer', 'None'] },
      name: { type: 'string' },
      readOnly: { type: 'boolean' },
      recursiveReadOnly: { type: 'string' },
      subPath: { type: 'string' },
      subPathExpr: { type: 'string' },
    },
    required: ['mountPath', 'name'],
  },
  VolumeProjection: {
    fields: {
      clusterTrustBundle: { type: 'object', definition: 'ClusterTrustBundleProjection' },
      configMap: { type: 'object', definition: 'ConfigMapProjection' },
      downwardAPI: { type: 'object', definition: 'DownwardAPIProjection' },
      podCertificate: { type: 'object', definition: 'PodCertificateProjection' },
      secret: { type: 'object', definition: 'SecretProjection' },
      serviceAccountToken: { type: 'object', definition: 'ServiceAccountTokenProjection' },
    },
    required: [],
  },
  VolumeResourceRequirements: {
    fields: {
      limits: { type: 'map', items: { type: 'Quantity' } },
      requests: { type: 'map', items: { type: 'Quantity' } },
    },
    required: [],
  },
  VsphereVirtualDiskVolumeSource: {
    fields: {
      fsType: { type: 'string' },
      storagePolicyID: { type: 'string' },
      storagePolicyName: { type: 'string' },
      volumePath: { type: 'string' },
    },
    required: ['volumePath'],
  },
  WeightedPodAffinityTerm: {
    fields: {
      podAffinityTerm: { type: 'object', definition: 'PodAffinityTerm' },
      weight: { type: 'integer' },
    },
    required: ['podAffinityTerm', 'weight'],
  },
  WindowsSecurityContextOptions: {
    fields: {
      gmsaCredentialSpec: { type: 'string' },
      gmsaCredentialSpecName: { type: 'string' },
      hostProcess: { type: 'boolean' },
      runAsUserName: { type: 'string' },
    },
    required: [],
  },
};
